"""What the facts of a timeline name by id, fetched in as many questions for one fact as for fifty."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from tappa.core.accounts.queries import names_of, team_names
from tappa.core.activity.actor import By
from tappa.core.activity.facts import Fact, read_fact
from tappa.core.activity.models import Event
from tappa.core.contacts.facts import ContactEdited, ContactMoved, ContactTagged, ContactUntagged
from tappa.core.contacts.models import Contact, Standing, Tag, Transition
from tappa.core.contacts.models_field import CustomField
from tappa.core.contacts.models_mention import Mention
from tappa.core.contacts.models_note import TransitionNote
from tappa.core.inbox.facts import (
    CommentAdded,
    ContactAssigned,
    ConversationClosed,
    MessageReceived,
    MessageSent,
)
from tappa.core.inbox.models import Conversation, Message
from tappa.core.inbox.models_team import Comment
from tappa.core.lifecycle.queries import stages_of

CUSTOM: Final = "custom:"  # and its id: a custom field, as a fact names it


@dataclass(frozen=True, slots=True)
class TimelineRows:
    """Rows by id. What is gone is missing. `undone` are transitions that were taken back since."""

    facts: dict[int, Fact]
    standing: Standing
    members: dict[int, str]
    teams: dict[int, str]
    tokens: dict[int, str]
    messages: dict[int, Message]
    comments: dict[int, Comment]
    mentions: dict[int, list[int]]
    transitions: dict[int, Transition]
    notes: dict[int, str]
    undone: set[int]
    stages: set[int]
    conversations: dict[int, Conversation]
    tags: dict[int, str]
    fields: dict[str, str]  # names of custom fields, by what facts call them: custom:<id>


def fetch_rows(contact: Contact, events: Sequence[Event]) -> TimelineRows:
    """All that these events of the contact name."""
    workspace = contact.workspace_id
    facts = {event.id: read_fact(event.kind, event.data) for event in events}
    messages = _ids(facts, (MessageReceived, MessageSent), "message_id")
    moves = _ids(facts, (ContactMoved,), "transition_id")
    comments = _ids(facts, (CommentAdded,), "comment_id")
    closed = {
        event.conversation_id
        for event in events
        if event.kind == ConversationClosed.NAME and event.conversation_id is not None
    }
    mentions = _mentions(contact, comments)
    return TimelineRows(
        facts=facts,
        standing=Standing.objects.get(workspace_id=workspace, contact=contact),
        members=names_of(By.MEMBER, _members(events, facts, mentions), workspace),
        teams=team_names(workspace, _teams(facts)),
        tokens=names_of(By.TOKEN, _doers(events, By.TOKEN), workspace),
        messages=_by_id(_messages(workspace, messages), messages),
        comments=_by_id(Comment.objects.filter(workspace_id=workspace, id__in=comments), comments),
        mentions=mentions,
        transitions=_by_id(Transition.objects.filter(workspace_id=workspace, id__in=moves), moves),
        notes=_notes(contact, moves),
        undone=_undone(contact, moves),
        stages=_stages(contact, moves),
        conversations=_by_id(Conversation.objects.filter(workspace_id=workspace, id__in=closed), closed),
        tags=_tags(workspace, facts),
        fields=_fields(workspace, facts),
    )


def _tags(workspace_id: int, facts: dict[int, Fact]) -> dict[int, str]:
    kinds = (ContactTagged, ContactUntagged)
    tags = {tag for fact in facts.values() if isinstance(fact, kinds) for tag in fact.tag_ids}
    rows = _by_id(Tag.objects.filter(workspace_id=workspace_id, id__in=tags), tags)
    return {id_: row.name for id_, row in rows.items()}


def _fields(workspace_id: int, facts: dict[int, Fact]) -> dict[str, str]:
    """The custom fields that edits name; those that are gone are missing."""
    edited = [fact for fact in facts.values() if isinstance(fact, ContactEdited)]
    named = {
        int(name.removeprefix(CUSTOM)) for fact in edited for name in fact.fields if name.startswith(CUSTOM)
    }
    kept = CustomField.objects.filter(workspace_id=workspace_id, id__in=named, deleted_at=None)
    rows = _by_id(kept, named)
    return {f"{CUSTOM}{id_}": row.name for id_, row in rows.items()}


def _messages(workspace_id: int, ids: set[int]) -> "QuerySet[Message]":
    messages = Message.objects.filter(workspace_id=workspace_id, id__in=ids)
    return messages.select_related("channel").prefetch_related("statuses")


def _ids(facts: dict[int, Fact], kinds: tuple[type[Fact], ...], field: str) -> set[int]:
    return {getattr(fact, field) for fact in facts.values() if isinstance(fact, kinds)}


def _by_id(rows: Iterable[Any], wanted: set[Any]) -> dict[int, Any]:
    """The rows by id; no question when none is wanted."""
    return {row.id: row for row in rows} if wanted else {}


def _doers(events: Sequence[Event], kind: By) -> set[int]:
    return {event.by_id for event in events if event.by_kind == kind and event.by_id is not None}


def _members(events: Sequence[Event], facts: dict[int, Fact], mentions: dict[int, list[int]]) -> set[int]:
    """Everybody who is named: who did it, who got or lost the contact, who was mentioned."""
    named = _doers(events, By.MEMBER) | {member for called in mentions.values() for member in called}
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


def _mentions(contact: Contact, comments: set[int]) -> dict[int, list[int]]:
    mentions: dict[int, list[int]] = defaultdict(list)
    if comments:
        rows = Mention.objects.filter(workspace_id=contact.workspace_id, comment_id__in=comments)
        for comment, member in rows.order_by("id").values_list("comment_id", "member_id"):
            mentions[comment].append(member)
    return mentions


def _notes(contact: Contact, moves: set[int]) -> dict[int, str]:
    if not moves:
        return {}
    notes = TransitionNote.objects.filter(workspace_id=contact.workspace_id, transition_id__in=moves)
    return dict(notes.values_list("transition_id", "note"))


def _undone(contact: Contact, moves: set[int]) -> set[int]:
    if not moves:
        return set()
    undoing = Transition.objects.filter(workspace_id=contact.workspace_id, undoes__in=moves)
    return {undone for undone in undoing.values_list("undoes", flat=True) if undone is not None}


def _stages(contact: Contact, moves: set[int]) -> set[int]:
    if not moves:
        return set()
    return {stage.id for stage in stages_of(contact.workspace_id)}
