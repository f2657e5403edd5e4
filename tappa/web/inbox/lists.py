"""Building the list pane from what the core answers."""

from typing import Final

from django.utils.translation import gettext as _

from tappa.core.inbox.counts import InboxCounts, count_inboxes
from tappa.core.inbox.custom_counts import kept_counts
from tappa.core.inbox.inbox_rules import COUNT_LIMIT
from tappa.core.inbox.lists import list_conversations
from tappa.core.inbox.sections import LIMIT, ConversationList, read_section
from tappa.web.inbox.empties import empty_of
from tappa.web.inbox.list_pages import ListPane, ListView, Rows, RowView
from tappa.web.inbox.moments import until, waited
from tappa.web.inbox.spot import Spot
from tappa.web.inbox.tools import tools_of
from tappa.web.shell.marks import channel_icon
from tappa.web.shell.people import whole_name

MOST: Final = 300  # rows that a list fetches again at once; those below are fetched as one scrolls
UNREAD: Final = 100  # the core counts no further


def list_pane_of(spot: Spot, counts: InboxCounts | None = None, *, selected: int | None = None) -> ListPane:
    """The list with its head."""
    counts = counts or count_inboxes(spot.visit.member)
    count = _count(spot, counts) if spot.asked.is_plain else None
    most = COUNT_LIMIT if spot.box.custom else None
    return ListPane(spot, count, most, tools_of(spot), list_of(spot, counts, selected=selected), selected)


def _count(spot: Spot, counts: InboxCounts) -> int | None:
    """How many are open here; of a custom inbox what was counted last, for the sidebar counts it anew."""
    if spot.box.custom is None:
        return spot.box.count(counts)
    return kept_counts(spot.visit.member, [spot.box.custom]).numbers.get(spot.box.custom.id)


def list_of(
    spot: Spot, counts: InboxCounts | None = None, *, selected: int | None = None, limit: int = LIMIT
) -> ListView:
    """The list from its top, or, without a script, from where its address says."""
    after = spot.visit.request.GET.get("after", "")
    found = _find(spot, after, limit)
    rows = _rows(spot, found, selected)
    return ListView(
        rows=rows,
        src=spot.list_src("inbox_rows", selected=selected),
        names="inbox lifecycle inboxes contacts settings" if spot.box.custom else "inbox lifecycle settings",
        empty=empty_of(spot, counts) if not rows.rows else None,
        begins_href=spot.list_href if after else "",
    )


def rows_after(spot: Spot, after: str, *, selected: int | None) -> Rows:
    """The rows below those that are there."""
    return _rows(spot, _find(spot, after, LIMIT), selected)


def _find(spot: Spot, after: str, limit: int) -> ConversationList:
    asked = spot.asked
    section = read_section(after, limit=min(limit, MOST))
    return list_conversations(
        spot.visit.member, inbox=spot.box.inbox, section=section, where=asked.where, sort=asked.sort
    )


def _rows(spot: Spot, found: ConversationList, selected: int | None) -> Rows:
    query, stages_shown = spot.asked.query, spot.visit.stages_shown
    return Rows(
        spot,
        tuple(
            RowView(
                contact_id=row.contact_id,
                name=whole_name(row),
                href=spot.conversation("inbox_conversation", row.conversation_id) + query,
                src=spot.conversation("inbox_panes", row.conversation_id) + query,
                is_current=row.contact_id == selected,
                status=row.status,
                unread="" if not row.unread else str(row.unread) if row.unread < UNREAD else f"{UNREAD - 1}+",
                is_put_aside=row.put_aside,
                channel_icon=channel_icon(row.channel_kind),
                channel_name=row.channel_name,
                last_at=row.last_at,
                last_text=row.last_text,
                is_incoming=row.last_incoming,
                is_failed=row.last_failed,
                stages_shown=stages_shown,
                stage=spot.stages.mark(row.stage_id),
                is_blocked=row.is_blocked,
                sleeps_until=until(row.snoozed_until) if row.snoozed_until else "",
                waited=waited(row.waiting_since) if row.waiting_since else "",
                waiting_since=row.waiting_since,
                assignee_id=row.assignee_id,
                assignee_name=row.assignee_name,
            )
            for row in found.rows
        ),
        spot.list_src("inbox_more", after=found.after, selected=selected) if found.after else "",
        spot.list_src("inbox_list", after=found.after) if found.after else "",
    )


def title_of(spot: Spot) -> str:
    """What the page is called."""
    return _("%(inbox)s · Inbox") % {"inbox": spot.box.title}
