"""What was told before a page's stream opened is told to whoever may hear it, whoever listened then (I6, section 8)."""

import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from tappa.core.accounts.actions.create_team import create_team
from tappa.core.accounts.models import Member, Workspace
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.comment import comment
from tappa.realtime.memory import MARGIN_SECONDS
from tests.cast import Cast
from tests.core.acts import new_contact, robot
from tests.realtime.ears import Ear, ears, open_ear
from tests.support.web import WebServer, web_server


@pytest.fixture(scope="module")
def lone_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """A server of one process: all streams are of the same hub."""
    with web_server(tmp_path_factory.mktemp("missed") / "web.log", workers=1) as running:
        yield running


def happen(contacts: list[Contact], listener: Ear) -> float:
    """Something is told of each of them, and nothing else was for a while. The time just before."""
    time.sleep(MARGIN_SECONDS + 0.5)
    before = time.time()
    for contact in contacts:
        comment(contact, "Look", by=robot(contact.workspace))
        listener.hears(f"contact-{contact.id}")
    return before


def missed(server: WebServer, member: Member, since: float) -> list[str]:
    """What a page of the member is told that was made then and listens only now."""
    with closing(open_ear(server, member, since=since)) as ear:
        create_team(member.workspace, name=f"Fence of {member.id}", by=robot(member.workspace))
        return [name for name in ear.heard_until("settings") if name != "inbox"]


def test_i6_who_comes_later_hears_what_they_missed_of_the_contacts_they_see(
    lone_server: WebServer, workspace: Workspace, cast: Cast
) -> None:
    """A restricted member, too, when none of them listened; and of what they do not see, nothing: no `refresh` either."""
    mine, mentioned, of_team, free = (new_contact(workspace, first_name=name) for name in "abcd")
    assign_contact(mine, to=cast.mine_only, by=robot(workspace))
    assign_contact(of_team, to=cast.agent, by=robot(workspace))
    comment(mentioned, "Look", mentions=[cast.mine_only.id], by=robot(workspace))
    contacts = [mine, mentioned, of_team, free]
    names = [f"contact-{contact.id}" for contact in contacts]
    with ears(lone_server, cast.owner) as (owner,):
        before = happen(contacts, owner)
        told = [
            missed(lone_server, member, before) for member in (cast.manager, cast.mine_only, cast.team_only)
        ]
    assert told[0] == names
    assert told[1] == names[:2]
    assert told[2] == [names[2]]


def test_a_mention_counts_for_who_comes_later_whoever_listened(
    lone_server: WebServer, workspace: Workspace, cast: Cast
) -> None:
    contact = new_contact(workspace, first_name="Ana")
    comment(contact, "Look", mentions=[cast.mine_only.id], by=robot(workspace))
    with ears(lone_server, cast.owner, cast.team_only) as (owner, team):
        before = happen([contact], owner)
        assert missed(lone_server, cast.mine_only, before) == [f"contact-{contact.id}"]
        assert team.heard_until("settings") == [], "another restricted member, who was not mentioned"
