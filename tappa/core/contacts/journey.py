"""A contact's way through the stages: how long it stood at each, and who brought it where it stands."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models.functions import Now

from tappa.core.accounts.queries import names_of
from tappa.core.activity.actor import Cause
from tappa.core.contacts.models import Contact, Standing, Transition

# A contact that was moved more often than this has its oldest moves left out.
LIMIT: Final = 500


@dataclass(frozen=True, slots=True)
class Journey:
    """`seconds` by stage id, for each where the contact ever stood; moves that were taken back do not count.

    `since` is when it came where it stands; `by_kind`, `by_name` and `cause` say through whom, "" where nobody did. `last`
    is its latest move, None where there was none.
    """

    seconds: dict[int, int]
    since: datetime
    by_kind: str = ""
    by_name: str = ""
    cause: str = ""
    last: Transition | None = None


def journey_of(contact: Contact) -> Journey:
    """The contact's journey up to now."""
    made = Transition.objects.filter(workspace_id=contact.workspace_id, contact_id=contact.id)
    moves = list(made.annotate(now=Now()).order_by("-seq")[:LIMIT])[::-1]
    if not moves:
        return Journey({}, contact.standing.stage_since)
    now: datetime = vars(moves[0])["now"]
    kept = _without_undone(moves)
    last = moves[-1]
    names = names_of(last.by_kind, {last.by_id} - {None}, contact.workspace_id)  # type: ignore[arg-type]
    return Journey(
        _seconds(kept, now),
        kept[-1].happened_at if kept else contact.standing.stage_since,
        last.by_kind,
        names.get(last.by_id or 0, ""),
        last.cause or "",
        last,
    )


def can_be_undone(made: Transition, standing: Standing, *, stages: Container[int]) -> bool:
    """Whether undo_move would take this move of the contact back. `stages` are the ids of those that stand open. The stage
    that a contact came with was nobody's choice: there is nothing to take back."""
    return (
        made.seq == standing.transitions
        and made.undoes is None
        and made.cause != Cause.DEFAULT
        and (made.from_stage_id is None or made.from_stage_id in stages)
        and not standing.is_deleted
    )


def _without_undone(moves: Sequence[Transition]) -> list[Transition]:
    """The moves without those that were taken back and those that took them back."""
    undone = {move.undoes for move in moves if move.undoes}
    return [move for move in moves if move.id not in undone and not move.undoes]


def _seconds(moves: Sequence[Transition], now: datetime) -> dict[int, int]:
    seconds: dict[int, int] = {}
    ends = [move.happened_at for move in moves[1:]] + [now]
    for move, end in zip(moves, ends, strict=True):
        if move.to_stage_id is not None:
            stood = max(0, int((end - move.happened_at).total_seconds()))
            seconds[move.to_stage_id] = seconds.get(move.to_stage_id, 0) + stood
    return seconds
