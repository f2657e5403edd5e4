"""What the templates of Contacts show."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, NamedTuple

from tappa.core.contacts.counting import Count
from tappa.core.contacts.models import Contact
from tappa.core.contacts.selection import TICKED_LIMIT
from tappa.core.contacts.table import TablePage
from tappa.web.contacts.asked import Asked
from tappa.web.contacts.bulk.pages import JobsFragment
from tappa.web.contacts.drawer_pages import DrawerView, Holder, Mark
from tappa.web.contacts.filtering.pages import FilterBar
from tappa.web.contacts.segments.pages import SegmentsPart, Title
from tappa.web.stage.choices import StageMark


class TagMark(NamedTuple):
    """What a row shows of a tag."""

    name: str
    emoji: str
    hue: int


class Row(NamedTuple):
    """A row of the table, as plain values (shell/kept.py). `incoming`: whether the last message was theirs, None when there
    is none. `custom` is what stands in the workspace's own fields, each with the column's key."""

    id: int
    name: str
    address: str
    mark: Mark | None
    stage: StageMark | None
    stage_since: datetime
    at_stage: str
    last_at: datetime | None
    incoming: bool | None
    assignee_id: int | None
    assignee: str
    created_at: datetime
    is_blocked: bool
    phone: str
    email: str
    country: str
    language: str
    team: str
    status: str
    tags: tuple[TagMark, ...]
    custom: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head. `key` is the column; `address` sorts by it, `direction` is "ascending", "descending" or ""."""

    key: str
    label: str
    address: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column that there is, in the menu."""

    key: str
    label: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class TableView:
    """The table as it is shown. `sorts` are the heads to sort by, whether their columns are shown or not. `refusal` says why it could not be read; `bar` are the chips, None for who may not filter."""

    asked: Asked
    page: TablePage
    count: "CountFragment"
    heads: list[Head]
    sorts: list[Head]
    columns: list[ColumnChoice]
    rows: list[Row]
    src: str
    before: str
    after: str
    title: Title
    bar: FilterBar | None
    refusal: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns in their order."""
        return tuple(head.key for head in self.heads)


@dataclass(frozen=True, slots=True)
class FieldInput:
    """A custom field to fill in. `choices` are those of a list, the present one even where it is offered no more."""

    key: str
    label: str
    help: str
    data_type: str
    value: str
    choices: list[str]


@dataclass(frozen=True, slots=True)
class FormView:
    """A contact's details and custom fields to fill in, in the drawer. `home` is the workspace's country; `error` is about
    the field `wrong`; `seen` is what the form showed of the contact, "" for a new one."""

    title: str
    action: str
    close: str
    values: dict[str, str]
    countries: list[tuple[str, str]]
    languages: list[tuple[str, str]]
    home: str
    fields: list[FieldInput]
    seen: str = ""
    wrong: str = ""
    error: str = ""
    holder: Holder | None = None

    @property
    def is_placed(self) -> bool:
        """Whether what is wrong stands at its field."""
        return self.wrong in self.values or any(self.wrong == each.key for each in self.fields)

    def error_of(self, name: str) -> str:
        """What is wrong with a field, "" when nothing is."""
        return self.error if name == self.wrong else ""


@dataclass(frozen=True, slots=True)
class SideList:
    """A list at the head of the sidebar, with how many are in it; None where that takes too long to count."""

    name: str
    icon: str
    address: str
    count: Count | None
    is_current: bool


@dataclass(frozen=True)
class SideLists:
    """The lists at the head of the sidebar."""

    TEMPLATE: ClassVar[str] = "contacts/_lists.html"
    rows: list[SideList]


@dataclass(frozen=True, slots=True)
class Side:
    """The whole sidebar, and which of its rows is current when it is none of a list or a segment. `lists` and `segments`
    are None for who may not filter."""

    total: Count
    lists: SideLists | None
    segments: SegmentsPart | None
    jobs: JobsFragment
    is_all: bool
    is_deleted: bool


@dataclass(frozen=True)
class ListPage:
    """The table, and beside it a contact, or a form."""

    TEMPLATE: ClassVar[str] = "contacts/list.html"
    TICKED_LIMIT: ClassVar[int] = TICKED_LIMIT
    table: TableView
    side: Side
    drawer: DrawerView | None = None
    form: FormView | None = None


@dataclass(frozen=True)
class TableFragment:
    """The table alone."""

    TEMPLATE: ClassVar[str] = "contacts/_table.html"
    table: TableView


@dataclass(frozen=True)
class CountFragment:
    """How many contacts there are in the table, None while that is not counted; `src` counts it."""

    TEMPLATE: ClassVar[str] = "contacts/_count.html"
    count: Count | None
    src: str


@dataclass(frozen=True)
class TotalFragment:
    """How many contacts there are, for the sidebar."""

    TEMPLATE: ClassVar[str] = "contacts/_total.html"
    total: Count


@dataclass(frozen=True)
class FormFragment:
    """The form alone."""

    TEMPLATE: ClassVar[str] = "contacts/_form.html"
    form: FormView


@dataclass(frozen=True)
class DeletionPage:
    """Whether to delete a contact."""

    TEMPLATE: ClassVar[str] = "contacts/deletion.html"
    name: str
    action: str
    back: str


@dataclass(frozen=True, slots=True)
class DeletedRow:
    """A deleted contact, and in how many days it is erased."""

    contact: Contact
    name: str
    days_left: int


@dataclass(frozen=True)
class DeletedPart:
    """The deleted contacts. `src` is this part's own address, `after` that of the next page, "" where there is none."""

    TEMPLATE: ClassVar[str] = "contacts/_deleted.html"
    rows: list[DeletedRow]
    src: str
    after: str


@dataclass(frozen=True)
class DeletedPage:
    """The page of deleted contacts."""

    TEMPLATE: ClassVar[str] = "contacts/deleted.html"
    part: DeletedPart
    side: Side


@dataclass(frozen=True)
class ErasurePage:
    """Whether to erase a contact for good."""

    TEMPLATE: ClassVar[str] = "contacts/erasure.html"
    name: str
    action: str
    back: str
