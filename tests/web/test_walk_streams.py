"""The live streams, which Django's table of addresses does not know, asked by everybody (section 8)."""

from typing import Final

import httpx
import pytest

from tappa.config.asgi import DOORS
from tests.support.premises import EVERYBODY, Neighbours
from tests.support.signin import anonymous, signed_in
from tests.support.web import WebServer

STREAMS: Final = ("/w/{slug}/stream", "/chat/{chat}/stream")
OF_MEMBERS, OF_VISITORS = STREAMS
NOTHING: Final = {"slug": "no-such-workspace", "chat": "nosuchchat00"}


def stream(client: httpx.Client, address: str, names: dict[str, str]) -> tuple[int, str, str]:
    """Status, type and, where it is no stream, the body."""
    with client.stream("GET", address.format(**names)) as answer:
        kind = answer.headers["content-type"].partition(";")[0]
        return answer.status_code, kind, "" if kind == "text/event-stream" else answer.read().decode()


@pytest.fixture(scope="module")
def names(around: Neighbours) -> dict[str, str]:
    """What our addresses name."""
    return {"slug": around.ours.workspace.slug, "chat": str(around.ours.chat.public_id)}


def test_every_stream_is_walked() -> None:
    walked = [address.format(**NOTHING) for address in STREAMS]
    assert len(DOORS) == len(STREAMS)
    assert all(any(door.fullmatch(path) for path in walked) for door, _application in DOORS)


@pytest.mark.parametrize("who", EVERYBODY)
def test_members_hear_their_workspace(
    who: str, around: Neighbours, names: dict[str, str], server: WebServer
) -> None:
    with signed_in(server, getattr(around.cast, who)) as client:
        assert stream(client, OF_MEMBERS, names)[:2] == (200, "text/event-stream")
        assert stream(client, OF_MEMBERS, {"slug": around.theirs.workspace.slug}) == stream(
            client, OF_MEMBERS, NOTHING
        )


def test_strangers_and_nobody_learn_nothing(
    around: Neighbours, names: dict[str, str], server: WebServer
) -> None:
    with signed_in(server, around.cast.stranger) as stranger, anonymous(server) as nobody:
        for client, status in ((stranger, 404), (nobody, 401)):
            there = stream(client, OF_MEMBERS, names)
            assert there == stream(client, OF_MEMBERS, NOTHING)
            assert there[0] == status


def test_a_chat_is_heard_by_its_visitors_alone(names: dict[str, str], server: WebServer) -> None:
    with anonymous(server) as nobody:
        there = stream(nobody, OF_VISITORS, names)
        assert there == stream(nobody, OF_VISITORS, NOTHING)
        assert there[0] == 404
        nobody.get(f"/chat/{names['chat']}")  # the page makes a visitor
        assert stream(nobody, OF_VISITORS, names)[:2] == (200, "text/event-stream")
        assert stream(nobody, OF_VISITORS, NOTHING) == there
