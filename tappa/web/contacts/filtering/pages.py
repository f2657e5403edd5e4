"""What the templates of the filter show."""

from dataclasses import dataclass, field
from typing import ClassVar

from tappa.web.contacts.filtering.values import Shown


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition. `way` is the way to it, as forms send it. `state` is "", "broken" (with the `reason`) or "hidden"; a
    chip shows the first of its values, and how many `more` there are."""

    KIND: ClassVar[str] = "chip"
    way: str
    label: str = ""
    operator: str = ""
    values: list[Shown] = field(default_factory=list)
    more: int = 0
    state: str = ""
    reason: str = ""

    @property
    def words(self) -> str:
        """What is said of it where it is not seen."""
        return self.reason or self.label


@dataclass(frozen=True, slots=True)
class Frame:
    """A group: its members, and the word between them."""

    KIND: ClassVar[str] = "frame"
    way: str
    some: bool
    members: list["Chip | Frame"]


@dataclass(frozen=True, slots=True)
class FilterBar:
    """The whole filter. Every part of it is a button of one form, which sends `hidden` along: the filter stands in the
    page once, however many parts it has. `clear` is the table without it."""

    frame: Frame
    action: str
    hidden: list[tuple[str, str]]
    clear: str
    can_add: bool
    is_broken: bool


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose in the editor."""

    value: str
    text: str
    emoji: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Options that belong together."""

    label: str
    options: list[Option]


@dataclass(frozen=True, slots=True)
class Sending:
    """Where an editor's form goes and what it sends along; `back` is the table as it is."""

    action: str
    hidden: list[tuple[str, str]]
    back: str


@dataclass(frozen=True)
class Editor:
    """A part of a condition to choose: its field (`fields`), its operator, or its values.

    `kind` says how values are given: "several" or "one" of the `choices`, or written as "text", "lines", "number",
    "days", "date", "moment" or "clock"; `two` of them are a range. `enclosing` is what the form sends to put a group
    around the condition, "" where that cannot be.
    """

    TEMPLATE: ClassVar[str] = "contacts/_editor.html"
    step: str
    title: str
    sending: Sending
    fields: list[OptionGroup] = field(default_factory=list)
    operators: list[Option] = field(default_factory=list)
    kind: str = ""
    two: bool = False
    choices: list[Option] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    error: str = ""
    enclosing: str = ""
    key: str = ""

    def value(self, place: int) -> str:
        """What is written there so far."""
        return self.values[place] if place < len(self.values) else ""


@dataclass(frozen=True)
class EditorPage(Editor):
    """The same as a page of its own, for browsers without scripts."""

    TEMPLATE: ClassVar[str] = "contacts/editor.html"
