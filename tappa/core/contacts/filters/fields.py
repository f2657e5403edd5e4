"""The fields that a filter knows: what each is called, of what kind it is, and where its value stands.

Standard fields are listed here; a room above, whose tables we do not know, registers its own (`register`). Those that
a workspace made for itself are read from it (catalogue.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(StrEnum):
    """What a field's values are, and with that how it can be compared."""

    TEXT = "text"
    CHOICE = "choice"  # one text of a list
    STAGE = "stage"
    MEMBER = "member"
    TEAM = "team"
    CHANNEL = "channel"
    TAG = "tag"
    FLAG = "flag"
    MOMENT = "moment"
    DURATION = "duration"  # in days, counted from the moment in the column until now
    NUMBER = "number"
    DAY = "day"  # kept as days since 1970-01-01
    CLOCK = "clock"  # kept as minutes since midnight


class Rows(StrEnum):
    """How many rows the source of a field has for a contact."""

    MANY = "many"
    ONE_A_VALUE = "one a value"
    ONE = "one"


IDS: Final = frozenset({Kind.STAGE, Kind.MEMBER, Kind.TEAM, Kind.CHANNEL, Kind.TAG})


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values that a field can have, as people know it."""

    name: str
    emoji: str = ""


Choices: TypeAlias = Callable[[int], Mapping[str | int, Choice]]
"""All that can be chosen in a workspace, in order: by id, or by the text that is kept."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of contacts.

    `column` is SQL on the aliases `contact` and `standing` or, where a contact may have several values or keeps them in
    another table, on the rows of `source`, what stands after FROM and ends with a condition. `guard` must hold too for
    there to be a value. `folded` is the text without case and accents, for "contains", where there is one. `searched`:
    the text is part of what the search looks through, whose index can lead to it. `head` is what an index holds of a
    long text's folded beginning. `offers` are the values there are, None where anything can be written.
    """

    key: str
    label: str | Promise
    kind: Kind
    column: str
    source: str = ""
    rows: Rows = Rows.MANY
    guard: str = ""
    folded: str = ""
    head: str = ""
    searched: bool = False
    offers: Choices | None = None


_TRANSITIONS: Final = """contacts_transition moved WHERE moved.workspace_id = %(workspace)s
    AND moved.contact_id = standing.contact_id"""
# A move that was taken back was a slip: the contact was not meant to be there.
_NOT_UNDONE: Final = """NOT EXISTS (SELECT FROM contacts_transition undoing
    WHERE undoing.workspace_id = %(workspace)s AND undoing.undoes = moved.id)"""
_LATEST: Final = """(SELECT kept.seq FROM contacts_transition kept
    WHERE kept.workspace_id = %(workspace)s AND kept.contact_id = standing.contact_id AND kept.undoes IS NULL
      AND NOT EXISTS (SELECT FROM contacts_transition undoing
          WHERE undoing.workspace_id = %(workspace)s AND undoing.undoes = kept.id)
    ORDER BY kept.seq DESC LIMIT 1)"""
_TAGS: Final = """contacts_contacttag tagged WHERE tagged.workspace_id = %(workspace)s
    AND tagged.contact_id = contact.id"""
NAME: Final = "btrim(contact.first_name || ' ' || contact.last_name)"
# The search's first line is the name where there is one (rules.search_text).
_FOLDED_NAME: Final = f"CASE WHEN {NAME} <> '' THEN split_part(contact.search, E'\\n', 1) ELSE '' END"
LAST_INTERACTION: Final = "greatest(standing.last_incoming_at, standing.last_outgoing_at)"

CONVERSATION_STATUSES: Final[Mapping[str | int, str | Promise]] = {
    "open": pgettext_lazy("conversation", "Open"),
    "snoozed": pgettext_lazy("conversation", "Snoozed"),
    "closed": pgettext_lazy("conversation", "Closed"),
}


def _statuses(_workspace_id: int) -> Mapping[str | int, Choice]:
    return {value: Choice(str(label)) for value, label in CONVERSATION_STATUSES.items()}


_STANDARD: Final = (
    Field("stage", _("Stage"), Kind.STAGE, "standing.stage_id"),
    Field(
        "entered_stage",
        _("Entered its stage"),
        Kind.MOMENT,
        "standing.stage_since",
        guard="standing.stage_id IS NOT NULL",
    ),
    Field(
        "time_at_stage",
        _("Time at stage"),
        Kind.DURATION,
        "standing.stage_since",
        guard="standing.stage_id IS NOT NULL",
    ),
    Field(
        "previous_stage",
        _("Previous stage"),
        Kind.STAGE,
        "moved.from_stage_id",
        source=f"{_TRANSITIONS} AND moved.seq = {_LATEST} AND moved.from_stage_id IS NOT NULL",
    ),
    Field(
        "ever_at_stage",
        _("Ever at stage"),
        Kind.STAGE,
        "moved.to_stage_id",
        source=f"{_TRANSITIONS} AND moved.to_stage_id IS NOT NULL AND {_NOT_UNDONE}",
    ),
    Field("tag", _("Tags"), Kind.TAG, "tagged.tag_id", source=_TAGS, rows=Rows.ONE_A_VALUE),
    Field("name", _("Name"), Kind.TEXT, NAME, folded=_FOLDED_NAME, searched=True),
    Field("first_name", _("First name"), Kind.TEXT, "contact.first_name", searched=True),
    Field("last_name", _("Last name"), Kind.TEXT, "contact.last_name", searched=True),
    Field("email", _("E-mail"), Kind.TEXT, "contact.email", searched=True),
    Field("phone", _("Phone"), Kind.TEXT, "contact.phone", searched=True),
    Field("language", _("Language"), Kind.CHOICE, "contact.language"),
    Field("country_code", _("Country"), Kind.CHOICE, "contact.country_code"),
    Field("profile_pic", _("Picture"), Kind.TEXT, "contact.profile_pic"),
    Field("assignee", _("Assignee"), Kind.MEMBER, "standing.assignee_id"),
    Field("team", _("Team"), Kind.TEAM, "standing.team_id"),
    Field(
        "conversation_status",
        _("Conversation status"),
        Kind.CHOICE,
        "standing.conversation_status",
        offers=_statuses,
    ),
    Field("unreplied", _("Unreplied"), Kind.FLAG, "standing.waiting_since IS NOT NULL"),
    Field("last_incoming", _("Last incoming message"), Kind.MOMENT, "standing.last_incoming_at"),
    Field("last_outgoing", _("Last outgoing message"), Kind.MOMENT, "standing.last_outgoing_at"),
    Field("last_interaction", _("Last interaction"), Kind.MOMENT, LAST_INTERACTION),
    Field("created_at", _("Created"), Kind.MOMENT, "contact.created_at"),
    Field("is_blocked", _("Blocked"), Kind.FLAG, "contact.is_blocked"),
    Field("id", _("Number"), Kind.NUMBER, "contact.id"),
)
_fields: Final = {field.key: field for field in _STANDARD}


def register(field: Field) -> None:
    """Add a field that a room above knows. Raises ValueError when the key is taken."""
    if field.key in _fields:
        raise ValueError(f"Two fields of contacts have the key {field.key}.")
    _fields[field.key] = field


def fields() -> Mapping[str, Field]:
    """All fields that every workspace has, by key."""
    return _fields
