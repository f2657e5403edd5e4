"""What standings repeat of contacts and their latest conversations, compared with it and repeated anew."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class StandingOff:
    """A contact whose standing repeats another thing than is the case."""

    workspace: str
    contact_id: int


_OFF: Final = """
SELECT standing.workspace_id, standing.contact_id, contact.deleted_at IS NOT NULL AS is_deleted, latest.*
FROM contacts_standing standing
JOIN contacts_contact contact ON contact.workspace_id = standing.workspace_id AND contact.id = standing.contact_id
LEFT JOIN LATERAL (
    SELECT id, status, opened_at, last_message_at, waiting_since FROM inbox_conversation conversation
    WHERE conversation.workspace_id = standing.workspace_id AND conversation.contact_id = standing.contact_id
    ORDER BY id DESC LIMIT 1
) latest ON true
WHERE (standing.is_deleted, standing.conversation_id, standing.conversation_status, standing.conversation_opened_at,
       standing.last_message_at, standing.waiting_since)
      IS DISTINCT FROM (contact.deleted_at IS NOT NULL, latest.id, coalesce(latest.status, ''), latest.opened_at,
                        latest.last_message_at, latest.waiting_since)
"""

STANDINGS_OFF: Final = f"""
SELECT workspace.slug AS workspace, off.contact_id FROM ({_OFF}) off
JOIN accounts_workspace workspace ON workspace.id = off.workspace_id
ORDER BY workspace.slug, off.contact_id
"""  # noqa: S608  only the constant above is put in

REPEAT_ANEW: Final = f"""
UPDATE contacts_standing standing
SET is_deleted = off.is_deleted, conversation_id = off.id, conversation_status = coalesce(off.status, ''),
    conversation_opened_at = off.opened_at, last_message_at = off.last_message_at, waiting_since = off.waiting_since
FROM ({_OFF}) off JOIN accounts_workspace workspace ON workspace.id = off.workspace_id
WHERE standing.workspace_id = off.workspace_id AND standing.contact_id = off.contact_id
RETURNING workspace.slug AS workspace, standing.contact_id
"""  # noqa: S608  only the constant above is put in
