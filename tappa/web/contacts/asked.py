"""What an address of Contacts asks for: which part of the table, and which tab of the drawer."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from tappa.core.accounts.grants import Permission
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.parse import read_address, read_filter, write_address
from tappa.core.contacts.filters.terms import EVERYONE, NOBODY, Broken, Filter, Group, Operator
from tappa.core.contacts.filters.times import Reading
from tappa.core.contacts.models_segment import Segment
from tappa.core.contacts.rules import Sort
from tappa.core.contacts.segments import filter_of, segments_of
from tappa.core.contacts.table import TableQuery
from tappa.web.contacts.addresses import NO_STAGE, query_of
from tappa.web.contacts.kinds import Show
from tappa.web.shell.visit import Visit

SEARCH_LIMIT: Final = 200
STAGES_LIMIT: Final = 21  # every stage that there can be, and none
DEFAULT_SORT: Final = "-last_interaction"
STAGE_SORTS: Final = frozenset({Sort.STAGE, Sort.TIME_AT_STAGE})
# What one expects of the first click: the longest at a stage, the latest message, the newest contact.
FALLING: Final = frozenset({Sort.TIME_AT_STAGE, Sort.LAST_INTERACTION, Sort.CREATED})
NOTHING_ASKED: Final = '{"all":[]}'  # beside a segment: its filter was emptied


class Tab(StrEnum):
    """The tabs of the drawer."""

    ACTIVITY = "activity"
    DETAILS = "details"
    CONVERSATIONS = "conversations"


@dataclass(frozen=True, slots=True)
class Asked:
    """The query of an address, read forgivingly: what is unknown is left out.

    `filter` is the segment's where the address has none beside it; `kept` is what the segment was saved with. `segment_word`
    stays in the address also when the segment is gone: then the filter finds nobody and says so. `catalogue` knows what the
    filter was read with; it is read by the days of `zone`.
    """

    sort: Sort
    descending: bool
    search: str = ""
    place: str = ""
    tab: Tab = Tab.ACTIVITY
    show: Show = Show.ALL
    filter: Filter = EVERYONE
    segment: Segment | None = None
    segment_word: str = ""
    kept: Filter = EVERYONE
    catalogue: Catalogue = field(kw_only=True, compare=False)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))

    @property
    def reading(self) -> Reading:
        """When and where the filter is read: of a segment by the workspace's days, else by the person's."""
        return Reading(self.zone, timezone.now())

    @property
    def table(self) -> TableQuery:
        """The same for the core."""
        return TableQuery(
            self.sort, self.descending, self.search, self.place, where=self.filter, reading=self.reading
        )

    @property
    def filter_word(self) -> str:
        """The filter as an address has it, "" for everyone, and for what the segment was saved with."""
        if not self.segment_word:
            return write_address(self.filter)
        return "" if self.filter == self.kept else write_address(self.filter) or NOTHING_ASKED

    @property
    def is_edited(self) -> bool:
        """Whether the segment shows another filter than it was saved with."""
        return self.segment is not None and self.filter != self.kept

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What a form of the table sends along, to come back to the same sort, search, segment and filter."""
        told = [
            ("segment", self.segment_word),
            ("filter", self.filter_word),
            ("search", self.search),
            ("sort", self.sort_word),
        ]
        return [(name, value) for name, value in told if value]

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """What is sent along where something is done with all who are shown: the filter always, a segment's too, as it was when
        the page was made."""
        filter_word = write_address(self.filter) or NOTHING_ASKED
        return [("segment", self.segment_word), ("filter", filter_word), ("search", self.search)]

    def filtered_by(self, filter_: Filter) -> str:
        """The query of the table with another filter, from its beginning."""
        return replace(self, filter=filter_, place="").list_query()

    @property
    def own_sort(self) -> str:
        """The sort as a segment is saved with it, "" for the usual one."""
        return "" if self._sort == DEFAULT_SORT else self._sort

    @property
    def sort_word(self) -> str:
        """The sort as an address names it, "" for the one that is meant without."""
        return "" if self._sort == self._usual_sort else self._sort

    @property
    def show_word(self) -> str:
        """What of the activity is shown, "" for all of it."""
        return "" if self.show is Show.ALL else self.show

    def list_query(self, *, place: str | None = None, sort: str | None = None) -> str:
        """The query of the table, with "?"; another place or another sort begins anew where it must."""
        here = self.place if place is None and sort is None else place or ""
        return self._query({"sort": sort or self._sort, "place": here})

    def drawer_query(self, tab: Tab | None = None, show: Show | None = None) -> str:
        """The query of a contact's address: the table behind it, the tab, and what of the activity is shown."""
        wanted = self.tab if tab is None else tab
        shown = self.show if show is None else show
        return self._query({"sort": self._sort, "place": self.place, "tab": wanted, "show": shown})

    def sorted_by(self, sort: Sort) -> str:
        """The query of the table sorted by this, the other way round where it is so already."""
        falls = not self.descending if sort is self.sort else sort in FALLING
        return self.list_query(sort=("-" if falls else "") + sort)

    @property
    def _sort(self) -> str:
        return ("-" if self.descending else "") + self.sort

    @property
    def _usual_sort(self) -> str:
        return (self.segment.sort if self.segment else "") or DEFAULT_SORT

    def _query(self, parts: dict[str, str]) -> str:
        """What is as it is anyway is left out, so that addresses stay short."""
        usual = {"sort": self._usual_sort, "tab": Tab.ACTIVITY, "show": Show.ALL}
        told = {"segment": self.segment_word, "search": self.search, "filter": self.filter_word} | parts
        return query_of([(name, value) for name, value in told.items() if usual.get(name) != value])


def read_asked(visit: Visit) -> Asked:
    """What this visit's address asks for."""
    return asked_of(visit, visit.request.GET)


def asked_of(visit: Visit, given: QueryDict) -> Asked:
    """What this query asks for."""
    catalogue = Catalogue(visit.workspace.id)
    segment_word, segment = _segment(visit, given)
    kept = _kept(segment_word, segment, catalogue)
    usual = (segment.sort if segment else "") or DEFAULT_SORT
    word = next(each for each in (given.get("sort", usual), usual, DEFAULT_SORT) if _is_sort(visit, each))
    tab, show = given.get("tab", ""), given.get("show", "")
    return Asked(
        sort=Sort(word.removeprefix("-")),
        descending=word.startswith("-"),
        search=given.get("search", "").strip()[:SEARCH_LIMIT],
        place=given.get("place", ""),
        tab=Tab(tab) if tab in set(Tab) else Tab.ACTIVITY,
        show=Show(show) if show in set(Show) else Show.ALL,
        filter=_filter(visit, given, kept, catalogue),
        segment=segment,
        segment_word=segment_word,
        kept=kept,
        catalogue=catalogue,
        zone=ZoneInfo(visit.workspace.time_zone) if segment else visit.zone,
    )


def _is_sort(visit: Visit, word: str) -> bool:
    name = word.removeprefix("-")
    return name in set(Sort) and (visit.stages_shown or Sort(name) not in STAGE_SORTS)


def _segment(visit: Visit, given: QueryDict) -> tuple[str, Segment | None]:
    """The segment that is opened, as the address has it and as it is: of owners and managers alone (C5)."""
    word = given.get("segment", "")
    if not (visit.may(Permission.FILTER_CONTACTS) and word.isascii() and word.isdigit() and len(word) <= 16):
        return "", None
    return word, segments_of(visit.workspace.id).filter(id=int(word)).first()


def _kept(word: str, segment: Segment | None, catalogue: Catalogue) -> Filter:
    if segment is not None:
        return filter_of(segment, catalogue)
    return Group((Broken(None, _("This segment is gone.")),)) if word else EVERYONE


def _filter(visit: Visit, given: QueryDict, kept: Filter, catalogue: Catalogue) -> Filter:
    """The filter: of owners and managers alone (C3, C5). Stages that stand in an address by themselves, as older links
    have them, are one as well."""
    if not visit.may(Permission.FILTER_CONTACTS):
        return EVERYONE
    if word := given.get("filter", ""):
        return read_address(word, catalogue)
    stages = list(dict.fromkeys(_stages(given.getlist("stage")[:STAGES_LIMIT])))
    return read_filter({"all": [["stage", Operator.ANY_OF, stages]]}, catalogue) if stages else kept


def _stages(words: list[str]) -> Iterator[int]:
    for word in words:
        if word == NO_STAGE:
            yield NOBODY
        elif word.isascii() and word.isdigit() and len(word) <= 16:
            yield int(word)
