"""The sidebar. At its head are lists: filters that everybody wants who may filter, with how many each finds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from tappa.core.accounts.grants import Permission
from tappa.core.contacts.counting import Count, count_contacts
from tappa.core.contacts.filters.fields import fields
from tappa.core.contacts.filters.parse import write_address
from tappa.core.contacts.filters.terms import NOBODY, Condition, Filter, Group, Operator, Value
from tappa.kernel.errors import TooSlow
from tappa.web.contacts.addresses import query_of
from tappa.web.contacts.asked import Asked
from tappa.web.contacts.bulk.jobs import jobs_fragment
from tappa.web.contacts.columns import OF_STAGES
from tappa.web.contacts.pages import Side, SideList, SideLists
from tappa.web.contacts.segments.building import segments_part
from tappa.web.shell.visit import Visit
from tappa.web.stage.choices import Stages


@dataclass(frozen=True, slots=True)
class _List:
    name: str | Promise
    icon: str
    field: str
    value: Value

    @property
    def filter(self) -> Filter:
        return Group((Condition(fields()[self.field], Operator.IS, (self.value,)),))


_LISTS: Final = (
    _List(gettext_lazy("No stage"), "route", "stage", NOBODY),
    _List(pgettext_lazy("contacts", "Blocked"), "block", "is_blocked", "true"),
)


def sidebar(
    visit: Visit, asked: Asked, stages: Stages, *, total: Count | None = None, is_deleted: bool = False
) -> Side:
    """All of it, beside the table or beside the deleted. `total` is how many contacts there are where that is known."""
    return Side(
        total=total or count_contacts(visit.member),
        lists=side_lists(visit, asked, stages) if visit.may(Permission.FILTER_CONTACTS) else None,
        segments=segments_part(visit, asked),
        jobs=jobs_fragment(visit),
        is_all=not (asked.segment_word or asked.filter_word or is_deleted),
        is_deleted=is_deleted,
    )


def side_lists(visit: Visit, asked: Asked, stages: Stages) -> SideLists:
    """The lists, for who may filter (C5)."""
    return SideLists(list(_lists(visit, asked, stages)))


def _lists(visit: Visit, asked: Asked, stages: Stages) -> Iterator[SideList]:
    for each in _LISTS:
        if visit.stages_shown or each.field not in OF_STAGES:
            yield SideList(
                name=str(each.name),
                icon=each.icon,
                address=visit.url("contacts") + query_of([("filter", write_address(each.filter))]),
                count=_count(visit, asked, each.filter, stages),
                is_current=not asked.segment_word and asked.filter == each.filter,
            )


def _count(visit: Visit, asked: Asked, where: Filter, stages: Stages) -> Count | None:
    try:
        return count_contacts(visit.member, where=where, reading=asked.reading, stages=stages.ids)
    except TooSlow:
        return None
