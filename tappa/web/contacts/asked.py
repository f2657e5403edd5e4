"""What an address of Contacts asks for: which part of the table, and which tab of the drawer."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils import timezone

from tappa.core.accounts.grants import Permission
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.parse import read_address, read_filter, write_address
from tappa.core.contacts.filters.terms import EVERYONE, NOBODY, Filter, Operator
from tappa.core.contacts.filters.times import Reading
from tappa.core.contacts.rules import Sort
from tappa.core.contacts.table import TableQuery
from tappa.web.contacts.addresses import NO_STAGE, query_of
from tappa.web.shell.visit import Visit

SEARCH_LIMIT: Final = 200
STAGES_LIMIT: Final = 21  # every stage that there can be, and none
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
    """The query of an address, read forgivingly: what is unknown is left out. `catalogue` knows what the filter was read
    with; it is read by the days of `zone`."""

    sort: Sort
    descending: bool
    search: str = ""
    place: str = ""
    tab: Tab = Tab.ACTIVITY
    filter: Filter = EVERYONE
    catalogue: Catalogue = field(kw_only=True, compare=False)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))

    @property
    def table(self) -> TableQuery:
        """The same for the core."""
        return TableQuery(
            self.sort, self.descending, self.search, self.place, where=self.filter, reading=self.reading
        )

    @property
    def reading(self) -> Reading:
        """When and where the filter is read: now, by the person's own days."""
        return Reading(self.zone, timezone.now())

    @property
    def filter_word(self) -> str:
        """The filter as an address has it, "" for everyone."""
        return write_address(self.filter)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What a form of the table sends along, to come back to the same sort, search and filter."""
        told = [("filter", self.filter_word), ("search", self.search), ("sort", self.sort_word)]
        return [(name, value) for name, value in told if value]

    def filtered_by(self, filter_: Filter) -> str:
        """The query of the table with another filter, from its beginning."""
        return replace(self, filter=filter_, place="").list_query()

    @property
    def sort_word(self) -> str:
        """The sort as an address names it, "" for the usual one."""
        word = ("-" if self.descending else "") + self.sort
        return "" if word == DEFAULT_SORT else word

    def list_query(self, *, place: str | None = None, sort: str | None = None) -> str:
        """The query of the table, with "?"; another place or another sort begins anew where it must."""
        own = ("-" if self.descending else "") + self.sort
        here = self.place if place is None and sort is None else place or ""
        return self._query(
            {"sort": sort or own, "search": self.search, "place": here, "filter": self.filter_word}
        )

    def drawer_query(self, tab: Tab | None = None) -> str:
        """The query of a contact's address: the table behind it, and the tab."""
        own = ("-" if self.descending else "") + self.sort
        wanted = self.tab if tab is None else tab
        told = {"sort": own, "search": self.search, "place": self.place, "filter": self.filter_word}
        return self._query(told | {"tab": wanted})

    def sorted_by(self, sort: Sort) -> str:
        """The query of the table sorted by this, the other way round where it is so already."""
        falls = not self.descending if sort is self.sort else sort in FALLING
        return self.list_query(sort=("-" if falls else "") + sort)

    def _query(self, parts: dict[str, str]) -> str:
        """What is as it is anyway is left out, so that addresses stay short."""
        usual = {"sort": DEFAULT_SORT, "tab": Tab.ACTIVITY}
        return query_of([(name, value) for name, value in parts.items() if usual.get(name) != value])


def read_asked(visit: Visit) -> Asked:
    """What this visit's address asks for."""
    return asked_of(visit, visit.request.GET)


def asked_of(visit: Visit, given: QueryDict) -> Asked:
    """What this query asks for."""
    word = given.get("sort", DEFAULT_SORT)
    name = word.removeprefix("-")
    known = name in set(Sort) and (visit.stages_shown or Sort(name) not in STAGE_SORTS)
    if not known:
        word, name = DEFAULT_SORT, DEFAULT_SORT.removeprefix("-")
    tab = given.get("tab", "")
    catalogue = Catalogue(visit.workspace.id)
    return Asked(
        sort=Sort(name),
        descending=word.startswith("-"),
        search=given.get("search", "").strip()[:SEARCH_LIMIT],
        place=given.get("place", ""),
        tab=Tab(tab) if tab in set(Tab) else Tab.ACTIVITY,
        filter=_filter(visit, given, catalogue),
        catalogue=catalogue,
        zone=visit.zone,
    )


def _filter(visit: Visit, given: QueryDict, catalogue: Catalogue) -> Filter:
    """The filter: of owners and managers alone (C3, C5). Stages that stand in an address by themselves, as older links
    have them, are one as well."""
    if not visit.may(Permission.FILTER_CONTACTS):
        return EVERYONE
    if word := given.get("filter", ""):
        return read_address(word, catalogue)
    stages = list(dict.fromkeys(_stages(given.getlist("stage")[:STAGES_LIMIT])))
    return read_filter({"all": [["stage", Operator.ANY_OF, stages]]}, catalogue) if stages else EVERYONE


def _stages(words: list[str]) -> Iterator[int]:
    for word in words:
        if word == NO_STAGE:
            yield NOBODY
        elif word.isascii() and word.isdigit() and len(word) <= 16:
            yield int(word)
