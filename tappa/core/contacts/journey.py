"""A contact's way through the stages: how long it stood at each, and who brought it where it stands."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tappa.core.accounts.queries import names_of
from tappa.core.activity.actor import By, Cause
from tappa.core.contacts.models import Contact, Standing
from tappa.core.contacts.moves import Move, moves_of


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
    last: Move | None = None


def journey_of(
    contact: Contact, *, moves: Sequence[Move] | None = None, members: Mapping[int, str] | None = None
) -> Journey:
    """The contact's journey up to now. `moves` are those of moves_of, `members` names by id, where they are known: what is
    not known is asked for."""
    moves = list(reversed(moves_of(contact) if moves is None else moves))
    if not moves:
        return Journey({}, contact.standing.stage_since)
    kept = _without_undone(moves)
    last = moves[-1]
    came = kept[-1] if kept else last
    return Journey(
        _seconds(kept, last.now),
        kept[-1].happened_at if kept else contact.standing.stage_since,
        came.by_kind,
        _name(came, contact.workspace_id, members or {}),
        came.cause or "",
        last,
    )


def _name(move: Move, workspace_id: int, members: Mapping[int, str]) -> str:
    """What whoever made the move is called."""
    if move.by_id is None:
        return ""
    if move.by_kind == By.MEMBER and move.by_id in members:
        return members[move.by_id]
    return names_of(move.by_kind, {move.by_id}, workspace_id).get(move.by_id, "")


def can_be_undone(made: Move, standing: Standing, *, stages: Container[int]) -> bool:
    """Whether undo_move would take this move of the contact back. `stages` are the ids of those that stand open. The stage
    that a contact came with was nobody's choice: there is nothing to take back."""
    return (
        made.seq == standing.transitions
        and made.undoes is None
        and made.cause != Cause.DEFAULT
        and (made.from_stage_id is None or made.from_stage_id in stages)
        and not standing.is_deleted
    )


def _without_undone(moves: Sequence[Move]) -> list[Move]:
    """The moves without those that were taken back and those that took them back."""
    undone = {move.undoes for move in moves if move.undoes}
    return [move for move in moves if move.id not in undone and not move.undoes]


def _seconds(moves: Sequence[Move], now: datetime) -> dict[int, int]:
    seconds: dict[int, int] = {}
    ends = [move.happened_at for move in moves[1:]] + [now]
    for move, end in zip(moves, ends, strict=True):
        if move.to_stage_id is not None:
            stood = max(0, int((end - move.happened_at).total_seconds()))
            seconds[move.to_stage_id] = seconds.get(move.to_stage_id, 0) + stood
    return seconds
