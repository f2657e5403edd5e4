"""The list of contacts: one statement for a page with all that a row shows, however many rows it has."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from tappa.core.contacts.filters.compile import Clause, compile_filter
from tappa.core.contacts.filters.terms import EVERYONE, Filter
from tappa.core.contacts.filters.times import Reading
from tappa.core.contacts.rules import fold_text, literal
from tappa.kernel.pages import Place
from tappa.kernel.sql import fetch_all


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact with the names of what it stands at and carries. `stage` is None without one;
    `conversation_status` is that of the latest conversation, "" where there never was one."""

    id: int
    first_name: str
    last_name: str
    phone: str
    email: str
    language: str
    profile_pic: str
    country_code: str
    is_blocked: bool
    created_at: datetime
    stage: str | None
    assignee_id: int | None
    assignee_name: str | None
    assignee_email: str | None
    conversation_status: str
    tags: list[str]


# The ids come first, by the condition alone; names are joined to the few rows of the page only.
_PAGE: Final = """
WITH page AS MATERIALIZED (
    SELECT contact.id FROM contacts_contact contact
    JOIN contacts_standing standing
      ON standing.workspace_id = contact.workspace_id AND standing.contact_id = contact.id
    WHERE contact.workspace_id = %(workspace)s AND contact.deleted_at IS NULL AND {condition}
    ORDER BY contact.id {direction} LIMIT %(limit)s
)
SELECT contact.id, contact.first_name, contact.last_name, contact.phone, contact.email, contact.language,
       contact.profile_pic, contact.country_code, contact.is_blocked, contact.created_at, stage.name AS stage,
       standing.assignee_id, "user".name AS assignee_name, "user".email AS assignee_email,
       standing.conversation_status,
       ARRAY(SELECT tag.name FROM contacts_contacttag carried
             JOIN contacts_tag tag ON tag.workspace_id = carried.workspace_id AND tag.id = carried.tag_id
             WHERE carried.workspace_id = %(workspace)s AND carried.contact_id = contact.id
               AND tag.deleted_at IS NULL
             ORDER BY tag.folded_name) AS tags
FROM page
JOIN contacts_contact contact ON contact.workspace_id = %(workspace)s AND contact.id = page.id
JOIN contacts_standing standing ON standing.workspace_id = %(workspace)s AND standing.contact_id = page.id
LEFT JOIN lifecycle_stage stage ON stage.workspace_id = %(workspace)s AND stage.id = standing.stage_id
LEFT JOIN accounts_member member ON member.workspace_id = %(workspace)s AND member.id = standing.assignee_id
LEFT JOIN accounts_user "user" ON "user".id = member.user_id
ORDER BY contact.id {direction}
"""


def list_contacts(
    workspace_id: int, *, place: Place, where: Filter = EVERYONE, reading: Reading, search: str = ""
) -> list[ContactRow]:
    """A page of the contacts that the filter takes and whose name, e-mail or phone holds `search`; newest first.

    In the direction of reading, with one row more than `place.limit` where there is more.
    """
    return _list(workspace_id, place, compile_filter(where, reading), search)


def _list(workspace_id: int, place: Place, where: Clause, search: str = "") -> list[ContactRow]:
    parts = [where.sql]
    descending = place.descending(newest_first=True)
    values: dict[str, Any] = {"workspace": workspace_id, "limit": place.limit + 1, **where.values}
    if place.cursor is not None:
        parts.append(f"contact.id {'<' if descending else '>'} %(cursor)s")
        values["cursor"] = place.cursor
    if wanted := fold_text(search):
        parts.append("contact.search LIKE %(search)s")
        values["search"] = f"%{literal(wanted)}%"
    statement = _PAGE.format(condition=" AND ".join(parts), direction="DESC" if descending else "ASC")
    return fetch_all(ContactRow, statement, values)


def contact_row(workspace_id: int, contact_id: int) -> ContactRow | None:
    """One contact as the list shows it."""
    rows = _list(workspace_id, Place(limit=1), Clause("contact.id = %(contact)s", {"contact": contact_id}))
    return rows[0] if rows else None
