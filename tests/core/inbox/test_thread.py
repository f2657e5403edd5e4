"""The thread between the messages (E2) and the Activity tab (E3), read from the log."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tappa.core.accounts.actions.create_token import create_token
from tappa.core.accounts.actions.delete_team import delete_team
from tappa.core.accounts.models import Workspace
from tappa.core.accounts.queries import actor_of, actor_of_token
from tappa.core.activity.actor import Actor, Via
from tappa.core.activity.facts import fact_kinds
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.actions.tag import add_tags
from tappa.core.contacts.actions.undo_move import undo_move
from tappa.core.contacts.models import Contact, Standing, Tag, Transition
from tappa.core.contacts.moves import Move, moves_by_ids, moves_of
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.actions.comment import comment
from tappa.core.inbox.actions.deliver import delivery_failed, lease_deliveries
from tappa.core.inbox.actions.reopen import reopen_conversation
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.actions.snooze import snooze_conversation
from tappa.core.inbox.queries import latest_conversations_of
from tappa.core.inbox.thread import activity_of, read_thread, recent_activity
from tappa.core.inbox.timeline import (
    AssignedItem,
    Called,
    ClosedItem,
    CommentItem,
    CreatedItem,
    MovedItem,
    OpenedItem,
    ReopenedItem,
    SaidItem,
    SnoozedItem,
    TaggedItem,
    TimelineItem,
)
from tappa.core.inbox.timeline_items import MAKERS
from tappa.core.inbox.timeline_known import Known
from tappa.core.inbox.ways import kinds_of, ways_to
from tappa.core.lifecycle.queries import stages_of
from tests.cast import Cast
from tests.core.acts import arrive, message, new_channel, new_contact, stage_named

HI = {"type": "text", "text": "Hi"}


def writer(workspace: Workspace) -> Contact:
    """A contact who has just written for the first time."""
    received = arrive(new_channel(workspace), "anna", message("Hello"))
    return Contact.objects.get(workspace=workspace, id=received.contact_id or 0)


def actor(cast: Cast) -> Actor:
    """The agent, by a page."""
    return actor_of(cast.agent, Via.PAGE)


def kinds(items: list[TimelineItem]) -> list[str]:
    """What the items are, in order."""
    return [type(item).__name__.removesuffix("Item") for item in items]


def test_e2_what_happened_stands_between_the_messages_in_the_order_of_time(
    workspace: Workspace, cast: Cast
) -> None:
    contact = writer(workspace)
    reply(contact, HI, text="Hi", by=actor(cast))
    move_contact(contact, to=stage_named(workspace, "Payment"), by=actor(cast))
    comment(contact, "Good one", mentions=[cast.manager.id], by=actor(cast))
    snooze_conversation(contact, until=datetime.now(UTC) + timedelta(days=1), by=actor(cast))
    arrive(new_channel(workspace), "somebody else", message())
    thread = read_thread(contact)
    assert kinds(thread.items) == [
        "Created", "Moved", "Opened", "Said", "Said", "Assigned", "Moved", "Comment", "Snoozed",
    ]  # fmt: skip
    assert thread.before is None
    created, came, opened, asked, answered, assigned, moved, said, snoozed = thread.items
    assert isinstance(created, CreatedItem)
    assert created.by.kind == "system"
    assert isinstance(came, MovedItem)
    assert (came.from_name, came.to_name, came.by.cause, came.undoable) == ("", "New Lead", "default", False)
    assert isinstance(opened, OpenedItem)
    assert opened.by.via == "inbound"
    assert isinstance(asked, SaidItem)
    assert (asked.incoming, asked.text, asked.status) == (True, "Hello", "")
    assert isinstance(answered, SaidItem)
    assert (answered.incoming, answered.by.name, answered.status) == (False, "Ada Agent", "pending")
    assert isinstance(assigned, AssignedItem)
    assert (assigned.before, assigned.to) == (None, Called(cast.agent.id, "Ada Agent"))
    assert isinstance(moved, MovedItem)
    assert (moved.from_name, moved.to_name, moved.by.name, moved.by.via) == (
        "New Lead", "Payment", "Ada Agent", "page",
    )  # fmt: skip
    assert moved.seconds_before == int((moved.at - came.at).total_seconds())
    assert moved.undoable
    assert isinstance(said, CommentItem)
    assert (said.text, said.mentions) == ("Good one", (Called(cast.manager.id, "Marco Manager"),))
    assert isinstance(snoozed, SnoozedItem)
    assert snoozed.until > datetime.now(UTC)


def test_an_answer_never_stands_before_what_it_answers(workspace: Workspace, cast: Cast) -> None:
    """A provider's clock runs to the second, ours to the microsecond: the thread goes by the order of the log."""
    channel = new_channel(workspace)
    moment = datetime.now(UTC)
    arrived = arrive(channel, "anna", message("First", happened_at=moment))
    contact = Contact.objects.get(workspace=workspace, id=arrived.contact_id or 0)
    reply(contact, HI, text="Hi", by=actor(cast))
    arrive(channel, "anna", message("Second", happened_at=moment.replace(microsecond=0)))
    texts = [item.text for item in read_thread(contact).items if isinstance(item, SaidItem)]
    assert texts == ["First", "Hi", "Second"]


def test_e3_activity_is_newest_first_without_what_was_said(workspace: Workspace, cast: Cast) -> None:
    contact = writer(workspace)
    reply(contact, HI, text="Hi", by=actor(cast))
    comment(contact, "Good one", by=actor(cast))
    moved = move_contact(contact, to=None, by=actor(cast))
    assert moved is not None
    undo_move(contact, transition_id=moved.id, by=actor(cast))
    activity = activity_of(contact)
    items = activity.items
    assert kinds(items) == ["Moved", "Moved", "Assigned", "Opened", "Moved", "Created"]
    for much in (50, 1):  # the thread holds enough, and does not
        thread = read_thread(contact, limit=much)
        assert recent_activity(contact, thread, limit=3) == activity_of(contact, limit=3)
        assert recent_activity(contact, thread, limit=len(items)) == activity
    back, away = items[:2]
    assert isinstance(back, MovedItem)
    assert isinstance(away, MovedItem)
    assert (back.undoes, back.by.cause, back.undoable) == (away.transition_id, "undo", False)
    assert (away.undone, away.undoable, away.to_name) == (True, False, "")
    assert kinds(activity_of(contact, kinds=["contact.moved"]).items) == ["Moved"] * 3


def test_section_8_who_is_gone_keeps_their_name(workspace: Workspace, cast: Cast) -> None:
    contact = writer(workspace)
    token = create_token(workspace, name="Shop").token
    assign_contact(contact, to=cast.agent, by=actor(cast))
    move_contact(contact, to=None, by=actor_of_token(token))
    cast.agent.removed_at = datetime.now(UTC)
    cast.agent.save()
    moved, assigned = activity_of(contact).items[:2]
    assert (moved.by.kind, moved.by.name) == ("token", "Shop")
    assert isinstance(assigned, AssignedItem)
    assert assigned.by.name == "Ada Agent"
    assert assigned.to == Called(cast.agent.id, "Ada Agent")


def test_a_deleted_team_keeps_its_name_where_it_was_assigned(workspace: Workspace, cast: Cast) -> None:
    contact = writer(workspace)
    assign_contact(contact, to=cast.team, by=actor(cast))
    assign_contact(contact, to=cast.agent, by=actor(cast))
    delete_team(cast.team, by=actor_of(cast.owner, Via.PAGE))
    taken, waited = activity_of(contact).items[:2]
    assert isinstance(taken, AssignedItem)
    assert isinstance(waited, AssignedItem)
    team = Called(cast.team.id, "Desk")
    assert (waited.to, waited.team, waited.team_before) == (None, team, None)
    assert (taken.to, taken.team, taken.team_before) == (Called(cast.agent.id, "Ada Agent"), None, team)


def test_l13_history_keeps_the_names_of_its_time(workspace: Workspace, cast: Cast) -> None:
    contact = writer(workspace)
    move_contact(contact, to=stage_named(workspace, "Hot Lead"), by=actor(cast))
    move_contact(contact, to=stage_named(workspace, "Payment"), by=actor(cast))
    delete_stage(stage_named(workspace, "Hot Lead"), move_to=None, by=actor(cast))
    moved = activity_of(contact).items[0]
    assert isinstance(moved, MovedItem)
    assert moved.from_name == "Hot Lead"
    assert not moved.undoable, "there is no stage to go back to"


def test_a_closing_shows_its_note_until_it_is_taken_back(workspace: Workspace, cast: Cast) -> None:
    contact = writer(workspace)
    closed = close_conversation(contact, category="Sale", summary="Paid in cash", by=actor(cast))
    assert closed is not None
    line = read_thread(contact).items[-1]
    assert isinstance(line, ClosedItem)
    assert (line.category, line.summary, line.reopenable) == ("Sale", "Paid in cash", True)
    reopen_conversation(contact, conversation_id=closed.id, by=actor(cast))
    line, back = read_thread(contact).items[-2:]
    assert isinstance(line, ClosedItem)
    assert (line.summary, line.reopenable) == ("", False)
    assert isinstance(back, ReopenedItem)


def test_a_message_that_did_not_go_out_says_why(workspace: Workspace, cast: Cast) -> None:
    contact = writer(workspace)
    sent = reply(contact, HI, text="Hi", by=actor(cast))
    while parcels := lease_deliveries(most=50, per_channel=50):  # other tests' are due as well
        for parcel in parcels:
            if parcel.message_id == sent.id:
                delivery_failed(parcel, reason="No such number", final=True)
    said = next(
        item for item in read_thread(contact).items if isinstance(item, SaidItem) and not item.incoming
    )
    assert (said.status, said.reason) == ("failed", "No such number")


def test_tags_that_are_gone_are_left_out(workspace: Workspace, cast: Cast) -> None:
    contact = writer(workspace)
    add_tags(contact, ["VIP", "Fair"], by=actor(cast))
    Tag.objects.filter(workspace=workspace, name="Fair").delete()
    tagged = activity_of(contact).items[0]
    assert isinstance(tagged, TaggedItem)
    assert (tagged.added, tagged.tags) == (True, ("VIP",))


def test_what_is_known_already_changes_the_questions_and_not_the_answer(
    workspace: Workspace, cast: Cast
) -> None:
    contact = writer(workspace)
    assign_contact(contact, to=cast.manager, by=actor(cast))
    comment(contact, "Look", mentions=[cast.owner.id, cast.agent.id], by=actor(cast))
    moved = move_contact(contact, to=stage_named(workspace, "Payment"), note="Sure", by=actor(cast))
    assert moved is not None
    undo_move(contact, transition_id=moved.id, by=actor(cast))
    close_conversation(contact, category="Sold", summary="All well", by=actor(cast))
    known = Known(
        standing=Standing.objects.get(contact=contact, workspace=workspace),
        stages=frozenset(stage.id for stage in stages_of(workspace.id)),
        channels=kinds_of(ways_to(contact)),
        members={cast.agent.id: "Ada Agent"},
        moves={move.id: move for move in moves_of(contact)},
        conversations={each.id: each for each in latest_conversations_of(contact, limit=5)},
    )
    with CaptureQueriesContext(connection) as all_asked:
        thread = read_thread(contact)
    with CaptureQueriesContext(connection) as asked:
        assert read_thread(contact, known=known) == thread
    assert (len(asked), len(all_asked)) == (4, 9)
    told = next(
        item for item in thread.items if isinstance(item, MovedItem) and item.transition_id == moved.id
    )
    assert (told.note, told.undone, told.undoable) == ("Sure", True, False)


def test_moves_are_told_as_they_were_written(workspace: Workspace, cast: Cast) -> None:
    """S6. With the note, and whether it was taken back."""
    contact = writer(workspace)
    moved = move_contact(contact, to=stage_named(workspace, "Payment"), note="Sure", by=actor(cast))
    assert moved is not None
    undo_move(contact, transition_id=moved.id, by=actor(cast))
    moves = moves_of(contact)
    assert [(move.seq, move.note, move.undone) for move in moves] == [
        (3, "", False),
        (2, "Sure", True),
        (1, "", False),
    ]
    assert min(moves_by_ids(workspace.id, [move.id for move in moves]))[:-1] == moves[-1][:-1]
    for move in moves:
        written = Transition.objects.get(workspace_id=workspace.id, id=move.id)
        assert all(getattr(written, name) == getattr(move, name) for name in Move._fields[:-3])


def test_a_thread_asks_as_much_for_one_message_as_for_thirty(workspace: Workspace, cast: Cast) -> None:
    channel = new_channel(workspace)
    asked = []
    for person, messages in (("anna", 1), ("bea", 30)):
        arrived = arrive(channel, person, *(message(str(number)) for number in range(messages)))
        contact = Contact.objects.get(workspace=workspace, id=arrived.contact_id or 0)
        with CaptureQueriesContext(connection) as questions:
            assert len(read_thread(contact, limit=100).items) == messages + 3
        asked.append(len(questions))
    assert asked[0] == asked[1] <= 6


def test_every_fact_about_a_contact_is_told() -> None:
    """E4. How a message fared is told with the message; of who was erased there is nothing to open any more."""
    about_contacts = {
        kind
        for name, kind in fact_kinds().items()
        if name.split(".")[0] in {"contact", "conversation", "comment"} and name != "contact.erased"
    }
    assert about_contacts <= set(MAKERS)


def test_a_contact_by_hand_has_a_history_without_conversation(workspace: Workspace) -> None:
    contact = new_contact(workspace)
    assert kinds(read_thread(contact).items) == ["Created", "Moved"]
    assert read_thread(contact, before=1).items == []
