"""A page asks the database as often about thirty rows as about one, whatever rows it lists."""

import re
import secrets
from dataclasses import dataclass, replace

import pytest

from tappa.core.accounts.actions.add_member import add_member
from tappa.core.accounts.actions.create_team import create_team
from tappa.core.accounts.actions.create_token import create_token
from tappa.core.accounts.actions.invite_member import invite_member
from tappa.core.accounts.grants import Role
from tappa.core.accounts.models import Member, User
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.actions.tag import add_tags
from tappa.core.inbox import custom_counts
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.actions.comment import comment
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.models import Conversation
from tappa.core.lifecycle.actions.show import show_lifecycle
from tests.core.acts import arrive, message, new_channel, new_field, new_segment, stage_named
from tests.support.asking import asked
from tests.support.premises import (
    Neighbours,
    Premises,
    Subject,
    contact_address,
    neighbours,
    new_inbox,
    new_subject,
)
from tests.support.routes import Route, routes
from tests.web.walk import Walkers, values_of

# One furnishing serves all of these: without a group xdist would make one in each of its processes.
pytestmark = pytest.mark.xdist_group("list sizes")
MANY = 30
LIST = re.compile(r"\((?:%s(?:, )?)+\)")  # how long a list is makes no other question
LISTING = [route for route in routes() if route.is_of_members]


@dataclass(frozen=True)
class Sizes:
    """Two workspaces with one of everything, of which one has thirty; and who looks."""

    few: Neighbours
    many: Neighbours
    looking: dict[int, Walkers]


@pytest.fixture(scope="module")
def sizes() -> Sizes:
    """Furnished once: whoever looks changes nothing."""
    few, many = neighbours(), neighbours()
    add_history(few.ours.subjects["nobody's"], few.cast.owner, few.ours, 0)
    add_rows(many.ours, many.cast.owner)
    for each in (few, many):
        open_latest(each.ours)
    return Sizes(few, many, {id(each): Walkers(each.cast) for each in (few, many)})


def open_latest(premises: Premises) -> None:
    """Who looks at the conversation looks at the contact's latest: an earlier one asks what came since."""
    subject = premises.subjects["nobody's"]
    latest = Conversation.objects.filter(contact=subject.contact).latest("id")
    premises.subjects["nobody's"] = replace(subject, conversation=latest)


def add_rows(premises: Premises, owner: Member) -> None:
    """Thirty of what a workspace lists, and of what a contact's pages list."""
    workspace, by = premises.workspace, actor_of(owner, Via.PAGE)
    for number in reversed(range(MANY)):  # the last of each is of the kind that the few have
        name = f"{number}-{secrets.token_hex(4)}"
        user = User.objects.create(name=f"Ada {number}", email=f"{name}@people.example", password="!")
        member = add_member(workspace, user, role=Role.AGENT, team=create_team(workspace, name=name))
        invite_member(workspace, email=f"{name}@invited.example", role=Role.AGENT, by=by)
        create_token(workspace, name=name)
        new_segment(workspace, name, "Payment")
        new_inbox(member)
        new_field(workspace, "list" if number % 2 else "number", name)
        new_subject(new_channel(workspace), owner, member if number % 2 else None, name=name)
        add_history(premises.subjects["nobody's"], owner, premises, number)
        show_lifecycle(show=number % 2 == 0, by=by)


def add_history(subject: Subject, owner: Member, premises: Premises, number: int) -> None:
    """One more of everything that happens to a contact."""
    contact, by = subject.contact, actor_of(owner, Via.PAGE)
    arrive(premises.channel, contact_address(contact), message(f"Message {number}"))
    reply(contact, {"type": "text", "text": "Yes"}, text="Yes", by=by)
    comment(contact, f"Comment {number}", by=by)
    add_tags(contact, [f"Tag {number}"], by=by)
    move_contact(contact, to=stage_named(contact.workspace, ("Payment", "Hot Lead")[number % 2]), by=by)
    if number % 10 == 0:
        close_conversation(contact, by=by)


@pytest.mark.parametrize("who", ["owner", "mine_only"])
@pytest.mark.parametrize("route", LISTING, ids=lambda route: route.address)
def test_thirty_rows_take_as_many_questions_as_one(
    route: Route, who: str, sizes: Sizes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(custom_counts, "REST", 0)  # what was counted a moment ago would not be counted again
    counted = []
    for around in (sizes.few, sizes.many):
        walkers = sizes.looking[id(around)]
        whose = "mine_only's" if who == "mine_only" else "nobody's"
        values = values_of(around.ours, whose)
        walkers.ask(who, "GET", route, values)  # what is read once for a process is not counted
        with asked() as told:
            status = walkers.ask(who, "GET", route, values).status
        counted.append((status, [LIST.sub("(…)", statement) for statement in told]))
    (status, few), (status_of_many, many) = counted
    assert status == status_of_many
    assert len(few) == len(many), "\n".join(["Asked another number of times:", *differences(few, many)])


def differences(few: list[str], many: list[str]) -> list[str]:
    """What is asked more often about the one or the other."""
    return [
        f"{few.count(each)} for few, {many.count(each)} for many: {each}"
        for each in sorted({*few, *many})
        if few.count(each) != many.count(each)
    ]
