"""What a thread and an Activity tab are made of: typed items, without a sentence. tappa/web/timeline words them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Doer:
    """Who did it (E1): `kind` is member, token, rule or system; `name` is the member's or token's, "" for the others.

    A removed member and a revoked token keep their names. `via` is the door; `cause` is "" where there is none.
    """

    kind: str
    id: int | None
    name: str
    via: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing in a contact's history. `id` is its fact's, and the order of all things; `at` is when it happened."""

    id: int
    at: datetime
    by: Doer
    conversation_id: int | None


@dataclass(frozen=True, slots=True)
class Called:
    """A member or a team by id and name; removed ones keep theirs."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidItem(Item):
    """A message. `status` is the last step of an outgoing one (pending, sent, delivered, read, failed), "" of an
    incoming one; `reason` says why it failed, or was not sent yet. `echo`: the workspace sent it elsewhere, by whom we
    do not know."""

    message_id: int
    incoming: bool
    text: str
    body: dict[str, Any]
    channel_id: int
    channel_kind: str
    channel_name: str
    status: str
    reason: str
    echo: bool
    client_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentItem(Item):
    """An internal comment; `mentions` are the members it calls."""

    comment_id: int
    client_id: str
    text: str
    mentions: tuple[Called, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedItem(Item):
    """A change of stage. Names and kinds are those of the time; None and "" stand for no stage.

    `seconds_before` is how long the contact had been at the stage before, None for the first. `undone`: it was taken
    back since. `undoes` is the transition that this one takes back. `undoable`: Undo would work now.
    """

    transition_id: int
    seq: int
    from_stage_id: int | None
    from_name: str
    from_kind: str
    to_stage_id: int | None
    to_name: str
    to_kind: str
    seconds_before: int | None
    reason: str
    note: str
    undone: bool
    undoes: int | None
    undoable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignedItem(Item):
    """Another assignee; None is nobody. The teams are told where there is no member: the contact waits in them."""

    before: Called | None
    to: Called | None
    team_before: Called | None = None
    team: Called | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedItem(Item):
    """A conversation began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedItem(Item):
    """A conversation ended, with its closing note. `reopenable`: Undo would work now."""

    category: str
    summary: str
    reopenable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenedItem(Item):
    """A closing was taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SnoozedItem(Item):
    """A conversation was put to sleep."""

    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WokenItem(Item):
    """A sleeping conversation came back: by its time (system, schedule), by a message (inbound), or by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatedItem(Item):
    """The contact came into being."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedItem(Item):
    """Details changed; `fields` are names of ContactDetails' fields, `custom` those of custom fields: "" for one that is
    gone, for its name went with it."""

    fields: tuple[str, ...]
    custom: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroducedItem(Item):
    """A visitor of a website chat told of themselves: `fields` are name, email or both. `email_is_taken`: another
    contact has that address, so that it was not taken over."""

    fields: tuple[str, ...]
    email_is_taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedItem(Item):
    """Tags were put on (`added`) or taken off. Tags that are gone have no name any more and are left out."""

    added: bool
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockedItem(Item):
    """The contact was blocked, or (`blocked` false) heard again."""

    blocked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletedItem(Item):
    """The contact was deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoredItem(Item):
    """The contact, who had been deleted, was brought back."""


TimelineItem: TypeAlias = (
    SaidItem
    | CommentItem
    | MovedItem
    | AssignedItem
    | OpenedItem
    | ClosedItem
    | ReopenedItem
    | SnoozedItem
    | WokenItem
    | CreatedItem
    | EditedItem
    | IntroducedItem
    | TaggedItem
    | BlockedItem
    | DeletedItem
    | RestoredItem
)
