"""What the facts of a timeline name by id, fetched in as many questions for one fact as for fifty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, TextField, Value
from django.db.models.functions import Cast, Concat

from tappa.core.accounts.queries import names_of, team_names
from tappa.core.activity.actor import By
from tappa.core.activity.facts import Fact, parse_fact
from tappa.core.contacts.facts import ContactEdited, ContactMoved, ContactTagged, ContactUntagged
from tappa.core.contacts.field_rules import field_id_of
from tappa.core.contacts.fields import fields_of
from tappa.core.contacts.models import Contact, Standing, Tag
from tappa.core.contacts.models_mention import Mention
from tappa.core.contacts.moves import Move, moves_by_ids
from tappa.core.inbox.facts import (
    CommentAdded,
    ContactAssigned,
    ConversationClosed,
    MessageReceived,
    MessageSent,
)
from tappa.core.inbox.models import Message, MessageStatus
from tappa.core.inbox.models_team import Comment
from tappa.core.inbox.queries import PastConversation, channel_kinds, conversations_by_ids
from tappa.core.inbox.timeline_known import CommentRow, EventRow, Known, MessageRow
from tappa.core.lifecycle.queries import stages_of
from tappa.kernel.fixed import Fixed

T = TypeVar("T")

_STANDING: Final = Fixed(
    lambda workspace_id, contact_id: Standing.objects.filter(
        workspace_id=workspace_id, contact_id=contact_id
    ),
    workspace_id=-1,
    contact_id=-2,
)
_STEPS: Final = ArraySubquery(
    MessageStatus.objects.filter(workspace_id=OuterRef("workspace_id"), message_id=OuterRef("id"))
    .order_by("id")
    .values_list(Concat("value", Value(" "), "reason", output_field=TextField()))
)
_MESSAGES: Final = Fixed(
    lambda workspace_id, ids: (
        Message.objects.filter(workspace_id=workspace_id, id__any_of=ids)
        .annotate(told=Cast("body", TextField()), steps=_STEPS)
        .values_list(*MessageRow._fields)
    ),
    workspace_id=-1,
    ids=[-2],
)
_CALLED: Final = ArraySubquery(
    Mention.objects.filter(workspace_id=OuterRef("workspace_id"), comment_id=OuterRef("id"))
    .order_by("id")
    .values_list("member_id")
)
_COMMENTS: Final = Fixed(
    lambda workspace_id, ids: (
        Comment.objects.filter(workspace_id=workspace_id, id__any_of=ids)
        .annotate(mentions=_CALLED)
        .values_list(*CommentRow._fields)
    ),
    workspace_id=-1,
    ids=[-2],
)
_TAGS: Final = Fixed(
    lambda workspace_id, ids: Tag.objects.filter(workspace_id=workspace_id, id__any_of=ids).values_list(
        "id", "name"
    ),
    workspace_id=-1,
    ids=[-2],
)


@dataclass(frozen=True, slots=True)
class TimelineRows:
    """Rows by id. What is gone is missing. `channels` are kind and name of each, `stages` the ids of those that are open."""

    facts: dict[int, Fact]
    standing: Standing
    members: Mapping[int, str]
    teams: Mapping[int, str]
    tokens: Mapping[int, str]
    messages: dict[int, MessageRow]
    channels: Mapping[int, tuple[str, str]]
    comments: dict[int, CommentRow]
    transitions: Mapping[int, Move]
    stages: frozenset[int]
    conversations: Mapping[int, PastConversation]
    tags: dict[int, str]
    fields: dict[int, str]


def fetch_rows(contact: Contact, events: Sequence[EventRow], known: Known) -> TimelineRows:
    """All that these events of the contact name, as far as it is not known."""
    workspace = contact.workspace_id
    facts = {event.id: parse_fact(event.kind, event.told) for event in events}
    messages = _messages(workspace, _ids(facts, (MessageReceived, MessageSent), "message_id"))
    comments = _comments(workspace, _ids(facts, (CommentAdded,), "comment_id"))
    moves = _ids(facts, (ContactMoved,), "transition_id")
    called = {member for comment in comments.values() for member in comment.mentions}
    members, teams = _members(events, facts) | called, _teams(facts)
    closed = {event.conversation_id for event in events if event.kind == ConversationClosed.NAME} - {None}
    tags = {
        tag
        for fact in facts.values()
        if isinstance(fact, ContactTagged | ContactUntagged)
        for tag in fact.tag_ids
    }
    return TimelineRows(
        facts=facts,
        standing=known.standing or _STANDING.all(workspace_id=workspace, contact_id=contact.id)[0],
        members=_with(known.members, names_of(By.MEMBER, members - known.members.keys(), workspace)),
        teams=_with(known.teams, team_names(workspace, teams - known.teams.keys())),
        tokens=names_of(By.TOKEN, _doers(events, By.TOKEN), workspace),
        messages=messages,
        channels=_channels(workspace, known) if messages else {},
        comments=comments,
        transitions=_moves(workspace, moves, known),
        stages=_stages(workspace, known) if moves else frozenset(),
        conversations=_conversations(workspace, {id_ for id_ in closed if id_ is not None}, known),
        tags=dict(_TAGS.tuples(workspace_id=workspace, ids=sorted(tags))) if tags else {},
        fields=_fields(workspace, facts),
    )


def _with(known: Mapping[int, T], found: Mapping[int, T]) -> Mapping[int, T]:
    return {**known, **found} if found else known


def _messages(workspace_id: int, wanted: set[int]) -> dict[int, MessageRow]:
    rows = _MESSAGES.tuples(workspace_id=workspace_id, ids=sorted(wanted)) if wanted else []
    return {row[0]: MessageRow._make(row) for row in rows}


def _comments(workspace_id: int, wanted: set[int]) -> dict[int, CommentRow]:
    rows = _COMMENTS.tuples(workspace_id=workspace_id, ids=sorted(wanted)) if wanted else []
    return {row[0]: CommentRow._make(row) for row in rows}


def _moves(workspace_id: int, wanted: set[int], known: Known) -> Mapping[int, Move]:
    found = moves_by_ids(workspace_id, wanted - known.moves.keys())
    return _with(known.moves, {move.id: move for move in found})


def _conversations(workspace_id: int, wanted: set[int], known: Known) -> Mapping[int, PastConversation]:
    found = conversations_by_ids(workspace_id, wanted - known.conversations.keys())
    return _with(known.conversations, {conversation.id: conversation for conversation in found})


def _channels(workspace_id: int, known: Known) -> Mapping[int, tuple[str, str]]:
    return channel_kinds(workspace_id) if known.channels is None else known.channels


def _stages(workspace_id: int, known: Known) -> frozenset[int]:
    return frozenset(stage.id for stage in stages_of(workspace_id)) if known.stages is None else known.stages


def _fields(workspace_id: int, facts: dict[int, Fact]) -> dict[int, str]:
    """The names of the custom fields that were changed and stand yet."""
    edits = [fact for fact in facts.values() if isinstance(fact, ContactEdited)]
    changed = any(field_id_of(key) is not None for fact in edits for key in fact.fields)
    return {field.id: field.name for field in fields_of(workspace_id)} if changed else {}


def _ids(facts: dict[int, Fact], kinds: tuple[type[Fact], ...], field: str) -> set[int]:
    return {getattr(fact, field) for fact in facts.values() if isinstance(fact, kinds)}


def _doers(events: Sequence[EventRow], kind: By) -> set[int]:
    return {event.by_id for event in events if event.by_kind == kind and event.by_id is not None}


def _members(events: Sequence[EventRow], facts: dict[int, Fact]) -> set[int]:
    """Who did it, who got or lost the contact."""
    named = _doers(events, By.MEMBER)
    for fact in facts.values():
        if isinstance(fact, ContactAssigned):
            named |= {member for member in (fact.from_member_id, fact.member_id) if member is not None}
    return named


def _teams(facts: dict[int, Fact]) -> set[int]:
    """The teams that are named: where no member had the contact, or has it."""
    assigned = [fact for fact in facts.values() if isinstance(fact, ContactAssigned)]
    named = {fact.from_team_id for fact in assigned if fact.from_member_id is None}
    named |= {fact.team_id for fact in assigned if fact.member_id is None}
    return {team for team in named if team is not None}
