"""The clock of a whole Tappa goes back by an hour while people write, move and answer: nothing comes out wrong."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import psycopg

from tests.cast import PASSWORD
from tests.journeys.kept import RECOVERY_SECONDS, nothing_lost_or_doubled
from tests.journeys.test_faults import owner_url
from tests.journeys.traffic import flowing, set_up
from tests.support.bridge import bridge_on_loopback
from tests.support.clock import Clock, settings_of_clock
from tests.support.running import eventually
from tests.support.signin import anonymous
from tests.support.whole import Whole, whole_tappa
from tests.web.signin.forms import is_in, log_in

BACK = timedelta(hours=-1)
EMAIL = "anna@people.example"


def test_it_goes_back_by_an_hour_amid_everything(tmp_path: Path) -> None:
    settings = {"TAPPA_API_RATE": "0", "TAPPA_ALLOW_PRIVATE_ADDRESSES": "1"}
    settings |= settings_of_clock(tmp_path / "clock")
    with whole_tappa(tmp_path / "data", **settings) as tappa, bridge_on_loopback() as bridge:
        tappa.start("--empty")
        traffic = set_up(tappa, bridge.url)
        words = ("--workspace", "studio", "--name", "Anna", "--email", EMAIL, "--role", "agent")
        assert tappa.command("user", "create", *words, feed=PASSWORD).returncode == 0
        clock = Clock(owner_url(tappa), tmp_path / "clock")
        with flowing(traffic), closing(anonymous(tappa)) as browser:
            assert traffic.tell("dora", "before")
            assert traffic.tell("emil", "before too")
            log_in(browser, EMAIL)
            move(browser, contact_called(tappa, "dora"), to="Payment", tappa=tappa)
            assert eventually(traffic.goes_on(), seconds=RECOVERY_SECONDS)
            clock.set(BACK)
            assert eventually(traffic.goes_on(), seconds=RECOVERY_SECONDS)
            signing_in_goes_on(tappa, browser)
            a_move_can_be_taken_back(tappa, browser)
            a_nap_ends(tappa, browser)
            assert eventually(traffic.goes_on(), seconds=RECOVERY_SECONDS)
        nothing_lost_or_doubled(tappa, traffic, bridge)
        assert {got.headers["x-tappa-attempt"] for got in bridge.got} == {"1"}, "each went out once"
        assert steps_back(tappa) > 0, "the clock was set back amid moves"
        assert tappa.stop() == 0


def contact_called(tappa: Whole, name: str) -> int:
    """The id of whom the channel calls so."""
    statement = "SELECT contact_id FROM inbox_contactchannel WHERE external_id = %s"
    with psycopg.connect(owner_url(tappa)) as owner:
        [(id_,)] = owner.execute(statement, [name]).fetchall()
        return int(id_)


def move(browser: httpx.Client, contact: int, *, to: str, tappa: Whole) -> None:
    """By the picker."""
    with psycopg.connect(owner_url(tappa)) as owner:
        [(stage,)] = owner.execute("SELECT id FROM lifecycle_stage WHERE name = %s", [to]).fetchall()
    answer = browser.post(f"/w/studio/contacts/{contact}/stage", data={"stage": str(stage)})
    assert answer.status_code == 303


def signing_in_goes_on(tappa: Whole, browser: httpx.Client) -> None:
    """Who was in still is; who comes, comes in."""
    assert is_in(browser)
    with closing(anonymous(tappa)) as other:
        assert log_in(other, EMAIL).status_code == 302
        assert is_in(other)


def a_move_can_be_taken_back(tappa: Whole, browser: httpx.Client) -> None:
    """One from before, once."""
    dora = contact_called(tappa, "dora")
    with psycopg.connect(owner_url(tappa)) as owner:
        statement = "SELECT id FROM contacts_transition WHERE contact_id = %s AND to_name = 'Payment'"
        [(made,)] = owner.execute(statement, [dora]).fetchall()
    undo = f"/w/studio/contacts/{dora}/transitions/{made}/undo"
    assert undo in browser.get(f"/w/studio/inbox/contacts/{dora}/thread").text, "it is offered"
    assert browser.post(undo).status_code == 303
    assert browser.post(undo).status_code == 409


def a_nap_ends(tappa: Whole, browser: httpx.Client) -> None:
    """By the clock as it is now."""
    emil = contact_called(tappa, "emil")
    until = datetime.now(UTC) + BACK + timedelta(seconds=15)
    answer = browser.post(f"/w/studio/inbox/contacts/{emil}/snooze", data={"chosen": until.isoformat()})
    assert answer.status_code == 303
    assert status_of(tappa, emil) == "snoozed"
    assert eventually(lambda: status_of(tappa, emil) == "open", seconds=RECOVERY_SECONDS)


def status_of(tappa: Whole, contact: int) -> str:
    """Of the contact's conversation."""
    statement = "SELECT status FROM inbox_conversation WHERE contact_id = %s"
    with psycopg.connect(owner_url(tappa)) as owner:
        [(status,)] = owner.execute(statement, [contact]).fetchall()
        return str(status)


def steps_back(tappa: Whole) -> int:
    """How many moves stand before the one that was made before them."""
    statement = """
        SELECT count(*) FROM contacts_transition later JOIN contacts_transition earlier
          ON earlier.contact_id = later.contact_id AND earlier.seq = later.seq - 1
        WHERE later.happened_at < earlier.happened_at - interval '50 minutes'
    """
    with psycopg.connect(owner_url(tappa)) as owner:
        [(count,)] = owner.execute(statement).fetchall()
        return int(count)
