"""The statements of the inbox's lists, put together from constants; values go as parameters.

Each list is a UNION of branches, one for each stage, assignee and rule of sight that is asked for. So each goes by
the index made for it (contacts/indexes.py) and stops after a page: one condition with OR in it would read the whole
inbox instead.
"""

from typing import Final

# One row more than a page of what one branch finds. `{key}` is the moment that the list is sorted by.
BRANCH: Final = """(SELECT standing.contact_id, {key} AS moment FROM contacts_standing standing{joined}
WHERE standing.workspace_id = %(workspace)s AND standing.conversation_status = '{status}' AND NOT standing.is_deleted
  AND {condition}
ORDER BY moment {direction}, standing.contact_id {direction} LIMIT %(limit)s)"""

# A search that finds few contacts begins with them; one that finds many meets them often enough along an index. Which it
# is PostgreSQL learns on the way, and runs that half of the branches only: its estimates for three letters are guesses.
FOUND: Final = """found AS MATERIALIZED (
    SELECT contact.id FROM contacts_contact contact
    WHERE contact.workspace_id = %(workspace)s AND contact.deleted_at IS NULL AND {search}
    LIMIT %(few)s + 1
), """
# The same for the filter of a custom inbox.
FILTERED: Final = """found AS MATERIALIZED (
    SELECT standing.contact_id AS id FROM contacts_standing standing{joined}
    WHERE standing.workspace_id = %(workspace)s AND standing.conversation_status = '{status}' AND NOT standing.is_deleted
      AND {condition}
    LIMIT %(few)s + 1
), """
GATHERED: Final = """
JOIN found ON found.id = standing.contact_id"""
FEW: Final = "(SELECT count(*) FROM found) <= %(few)s"
WALKED: Final = """
JOIN contacts_contact contact ON contact.workspace_id = %(workspace)s AND contact.id = standing.contact_id"""
# Where a test asks for nothing of the contact but its id.
WITH_ID: Final = """
CROSS JOIN LATERAL (SELECT standing.contact_id AS id) contact"""
MANY: Final = "(SELECT count(*) FROM found) > %(few)s"

# The page's contacts come first, by the branches alone; what a row shows is joined to these few only.
PAGE: Final = """
WITH {found}page AS MATERIALIZED (
    SELECT contact_id, moment FROM ({branches}) branch
    ORDER BY moment {direction}, contact_id {direction} LIMIT %(limit)s
)
SELECT standing.conversation_id, standing.contact_id, contact.first_name, contact.last_name, contact.email,
       contact.phone, contact.is_blocked, standing.conversation_status AS status, conversation.snoozed_until,
       standing.conversation_opened_at AS opened_at, standing.waiting_since, standing.stage_id, standing.stage_since,
       standing.assignee_id, "user".name AS assignee_name, standing.last_channel_id AS channel_id,
       coalesce(channel.kind, '') AS channel_kind, coalesce(channel.name, '') AS channel_name,
       coalesce(last.text, '') AS last_text, last.traffic = 'incoming' AS last_incoming,
       coalesce(last.happened_at, standing.last_message_at) AS last_at,
       standing.last_message_at AS sorted_at,
       coalesce(last.status = 'failed', false) AS last_failed, coalesce(unread.messages, 0) AS unread,
       coalesce(mark.is_unread, false) AS put_aside
FROM page
JOIN contacts_standing standing
  ON standing.workspace_id = %(workspace)s AND standing.contact_id = page.contact_id
JOIN contacts_contact contact ON contact.workspace_id = %(workspace)s AND contact.id = page.contact_id
JOIN inbox_conversation conversation
  ON conversation.workspace_id = %(workspace)s AND conversation.id = standing.conversation_id
LEFT JOIN inbox_channel channel
  ON channel.workspace_id = %(workspace)s AND channel.id = standing.last_channel_id
LEFT JOIN accounts_member member ON member.workspace_id = %(workspace)s AND member.id = standing.assignee_id
LEFT JOIN accounts_user "user" ON "user".id = member.user_id
LEFT JOIN LATERAL (
    SELECT left(message.text, %(preview)s) AS text, message.traffic, message.happened_at,
           (SELECT step.value FROM inbox_messagestatus step
            WHERE step.workspace_id = %(workspace)s AND step.message_id = message.id
            ORDER BY step.id DESC LIMIT 1) AS status
    FROM inbox_message message
    WHERE message.workspace_id = %(workspace)s AND message.contact_id = page.contact_id
    ORDER BY message.id DESC LIMIT 1
) last ON true
LEFT JOIN inbox_conversationread mark
  ON mark.workspace_id = %(workspace)s AND mark.conversation_id = standing.conversation_id
 AND mark.member_id = %(member)s
LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE NOT answered) AS messages FROM (
        SELECT bool_or(message.traffic = 'outgoing') OVER (ORDER BY message.id DESC) AS answered
        FROM (SELECT id, traffic FROM inbox_message
              WHERE workspace_id = %(workspace)s AND contact_id = page.contact_id
                AND conversation_id = standing.conversation_id AND id > coalesce(mark.last_message_id, 0)
              ORDER BY id DESC LIMIT %(unread)s) message
    ) recent
) unread ON standing.waiting_since IS NOT NULL
ORDER BY page.moment {direction}, page.contact_id {direction}
"""
