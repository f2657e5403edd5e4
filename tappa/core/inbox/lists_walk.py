"""A custom inbox's page: who stands on it is found first, what their rows show is read after that.

First along the list: the next thousand conversations are tested one by one, in the list's order, which fills the page of a
filter that takes one in twenty. Where few match, whatever leads to them is followed, by a plan made for the very values:
what is rare no plan knows beforehand.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from tappa.core.contacts.sight import visible_ids
from tappa.core.inbox.custom_terms import NOTHING_ELSE, terms_of
from tappa.core.inbox.lists_rows import ConversationRow
from tappa.core.inbox.lists_terms import Asked, gathering, goes_by_index, rows_of_page, walking
from tappa.core.inbox.sections import Cursor
from tappa.core.inbox.sql_lists import FOUND_ALONE, GIVEN
from tappa.kernel.sql import Row, fetch_all

LOOKS_FIRST: Final = 1000  # after so many it is seen whether more would fill the page
LOOKS_MORE: Final = 3000


class Found(Row, frozen=True):
    """A contact in the list's order, and what the list is sorted by: None after all others. `is_last`: the last one that was
    looked at, which is told whether it `matches` or not."""

    id: int
    moment: datetime | None
    matches: bool
    is_last: bool


def is_walked(asked: Asked) -> bool:
    """Whether each conversation has to be tested, and nothing but the filter says how many will pass."""
    tested = terms_of(asked.inbox).rest != NOTHING_ELSE
    return tested and not asked.where.search and visible_ids(asked.member) is None


def find_on_page(asked: Asked) -> list[Found]:
    """Who stands on the page, and one more where there is more."""
    found = _met(asked) if goes_by_index(asked) else None
    if found is not None:
        return found
    anew = replace(asked, values={})
    statement = gathering(anew) + FOUND_ALONE.format(direction=anew.direction)
    return fetch_all(Found, statement, anew.values, planned_anew=True)


def _met(asked: Asked) -> list[Found] | None:
    """The same, met along the list; None where that takes too long."""
    contacts, last = _walked(asked, LOOKS_FIRST)
    if last and len(contacts) < asked.limit <= len(contacts) * LOOKS_MORE / LOOKS_FIRST:
        more, last = _walked(_from(asked, last, asked.limit - len(contacts)), LOOKS_MORE)
        contacts += more
    return contacts if last is None or len(contacts) == asked.limit else None


def rows_of(asked: Asked, found: list[Found]) -> dict[int, ConversationRow]:
    """What the list shows of these contacts, by their ids."""
    values = {
        "workspace": asked.member.workspace_id,
        "member": asked.member.id,
        "ids": [contact.id for contact in found],
    }
    rows = fetch_all(ConversationRow, GIVEN + rows_of_page("ASC"), values) if found else []
    return {row.contact_id: row for row in rows}


def _walked(asked: Asked, looks: int) -> tuple[list[Found], Found | None]:
    """Those who match of the next so many, and the last one that was looked at, None where there are no more."""
    asked = replace(asked, values={})
    rows = fetch_all(Found, walking(asked, looks), asked.values)
    last = rows[-1] if rows and rows[-1].is_last else None
    return [row for row in rows if row.matches], last


def _from(asked: Asked, last: Found, wanted: int) -> Asked:
    """The same beyond this contact, for so many, one of which is there to tell that there are more."""
    cursor = Cursor(last.moment, last.id, asked.section.backwards)
    return replace(asked, section=replace(asked.section, cursor=cursor, limit=wanted - 1))
