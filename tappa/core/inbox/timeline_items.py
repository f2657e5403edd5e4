"""Facts become items of a timeline."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec

from tappa.core.activity.actor import By
from tappa.core.activity.facts import Fact
from tappa.core.contacts import facts as contacts
from tappa.core.contacts.field_rules import field_id_of
from tappa.core.contacts.journey import can_be_undone
from tappa.core.inbox import facts as inbox
from tappa.core.inbox.rules import REOPEN_SECONDS, ConversationStatus, Traffic
from tappa.core.inbox.timeline import (
    AssignedItem,
    BlockedItem,
    Called,
    ClosedItem,
    CommentItem,
    CreatedItem,
    DeletedItem,
    Doer,
    EditedItem,
    IntroducedItem,
    MovedItem,
    OpenedItem,
    ReopenedItem,
    RestoredItem,
    SaidItem,
    SnoozedItem,
    TaggedItem,
    TimelineItem,
    WokenItem,
)
from tappa.core.inbox.timeline_known import EventRow
from tappa.core.inbox.timeline_rows import TimelineRows

Shared = dict[str, Any]
Maker = Callable[[Any, Shared, TimelineRows], TimelineItem | None]


def item_of(event: EventRow, rows: TimelineRows) -> TimelineItem | None:
    """The event as an item; None when what it tells of is gone, such as an erased message."""
    fact = rows.facts[event.id]
    shared: Shared = {
        "id": event.id,
        "at": event.happened_at,
        "by": _doer(event, rows),
        "conversation_id": event.conversation_id,
    }
    return MAKERS[type(fact)](fact, shared, rows)


def _doer(event: EventRow, rows: TimelineRows) -> Doer:
    name = ""
    if event.by_kind == By.MEMBER:
        name = rows.members.get(event.by_id or 0, "")
    elif event.by_kind == By.TOKEN:
        name = rows.tokens.get(event.by_id or 0, "")
    return Doer(event.by_kind, event.by_id, name, event.via, event.cause or "")


def _called(id_: int | None, names: Mapping[int, str]) -> Called | None:
    return None if id_ is None else Called(id_, names.get(id_, ""))


def _said(
    fact: inbox.MessageReceived | inbox.MessageSent, shared: Shared, rows: TimelineRows
) -> SaidItem | None:
    message = rows.messages.get(fact.message_id)
    if message is None:
        return None
    kind, name = rows.channels.get(message.channel_id, ("", ""))  # connected a moment ago
    status, _space, reason = (message.steps[-1] if message.steps else "").partition(" ")
    return SaidItem(
        **shared,
        message_id=message.id,
        incoming=message.traffic == Traffic.INCOMING,
        text=message.text,
        body=msgspec.json.decode(message.told),
        channel_id=message.channel_id,
        channel_kind=kind,
        channel_name=name,
        status=status,
        reason=reason,
        echo=isinstance(fact, inbox.MessageSent) and fact.echo,
        client_id=str(message.client_id or ""),
    )


def _commented(fact: inbox.CommentAdded, shared: Shared, rows: TimelineRows) -> CommentItem | None:
    written = rows.comments.get(fact.comment_id)
    if written is None:
        return None
    mentions = tuple(Called(member, rows.members.get(member, "")) for member in written.mentions)
    return CommentItem(
        **shared,
        comment_id=written.id,
        client_id=str(written.client_id or ""),
        text=written.text,
        mentions=mentions,
    )


def _moved(fact: contacts.ContactMoved, shared: Shared, rows: TimelineRows) -> MovedItem | None:
    made = rows.transitions.get(fact.transition_id)
    if made is None:
        return None
    return MovedItem(
        **shared,
        transition_id=made.id,
        seq=made.seq,
        from_stage_id=made.from_stage_id,
        from_name=made.from_name,
        from_kind=made.from_kind,
        to_stage_id=made.to_stage_id,
        to_name=made.to_name,
        to_kind=made.to_kind,
        seconds_before=made.seconds_before,
        reason=made.reason,
        note=made.note,
        undone=made.undone,
        undoes=made.undoes,
        undoable=can_be_undone(made, rows.standing, stages=rows.stages),
    )


def _closed(fact: inbox.ConversationClosed, shared: Shared, rows: TimelineRows) -> ClosedItem:
    """The note stands in the conversation as long as the closing was not taken back."""
    closed = rows.conversations.get(shared["conversation_id"])
    stands = closed is not None and closed.closed_at == shared["at"]
    recent = shared["at"] > datetime.now(UTC) - timedelta(seconds=REOPEN_SECONDS)
    latest = shared["conversation_id"] == rows.standing.conversation_id
    is_closed = rows.standing.conversation_status == ConversationStatus.CLOSED
    return ClosedItem(
        **shared,
        category=fact.category,
        summary=closed.summary if closed is not None and stands else "",
        reopenable=stands and recent and latest and is_closed,
    )


def _assigned(fact: inbox.ContactAssigned, shared: Shared, rows: TimelineRows) -> AssignedItem:
    return AssignedItem(
        **shared,
        before=_called(fact.from_member_id, rows.members),
        to=_called(fact.member_id, rows.members),
        team_before=None if fact.from_member_id else _called(fact.from_team_id, rows.teams),
        team=None if fact.member_id else _called(fact.team_id, rows.teams),
    )


def _tagged(
    fact: contacts.ContactTagged | contacts.ContactUntagged, shared: Shared, rows: TimelineRows
) -> TaggedItem:
    names = tuple(rows.tags[tag] for tag in fact.tag_ids if tag in rows.tags)
    return TaggedItem(**shared, added=isinstance(fact, contacts.ContactTagged), tags=names)


def _edited(fact: contacts.ContactEdited, shared: Shared, rows: TimelineRows) -> EditedItem:
    custom = [field_id_of(key) for key in fact.fields]
    return EditedItem(
        **shared,
        fields=tuple(key for key, id_ in zip(fact.fields, custom, strict=True) if id_ is None),
        custom=tuple(rows.fields.get(id_, "") for id_ in custom if id_ is not None),
    )


# Every fact that a timeline tells; how a message fared is told with the message.
MAKERS: Final[dict[type[Fact], Maker]] = {
    inbox.MessageReceived: _said,
    inbox.MessageSent: _said,
    inbox.CommentAdded: _commented,
    contacts.ContactMoved: _moved,
    inbox.ContactAssigned: _assigned,
    inbox.ConversationOpened: lambda _fact, shared, _rows: OpenedItem(**shared),
    inbox.ConversationClosed: _closed,
    inbox.ConversationReopened: lambda _fact, shared, _rows: ReopenedItem(**shared),
    inbox.ConversationSnoozed: lambda fact, shared, _rows: SnoozedItem(**shared, until=fact.until),
    inbox.ConversationWoken: lambda _fact, shared, _rows: WokenItem(**shared),
    contacts.ContactCreated: lambda _fact, shared, _rows: CreatedItem(**shared),
    contacts.ContactEdited: _edited,
    inbox.ContactIntroduced: lambda fact, shared, _rows: IntroducedItem(
        **shared, fields=tuple(fact.fields), email_is_taken=fact.email_is_taken
    ),
    contacts.ContactTagged: _tagged,
    contacts.ContactUntagged: _tagged,
    contacts.ContactBlocked: lambda _fact, shared, _rows: BlockedItem(**shared, blocked=True),
    contacts.ContactUnblocked: lambda _fact, shared, _rows: BlockedItem(**shared, blocked=False),
    contacts.ContactDeleted: lambda _fact, shared, _rows: DeletedItem(**shared),
    contacts.ContactRestored: lambda _fact, shared, _rows: RestoredItem(**shared),
}
