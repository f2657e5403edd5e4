"""Whom a table, a list or a count of contacts is about: who may be seen, what is searched, what is filtered by."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils import timezone

from tappa.core.accounts.models import Member
from tappa.core.contacts.filters.compile import TRIGRAM, Clause
from tappa.core.contacts.filters.terms import EVERYONE, Filter
from tappa.core.contacts.filters.times import Reading
from tappa.core.contacts.leads import Lead, lead_of
from tappa.core.contacts.rules import fold_text, literal
from tappa.core.contacts.sight import sight_branches, visible_ids
from tappa.core.contacts.sorts import NAME, Line

CONTAINS: Final = "contact.search LIKE %(search)s"
# A range, for LIKE finds no index by a parameter.
BEGINS: Final = f"{NAME} >= %(search)s AND {NAME} < %(search_end)s"

_SAME_ID: Final = {
    "contact": (re.compile(r"\bstanding\.contact_id\b"), "contact.id"),
    "standing": (re.compile(r"\bcontact\.id\b"), "standing.contact_id"),
}


@dataclass(frozen=True, slots=True)
class Matching:
    """Who matches: those of whom all `conditions` hold (on `contact` and `standing`), who stand at one of the stages
    `only` (None: wherever), and of whom one of the branches of `sight` holds (none: everybody is seen).

    `bounds` repeat what the conditions say of moments: by column the signs and names of what it lies between. `holders` is a
    condition that another table tells by itself, and the SELECT of those of whom it holds, deleted ones among them.
    """

    values: dict[str, Any]
    conditions: tuple[str, ...] = ()
    only: frozenset[int | None] | None = None
    sight: tuple[Clause, ...] = ()
    bounds: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    holders: tuple[str, str] | None = None

    @property
    def is_sorted_out(self) -> bool:
        """Whether more is asked of a contact than where it stands."""
        return bool(self.conditions or self.sight)

    def asks_along(self, line: Line) -> bool:
        """Whether more is asked than the line answers by itself, which knows the stages where it reads standings."""
        return self.is_sorted_out or (line.of_contact and self.only is not None)

    def conditions_on(self, table: str) -> list[str]:
        """The conditions, where the table `contact` or `standing` is read and tells the contact's id."""
        other, own = _SAME_ID[table]
        return [other.sub(own, condition) for condition in self.conditions]

    def asks(self, table: str, *, of: str) -> bool:
        """Whether more than the contact's id is asked of this table, where the table `of` is read."""
        if table == "standing" and (self.only is not None or self.sight):
            return True
        return any(f"{table}." in condition for condition in self.conditions_on(of))

    @property
    def is_search_alone(self) -> bool:
        """Whether nothing is asked but whether some letters occur: of each contact that is as quickly told."""
        return self.conditions == (CONTAINS,) and self.only is None and not self.sight

    def asks_rows_alone(self, line: Line) -> bool:
        """Whether the rows that the line reads tell all that is asked, and lie in its order: contacts by their ids."""
        by_id = line.of_contact and not any(part.key for part in line.parts)
        elsewhere = self.asks("standing", of="contact") or any(
            "SELECT" in condition for condition in self.conditions
        )
        return by_id and not elsewhere

    @property
    def stage_conditions(self) -> tuple[str, ...]:
        """That the contact stands at one of the stages: a condition, or none where it may stand anywhere."""
        if self.only is None:
            return ()
        at = "standing.stage_id = ANY (%(only)s::bigint[])"
        return (f"({at} OR standing.stage_id IS NULL)",) if None in self.only else (at,)


def matching_of(
    member: Member,
    *,
    search: str,
    where: Filter,
    reading: Reading | None,
    stages: Sequence[int],
) -> Matching:
    """Whom a search and a filter find among those whom the member may see; `stages` are the ids of all.

    Without `reading` the filter is read now, in the workspace's time zone.
    """
    lead = Lead()
    if where != EVERYONE:
        lead = lead_of(
            where, reading or Reading(ZoneInfo(member.workspace.time_zone), timezone.now()), stages=stages
        )
    sight = () if visible_ids(member) is None else sight_branches(member)
    searched = search_clause(search)
    conditions = (*lead.conditions, *([searched.sql] if searched else []))
    values = {"workspace": member.workspace_id, **lead.values, **(searched.values if searched else {})}
    for branch in sight:
        values |= branch.values
    return _matching(values, conditions, lead, sight)


def matching_of_all(
    workspace_id: int, *, search: str, where: Filter, reading: Reading, stages: Sequence[int]
) -> Matching:
    """The same for a program, which sees everybody; fewer than three letters are sought everywhere for it."""
    lead = lead_of(where, reading, stages=stages)
    values = {"workspace": workspace_id, **lead.values}
    conditions = lead.conditions
    if wanted := fold_text(search):
        conditions = (*conditions, CONTAINS)
        values["search"] = f"%{literal(wanted)}%"
    return _matching(values, conditions, lead, ())


def _matching(
    values: dict[str, Any], conditions: tuple[str, ...], lead: Lead, sight: tuple[Clause, ...]
) -> Matching:
    if lead.only is not None:
        values["only"] = sorted(stage for stage in lead.only if stage is not None)
    return Matching(values, conditions, lead.only, sight, lead.bounds, lead.holders)


def search_clause(text: str) -> Clause | None:
    """What a search asks for: letters anywhere, or, fewer than three, at the beginning of the name."""
    wanted = fold_text(text.replace("\x00", ""))
    if not wanted:
        return None
    if len(wanted) < TRIGRAM:
        return Clause(BEGINS, {"search": wanted, "search_end": wanted + chr(0x10FFFF)})
    return Clause(CONTAINS, {"search": f"%{literal(wanted)}%"})
