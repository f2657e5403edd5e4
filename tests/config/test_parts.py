"""Several parts of a page in one answer: each as if it had been asked for alone (I6, section 8)."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from tappa.config import parts as module
from tappa.config.parts import MOST, Handler, with_parts
from tappa.core.contacts.actions.edit import edit_contact
from tests.cast import Cast
from tests.core.acts import new_contact, robot
from tests.support.signin import anonymous, signed_in
from tests.support.web import WebServer

PART = {"HX-Request": "true"}


def asked(client: httpx.Client, slug: str, *parts: str) -> httpx.Response:
    """What the answer for these parts is."""
    return client.get(f"/w/{slug}/parts?{urlencode([('part', part) for part in parts])}", headers=PART)


def lines(answer: httpx.Response) -> list[dict[str, object]]:
    """What it tells of each."""
    return [json.loads(line) for line in answer.text.splitlines()]


def test_each_part_is_what_its_own_address_answers(server: WebServer, cast: Cast) -> None:
    """Also one that this member may not see, that a role does not open, or that never was."""
    slug = cast.owner.workspace.slug
    hidden = new_contact(cast.owner.workspace, first_name="Marta")
    addresses = [
        f"/w/{slug}/inbox/sidebar?box=mine",
        f"/w/{slug}/inbox/contacts/{hidden.id}/pane?box=all",
        f"/w/{slug}/settings/members/list",
        f"/w/{slug}/%C3%A8%20niente",
        f"/w/{slug}/inbox/all/rows?search=%C3%A8",
    ]
    client = signed_in(server, cast.mine_only)
    alone = [client.get(address, headers=PART) for address in addresses]
    together = asked(client, slug, *addresses)
    assert [each.status_code for each in alone] == [200, 404, 403, 404, 200]
    told = [{name: each[name] for name in ("status", "to", "html")} for each in lines(together)]
    assert told == [{"status": each.status_code, "to": "", "html": each.text} for each in alone]
    assert together.headers["Cache-Control"] == "no-store"


def test_what_is_shown_already_is_not_sent_again(server: WebServer, cast: Cast) -> None:
    """Also where forms stand in it, whose token is another each time; and what one may no longer see is told as such."""
    slug = cast.owner.workspace.slug
    marta = new_contact(cast.owner.workspace, first_name="Marta")
    addresses = [
        f"/w/{slug}/inbox/all/rows",
        *(f"/w/{slug}/inbox/contacts/{marta.id}/{part}" for part in ("pane", "thread")),
    ]
    client = signed_in(server, cast.agent)
    first = lines(asked(client, slug, *addresses))
    assert "csrfmiddlewaretoken" in str(first[1]["html"])

    def again(client: httpx.Client, *digests: object) -> list[dict[str, object]]:
        client.headers["Tappa-Live"] = " ".join(map(str, digests))
        return lines(asked(client, slug, *addresses))

    digests = [each["digest"] for each in first]
    assert again(client, *digests) == [{"status": 304, "to": "", "html": ""}] * 3
    assert [each["status"] for each in again(client, "-", digests[0])] == [200] * 3
    edit_contact(marta, {"first_name": "Maria"}, workspace=marta.workspace, by=robot(marta.workspace))
    assert [each["status"] for each in again(client, *digests)] == [304, 200, 200]
    told = again(signed_in(server, cast.mine_only), *digests)
    assert [each["status"] for each in told[1:]] == [404, 404]


def test_nobody_is_told_so_for_each_and_a_stranger_finds_nothing(server: WebServer, cast: Cast) -> None:
    slug = cast.owner.workspace.slug
    part = f"/w/{slug}/inbox/all/rows"
    told = lines(asked(anonymous(server), slug, part, part))
    assert [(each["status"], each["html"]) for each in told] == [(401, "")] * 2
    assert str(told[0]["to"]).startswith("/account/login")
    assert [each["status"] for each in lines(asked(signed_in(server, cast.stranger), slug, part))] == [404]


def test_only_parts_of_the_workspace_and_not_any_number(server: WebServer, cast: Cast) -> None:
    """What is no such question is answered like any address that there is not."""
    slug = cast.owner.workspace.slug
    part, client = f"/w/{slug}/inbox/all/rows", signed_in(server, cast.owner)
    for parts in (
        [],
        ["/profile"],
        [part, f"/w/{slug}-2/inbox"],
        ["https://example.org/"],
        [part] * (MOST + 1),
    ):
        assert asked(client, slug, *parts).status_code == 404
    assert client.post(f"/w/{slug}/parts?part={part}").status_code == 404
    assert [each["status"] for each in lines(asked(client, slug, f"/w/{slug}/parts?part={part}"))] == [404]


def test_letters_and_bytes_that_no_browser_leaves_bare_are_read_as_at_their_own_address(
    server: WebServer, cast: Cast
) -> None:
    slug = cast.owner.workspace.slug
    client, rows = signed_in(server, cast.owner), f"/w/{slug}/inbox/all/rows?search="
    told = lines(client.get(f"/w/{slug}/parts?part={rows}€&part={rows}%ff&part=/w/{slug}/%ff€", headers=PART))
    assert [each["status"] for each in told] == [200, 200, 404]
    assert told[0]["html"] == client.get(f"{rows}€", headers=PART).text


def told_by(handler: Handler, *parts: str, headers: Mapping[str, str] = {}) -> list[dict[str, object]]:
    """What is told of these parts, where this answers them."""
    query = urlencode([("part", part) for part in parts])
    environ = {"PATH_INFO": "/w/a/parts", "REQUEST_METHOD": "GET", "QUERY_STRING": query, **headers}
    return [json.loads(line) for line in with_parts(handler)(environ, lambda *_: None)]


def test_what_is_sent_as_it_comes_is_no_part_and_is_not_read() -> None:
    closed: list[bool] = []

    class Download(Iterator[bytes]):
        streaming = True

        def __next__(self) -> bytes:
            raise AssertionError("it was read")

        def close(self) -> None:
            closed.append(True)

    def handler(_environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start("200 OK", [])
        return Download()

    assert told_by(handler, "/w/a/download") == [{"status": 406, "to": "", "html": ""}]
    assert closed


@pytest.mark.parametrize(
    ("limit", "headers"), [("SECONDS", {}), ("LIVE_SECONDS", {"HTTP_TAPPA_LIVE": "- - -"})]
)
def test_slow_parts_hold_a_thread_for_a_while_and_no_longer(
    limit: str, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer ends then, sooner where nobody waits for it; the page asks for the rest again."""
    monkeypatch.setattr(module, limit, 0.01)
    asked_for: list[str] = []

    def handler(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        asked_for.append(environ["PATH_INFO"])
        until = monotonic() + 0.01
        while monotonic() < until:
            pass
        start("200 OK", [])
        return [b"slow"]

    told = told_by(handler, "/w/a/one", "/w/a/two", "/w/a/three", headers=headers)
    assert [each["html"] for each in told] == ["slow"]
    assert asked_for == ["/w/a/one"]
