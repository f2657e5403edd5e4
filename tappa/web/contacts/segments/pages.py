"""What the templates of segments show."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from tappa.core.contacts.counting import COUNTED, Count
from tappa.core.contacts.models_segment import Segment
from tappa.core.contacts.segment_uses import SegmentUse
from tappa.core.lifecycle.models import Stage


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segment in the sidebar. `broken` says why it matches nobody, "" where it is whole."""

    segment: Segment
    address: str
    is_current: bool
    broken: str


@dataclass(frozen=True)
class SegmentsPart:
    """The section of the sidebar. `add` is the dialog that saves the table's filter as a further one."""

    TEMPLATE: ClassVar[str] = "contacts/segments/_section.html"
    rows: Sequence[SegmentRow]
    add: str


@dataclass(frozen=True)
class CountPart:
    """How many are in a segment, exactly or more than `most`; None where it takes too long."""

    TEMPLATE: ClassVar[str] = "contacts/segments/_count.html"
    segment_id: int
    count: Count | None = None
    most: int = COUNTED


@dataclass(frozen=True, slots=True)
class Title:
    """What the table shows: everybody, a filter, or a segment, perhaps with another filter than it was saved with.

    `save_as` saves the present one as a further segment, "" where there is none to save. `order_up` and `order_down` are all segments with this one a step up or down, "" at the end.
    """

    segment: Segment | None = None
    is_edited: bool = False
    filter: str = ""
    sort: str = ""
    save_as: str = ""
    copy: str = ""
    order_up: str = ""
    order_down: str = ""
    address: str = ""
    back_to: Sequence[Stage] = ()


@dataclass(frozen=True)
class SegmentForm:
    """A segment's name and emoji. `why_not`: there is nothing that could be saved; `is_unfiltered`: for want of a filter.
    `filter` and `sort` are sent along where the segment is a new one."""

    TEMPLATE: ClassVar[str] = "contacts/segments/form.html"
    title: str
    action: str
    back: str
    name: str = ""
    emoji: str = ""
    version: int = 0
    filter: str = ""
    sort: str = ""
    why_not: str = ""
    is_unfiltered: bool = False
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SegmentDeletion:
    """Whether to delete a segment, and what uses it."""

    TEMPLATE: ClassVar[str] = "contacts/segments/deletion.html"
    segment: Segment
    uses: Sequence[SegmentUse]
    action: str
    back: str
