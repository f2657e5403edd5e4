"""A removed member's contacts become unassigned (product.md, section 8), each with a fact of its own (E4)."""

import pytest

from tappa.core.accounts.models import Member, Workspace
from tappa.core.accounts.queries import actor_of, names_of
from tappa.core.activity.actor import Via
from tappa.core.activity.models import Event
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.models import Contact, Standing
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.open import open_conversation
from tappa.core.inbox.actions.remove_member import remove_member
from tappa.kernel.errors import Conflict, Forbidden, Invalid
from tests.cast import Cast
from tests.core.acts import new_contact, robot
from tests.support.together import meanwhile


def given(workspace: Workspace, member: Member) -> Contact:
    contact = new_contact(workspace)
    assign_contact(contact, to=member, by=robot(workspace))
    return contact


def assignee_of(contact: Contact) -> tuple[int | None, int | None]:
    standing = Standing.objects.get(workspace_id=contact.workspace_id, contact=contact)
    return standing.assignee_id, standing.team_id


def test_section_8_their_contacts_become_unassigned_and_nobody_elses(
    workspace: Workspace, cast: Cast
) -> None:
    theirs = [given(workspace, cast.agent) for _number in range(3)]
    conversation = open_conversation(theirs[0], by=robot(workspace))
    others = given(workspace, cast.team_only)
    nobodys = new_contact(workspace)
    assert remove_member(cast.agent, by=actor_of(cast.manager, Via.PAGE)) == 3
    assert {assignee_of(contact) for contact in [*theirs, nobodys]} == {(None, None)}
    assert assignee_of(others) == (cast.team_only.id, cast.team.id)
    events = Event.objects.filter(
        workspace_id=workspace.id, kind="contact.assigned", cause="member_removed"
    ).order_by("contact_id")
    assert [event.contact_id for event in events] == [contact.id for contact in theirs]
    assert {event.batch for event in events} == {events[0].batch}
    assert events[0].batch is not None
    assert events[0].by_id == cast.manager.id
    assert events[0].data == {"from_member_id": cast.agent.id, "member_id": None, "team_id": None}
    assert [event.conversation_id for event in events] == [conversation.id, None, None]
    assert names_of("member", {cast.agent.id}, workspace.id) == {cast.agent.id: "Ada Agent"}


def test_many_contacts_are_let_go_in_batches(
    workspace: Workspace, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tappa.core.inbox.actions.remove_member.BATCH", 2)
    contacts = [given(workspace, cast.agent) for _number in range(5)]
    assert remove_member(cast.agent, by=actor_of(cast.owner, Via.PAGE)) == 5
    assert {assignee_of(contact) for contact in contacts} == {(None, None)}


def test_a_refused_removal_lets_nothing_go(workspace: Workspace, cast: Cast) -> None:
    contact = given(workspace, cast.owner)
    for who, refusal in ((cast.manager, Forbidden), (cast.owner, Conflict)):
        with pytest.raises(refusal):
            remove_member(cast.owner, by=actor_of(who, Via.PAGE))
    assert assignee_of(contact)[0] == cast.owner.id


def test_a_deleted_contact_is_left_alone(workspace: Workspace, cast: Cast) -> None:
    contact = given(workspace, cast.agent)
    delete_contact(contact, by=robot(workspace))
    assert remove_member(cast.agent, by=actor_of(cast.owner, Via.PAGE)) == 0


def test_nobody_gives_a_contact_to_a_member_who_is_just_being_removed(
    workspace: Workspace, cast: Cast
) -> None:
    contact = new_contact(workspace)

    def second() -> str:
        try:
            assign_contact(contact, to=cast.agent, by=robot(workspace))
        except Invalid as refusal:
            return refusal.message
        return "assigned"

    said = meanwhile(lambda: remove_member(cast.agent, by=actor_of(cast.owner, Via.PAGE)), second)
    assert "present member" in said
    assert assignee_of(contact) == (None, None)


def test_a_removal_waits_for_who_is_just_giving_them_a_contact(workspace: Workspace, cast: Cast) -> None:
    contact = new_contact(workspace)
    freed = meanwhile(
        lambda: assign_contact(contact, to=cast.agent, by=robot(workspace)),
        lambda: remove_member(cast.agent, by=actor_of(cast.owner, Via.PAGE)),
    )
    assert freed == 1
    assert assignee_of(contact) == (None, None)
