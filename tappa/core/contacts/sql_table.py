"""The statements that find the contacts of a page (reading.py says when which).

Along a line (`walk`): an index leads to the page's beginning, and the table read along stands in the statement under its
usual name, so that conditions speak of `contact` and `standing` as everywhere. Each contact is looked at by itself
(LATERAL, LIMIT 1), in the order of the line: so PostgreSQL stops when the page is full, and never takes it for wiser to
read all who match first. Or all who match are gathered by whatever index leads to them, and sorted (`gather`).
"""

from typing import Final

from tappa.core.contacts.matching import Matching
from tappa.core.contacts.places import Place
from tappa.core.contacts.sorts import Line, Part

CONTACTS: Final = (
    "contacts_contact contact WHERE contact.workspace_id = %(workspace)s AND contact.deleted_at IS NULL"
)
STANDINGS: Final = (
    "contacts_standing standing WHERE standing.workspace_id = %(workspace)s AND NOT standing.is_deleted"
)
BOTH: Final = """contacts_contact contact JOIN contacts_standing standing
      ON standing.workspace_id = %(workspace)s AND standing.contact_id = contact.id AND NOT standing.is_deleted
    WHERE contact.workspace_id = %(workspace)s AND contact.deleted_at IS NULL"""

COUNT: Final = "SELECT count(*) AS number FROM (SELECT FROM {rows} LIMIT %(most)s + 1) matching"
ESTIMATE: Final = "EXPLAIN (FORMAT JSON) SELECT FROM {rows}"
# All, or those at the stages `only` and, if `nowhere`, at none: what has been counted already (models_tally.py).
TALLIED: Final = """SELECT coalesce(sum(contacts), 0)::bigint AS number FROM contacts_tally
WHERE workspace_id = %(workspace)s
  AND (%(everywhere)s OR stage_id = ANY (%(only)s::bigint[]) OR %(nowhere)s AND stage_id IS NULL)"""


def walk(line: Line, part: Part, matching: Matching, place: Place | None) -> str:
    """The next contacts along a part of the line, from the place on; and the `bound`-th that was looked at, so that who
    gets too few knows whether these are all."""
    alias = line.alias
    columns = f"{line.id} AS id, {part.number} AS part, {alias}.key"
    order = f"ORDER BY {alias}.key {line.direction}, {line.id} {line.direction} LIMIT %(limit)s"
    if not matching.asks_along(line):
        return f"SELECT {columns}, true AS matches, false AS is_last FROM {_merged(line, part, matching, place, 'limit')} {alias} {order}"  # noqa: S608
    return f"""SELECT {columns}, coalesce(found.matches, false) AS matches, {alias}.number = %(bound)s AS is_last
FROM (SELECT *, row_number() OVER () AS number FROM {_merged(line, part, matching, place, "bound")} line) {alias}
LEFT JOIN LATERAL (SELECT true AS matches {_looking(line, matching)} LIMIT 1) found ON true
WHERE found.matches OR {alias}.number = %(bound)s {order}"""  # noqa: S608  only what stands in these files is put together


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
    conditions = [*matching.conditions, *matching.stage_conditions]
    if matching.sight:
        seen = " UNION ".join(
            f"SELECT standing.contact_id FROM {STANDINGS} AND {branch.sql}"  # noqa: S608  as above
            for branch in matching.sight
        )
        own = "contact.id" if line and line.of_contact else "standing.contact_id"
        conditions.append(f"{own} IN ({seen})")
    of_contact = (line is not None and line.of_contact) or matching.asks_of("contact")
    of_standing = line is None or not line.of_contact or matching.asks_of("standing")
    rows = BOTH if of_contact and of_standing else CONTACTS if of_contact else STANDINGS
    return " AND ".join([rows, *conditions])


def _merged(line: Line, part: Part, matching: Matching, place: Place | None, most: str) -> str:
    """The part from the place on, out of its branches: so many rows of the table read along, with the key."""
    key = part.key or f"NULL::{line.type}"
    order = f"ORDER BY {part.key + ' ' + line.direction + ', ' if part.key else ''}{line.id} {line.direction}"
    branches = [
        f"(SELECT {line.alias}.*, {key} AS key FROM {conditions} {order} LIMIT %({most})s)"  # noqa: S608  as above
        for conditions in _branches(line, part, matching, place)
    ]
    if len(branches) == 1:
        return branches[0]
    by = line.id.partition(".")[2]
    return f"""(SELECT * FROM ({" UNION ALL ".join(branches)}) branch
        ORDER BY key {line.direction}, {by} {line.direction} LIMIT %({most})s)"""  # noqa: S608  as above


def _branches(line: Line, part: Part, matching: Matching, place: Place | None) -> list[str]:
    """What stands after FROM in each branch."""
    conditions = [CONTACTS if line.of_contact else STANDINGS]
    bounds = [
        f"{part.key} {sign} %({name})s"
        for sign, name in matching.bounds.get(part.key, [])
        if place is None or sign[0] != line.sign  # beyond a place it is beyond that bound too
    ]
    # "Beyond this key" says already that there is one. Said twice, PostgreSQL begins at the weaker of the two bounds and
    # reads a million names to come to the last page.
    from_place = place is not None and bool(part.key)
    if not (((from_place and not line.falls) or bounds) and part.where.startswith(part.key)):
        conditions.append(part.where)
    if from_place:
        conditions.append(f"({part.key}, {line.id}) {line.sign} (%(key)s::{line.type}, %(id)s)")
    elif place:
        conditions.append(f"{line.id} {line.sign} %(id)s")
    return [" AND ".join([*conditions, *bounds, branch]) for branch in part.branches]


def _looking(line: Line, matching: Matching) -> str:
    """Whether a contact on the way matches: FROM what and WHERE."""
    conditions = [*matching.conditions, *(matching.stage_conditions if line.of_contact else ())]
    if matching.sight:
        conditions.append(f"({' OR '.join(branch.sql for branch in matching.sight)})")
    if line.of_contact and matching.asks_of("standing"):
        return f"FROM {STANDINGS} AND standing.contact_id = contact.id AND {' AND '.join(conditions)}"
    if not line.of_contact and matching.asks_of("contact"):
        return f"FROM {CONTACTS} AND contact.id = standing.contact_id AND {' AND '.join(conditions)}"
    return f"WHERE {' AND '.join(conditions)}"


def _beyond(line: Line, place: Place | None) -> str:
    """The condition on what was gathered that it comes after the place."""
    if place is None:
        return "true"
    number = line.index_of(place.part) or 0
    later = f"(key, id) {line.sign} (%(key)s::{line.type}, %(id)s)"
    if not line.parts[number].key:
        later = f"id {line.sign} %(id)s"
    return f"(place > {number} OR place = {number} AND {later})"
