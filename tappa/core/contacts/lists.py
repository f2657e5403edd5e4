"""The list of contacts by id: who stands on a page (reading.py), and one statement for all that its rows show."""

from datetime import datetime
from typing import Final

from tappa.core.contacts.filters.terms import EVERYONE, Filter
from tappa.core.contacts.filters.times import Reading
from tappa.core.contacts.matching import matching_of_all
from tappa.core.contacts.places import Place as TablePlace
from tappa.core.contacts.reading import find_contacts
from tappa.core.contacts.sorts import line_by_id
from tappa.core.lifecycle.queries import all_stages
from tappa.kernel.pages import Place
from tappa.kernel.sql import Row, fetch_all


class ContactRow(Row, frozen=True):
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


_ROWS: Final = """
SELECT contact.id, contact.first_name, contact.last_name, contact.phone, contact.email, contact.language,
       contact.profile_pic, contact.country_code, contact.is_blocked, contact.created_at, stage.name AS stage,
       standing.assignee_id, "user".name AS assignee_name, "user".email AS assignee_email,
       standing.conversation_status,
       ARRAY(SELECT tag.name FROM contacts_contacttag carried
             JOIN contacts_tag tag ON tag.workspace_id = carried.workspace_id AND tag.id = carried.tag_id
             WHERE carried.workspace_id = %(workspace)s AND carried.contact_id = contact.id
               AND tag.deleted_at IS NULL
             ORDER BY tag.folded_name) AS tags
FROM unnest(%(ids)s::bigint[]) WITH ORDINALITY AS page (id, number)
JOIN contacts_contact contact ON contact.workspace_id = %(workspace)s AND contact.id = page.id
JOIN contacts_standing standing ON standing.workspace_id = %(workspace)s AND standing.contact_id = page.id
LEFT JOIN lifecycle_stage stage ON stage.workspace_id = %(workspace)s AND stage.id = standing.stage_id
LEFT JOIN accounts_member member ON member.workspace_id = %(workspace)s AND member.id = standing.assignee_id
LEFT JOIN accounts_user "user" ON "user".id = member.user_id
WHERE %(deleted)s OR contact.deleted_at IS NULL
ORDER BY page.number
"""


def list_contacts(
    workspace_id: int, *, place: Place, where: Filter = EVERYONE, reading: Reading, search: str = ""
) -> list[ContactRow]:
    """A page of the contacts that the filter takes and whose name, e-mail or phone holds `search`; newest first.

    In the direction of reading, with one row more than `place.limit` where there is more. Raises TooSlow.
    """
    stages = [stage.id for stage in all_stages(workspace_id)] if where != EVERYONE else []
    matching = matching_of_all(workspace_id, search=search, where=where, reading=reading, stages=stages)
    line = line_by_id(descending=place.descending(newest_first=True), stages=stages, only=matching.only)
    begin = None if place.cursor is None else TablePlace(place.backwards, 1, "", place.cursor, 0)
    found = find_contacts(line, matching, place=begin, limit=place.limit + 1, stages=stages)
    # Who was deleted this very moment is told once more: a row less would look like the end of the list.
    return _rows(workspace_id, [contact.id for contact in found], deleted=True)


def contact_row(workspace_id: int, contact_id: int) -> ContactRow | None:
    """One contact as the list shows it."""
    rows = _rows(workspace_id, [contact_id], deleted=False)
    return rows[0] if rows else None


def _rows(workspace_id: int, ids: list[int], *, deleted: bool) -> list[ContactRow]:
    values = {"workspace": workspace_id, "ids": ids, "deleted": deleted}
    return fetch_all(ContactRow, _ROWS, values) if ids else []
