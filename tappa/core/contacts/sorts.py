"""The sorts of the table of contacts, and of lists by id, as lines along which pages are read.

A sort is a line of parts that follow each other: sorted by the last message, those who ever exchanged one come first, by
its time, and then those who never did. A part is read along an index, or along several at once, merged: one for each
stage, so that whoever asks for some stages alone reads nobody else.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tappa.core.contacts.rules import Sort

NAME: Final = 'left(contact.search, 64) COLLATE "C"'  # as the index contacts_contact_by_name has it
LAST: Final = "greatest(standing.last_incoming_at, standing.last_outgoing_at)"
CREATED: Final = "contact.created_at"
SINCE: Final = "standing.stage_since"
ANYWHERE: Final = ("true",)
NOWHERE: Final = "standing.stage_id IS NULL"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a sort: those for whom `where` holds, by `key` ("": none) and then by id. `number` is its name in a
    Place. Of `branches` exactly one holds for each of them, and each is found together by an index; where `null` stands
    before the id in it, it is null for all of them. Their indexes have the columns `beside` besides.
    """

    number: int
    where: str
    key: str = ""
    branches: tuple[str, ...] = ANYWHERE
    null: str = ""
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A sort as it is read: its parts in the direction of reading, in each of which keys and ids rise, or fall."""

    of_contact: bool
    type: str
    parts: tuple[Part, ...]
    falls: bool

    @property
    def alias(self) -> str:
        """What the table is called that is read along."""
        return "contact" if self.of_contact else "standing"

    @property
    def id(self) -> str:
        """The column of the contact's id."""
        return "contact.id" if self.of_contact else "standing.contact_id"

    @property
    def direction(self) -> str:
        """How keys and ids run."""
        return "DESC" if self.falls else "ASC"

    @property
    def sign(self) -> str:
        """How what comes later compares with what came before."""
        return "<" if self.falls else ">"

    def index_of(self, number: int) -> int | None:
        """Which of the parts has this number, if one has."""
        return next((index for index, part in enumerate(self.parts) if part.number == number), None)


def line_of(
    sort: Sort,
    *,
    descending: bool,
    backwards: bool,
    stages: Sequence[int],
    only: Collection[int | None] | None = None,
) -> Line:
    """The sort, read from its beginning or `backwards` from its end; `stages` are all ids in their order, of which the
    values `stage_0`, `stage_1` … hold one each. `only` those who stand at one of these, None for all."""
    at = {stage: where for stage, where in _places([*stages, None]) if only is None or stage in only}
    parts = _parts(sort, at, descending)
    # The shortest time at a stage is the latest beginning; within a stage the newest contacts stand first.
    falls = descending != (sort in {Sort.STAGE, Sort.TIME_AT_STAGE})
    of_contact = sort in {Sort.NAME, Sort.CREATED}
    type_ = "text" if sort is Sort.NAME else "timestamptz"
    return Line(of_contact, type_, tuple(parts[::-1] if backwards else parts), falls != backwards)


def line_by_id(
    *, descending: bool, stages: Sequence[int], only: Collection[int | None] | None = None
) -> Line:
    """Contacts by their ids: one part, whose number is 1. Otherwise as `line_of`."""
    if only is None:
        return Line(of_contact=True, type="timestamptz", parts=(Part(1, "true"),), falls=descending)
    at = tuple(where for stage, where in _places([*stages, None]) if stage in only)
    parts = (Part(1, "true", branches=at),)
    return Line(of_contact=False, type="timestamptz", parts=parts, falls=descending)


def stage_values(stages: Sequence[int | None]) -> dict[str, Any]:
    """The values that a line's conditions name."""
    return {f"stage_{place}": stage for place, stage in enumerate(stages) if stage is not None}


def _places(stages: Sequence[int | None]) -> Iterator[tuple[int | None, str]]:
    """Each stage, or none, with the condition of standing there."""
    for place, stage in enumerate(stages):
        yield stage, NOWHERE if stage is None else f"standing.stage_id = %(stage_{place})s"


def _parts(sort: Sort, at: dict[int | None, str], descending: bool) -> list[Part]:
    everywhere = tuple(at.values())
    match sort:
        case Sort.STAGE:
            parts = [Part(stage or 0, where, branches=(where,)) for stage, where in at.items()]
            return parts[::-1] if descending else parts
        case Sort.NAME:
            return [Part(1, f"{NAME} > ''", NAME), Part(2, f"{NAME} = ''")]
        case Sort.CREATED:
            return [Part(1, "true", CREATED)]
        case Sort.LAST_INTERACTION:
            return [
                Part(1, f"{LAST} IS NOT NULL", LAST, everywhere, beside=(SINCE,)),
                Part(2, f"{LAST} IS NULL", "", everywhere, null=LAST),
            ]
        case Sort.TIME_AT_STAGE:
            somewhere = tuple(where for stage, where in at.items() if stage is not None)
            nowhere = tuple(where for stage, where in at.items() if stage is None)
            return [
                Part(1, "standing.stage_id IS NOT NULL", SINCE, somewhere),
                Part(2, NOWHERE, "", nowhere),
            ]
