"""What an address of Contacts asks for: which part of the table, and which tab of the drawer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict

from tappa.core.accounts.grants import Permission
from tappa.core.contacts.filters.fields import fields
from tappa.core.contacts.filters.terms import EVERYONE, NOBODY, Condition, Filter, Group, Operator
from tappa.core.contacts.rules import Sort
from tappa.core.contacts.table import TableQuery
from tappa.web.shell.visit import Visit

SEARCH_LIMIT: Final = 200
STAGES_LIMIT: Final = 21  # every stage that there can be, and none
NO_STAGE: Final = "none"
DEFAULT_SORT: Final = "-last_interaction"
STAGE_SORTS: Final = frozenset({Sort.STAGE, Sort.TIME_AT_STAGE})
# What one expects of the first click: the longest at a stage, the latest message, the newest contact.
FALLING: Final = frozenset({Sort.TIME_AT_STAGE, Sort.LAST_INTERACTION, Sort.CREATED})


class Tab(StrEnum):
    """The tabs of the drawer."""

    ACTIVITY = "activity"
    DETAILS = "details"
    CONVERSATIONS = "conversations"


@dataclass(frozen=True, slots=True)
class Asked:
    """The query of an address, read forgivingly: what is unknown is left out."""

    sort: Sort
    descending: bool
    search: str = ""
    place: str = ""
    tab: Tab = Tab.ACTIVITY
    stages: tuple[int | None, ...] = ()

    @property
    def table(self) -> TableQuery:
        """The same for the core."""
        return TableQuery(self.sort, self.descending, self.search, self.place, where=self.where)

    @property
    def where(self) -> Filter:
        """The stages as a filter."""
        at = tuple(NOBODY if stage is None else stage for stage in self.stages)
        return Group((Condition(fields()["stage"], Operator.ANY_OF, at),)) if at else EVERYONE

    @property
    def stage_words(self) -> list[str]:
        """The stages that are filtered by, as an address names them."""
        return [NO_STAGE if stage is None else str(stage) for stage in self.stages]

    def without_stage(self, stage: int | None) -> str:
        """The query of the table with one stage less."""
        left = tuple(each for each in self.stages if each != stage)
        return replace(self, stages=left, place="").list_query()

    @property
    def sort_word(self) -> str:
        """The sort as an address names it, "" for the usual one."""
        word = ("-" if self.descending else "") + self.sort
        return "" if word == DEFAULT_SORT else word

    def list_query(self, *, place: str | None = None, sort: str | None = None) -> str:
        """The query of the table, with "?"; another place or another sort begins anew where it must."""
        own = ("-" if self.descending else "") + self.sort
        here = self.place if place is None and sort is None else place or ""
        return self._query({"sort": sort or own, "search": self.search, "place": here})

    def drawer_query(self, tab: Tab | None = None) -> str:
        """The query of a contact's address: the table behind it, and the tab."""
        own = ("-" if self.descending else "") + self.sort
        wanted = self.tab if tab is None else tab
        return self._query({"sort": own, "search": self.search, "place": self.place, "tab": wanted})

    def sorted_by(self, sort: Sort) -> str:
        """The query of the table sorted by this, the other way round where it is so already."""
        falls = not self.descending if sort is self.sort else sort in FALLING
        return self.list_query(sort=("-" if falls else "") + sort)

    def _query(self, parts: dict[str, str]) -> str:
        """What is as it is anyway is left out, so that addresses stay short."""
        usual = {"sort": DEFAULT_SORT, "tab": Tab.ACTIVITY}
        told = [(name, value) for name, value in parts.items() if value and usual.get(name) != value]
        told += [("stage", word) for word in self.stage_words]
        return f"?{urlencode(told)}" if told else ""


def read_asked(visit: Visit) -> Asked:
    """What this visit's address asks for."""
    given: QueryDict = visit.request.GET
    word = given.get("sort", DEFAULT_SORT)
    name = word.removeprefix("-")
    known = name in set(Sort) and (visit.stages_shown or Sort(name) not in STAGE_SORTS)
    if not known:
        word, name = DEFAULT_SORT, DEFAULT_SORT.removeprefix("-")
    tab = given.get("tab", "")
    return Asked(
        sort=Sort(name),
        descending=word.startswith("-"),
        search=given.get("search", "").strip()[:SEARCH_LIMIT],
        place=given.get("place", ""),
        tab=Tab(tab) if tab in set(Tab) else Tab.ACTIVITY,
        stages=tuple(_stages(visit, given.getlist("stage")[:STAGES_LIMIT])),
    )


def _stages(visit: Visit, words: Iterable[str]) -> Iterator[int | None]:
    """The stages to filter by: of owners and managers alone (C3, C5), and not where stages are hidden (L2).

    One that is gone stays in the filter: it then finds nobody, never everybody (L14).
    """
    if not (visit.stages_shown and visit.may(Permission.FILTER_CONTACTS)):
        return
    for word in dict.fromkeys(words):
        if word == NO_STAGE:
            yield None
        elif word.isascii() and word.isdigit() and len(word) <= 16:
            yield int(word)
