"""What a workspace keeps in an order of its own: custom fields, segments."""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import QuerySet

from tappa.core.contacts.models_field import CustomField
from tappa.core.contacts.models_segment import Segment
from tappa.kernel.errors import Conflict, Invalid

Row = TypeVar("Row", CustomField, Segment)


def reordered(present: Sequence[Row], ids: Sequence[int], *, twice: str, changed: str) -> list[Row]:
    """The present rows in the order of these ids.

    Raises Invalid with the sentence `twice` when one is named twice, Conflict with `changed` when they are not the present
    ones: somebody added or deleted one. Both name the field "order".
    """
    if len(set(ids)) != len(ids):
        raise Invalid(twice, field="order")
    by_id = {row.id: row for row in present}
    if by_id.keys() != set(ids):
        raise Conflict(changed, field="order")
    return [by_id[id_] for id_ in ids]


def number_positions(kept: "QuerySet[Row]", rows: Sequence[Row]) -> None:
    """Positions from 1, without gaps. Under the lock of whatever they are."""
    for position, row in enumerate(rows, start=1):
        row.position = position
    kept.bulk_update(rows, ["position"])
