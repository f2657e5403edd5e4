"""Pages: `limit`, `cursorId`, and the absolute URLs of the pages before and after.

`cursorId` is the last id seen. The same with a minus asks for the page that stands right before that id: so the whole
place fits into the one number that clients take out of the URL.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, Generic, TypeVar
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from tappa.api.calls import whole_number
from tappa.api.spelling import Shape
from tappa.kernel.errors import Invalid
from tappa.kernel.pages import DEFAULT_LIMIT, Place

HIGHEST_LIMIT: Final = 100

Item = TypeVar("Item")
Row = TypeVar("Row")


class Pagination(Shape):
    """Absolute URLs of the neighbouring pages; empty where there is none."""

    next: str
    previous: str


class Page(Shape, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    pagination: Pagination


def read_place(query: Mapping[str, str]) -> Place:
    """The place that a call asks for. Raises Invalid, naming the parameter."""
    limit = whole_number(query.get("limit") or str(DEFAULT_LIMIT))
    if limit is None or not 1 <= limit <= HIGHEST_LIMIT:
        raise Invalid(
            _("limit must be a whole number from 1 to %(highest)d.") % {"highest": HIGHEST_LIMIT},
            field="limit",
        )
    text = query.get("cursorId", "")
    if not text:
        return Place(limit)
    cursor = whole_number(text)
    if cursor is None:
        raise Invalid(
            _("cursorId must be a whole number: take it from the URL of the page before."), field="cursorId"
        )
    return Place(limit, abs(cursor), backwards=cursor < 0) if cursor else Place(limit)


def beyond(rows: Iterable[Row], place: Place, *, id_of: Callable[[Row], int]) -> list[Row]:
    """What comes after the place, in the direction of reading: of a short list in an order of its own."""
    rows = list(rows)[::-1] if place.backwards else list(rows)
    if place.cursor is not None:
        ids = [id_of(row) for row in rows]
        rows = rows[ids.index(place.cursor) + 1 :] if place.cursor in ids else []
    return rows[: place.limit + 1]


def page(
    rows: list[Row], *, place: Place, address: str, id_of: Callable[[Row], int], shape: Callable[[Row], Item]
) -> Page[Item]:
    """A page of up to `place.limit` of these rows.

    `rows` were read in the direction of `place` and hold one more where there is more; they are turned round here
    when they were read backwards.
    """
    more = len(rows) > place.limit
    rows = rows[: place.limit]
    if place.backwards:
        rows.reverse()
    before = more if place.backwards else place.cursor is not None
    after = place.backwards or more

    def link(wanted: bool, cursor: Callable[[], int]) -> str:
        if not rows or not wanted:
            return ""
        return f"{address}?{urlencode({'limit': place.limit, 'cursorId': cursor()})}"

    return Page(
        items=[shape(row) for row in rows],
        pagination=Pagination(
            next=link(after, lambda: id_of(rows[-1])), previous=link(before, lambda: -id_of(rows[0]))
        ),
    )
