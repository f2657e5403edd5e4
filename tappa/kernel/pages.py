"""Pages of a list by cursor: the last id seen, so that what comes in meanwhile moves nothing."""

from dataclasses import dataclass
from typing import Final, TypeVar

from django.db.models import Model, QuerySet

DEFAULT_LIMIT: Final = 10

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a list to read: at most `limit` rows beyond the row `cursor`; `backwards` towards the beginning.

    Without `cursor` from the beginning.
    """

    limit: int = DEFAULT_LIMIT
    cursor: int | None = None
    backwards: bool = False

    def descending(self, *, newest_first: bool) -> bool:
        """Whether ids fall in the direction of reading."""
        return newest_first != self.backwards


def read_page(
    rows: "QuerySet[Row]", place: Place, *, newest_first: bool = False, key: str = "id"
) -> list[Row]:
    """The rows of a page in the direction of reading, and one more where there is more."""
    descending = place.descending(newest_first=newest_first)
    if place.cursor is not None:
        rows = rows.filter(**{f"{key}__{'lt' if descending else 'gt'}": place.cursor})
    return list(rows.order_by(f"-{key}" if descending else key)[: place.limit + 1])
