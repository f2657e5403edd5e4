"""The table of contacts, made ready to be shown."""

from collections.abc import Container
from datetime import timedelta
from typing import Final

from django.utils import timezone

from tappa.core.contacts.columns import Cells, read_cells
from tappa.core.contacts.counting import Count, count_contacts
from tappa.core.contacts.filters.fields import CONVERSATION_STATUSES
from tappa.core.contacts.sql_rows import TableRow
from tappa.core.contacts.table import TablePage, read_table
from tappa.core.inbox.queries import channel_kinds
from tappa.kernel.errors import DomainError, TooSlow
from tappa.web.contacts.asked import Asked
from tappa.web.contacts.columns import (
    NAME,
    column_choices,
    head,
    shown_columns,
    sorting_columns,
    written_values,
)
from tappa.web.contacts.drawer_pages import Mark
from tappa.web.contacts.filtering.chips import filter_bar
from tappa.web.contacts.pages import CountFragment, Row, TableView, TagMark
from tappa.web.contacts.segments.building import title_of
from tappa.web.contacts.world import country_name, language_name
from tappa.web.shell.formats import DAY, HOUR, MINUTE, span
from tappa.web.shell.marks import channel_icon
from tappa.web.shell.people import whole_name
from tappa.web.shell.visit import Visit
from tappa.web.stage.choices import Stages

COUNTED_AT_ONCE: Final = 50  # milliseconds; what takes longer to count is asked for once the table is there


def table_view(visit: Visit, asked: Asked, stages: Stages) -> TableView:
    """The page of the table that is asked for."""
    page, refusal = _page(visit, asked, stages)
    count = None if refusal else count_of(visit, asked, stages, milliseconds=COUNTED_AT_ONCE)
    here = visit.url("contacts")
    shown = shown_columns(visit, asked)
    return TableView(
        asked=asked,
        page=page,
        count=CountFragment(count, visit.url("contacts_count") + asked.list_query(place="")),
        heads=[head(visit, asked, key) for key in (NAME, *shown)],
        sorts=[head(visit, asked, key) for key in sorting_columns(visit)],
        columns=column_choices(visit, asked, shown),
        rows=_rows(visit, asked, page, stages, shown) if page.rows else [],
        src=visit.url("contacts_table") + asked.list_query(),
        before=here + asked.list_query(place=page.before) if page.before else "",
        after=here + asked.list_query(place=page.after) if page.after else "",
        bar=filter_bar(visit, asked),
        title=title_of(visit, asked, stages),
        refusal=refusal,
    )


def _page(visit: Visit, asked: Asked, stages: Stages) -> tuple[TablePage, str]:
    """The page, or why it could not be read: the filter stays there to be narrowed."""
    try:
        return read_table(visit.member, asked.table, stages=stages.ids), ""
    except DomainError as refusal:
        return TablePage([], 1, "", ""), refusal.message


def count_of(visit: Visit, asked: Asked, stages: Stages, *, milliseconds: int | None = None) -> Count | None:
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


def _rows(visit: Visit, asked: Asked, page: TablePage, stages: Stages, shown: Container[str]) -> list[Row]:
    """The rows with what stands in every column there is, but for one's own fields that are not shown."""
    marks = marks_of(visit)
    cells, custom = read_cells(visit.workspace.id, [row.id for row in page.rows])
    fields = asked.catalogue.custom
    return [
        _row(
            visit,
            asked,
            row,
            stages,
            marks,
            cells[row.id],
            written_values(fields, custom.get(row.id, {}), shown),
        )
        for row in page.rows
        if row.id in cells
    ]


def _row(
    visit: Visit,
    asked: Asked,
    row: TableRow,
    stages: Stages,
    marks: dict[int, Mark],
    cells: Cells,
    custom: tuple[tuple[str, str], ...],
) -> Row:
    last = row.last_interaction_at
    return Row(
        id=row.id,
        name=whole_name(row),
        address=visit.url("contact", contact_id=row.id) + asked.drawer_query(),
        mark=marks.get(row.last_channel_id or 0),
        stage=stages.mark(row.stage_id),
        stage_since=row.stage_since,
        at_stage=in_one_unit(timezone.now() - row.stage_since),
        last_at=last,
        incoming=None if last is None else last == row.last_incoming_at,
        assignee_id=row.assignee_id,
        assignee=row.assignee_name or "",
        created_at=row.created_at,
        is_blocked=row.is_blocked,
        phone=row.phone,
        email=row.email,
        country=country_name(cells.country_code),
        language=language_name(cells.language),
        team=cells.team or "",
        status=str(CONVERSATION_STATUSES.get(cells.conversation_status, "")),
        tags=tuple(TagMark(tag.name, tag.emoji, tag.hue) for tag in cells.tags),
        custom=custom,
    )


def in_one_unit(time: timedelta) -> str:
    """A span as a column has room for it: 40 min, 10 h, 3 d."""
    seconds = int(time.total_seconds())
    unit = next((unit for unit in (DAY, HOUR, MINUTE) if seconds >= unit), 1)
    return span(seconds - seconds % unit)
