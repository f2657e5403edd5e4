"""The statements of the table of contacts (table.py says what for).

A sort is a line of parts that follow each other, each in the order of one index: sorted by the last message, those who
ever exchanged one come first, by its time, and then those who never did. A page is read along that line from where it
begins (`walk`), or out of a few contacts gathered beforehand (`gather`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tappa.core.contacts.filters.compile import Clause
from tappa.core.contacts.places import Place
from tappa.core.contacts.rules import Sort

NAME: Final = 'left(contact.search, 64) COLLATE "C"'  # as the index contacts_contact_by_name has it
LAST: Final = "greatest(standing.last_incoming_at, standing.last_outgoing_at)"

CONTACTS: Final = """contacts_contact contact {joined}
    WHERE contact.workspace_id = %(workspace)s AND contact.deleted_at IS NULL"""
STANDINGS: Final = (
    "contacts_standing standing WHERE standing.workspace_id = %(workspace)s AND NOT standing.is_deleted"
)
CONTACT_OF: Final = (
    "JOIN contacts_contact contact ON contact.workspace_id = %(workspace)s AND contact.id = {id}"
)
STANDING_OF: Final = (
    "JOIN contacts_standing standing ON standing.workspace_id = %(workspace)s AND standing.contact_id = {id}"
)
CONTAINS: Final = "contact.search LIKE %(search)s"
BEGINS: Final = (
    f"{NAME} >= %(search)s AND {NAME} < %(search_end)s"  # a range, for LIKE finds no index by a parameter
)

COUNT: Final = "SELECT count(*) AS number FROM (SELECT {id} FROM {rows} LIMIT %(most)s + 1) matching"
ESTIMATE: Final = "EXPLAIN (FORMAT JSON) SELECT {id} FROM {rows}"

_ROWS: Final = f"""
SELECT contact.id, contact.first_name, contact.last_name, contact.email, contact.phone, contact.is_blocked,
       contact.created_at, left(contact.search, 64) AS sort_name, standing.stage_id, standing.stage_since,
       standing.last_channel_id, standing.last_incoming_at, standing.last_outgoing_at, standing.assignee_id,
       "user".name AS assignee_name
FROM page {CONTACT_OF.format(id="page.id")} {STANDING_OF.format(id="page.id")}
LEFT JOIN accounts_member member ON member.workspace_id = %(workspace)s AND member.id = standing.assignee_id
LEFT JOIN accounts_user "user" ON "user".id = member.user_id"""  # noqa: S608  only constants are put together


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a sort. `number` is its name in a Place; rows are ordered by `key` and then by id. Not `keyed`: the
    key is the same for all of them, and there for the index only."""

    number: int
    where: str
    key: str
    keyed: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A sort as it is read: its parts in the direction of reading, in each of which keys and ids rise, or fall."""

    of_contact: bool
    type: str
    parts: list[Part]
    falls: bool

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

    @property
    def order(self) -> str:
        """The order of a page."""
        return f"place, key {self.direction}, id {self.direction}"


@dataclass(frozen=True, slots=True)
class Matching:
    """Whom the table is about: `sight` are conditions on the standing of which one must hold (none: everybody is
    seen), and so are `stages` (none: at whatever stage); `search` is one on the contact, or "", and so is `where`, on
    the contact and its standing."""

    sight: tuple[Clause, ...]
    search: str
    values: dict[str, Any] = field(default_factory=dict)
    stages: tuple[str, ...] = ()
    where: str = ""

    @property
    def filtered(self) -> str:
        """The ids of the contacts that `where` keeps."""
        contacts = CONTACTS.format(joined=STANDING_OF.format(id="contact.id"))
        return f"SELECT contact.id FROM {contacts} AND {self.where}"  # noqa: S608  made of fields

    @property
    def is_narrowed(self) -> bool:
        """Whether some standings match and others do not."""
        return bool(self.sight or self.stages)

    @property
    def branches(self) -> list[str]:
        """Conditions on the standing of which one must hold, each for an index of its own."""
        seen = [branch.sql for branch in self.sight] or ["true"]
        return [f"{sight} AND {stage}" for sight in seen for stage in self.stages or ("true",)]

    @property
    def narrowed(self) -> str:
        """The ids of the contacts whose standing matches."""
        return " UNION ".join(
            f"SELECT standing.contact_id FROM {STANDINGS} AND {branch}"  # noqa: S608  conditions of ours
            for branch in self.branches
        )

    @property
    def at_stages(self) -> str:
        """The stages as one condition, for where contacts are walked past."""
        return f"({' OR '.join(self.stages)})" if self.stages else "true"

    def found(self, joined: str = "") -> str:
        """The contacts that match, with what is joined to them: what stands after FROM."""
        conditions = [f"contact.id IN ({self.narrowed})"] if self.is_narrowed else []
        conditions += [f"contact.id IN ({self.filtered})"] if self.where else []
        return " AND ".join(
            [CONTACTS.format(joined=joined), *conditions, *([self.search] if self.search else [])]
        )

    def counting(self, statement: str) -> str:
        """COUNT or ESTIMATE of what matches."""
        if self.search or self.where:
            return statement.format(id="contact.id", rows=self.found())
        rows = f"({self.narrowed}) standing" if self.is_narrowed else STANDINGS
        return statement.format(id="standing.contact_id", rows=rows)


def line_of(sort: Sort, *, descending: bool, backwards: bool, stages: Sequence[int]) -> Line:
    """The sort, read from its beginning or `backwards` from its end."""
    type_ = "timestamptz"
    match sort:
        case Sort.STAGE:
            parts = [
                Part(stage, f"standing.stage_id = %(stage_{place})s", "standing.stage_id", keyed=False)
                for place, stage in enumerate(stages)
            ]
            parts.append(Part(0, "standing.stage_id IS NULL", "standing.stage_id", keyed=False))
            parts = parts[::-1] if descending else parts
        case Sort.NAME:
            type_, parts = "text", [Part(1, f"{NAME} > ''", NAME), Part(2, f"{NAME} = ''", NAME, keyed=False)]
        case Sort.CREATED:
            parts = [Part(1, "true", "contact.created_at")]
        case Sort.LAST_INTERACTION:
            parts = [Part(1, f"{LAST} IS NOT NULL", LAST), Part(2, f"{LAST} IS NULL", LAST, keyed=False)]
        case Sort.TIME_AT_STAGE:
            parts = [
                Part(1, "standing.stage_id IS NOT NULL", "standing.stage_since"),
                Part(2, "standing.stage_id IS NULL", "standing.stage_id", keyed=False),
            ]
    # The shortest time at a stage is the latest beginning; within a stage the newest contacts stand first.
    falls = descending != (sort in {Sort.STAGE, Sort.TIME_AT_STAGE})
    of_contact = sort in {Sort.NAME, Sort.CREATED}
    return Line(of_contact, type_, parts[::-1] if backwards else parts, falls != backwards)


def walk(line: Line, matching: Matching, place: Place | None) -> str:
    """A page along the indexes, each part from where it begins. For those who see everybody."""
    begin = [part.number for part in line.parts].index(place.part) if place else 0
    parts = " UNION ALL ".join(
        _stretch(line, number, matching, place if place and number == begin else None)
        for number in range(begin, len(line.parts))
    )
    return f"""
WITH page AS MATERIALIZED (SELECT * FROM ({parts}) stretch ORDER BY {line.order} LIMIT %(limit)s)
{_ROWS} ORDER BY {line.order}"""  # noqa: S608  only what stands in this file is put together


def gather(line: Line, matching: Matching, place: Place | None) -> str:
    """A page out of all who match, which are few."""
    return f"""
WITH matching AS MATERIALIZED ({_gathered(line, matching)}),
page AS MATERIALIZED (
    SELECT * FROM matching WHERE {_beyond(line, place)} ORDER BY {line.order} LIMIT %(limit)s
) {_ROWS} ORDER BY {line.order}"""  # noqa: S608  as above


def _stretch(line: Line, number: int, matching: Matching, place: Place | None) -> str:
    part = line.parts[number]
    conditions = [CONTACTS.format(joined="") if line.of_contact else STANDINGS]
    # "Beyond this key" says already that there is one. Said twice, PostgreSQL begins at the weaker of the two bounds and
    # reads a million names to come to the last page.
    if not (place and part.keyed and not line.falls and part.where.startswith(part.key)):
        conditions.append(part.where)
    if place:
        later = f"({part.key}, {line.id}) {line.sign} (%(key)s::{line.type}, %(id)s)"
        conditions.append(later if part.keyed else f"{line.id} {line.sign} %(id)s")
    if matching.search:
        here = f"{CONTACTS.format(joined='')} AND {matching.search}"
        found = f"EXISTS (SELECT FROM {here} AND contact.id = standing.contact_id)"
        conditions.append(matching.search if line.of_contact else found)
    if matching.stages:
        there = (
            f"EXISTS (SELECT FROM {STANDINGS} AND standing.contact_id = contact.id AND {matching.at_stages})"
        )
        conditions.append(there if line.of_contact else matching.at_stages)
    key = part.key if part.keyed else f"NULL::{line.type}"
    return f"""(SELECT {line.id} AS id, {number} AS place, {key} AS key FROM {" AND ".join(conditions)}
    ORDER BY {part.key} {line.direction}, {line.id} {line.direction} LIMIT %(limit)s)"""  # noqa: S608  as above


def _gathered(line: Line, matching: Matching) -> str:
    places = " ".join(f"WHEN {part.where} THEN {number}" for number, part in enumerate(line.parts))
    keys = " ".join(f"WHEN {part.where} THEN {part.key}" for part in line.parts if part.keyed)
    key = f"CASE {keys} END" if keys else f"NULL::{line.type}"
    columns = f"{line.id} AS id, CASE {places} END AS place, {key} AS key"
    if not (matching.search or matching.where or line.of_contact):
        return " UNION ".join(
            f"SELECT {columns} FROM {STANDINGS} AND {branch}"  # noqa: S608  as above
            for branch in matching.branches
        )
    joined = "" if line.of_contact else STANDING_OF.format(id="contact.id")
    return f"SELECT {columns} FROM {matching.found(joined)}"  # noqa: S608  as above


def _beyond(line: Line, place: Place | None) -> str:
    """The condition on what was gathered that it comes after the place."""
    if place is None:
        return "true"
    number = [part.number for part in line.parts].index(place.part)
    later = f"(key, id) {line.sign} (%(key)s::{line.type}, %(id)s)"
    if not line.parts[number].keyed:
        later = f"id {line.sign} %(id)s"
    return f"(place > {number} OR place = {number} AND {later})"
