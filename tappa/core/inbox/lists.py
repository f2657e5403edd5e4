"""The lists of the inbox (I3, I4): one statement for a page, with all that its rows show."""

from datetime import datetime

from tappa.core.accounts.models import Member
from tappa.core.inbox.inboxes import EVERY_OPEN, ConversationFilter, Inbox, Sort
from tappa.core.inbox.lists_rows import ConversationRow
from tappa.core.inbox.lists_terms import Asked, page_statement
from tappa.core.inbox.sections import FROM_THE_TOP, ConversationList, Section, cut
from tappa.kernel.sql import fetch_all


def list_conversations(
    member: Member,
    *,
    inbox: Inbox,
    section: Section = FROM_THE_TOP,
    where: ConversationFilter = EVERY_OPEN,
    sort: Sort = Sort.NEWEST,
) -> ConversationList:
    """A section of an inbox: one row a contact, by the latest conversation, only what the member may see."""
    asked = Asked(member, inbox, section, where, sort)
    rows = fetch_all(ConversationRow, page_statement(asked), asked.values)
    return cut(rows, [_moment(row, sort) for row in rows], section=section)


def _moment(row: ConversationRow, sort: Sort) -> datetime | None:
    match sort:
        case Sort.LONGEST_WAITING:
            return row.waiting_since
        case Sort.LONGEST_OPEN:
            return row.opened_at
        case Sort.NEWEST | Sort.OLDEST:
            return row.sorted_at
