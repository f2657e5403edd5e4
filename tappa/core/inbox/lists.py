"""The lists of the inbox (I3, I4): one statement for a page, with all that its rows show; of a custom inbox one more, which
finds who stands on it."""

from datetime import datetime

from tappa.core.accounts.models import Member
from tappa.core.inbox.inboxes import EVERY_OPEN, ConversationFilter, Inbox, Sort
from tappa.core.inbox.lists_rows import ConversationRow
from tappa.core.inbox.lists_terms import Asked, page_statement
from tappa.core.inbox.lists_walk import find_on_page, is_walked, rows_of
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
    if is_walked(asked):
        found = find_on_page(asked)
        known = rows_of(asked, found)
        there = [contact for contact in found if contact.id in known]  # an erasure may have come between
        return cut(
            [known[contact.id] for contact in there],
            [contact.moment for contact in there],
            section=section,
        )
    statement, sought = page_statement(asked), bool(where.search)
    # What letters find no plan knows beforehand that was made for others.
    rows = fetch_all(ConversationRow, statement, asked.values, planned_anew=sought)
    return cut(rows, [_moment(row, sort) for row in rows], section=section)


def _moment(row: ConversationRow, sort: Sort) -> datetime | None:
    match sort:
        case Sort.LONGEST_WAITING:
            return row.waiting_since
        case Sort.LONGEST_OPEN:
            return row.opened_at
        case Sort.NEWEST | Sort.OLDEST:
            return row.sorted_at
