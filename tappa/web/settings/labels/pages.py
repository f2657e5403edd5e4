"""What the templates of fields and tags show."""

from dataclasses import dataclass, field
from typing import ClassVar

from tappa.core.contacts.models import Tag
from tappa.core.contacts.models_field import CustomField
from tappa.web.settings.forms import Errors
from tappa.web.settings.frame import Frame
from tappa.web.settings.labels.forms import FieldForm, TagForm
from tappa.web.settings.labels.words import TypeChoice
from tappa.web.settings.pages import ConfirmDialog


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A custom field in the list. `note` says when it is shown, where that is not always."""

    field: CustomField
    type: TypeChoice
    note: str


@dataclass(frozen=True, kw_only=True)
class FieldsPart:
    """The fields that were found: the part of the page that is live. They can be put into order where all are shown."""

    TEMPLATE: ClassVar[str] = "settings/fields/_list.html"
    rows: tuple[FieldRow, ...]
    total: int
    limit: int
    search: str
    src: str

    @property
    def is_ordered(self) -> bool:
        """Whether there is an order to change."""
        return len(self.rows) == self.total > 1

    @property
    def is_full(self) -> bool:
        """Whether there are as many as there may be."""
        return self.total >= self.limit


@dataclass(frozen=True, kw_only=True)
class FieldsPage:
    """The page of the custom fields."""

    TEMPLATE: ClassVar[str] = "settings/fields/page.html"
    frame: Frame
    part: FieldsPart
    dialog: ConfirmDialog | None = None


@dataclass(frozen=True, kw_only=True)
class FieldPage:
    """One field, or one to be added. `is_filled`: some contact has a value, and the type stays. `seen` is the form as it
    was shown first."""

    TEMPLATE: ClassVar[str] = "settings/fields/form.html"
    frame: Frame
    form: FieldForm
    types: list[TypeChoice]
    visibilities: list[tuple[str, str]]
    seen: str
    known: CustomField | None = None
    is_filled: bool = False
    errors: Errors = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag in the list. `contacts` in words; `address` lists them, "" for who may not filter."""

    tag: Tag
    contacts: int
    figure: str
    address: str


@dataclass(frozen=True, kw_only=True)
class TagsPart:
    """A page of the tags that were found: the part that is live."""

    TEMPLATE: ClassVar[str] = "settings/tags/_list.html"
    rows: tuple[TagRow, ...]
    total: int
    found: int
    search: str
    src: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class TagsPage:
    """The page of the tags."""

    TEMPLATE: ClassVar[str] = "settings/tags/page.html"
    frame: Frame
    part: TagsPart
    dialog: ConfirmDialog | None = None


@dataclass(frozen=True, kw_only=True)
class TagPage:
    """One tag, or one to be added."""

    TEMPLATE: ClassVar[str] = "settings/tags/form.html"
    frame: Frame
    form: TagForm
    hues: list[str]
    seen: str
    tag: Tag | None = None
    errors: Errors = field(default_factory=dict)
