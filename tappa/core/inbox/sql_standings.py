"""What standings repeat of contacts and their latest conversations, and the lists of standings (models_listed.py): compared
with it and repeated anew."""

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

_COLUMNS: Final = """contact_id, conversation_status, conversation_opened_at, assignee_id, team_id,
    last_channel_id, last_incoming_at, last_outgoing_at, last_message_at, waiting_since"""
_WRITTEN: Final = ", ".join(f"EXCLUDED.{column.strip()}" for column in _COLUMNS.split(","))
_TO_LIST: Final = f"SELECT workspace_id, {_COLUMNS} FROM contacts_standing WHERE conversation_status <> '' AND NOT is_deleted"  # noqa: S608
_LISTED_OFF: Final = f"""(TABLE to_list EXCEPT SELECT workspace_id, {_COLUMNS} FROM inbox_listed)
    UNION ALL (SELECT workspace_id, {_COLUMNS} FROM inbox_listed EXCEPT TABLE to_list)"""  # noqa: S608

STANDINGS_OFF: Final = f"""
WITH to_list AS MATERIALIZED ({_TO_LIST}), off AS (
    SELECT workspace_id, contact_id FROM ({_OFF}) standing
    UNION SELECT workspace_id, contact_id FROM ({_LISTED_OFF}) listed
)
SELECT workspace.slug AS workspace, off.contact_id FROM off
JOIN accounts_workspace workspace ON workspace.id = off.workspace_id
ORDER BY workspace.slug, off.contact_id
"""  # noqa: S608  only the constants above are put in

LIST_ANEW: Final = f"""
WITH to_list AS MATERIALIZED ({_TO_LIST}), off AS MATERIALIZED (
    SELECT DISTINCT workspace_id, contact_id FROM ({_LISTED_OFF}) listed
), gone AS (
    DELETE FROM inbox_listed listed USING off
    WHERE listed.workspace_id = off.workspace_id AND listed.contact_id = off.contact_id
      AND NOT EXISTS (SELECT FROM to_list WHERE to_list.contact_id = off.contact_id)
), written AS (
    INSERT INTO inbox_listed (workspace_id, {_COLUMNS}) SELECT to_list.* FROM to_list JOIN off USING (workspace_id, contact_id)
    ON CONFLICT (workspace_id, contact_id) DO UPDATE SET ({_COLUMNS}) = ({_WRITTEN})
)
SELECT workspace.slug AS workspace, off.contact_id FROM off
JOIN accounts_workspace workspace ON workspace.id = off.workspace_id
"""  # noqa: S608  only the constants above are put in

REPEAT_ANEW: Final = f"""
UPDATE contacts_standing standing
SET is_deleted = off.is_deleted, conversation_id = off.id, conversation_status = coalesce(off.status, ''),
    conversation_opened_at = off.opened_at, last_message_at = off.last_message_at, waiting_since = off.waiting_since
FROM ({_OFF}) off JOIN accounts_workspace workspace ON workspace.id = off.workspace_id
WHERE standing.workspace_id = off.workspace_id AND standing.contact_id = off.contact_id
RETURNING workspace.slug AS workspace, standing.contact_id
"""  # noqa: S608  only the constant above is put in
