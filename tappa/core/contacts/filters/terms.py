"""What a filter on contacts is made of. Plain values: built by doors, compared, kept; compile.py makes SQL of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeAlias

DEPTH_LIMIT: Final = 5  # groups within groups
TERM_LIMIT: Final = 50
VALUE_LIMIT: Final = 100  # values in one term


class TextField(StrEnum):
    """The fields that hold one text; "" is not known. `NAME` is first and last name with a space between."""

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    PHONE = "phone"
    EMAIL = "email"
    LANGUAGE = "language"
    COUNTRY_CODE = "country_code"
    PROFILE_PIC = "profile_pic"


class TimeField(StrEnum):
    """The fields that hold a moment."""

    CREATED_AT = "created_at"


@dataclass(frozen=True, slots=True)
class Every:
    """All of these hold. An empty one holds for everyone."""

    terms: tuple["Term", ...] = ()


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of these holds. An empty one holds for everyone, as the API has it."""

    terms: tuple["Term", ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """This does not hold; what is not known does not hold either, so that "not from Italy" finds those from nowhere."""

    term: "Term"


@dataclass(frozen=True, slots=True)
class TextIn:
    """The field is one of these, compared without case."""

    field: TextField
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextGiven:
    """The field is known."""

    field: TextField


@dataclass(frozen=True, slots=True)
class TimeWithin:
    """The moment is at or after `start` and before `end`; None is without bound."""

    field: TimeField
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class IdWithin:
    """The contact's id is from `lowest` to `highest`, both included."""

    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class StageIn:
    """The contact stands at one of these stages. An id that is no stage any more matches nobody (L14)."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StageGiven:
    """The contact stands at some stage."""


@dataclass(frozen=True, slots=True)
class AssigneeIn:
    """The contact is assigned to one of these members."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AssigneeGiven:
    """The contact is assigned."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """The contact carries a tag with one of these names, folded as tags compare them."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaggedWithAll:
    """The contact carries every tag of these names, each folded and named once."""

    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class TaggedAtAll:
    """The contact carries a tag."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """The contact is blocked."""


Term: TypeAlias = (
    Every
    | Some
    | Not
    | TextIn
    | TextGiven
    | TimeWithin
    | IdWithin
    | StageIn
    | StageGiven
    | AssigneeIn
    | AssigneeGiven
    | Tagged
    | TaggedWithAll
    | TaggedAtAll
    | Blocked
)

EVERYONE: Final = Every()
