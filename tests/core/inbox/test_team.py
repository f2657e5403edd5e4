"""What the team does with conversations: comments, snoozing, taking closings back, answers sent twice (I5)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Actor, By, Via
from tappa.core.activity.models import Event
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.models import Contact, Standing
from tappa.core.contacts.models_mention import Mention
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.actions.comment import comment
from tappa.core.inbox.actions.open import open_conversation
from tappa.core.inbox.actions.reopen import reopen_conversation
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.actions.snooze import snooze_conversation
from tappa.core.inbox.actions.wake import wake_due_conversations
from tappa.core.inbox.models import Conversation, Message
from tappa.core.inbox.models_team import Comment
from tappa.kernel.errors import Conflict, Invalid, NotFound
from tests.cast import Cast
from tests.core.acts import arrive, message, new_channel, new_contact, robot
from tests.core.inbox.crowd import make_crowd
from tests.support.together import together

HI = {"type": "text", "text": "Hi"}


def writer(workspace: Workspace, person: str = "anna") -> Contact:
    """A contact who has written on a channel of their own."""
    received = arrive(new_channel(workspace), person, message())
    return Contact.objects.get(workspace=workspace, id=received.contact_id or 0)


def talk_of(contact: Contact) -> Conversation:
    """The contact's latest conversation, fresh."""
    return Conversation.objects.filter(workspace_id=contact.workspace_id, contact=contact).latest("id")


def told(contact: Contact, kind: str) -> list[Event]:
    """The facts of one kind about the contact, in order."""
    events = Event.objects.filter(workspace_id=contact.workspace_id, contact_id=contact.id, kind=kind)
    return list(events.order_by("id"))


def tomorrow() -> datetime:
    """In a day."""
    return datetime.now(UTC) + timedelta(days=1)


def mirrors_are_true(workspace: Workspace) -> None:
    """Each standing repeats its contact's latest conversation."""
    for standing in Standing.objects.filter(workspace=workspace):
        talk = Conversation.objects.filter(workspace=workspace, contact=standing.contact_id).last()
        expected = (
            (talk.id, talk.status, talk.opened_at, talk.last_message_at, talk.waiting_since)
            if talk
            else (None, "", None, None, None)
        )
        assert expected == (
            standing.conversation_id,
            standing.conversation_status,
            standing.conversation_opened_at,
            standing.last_message_at,
            standing.waiting_since,
        )


@pytest.mark.parametrize("seed", [11, 12])
def test_standings_repeat_the_latest_conversation_whatever_is_done(
    workspace: Workspace, cast: Cast, seed: int
) -> None:
    make_crowd(workspace, cast, seed=seed, deeds=12)
    assert Standing.objects.filter(workspace=workspace).exclude(conversation_status="").count() > 10
    mirrors_are_true(workspace)


def test_i5_a_comment_is_the_teams_own_and_changes_nothing_else(workspace: Workspace, cast: Cast) -> None:
    contact = writer(workspace)
    before = talk_of(contact)
    written = comment(
        contact, "  Ask about the date ", mentions=[cast.agent.id, cast.agent.id], by=actor(cast)
    )
    assert (written.text, written.conversation_id) == ("Ask about the date", before.id)
    assert Mention.objects.get(workspace=workspace).member == cast.agent
    after = talk_of(contact)
    assert (after.waiting_since, after.last_message_at) == (before.waiting_since, before.last_message_at)
    assert not Message.objects.filter(contact=contact, traffic="outgoing").exists()
    (fact,) = told(contact, "comment.added")
    assert fact.data == {"comment_id": written.id, "mentioned": [cast.agent.id]}
    assert (fact.by_kind, fact.by_id) == (By.MEMBER, cast.owner.id)


def actor(cast: Cast) -> Actor:
    """The owner, by a page."""
    return actor_of(cast.owner, Via.PAGE)


@pytest.mark.parametrize("text", ["", "  ", "\x00", "x" * 4001])
def test_a_comment_says_something_and_not_too_much(workspace: Workspace, cast: Cast, text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        comment(writer(workspace), text, by=actor(cast))
    assert refusal.value.field == "text"


def test_only_present_members_are_mentioned(workspace: Workspace, cast: Cast) -> None:
    contact = writer(workspace)
    cast.agent.removed_at = datetime.now(UTC)
    cast.agent.save()
    for member in (cast.stranger, cast.agent):
        with pytest.raises(Invalid, match="mentioned"):
            comment(contact, "Look", mentions=[member.id], by=actor(cast))
    assert not Comment.objects.filter(workspace=workspace).exists()


def test_a_contact_who_never_talked_is_commented_too(workspace: Workspace, cast: Cast) -> None:
    assert comment(new_contact(workspace), "Met at the fair", by=actor(cast)).conversation_id is None


def test_i5_a_snoozed_conversation_comes_back_by_itself_and_once(
    workspace: Workspace, owner_connection: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    contact = writer(workspace)
    until = tomorrow()
    assert snooze_conversation(contact, until=until, by=robot(workspace)).status == "snoozed"
    snooze_conversation(contact, until=until, by=robot(workspace))
    assert len(told(contact, "conversation.snoozed")) == 1, "the same time again is no news"
    wake_due_conversations()
    assert talk_of(contact).status == "snoozed"
    owner_connection.execute(
        "UPDATE inbox_conversation SET snoozed_until = now() - interval '1 s' WHERE contact_id = %s",
        [contact.id],
    )
    together(4, lambda _number: wake_due_conversations())
    assert (talk_of(contact).status, talk_of(contact).snoozed_until) == ("open", None)
    (fact,) = told(contact, "conversation.woken")
    assert (fact.by_kind, fact.via) == (By.SYSTEM, Via.SCHEDULE)
    mirrors_are_true(workspace)


def test_i5_a_message_wakes_a_snoozed_conversation(workspace: Workspace) -> None:
    channel = new_channel(workspace)
    received = arrive(channel, "anna", message())
    contact = Contact.objects.get(workspace=workspace, id=received.contact_id or 0)
    snooze_conversation(contact, until=tomorrow(), by=robot(workspace))
    arrive(channel, "anna", message())
    assert (talk_of(contact).status, talk_of(contact).snoozed_until) == ("open", None)
    mirrors_are_true(workspace)


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_snooze_ends_ahead_and_within_a_year(workspace: Workspace, days: int) -> None:
    until = datetime.now(UTC) + timedelta(days=days)
    with pytest.raises(Invalid, match="ahead"):
        snooze_conversation(writer(workspace), until=until, by=robot(workspace))


def test_what_is_closed_cannot_be_snoozed(workspace: Workspace) -> None:
    contact = writer(workspace)
    close_conversation(contact, by=robot(workspace))
    with pytest.raises(Conflict, match="no open conversation"):
        snooze_conversation(contact, until=tomorrow(), by=robot(workspace))


def test_a_snoozed_conversation_is_closed_like_any_other(workspace: Workspace) -> None:
    contact = writer(workspace)
    snooze_conversation(contact, until=tomorrow(), by=robot(workspace))
    closed = close_conversation(contact, by=robot(workspace))
    assert closed is not None
    assert (closed.status, closed.snoozed_until) == ("closed", None)
    wake_due_conversations()  # perhaps some that other tests left
    assert talk_of(contact).status == "closed"


def test_i5_undo_takes_a_closing_back_whole(workspace: Workspace) -> None:
    contact = writer(workspace)
    before = talk_of(contact)
    close_conversation(contact, category="Sale", summary="Paid", by=robot(workspace))
    reopen_conversation(contact, conversation_id=before.id, by=robot(workspace))
    after = talk_of(contact)
    assert (after.id, after.status, after.closed_at) == (before.id, "open", None)
    assert (after.category, after.summary, after.waiting_since) == ("", "", before.waiting_since)
    (fact,) = told(contact, "conversation.reopened")
    assert fact.cause == "undo"
    reopen_conversation(contact, conversation_id=before.id, by=robot(workspace))
    assert len(told(contact, "conversation.reopened")) == 1, "it is open: nothing to take back"
    mirrors_are_true(workspace)


def test_an_answered_conversation_owes_nothing_when_its_closing_is_taken_back(workspace: Workspace) -> None:
    contact = writer(workspace)
    reply(contact, HI, text="Hi", by=robot(workspace))
    close_conversation(contact, by=robot(workspace))
    reopen_conversation(contact, conversation_id=talk_of(contact).id, by=robot(workspace))
    assert talk_of(contact).waiting_since is None


def test_a_closing_is_not_taken_back_once_something_new_began(workspace: Workspace) -> None:
    contact = writer(workspace)
    first = talk_of(contact)
    close_conversation(contact, by=robot(workspace))
    open_conversation(contact, by=robot(workspace))
    with pytest.raises(Conflict, match="newer conversation"):
        reopen_conversation(contact, conversation_id=first.id, by=robot(workspace))


def test_a_closing_is_not_taken_back_after_a_while(
    workspace: Workspace, owner_connection: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    contact = writer(workspace)
    close_conversation(contact, by=robot(workspace))
    owner_connection.execute(
        "UPDATE inbox_conversation SET closed_at = closed_at - interval '11 min' WHERE contact_id = %s",
        [contact.id],
    )
    with pytest.raises(Conflict, match="too long ago"):
        reopen_conversation(contact, conversation_id=talk_of(contact).id, by=robot(workspace))


def test_a_reply_sent_twice_is_stored_once(workspace: Workspace, cast: Cast) -> None:
    contact, key = writer(workspace), uuid4()
    sent = together(4, lambda _n: reply(contact, HI, text="Hi", client_id=key, by=actor(cast)).id)
    assert len(set(sent)) == 1
    assert Message.objects.filter(workspace=workspace, traffic="outgoing").count() == 1
    assert len(told(contact, "message.sent")) == 1
    with pytest.raises(Conflict, match="another contact"):
        reply(writer(workspace, "bea"), HI, text="Hi", client_id=key, by=actor(cast))


def test_all_at_once_leaves_one_conversation_and_true_standings(workspace: Workspace, cast: Cast) -> None:
    """The contact's lock is taken first by everyone: nobody waits for each other in a circle."""
    channel = new_channel(workspace)
    received = arrive(channel, "anna", message())
    contact = Contact.objects.get(workspace=workspace, id=received.contact_id or 0)

    deeds: list[Callable[[Contact], object]] = [
        lambda _contact: arrive(channel, "anna", message()),
        lambda contact: close_conversation(contact, by=actor(cast)),
        lambda contact: snooze_conversation(contact, until=tomorrow(), by=actor(cast)),
        lambda contact: comment(contact, "Look", mentions=[cast.agent.id], by=actor(cast)),
        lambda contact: reply(contact, HI, text="Hi", by=actor(cast)),
        lambda contact: reopen_conversation(contact, conversation_id=talk_of(contact).id, by=actor(cast)),
    ]

    def deed(number: int) -> None:
        for _turn in range(4):
            try:
                deeds[number % len(deeds)](contact)
            except Conflict:
                continue

    together(12, deed)
    unclosed = Conversation.objects.filter(workspace=workspace, contact=contact).exclude(status="closed")
    assert unclosed.count() <= 1
    assert len(told(contact, "comment.added")) == 8
    assert len(told(contact, "message.received")) == 9
    mirrors_are_true(workspace)


def test_a_deleted_contact_takes_no_comment_and_no_snooze(workspace: Workspace, cast: Cast) -> None:
    contact = writer(workspace)
    delete_contact(contact, by=robot(workspace))
    for verb in (
        lambda: comment(contact, "Look", by=actor(cast)),
        lambda: snooze_conversation(contact, until=tomorrow(), by=actor(cast)),
        lambda: reopen_conversation(contact, conversation_id=1, by=actor(cast)),
    ):
        with pytest.raises(NotFound):
            verb()
