"""Answering, assigning, closing and opening (I5)."""

import pytest
from django.db import IntegrityError, transaction

from tappa.core.accounts.actions.delete_team import delete_team
from tappa.core.accounts.models import Team, Workspace
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.activity.models import Event
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.models import Contact, Standing
from tappa.core.contacts.queries import visible_contact
from tappa.core.inbox.actions.assign import Holder, assign_contact
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.actions.open import open_conversation
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.models import ContactChannel, Conversation, Delivery, Message
from tappa.kernel.errors import Invalid, NotFound
from tests.cast import Cast
from tests.core.acts import arrive, message, new_channel, new_contact, robot
from tests.support.together import together

HI = {"type": "text", "text": "Hi"}
ASSIGNED = ("from_member_id", "from_team_id", "member_id", "team_id")


def writing_contact(workspace: Workspace, person: str = "anna-1") -> Contact:
    """A contact who has written on a channel of their own."""
    received = arrive(new_channel(workspace), person, message())
    return Contact.objects.get(workspace=workspace, channels__external_id=person, id=received.contact_id or 0)


def test_i5_an_answer_goes_out_on_the_channel_last_used(workspace: Workspace) -> None:
    contact = writing_contact(workspace)
    second = new_channel(workspace)
    ContactChannel.objects.create(workspace=workspace, contact=contact, channel=second, external_id="a2")
    arrive(second, "a2", message())
    sent = reply(contact, HI, text="Hi", by=robot(workspace))
    assert sent.channel == second
    assert Delivery.objects.get(message=sent).state == "queued"
    assert [status.value for status in sent.statuses.all()] == ["pending"]
    conversation = Conversation.objects.get(workspace=workspace)
    assert (conversation.waiting_since, conversation.last_message_at) == (None, sent.happened_at)


def test_i5_who_answers_an_unassigned_conversation_first_gets_it(workspace: Workspace, cast: Cast) -> None:
    contact = writing_contact(workspace)
    members = [cast.agent, cast.manager, cast.owner]
    together(3, lambda number: reply(contact, HI, text="Hi", by=actor_of(members[number], Via.PAGE)))
    standing = Standing.objects.get(contact=contact)
    first = Message.objects.filter(contact=contact, traffic="outgoing").earliest("id")
    assert standing.assignee_id == first.by_id
    assert Event.objects.filter(contact_id=contact.id, kind="contact.assigned").count() == 1


def test_an_answer_by_the_api_assigns_nobody(workspace: Workspace) -> None:
    contact = writing_contact(workspace)
    reply(contact, HI, text="Hi", by=robot(workspace))
    assert Standing.objects.get(contact=contact).assignee is None


def test_an_answer_after_closing_opens_a_new_conversation(workspace: Workspace) -> None:
    contact = writing_contact(workspace)
    close_conversation(contact, by=robot(workspace))
    sent = reply(contact, HI, text="Hi", by=robot(workspace))
    assert list(contact.conversations.order_by("id").values_list("status", flat=True)) == ["closed", "open"]
    assert sent.conversation == contact.conversations.get(status="open")


def test_a_contact_that_cannot_be_reached_is_a_refusal_and_leaves_nothing(workspace: Workspace) -> None:
    contact = new_contact(workspace, phone="+393331234567")
    by_id, by_phone = new_channel(workspace), new_channel(workspace, contact_id="phone")
    for channel in (None, by_id):
        with pytest.raises(Invalid) as refusal:
            reply(contact, HI, text="Hi", channel=channel, by=robot(workspace))
        assert refusal.value.field == "channelId"
    assert not Conversation.objects.filter(workspace=workspace).exists()
    sent = reply(contact, HI, text="Hi", channel=by_phone, by=robot(workspace))
    assert ContactChannel.objects.get(contact=contact).external_id == "+393331234567"
    assert sent.conversation.status == "open"


def test_a_phone_that_is_somebody_elses_on_the_channel_is_a_refusal(workspace: Workspace) -> None:
    channel = new_channel(workspace, contact_id="phone")
    arrive(channel, "+393331234567", message())
    Contact.objects.filter(workspace=workspace).update(phone="+393330000000")
    contact = new_contact(workspace, phone="+393331234567")
    with pytest.raises(Invalid, match="belongs to another contact"):
        reply(contact, HI, text="Hi", channel=channel, by=robot(workspace))


def test_the_phone_of_a_deleted_contact_is_free_on_the_channel_too(workspace: Workspace) -> None:
    channel = new_channel(workspace, contact_id="phone")
    arrive(channel, "+393331234567", message())
    delete_contact(Contact.objects.get(workspace=workspace), by=robot(workspace))
    contact = new_contact(workspace, phone="+393331234567")
    reply(contact, HI, text="Hi", channel=channel, by=robot(workspace))
    assert ContactChannel.objects.get(workspace=workspace).contact == contact
    assert arrive(channel, "+393331234567", message()).contact_id == contact.id


def test_i5_the_assignee_is_the_contacts_and_stays_after_closing(workspace: Workspace, cast: Cast) -> None:
    contact = writing_contact(workspace)
    assert assign_contact(contact, to=cast.agent, by=robot(workspace))
    assert not assign_contact(contact, to=cast.agent, by=robot(workspace)), "it was so already"
    close_conversation(contact, by=robot(workspace))
    standing = Standing.objects.get(contact=contact)
    assert (standing.assignee, standing.team) == (cast.agent, cast.team)
    assert assign_contact(contact, to=None, by=robot(workspace))
    events = Event.objects.filter(contact_id=contact.id, kind="contact.assigned").order_by("id")
    assert [event.data["member_id"] for event in events] == [cast.agent.id, None]
    assert Standing.objects.get(contact=contact).team is None


def test_i5_a_contact_waits_in_a_team_until_somebody_takes_it(workspace: Workspace, cast: Cast) -> None:
    contact = writing_contact(workspace)
    before = assign_contact(contact, to=cast.team, by=robot(workspace))
    assert before == Holder()
    assert assign_contact(contact, to=cast.team, by=robot(workspace)) is None, "it was so already"
    standing = Standing.objects.get(contact=contact)
    assert (standing.assignee, standing.team) == (None, cast.team)
    reply(contact, HI, text="Hi", by=actor_of(cast.agent, Via.PAGE))
    standing.refresh_from_db()
    assert (standing.assignee, standing.team) == (cast.agent, cast.team), "the first to answer gets it"
    assert assign_contact(contact, to=cast.team, by=robot(workspace)) == Holder(cast.agent.id, cast.team.id)
    assert assign_contact(contact, to=None, by=robot(workspace)) == Holder(None, cast.team.id)
    told = Event.objects.filter(contact_id=contact.id, kind="contact.assigned").order_by("id")
    who, teams = cast.agent.id, cast.team.id
    assert [tuple(event.data[key] for key in ASSIGNED) for event in told] == [
        (None, None, None, teams), (None, teams, who, teams), (who, teams, None, teams), (None, teams, None, None),
    ]  # fmt: skip


def test_who_helps_out_in_a_team_takes_nobodys_sight(workspace: Workspace, cast: Cast) -> None:
    """Section 8: a restricted agent still sees their team's contact after an owner without a team answered it."""
    contact = writing_contact(workspace)
    assign_contact(contact, to=cast.team, by=robot(workspace))
    assert visible_contact(cast.team_only, contact.id) == contact
    reply(contact, HI, text="Hi", by=actor_of(cast.owner, Via.PAGE))
    assert Standing.objects.get(contact=contact).assignee == cast.owner
    assert visible_contact(cast.team_only, contact.id) == contact


def test_only_teams_of_the_workspace_that_stand_can_be_assigned(workspace: Workspace, cast: Cast) -> None:
    contact = writing_contact(workspace)
    other = Team.objects.create(workspace=cast.stranger.workspace, name="Elsewhere")
    gone = delete_team(cast.team, by=actor_of(cast.owner, Via.PAGE))
    for wrong in (other, gone):
        with pytest.raises(Invalid, match="team"):
            assign_contact(contact, to=wrong, by=robot(workspace))


def test_only_present_members_of_the_workspace_can_be_assigned(workspace: Workspace, cast: Cast) -> None:
    contact = writing_contact(workspace)
    with pytest.raises(Invalid, match="assignee"):
        assign_contact(contact, to=cast.stranger, by=robot(workspace))
    cast.agent.removed_at = contact.created_at
    cast.agent.save()
    with pytest.raises(Invalid, match="assignee"):
        assign_contact(contact, to=cast.agent, by=robot(workspace))


def test_closing_keeps_its_note_and_is_done_once(workspace: Workspace) -> None:
    contact = writing_contact(workspace)

    def close(_number: int) -> bool:
        return close_conversation(contact, category="Sold", summary="Paid", by=robot(workspace)) is not None

    assert together(6, close).count(True) == 1
    conversation = contact.conversations.get()
    assert (conversation.status, conversation.category, conversation.summary) == ("closed", "Sold", "Paid")
    assert conversation.closed_at is not None
    assert Event.objects.filter(contact_id=contact.id, kind="conversation.closed").count() == 1


@pytest.mark.parametrize("note", [{"category": "x" * 129}, {"summary": "x" * 513}])
def test_a_closing_note_too_long_closes_nothing(workspace: Workspace, note: dict[str, str]) -> None:
    contact = writing_contact(workspace)
    with pytest.raises(Invalid, match=next(iter(note))):
        close_conversation(contact, **note, by=robot(workspace))
    assert contact.conversations.get().status == "open"


def test_i5_opening_by_hand_starts_a_new_one_and_only_one(workspace: Workspace) -> None:
    contact = writing_contact(workspace)
    close_conversation(contact, by=robot(workspace))
    opened = together(6, lambda _number: open_conversation(contact, by=robot(workspace)).id)
    assert len(set(opened)) == 1
    assert contact.conversations.count() == 2
    Conversation.objects.filter(id=opened[0]).update(status="snoozed")
    assert open_conversation(contact, by=robot(workspace)).status == "open"


def test_a_deleted_contact_is_neither_answered_nor_assigned(workspace: Workspace, cast: Cast) -> None:
    contact = writing_contact(workspace)
    delete_contact(contact, by=robot(workspace))
    for verb in (
        lambda: reply(contact, HI, text="Hi", by=robot(workspace)),
        lambda: assign_contact(contact, to=cast.agent, by=robot(workspace)),
        lambda: open_conversation(contact, by=robot(workspace)),
        lambda: close_conversation(contact, by=robot(workspace)),
    ):
        with pytest.raises(NotFound):
            verb()
    assert not Message.objects.filter(contact=contact, traffic="outgoing").exists()


def test_a_message_stands_in_a_conversation_of_its_own_contact(workspace: Workspace) -> None:
    """The database refuses another's, so that no thread ever shows somebody else's words."""
    first, second = writing_contact(workspace, "anna-1"), writing_contact(workspace, "bea-2")
    with pytest.raises(IntegrityError, match="inbox_message_conversation_within"), transaction.atomic():
        Message.objects.filter(contact=first).update(contact=second)
