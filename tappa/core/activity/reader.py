"""Following the log so that nothing is lost and nothing is acted upon before it is certain.

Ids are handed out before commits, so that "everything after the last id" would skip a row whose transaction commits
late. A reader therefore goes by the number of the writing transaction and takes only those below every transaction
still running: of these all are known, and none will come.

Restored into another cluster, transaction numbers start anew while ids go on. A reader notices that its place lies
ahead of the cluster's present, acts on the rows that the old life left over, and starts anew above the highest old id.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from tappa.core.activity.models import Event, Reader
from tappa.kernel.sql import fetch_one

BATCH: Final = 500

_HORIZON: Final = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS horizon,
       pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS present
"""


class Horizon:
    """`horizon`: below it every transaction has ended. `present`: the next number to be handed out."""

    def __init__(self, horizon: int, present: int) -> None:
        self.horizon = horizon
        self.present = present


def follow(
    name: str,
    act: Callable[[Sequence[Event]], None],
    *,
    kinds: Collection[str] | None = None,
    batch: int = BATCH,
) -> int:
    """Hand the next events to `act` in the log's order, in one transaction with the reader's new place.

    With `kinds` only facts of these names are handed over; the others are passed by without being read, so that a
    long log of what nobody waits for costs nothing. Returns how many were handed over; 0 when the reader is up to date
    or another process is reading under this name. When `act` raises, nothing has been read: it gets the same events
    next time.
    """
    with transaction.atomic():
        Reader.objects.get_or_create(name=name)
        place = Reader.objects.select_for_update(skip_locked=True).filter(name=name).first()
        if place is None:
            return 0
        edge = fetch_one(Horizon, _HORIZON, {})
        assert edge is not None  # noqa: S101  a SELECT without FROM has one row
        ahead = _ahead(place, edge)
        if place.transaction >= edge.present and not ahead.exists():
            _start_anew(place, edge)
            ahead = _ahead(place, edge)
        events = _next_events(ahead, kinds, batch)
        # All that is ahead is certain and known: where no full batch of it is wanted, the rest is passed by.
        last = events[-1] if len(events) == batch else ahead.order_by("-transaction", "-id").first()
        if events:
            act(events)
        if last is not None:
            place.transaction, place.event_id = last.transaction, last.id
            place.save(update_fields=["transaction", "event_id"])
        return len(events)


def _ahead(place: Reader, edge: Horizon) -> "QuerySet[Event]":
    """What lies between the reader's place and the oldest transaction that still runs."""
    # Said twice on purpose: the first bound is one that the index can begin at, the second alone would read all of it.
    after = Event.objects.filter(transaction__gte=place.transaction).filter(
        Q(transaction__gt=place.transaction) | Q(id__gt=place.event_id)
    )
    if place.transaction < edge.present:
        after = after.filter(transaction__lt=edge.horizon)
    return after.filter(id__gt=place.floor)


def _next_events(ahead: "QuerySet[Event]", kinds: Collection[str] | None, batch: int) -> list[Event]:
    if kinds is not None and not kinds:
        return []
    wanted = ahead if kinds is None else ahead.filter(kind__in=kinds)
    return list(wanted.order_by("transaction", "id")[:batch])


def _start_anew(place: Reader, edge: Horizon) -> None:
    """Nothing is left of the old life: go on from the first transaction of this cluster, above all old rows."""
    last = Event.objects.filter(transaction__gte=edge.present).order_by("-id").first()
    place.transaction, place.event_id = 0, 0
    place.floor = last.id if last else place.floor
    place.save(update_fields=["transaction", "event_id", "floor"])
