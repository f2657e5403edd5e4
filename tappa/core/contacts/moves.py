"""A contact's changes of stage as rows to read: each with its note, and whether it was taken back since."""

from collections.abc import Collection
from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Now

from tappa.core.contacts.models import Contact, Transition
from tappa.core.contacts.models_note import TransitionNote
from tappa.kernel.fixed import Fixed

# A contact that was moved more often than this has its oldest moves left out.
LIMIT: Final = 500


class Move(NamedTuple):
    """A Transition, with its note, "" without one. `undone`: it was taken back since. `now` is when that was read, by the
    database's clock."""

    id: int
    seq: int
    from_stage_id: int | None
    from_name: str
    from_kind: str
    to_stage_id: int | None
    to_name: str
    to_kind: str
    by_kind: str
    by_id: int | None
    cause: str | None
    undoes: int | None
    reason: str
    happened_at: datetime
    seconds_before: int | None
    note: str
    undone: bool
    now: datetime


def _told(moves: "QuerySet[Transition]") -> "QuerySet[Transition, tuple[object, ...]]":
    notes = TransitionNote.objects.filter(
        workspace_id=OuterRef("workspace_id"), transition_id=OuterRef("id")
    ).values("note")
    undoing = Transition.objects.filter(workspace_id=OuterRef("workspace_id"), undoes=OuterRef("id"))
    told = moves.annotate(
        note=Coalesce(Subquery(notes), Value(""), output_field=TextField()), undone=Exists(undoing), now=Now()
    )
    return told.values_list(*Move._fields)


_OF_CONTACT: Final = Fixed(
    lambda workspace_id, contact_id: _told(
        Transition.objects.filter(workspace_id=workspace_id, contact_id=contact_id)
    ).order_by("-seq")[:LIMIT],
    workspace_id=-1,
    contact_id=-2,
)
_BY_IDS: Final = Fixed(
    lambda workspace_id, ids: _told(Transition.objects.filter(workspace_id=workspace_id, id__any_of=ids)),
    workspace_id=-1,
    ids=[-2],
)


def moves_of(contact: Contact) -> list[Move]:
    """The contact's moves, the latest first."""
    return list(map(Move._make, _OF_CONTACT.tuples(workspace_id=contact.workspace_id, contact_id=contact.id)))


def moves_by_ids(workspace_id: int, ids: Collection[int]) -> list[Move]:
    """These moves, in no order; no question when none is wanted."""
    if not ids:
        return []
    return list(map(Move._make, _BY_IDS.tuples(workspace_id=workspace_id, ids=sorted(ids))))
