"""The statement that reads the rows of a page of the table, once its contacts are found."""

from datetime import datetime
from typing import Final

from tappa.kernel.sql import Row


class TableRow(Row, frozen=True):
    """A contact as the table shows it. Stage and channel are ids: both lists are short, and known to the page."""

    id: int
    first_name: str
    last_name: str
    email: str
    phone: str
    is_blocked: bool
    created_at: datetime
    stage_id: int | None
    stage_since: datetime
    last_channel_id: int | None
    last_incoming_at: datetime | None
    last_outgoing_at: datetime | None
    assignee_id: int | None
    assignee_name: str | None

    @property
    def last_interaction_at(self) -> datetime | None:
        """The last message, in or out."""
        return max(filter(None, (self.last_incoming_at, self.last_outgoing_at)), default=None)


ROWS: Final = """
SELECT contact.id, contact.first_name, contact.last_name, contact.email, contact.phone, contact.is_blocked,
       contact.created_at, standing.stage_id, standing.stage_since, standing.last_channel_id,
       standing.last_incoming_at, standing.last_outgoing_at, standing.assignee_id, "user".name AS assignee_name
FROM unnest(%(ids)s::bigint[]) WITH ORDINALITY AS page (id, number)
JOIN contacts_contact contact ON contact.workspace_id = %(workspace)s AND contact.id = page.id
JOIN contacts_standing standing ON standing.workspace_id = %(workspace)s AND standing.contact_id = page.id
LEFT JOIN accounts_member member ON member.workspace_id = %(workspace)s AND member.id = standing.assignee_id
LEFT JOIN accounts_user "user" ON "user".id = member.user_id
ORDER BY page.number
"""
