"""The table of contacts, made ready to be shown."""

from datetime import timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from tappa.core.contacts.counting import Count, count_contacts
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.rules import Sort
from tappa.core.contacts.sql_rows import TableRow
from tappa.core.contacts.table import TablePage, read_table
from tappa.core.inbox.queries import channel_kinds
from tappa.kernel.errors import DomainError, TooSlow
from tappa.web.contacts.asked import Asked
from tappa.web.contacts.filtering.chips import filter_bar
from tappa.web.contacts.pages import CountFragment, Head, Mark, Row, TableView
from tappa.web.shell.formats import DAY, HOUR, MINUTE, span
from tappa.web.shell.marks import channel_icon
from tappa.web.shell.people import whole_name
from tappa.web.shell.visit import Visit
from tappa.web.stage.choices import Stages

COUNTED_AT_ONCE: Final = 400  # milliseconds; what takes longer to count is asked for once the table is there


def table_view(visit: Visit, asked: Asked, stages: Stages) -> TableView:
    """The page of the table that is asked for."""
    page, refusal = _page(visit, asked, stages)
    count = None if refusal else count_of(visit, asked, stages, milliseconds=COUNTED_AT_ONCE)
    marks = marks_of(visit)
    here = visit.url("contacts")
    return TableView(
        asked=asked,
        page=page,
        count=CountFragment(count, visit.url("contacts_count") + asked.list_query(place="")),
        heads=_heads(visit, asked),
        rows=[_row(visit, asked, row, stages, marks) for row in page.rows],
        src=visit.url("contacts_table") + asked.list_query(),
        before=here + asked.list_query(place=page.before) if page.before else "",
        after=here + asked.list_query(place=page.after) if page.after else "",
        bar=filter_bar(visit, asked, Catalogue(visit.workspace.id)),
        refusal=refusal,
    )


def _page(visit: Visit, asked: Asked, stages: Stages) -> tuple[TablePage, str]:
    """The page, or why it could not be read: the filter stays there to be narrowed."""
    try:
        return read_table(visit.member, asked.table, stages=stages.ids), ""
    except DomainError as refusal:
        return TablePage([], 1, "", ""), refusal.message


def count_of(visit: Visit, asked: Asked, stages: Stages, *, milliseconds: int) -> Count | None:
    """How many are in the table; None where to count them takes longer."""
    try:
        return count_contacts(
            visit.member,
            search=asked.search,
            where=asked.filter,
            reading=asked.reading,
            stages=stages.ids,
            milliseconds=milliseconds,
        )
    except TooSlow:
        return None


def marks_of(visit: Visit) -> dict[int, Mark]:
    """The marks of the workspace's channels, those that were disconnected too."""
    return {
        channel: Mark(channel_icon(kind), name)
        for channel, (kind, name) in channel_kinds(visit.workspace.id).items()
    }


def _row(visit: Visit, asked: Asked, row: TableRow, stages: Stages, marks: dict[int, Mark]) -> Row:
    last = row.last_interaction_at
    return Row(
        id=row.id,
        name=whole_name(row),
        address=visit.url("contact", contact_id=row.id) + asked.drawer_query(),
        mark=marks.get(row.last_channel_id or 0),
        stage=stages.by_id(row.stage_id),
        stage_since=row.stage_since,
        at_stage=in_one_unit(timezone.now() - row.stage_since),
        last_at=last,
        incoming=None if last is None else last == row.last_incoming_at,
        assignee_id=row.assignee_id,
        assignee=row.assignee_name or "",
        created_at=row.created_at,
        is_blocked=row.is_blocked,
    )


def in_one_unit(time: timedelta) -> str:
    """A span as a column has room for it: 40 min, 10 h, 3 d."""
    seconds = int(time.total_seconds())
    unit = next((unit for unit in (DAY, HOUR, MINUTE) if seconds >= unit), 1)
    return span(seconds - seconds % unit)


def _heads(visit: Visit, asked: Asked) -> list[Head]:
    here = visit.url("contacts")

    def head(sort: Sort, label: str, column: str = "") -> Head:
        direction = ("descending" if asked.descending else "ascending") if sort is asked.sort else ""
        return Head(label, here + asked.sorted_by(sort), direction, column)

    of_stages = [head(Sort.STAGE, _("Stage")), head(Sort.TIME_AT_STAGE, _("At stage"))]
    return [
        head(Sort.NAME, _("Name")),
        *(of_stages if visit.stages_shown else []),
        head(Sort.LAST_INTERACTION, _("Last message")),
        Head(_("Assignee"), column="col-1"),
        head(Sort.CREATED, _("Created"), "col-2"),
    ]
