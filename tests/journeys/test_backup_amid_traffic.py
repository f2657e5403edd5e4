"""`tappa backup` while Tappa serves and everybody writes: what comes back elsewhere is of one moment, and goes on."""

from dataclasses import replace
from pathlib import Path

from tests.journeys.kept import RECOVERY_SECONDS
from tests.journeys.test_faults import owner_url
from tests.journeys.traffic import Traffic, broken, flowing, set_up, stages_in_order, stored_messages
from tests.support.bridge import Got, bridge_on_loopback
from tests.support.running import eventually
from tests.support.whole import Whole, whole_tappa

SETTINGS = {"TAPPA_API_RATE": "0", "TAPPA_ALLOW_PRIVATE_ADDRESSES": "1"}


def test_what_was_answered_before_it_comes_back_and_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "amid.tappa"
    with (
        bridge_on_loopback() as bridge,
        whole_tappa(tmp_path / "data", **SETTINGS) as tappa,
        whole_tappa(tmp_path / "place", **SETTINGS) as place,
    ):
        tappa.start("--empty")
        traffic = set_up(tappa, bridge.url)
        with flowing(traffic):
            assert eventually(traffic.goes_on(), seconds=RECOVERY_SECONDS)
            before = promised(traffic)
            done = tappa.command("backup", str(file))
            assert done.returncode == 0, done.stderr
            assert eventually(traffic.goes_on(), seconds=RECOVERY_SECONDS), "they wrote meanwhile"
        assert tappa.stop() == 0
        assert place.command("restore", str(file)).returncode == 0
        bridge.got.clear()
        place.start("--empty")
        came_back(place, before, traffic)
        the_old_token_is_good(replace(traffic, whole=place), bridge.got)
        assert place.stop() == 0


def promised(traffic: Traffic) -> Traffic:
    """What was answered 200 up to now."""
    moved = {contact: list(stages) for contact, stages in traffic.moved.items()}
    return replace(traffic, taken=list(traffic.taken), moved=moved, answers=list(traffic.answers))


def came_back(place: Whole, before: Traffic, after: Traffic) -> None:
    """All that was promised before it, nothing that nobody said, and one table as the other tells it."""
    database = owner_url(place)
    incoming = stored_messages(database, "incoming")
    assert set(before.taken) <= set(incoming) <= set(after.taken)
    assert set(incoming.values()) == {1}
    outgoing = {int(id_) for id_ in stored_messages(database, "outgoing")}
    assert set(before.answers) <= outgoing <= set(after.answers)
    for contact, stages in before.moved.items():
        made = stages_in_order(database, contact)
        assert made[: len(stages)] == stages
        assert made == after.moved[contact][: len(made)]
    assert broken(database) == []
    verified = place.command("counts", "verify")
    assert (verified.returncode, verified.stdout) == (0, "All figures equal a full count.\n")


def the_old_token_is_good(traffic: Traffic, got: list[Got]) -> None:
    """The channel's, to post with, and for the bridge to know us by: its seal opens. And the API's."""
    assert traffic.tell("writer-2", "after the restore")
    contact = traffic.answered[0]
    with traffic.whole.client(traffic.token) as client:
        body = {"message": {"type": "text", "text": "Here again"}}
        assert client.post(f"/v2/contact/id:{contact}/message", json=body).status_code == 200
    assert eventually(lambda: any(each.body["message"]["text"] == "Here again" for each in got))
    assert {each.headers["authorization"] for each in got} == {f"Bearer {traffic.channel['token']}"}
