"""The statements that find the contacts of a page (reading.py says when which).

Along a line (`walk`): an index leads to the page's beginning, and the table read along stands in the statement under its
usual name, so that conditions speak of `contact` and `standing` as everywhere. Each contact is looked at by itself
(LATERAL, LIMIT 1), in the order of the line: so PostgreSQL stops when the page is full, and never takes it for wiser to
read all who match first. Or all who match are gathered by whatever index leads to them, and sorted (`gather`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from tappa.core.contacts.matching import Matching
from tappa.core.contacts.places import Place
from tappa.core.contacts.sorts import NOWHERE, Line, Part

CONTACTS: Final = (
    "contacts_contact contact WHERE contact.workspace_id = %(workspace)s AND contact.deleted_at IS NULL"
)
STANDINGS: Final = (
    "contacts_standing standing WHERE standing.workspace_id = %(workspace)s AND NOT standing.is_deleted"
)
BOTH: Final = """contacts_contact contact JOIN contacts_standing standing
      ON standing.workspace_id = %(workspace)s AND standing.contact_id = contact.id AND NOT standing.is_deleted
    WHERE contact.workspace_id = %(workspace)s AND contact.deleted_at IS NULL"""

_OF_CONTACT: Final = re.compile(r"\bcontact\.(\w+)")
_IDS: Final = {"contact": "contact.id", "standing": "standing.contact_id"}
COUNT: Final = "SELECT count(*) AS number FROM (SELECT FROM {rows} LIMIT %(most)s + 1) matching"
# Where another table tells who is counted, but for those who were deleted: as few as they are for a month, until they are
# erased, they are left out of what it tells. Where they are many, each contact is looked at.
GONE: Final = 1000
COUNT_HELD: Final = """WITH gone AS MATERIALIZED (
    SELECT contact.id FROM contacts_contact contact
    WHERE contact.workspace_id = %(workspace)s AND contact.deleted_at IS NOT NULL LIMIT %(gone)s + 1
)
SELECT CASE WHEN (SELECT count(*) FROM gone) <= %(gone)s
    THEN (SELECT count(*) FROM (
        SELECT FROM {held} AND contact.id NOT IN (SELECT id FROM gone) LIMIT %(most)s + 1
    ) matching)
    ELSE (SELECT count(*) FROM (SELECT FROM {rows} LIMIT %(most)s + 1) matching)
END AS number"""
ESTIMATE: Final = "EXPLAIN (FORMAT JSON) SELECT FROM {rows}"
# All, or those at the stages `only` and, if `nowhere`, at none: what has been counted already (models_tally.py).
TALLIED: Final = """SELECT coalesce(sum(contacts), 0)::bigint AS number FROM contacts_tally
WHERE workspace_id = %(workspace)s
  AND (%(everywhere)s OR stage_id = ANY (%(only)s::bigint[]) OR %(nowhere)s AND stage_id IS NULL)"""


@dataclass(frozen=True, slots=True, init=False)
class Plan:
    """What PostgreSQL expects of a statement: how many rows, and how much work in its own unit."""

    rows: int
    cost: float

    def __init__(self, **columns: Any) -> None:
        """The answer of EXPLAIN (FORMAT JSON), whose column has a name that no attribute can have."""
        plan = columns["QUERY PLAN"][0]["Plan"]
        object.__setattr__(self, "rows", int(plan["Plan Rows"]))
        object.__setattr__(self, "cost", float(plan["Total Cost"]))


def walk(line: Line, part: Part, matching: Matching, place: Place | None) -> str:
    """The next contacts along a part of the line, from the place on; and the `bound`-th that was looked at, so that who
    gets too few knows whether these are all, and where to go on."""
    alias, order = line.alias, _order(line, part, f"{line.alias}.key")
    columns = f"SELECT {line.id} AS id, {part.number} AS part, {alias}.key"
    if not matching.asks_along(line):
        rows = _merged(line, part, matching, place, "limit")
        return f"{columns}, true AS matches, false AS is_last FROM {rows} {alias} {order} LIMIT %(limit)s"
    if matching.asks_rows_alone(line):
        return _walk_rows(line, part, matching, place)
    # The number is counted in an order that is there already: so PostgreSQL knows that it still is, and sorts nothing.
    rows = _merged(line, part, matching, place, "bound")
    numbered = (
        f"SELECT *, row_number() OVER ({_order(line, part, 'key', bare=True)}) AS number FROM {rows} line"  # noqa: S608
    )
    return f"""{columns}, coalesce(found.matches, false) AS matches, {alias}.number = %(bound)s AS is_last
FROM ({numbered}) {alias}
LEFT JOIN LATERAL (SELECT true AS matches {_looking(line, matching)} LIMIT 1) found ON true
WHERE found.matches OR {alias}.number = %(bound)s {order} LIMIT %(limit)s"""


def _walk_rows(line: Line, part: Part, matching: Matching, place: Place | None) -> str:
    """The same where the rows tell all that is asked: unnumbered, which makes a look six times as cheap. The last one that
    was looked at is found by counting again, where the page is not full."""
    alias = line.alias
    columns = f"SELECT {line.id} AS id, {part.number} AS part, {alias}.key"
    rows, order = _merged(line, part, matching, place, "bound"), _order(line, part, f"{alias}.key")
    return f"""WITH found AS MATERIALIZED (
    {columns}, true AS matches, false AS is_last FROM {rows} {alias}
    WHERE {" AND ".join(matching.conditions_on(alias))} {order} LIMIT %(limit)s
), last AS (
    {columns}, false AS matches, true AS is_last FROM {rows} {alias}
    WHERE (SELECT count(*) FROM found) < %(limit)s {order} OFFSET %(bound)s - 1 LIMIT 1
)
SELECT * FROM found UNION ALL SELECT * FROM last ORDER BY is_last, id {line.direction}"""  # noqa: S608  as above


def gather(line: Line, matching: Matching, place: Place | None) -> str:
    """A page out of all who match."""
    places = " ".join(f"WHEN {part.where} THEN {number}" for number, part in enumerate(line.parts))
    parts = " ".join(f"WHEN {number} THEN {part.number}" for number, part in enumerate(line.parts))
    keys = " ".join(f"WHEN {part.where} THEN {part.key}" for part in line.parts if part.key)
    key = f"CASE {keys} END" if keys else f"NULL::{line.type}"
    return f"""WITH matching AS MATERIALIZED (
    SELECT {line.id} AS id, CASE {places} END AS place, {key} AS key FROM {matching_rows(matching, line)}
)
SELECT id, CASE place {parts} END AS part, key, true AS matches, false AS is_last FROM matching WHERE {_beyond(line, place)}
ORDER BY place, key {line.direction}, id {line.direction} LIMIT %(limit)s"""  # noqa: S608  as above


def matching_rows(matching: Matching, line: Line | None = None) -> str:
    """All who match, and what the line looks at beside: what stands after FROM."""
    of_contact = line is not None and line.of_contact
    if of_contact or not matching.asks("contact", of="standing"):
        table = "contact" if of_contact else "standing"
    else:
        table = "contact" if line is None and not matching.asks("standing", of="contact") else "standing"
    other = "standing" if table == "contact" else "contact"
    conditions = [*matching.conditions_on(table), *matching.stage_conditions]
    if matching.sight:
        seen = " UNION ".join(
            f"SELECT standing.contact_id FROM {STANDINGS} AND {branch.sql}"  # noqa: S608  as above
            for branch in matching.sight
        )
        conditions.append(f"{_IDS[table]} IN ({seen})")
    rows = BOTH if matching.asks(other, of=table) else {"contact": CONTACTS, "standing": STANDINGS}[table]
    return " AND ".join([rows, *conditions])


def held_rows(matching: Matching) -> str:
    """All who match and some who were deleted, read off one condition's own table: what stands after FROM. "" where more is
    asked than other tables tell by the contact's id."""
    if matching.holders is None or matching.only is not None or matching.sight:
        return ""
    condition, holders = matching.holders
    others = [other for other in matching.conditions if other != condition]
    rest = replace(matching, conditions=tuple(others)).conditions_on("contact")
    if any("standing." in other or set(_OF_CONTACT.findall(other)) - {"id"} for other in rest):
        return ""
    return " AND ".join([f"({holders}) contact WHERE true", *rest])


def _merged(line: Line, part: Part, matching: Matching, place: Place | None, most: str) -> str:
    """The part from the place on, out of its branches: so many rows of the table read along, with the key."""
    key = part.key or f"NULL::{line.type}"
    beyond = " AND ".join(
        [CONTACTS if line.of_contact else STANDINGS, *_beyond_place(line, part, matching, place)]
    )
    branches = [
        f"""(SELECT {line.alias}.*, {key} AS key FROM {beyond} AND {branch}
        {_order(line, part, part.key, nulls=[*(["standing.stage_id"] if branch == NOWHERE else []), part.null])} LIMIT %({most})s)"""  # noqa: S608
        for branch in part.branches
    ]
    if len(branches) == 1:
        return branches[0]
    merged = " UNION ALL ".join(branches)
    return f"(SELECT * FROM ({merged}) branch {_order(line, part, 'key', bare=True)} LIMIT %({most})s)"  # noqa: S608


def _order(line: Line, part: Part, key: str, *, bare: bool = False, nulls: Sequence[str] = ()) -> str:
    """The order of a part, by the key where it has one. `nulls` are null for all, and named so that PostgreSQL sees that
    an index has this order."""
    own = line.id.partition(".")[2] if bare else line.id
    columns = [*nulls, key if part.key else "", own]
    return "ORDER BY " + ", ".join(f"{column} {line.direction}" for column in columns if column)


def _beyond_place(line: Line, part: Part, matching: Matching, place: Place | None) -> list[str]:
    """The conditions of the part, and where the page begins and what it is bound by."""
    bounds = [
        f"{part.key} {sign} %({name})s"
        for sign, name in matching.bounds.get(part.key, [])
        if place is None or sign[0] != line.sign  # beyond a place it is beyond that bound too
    ]
    if place and part.key:
        bounds.append(f"({part.key}, {line.id}) {line.sign} (%(key)s::{line.type}, %(id)s)")
    elif place:
        bounds.append(f"{line.id} {line.sign} %(id)s")
    beside = [
        f"{key} {sign} %({name})s" for key in part.beside for sign, name in matching.bounds.get(key, [])
    ]
    # A bound says already that there is a key. Said twice, PostgreSQL begins at the weaker of the two and reads a million
    # names to come to the last page.
    rising = bool(bounds) and not (place and line.falls)
    known = part.key and rising and part.where.startswith(part.key)
    return [*bounds, *beside] if known else [part.where, *bounds, *beside]


def _looking(line: Line, matching: Matching) -> str:
    """Whether a contact on the way matches: FROM what and WHERE."""
    conditions = [
        *matching.conditions_on(line.alias),
        *(matching.stage_conditions if line.of_contact else ()),
    ]
    if matching.sight:
        conditions.append(f"({' OR '.join(branch.sql for branch in matching.sight)})")
    asked = " AND ".join(conditions)
    if line.of_contact and matching.asks("standing", of="contact"):
        return f"FROM {STANDINGS} AND standing.contact_id = contact.id AND {asked}"
    if not line.of_contact and matching.asks("contact", of="standing"):
        return f"FROM {CONTACTS} AND contact.id = standing.contact_id AND {asked}"
    return f"WHERE {asked}"


def _beyond(line: Line, place: Place | None) -> str:
    """The condition on what was gathered that it comes after the place."""
    if place is None:
        return "true"
    number = line.index_of(place.part) or 0
    later = f"(key, id) {line.sign} (%(key)s::{line.type}, %(id)s)"
    if not line.parts[number].key:
        later = f"id {line.sign} %(id)s"
    return f"(place > {number} OR place = {number} AND {later})"
