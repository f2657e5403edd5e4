"""The statements of the inbox's lists, put together from constants; values go as parameters.

Each list is a UNION of branches, one for each stage, assignee and rule of sight that is asked for. So each goes by
the index made for it (models_listed.py, by stage contacts/indexes.py) and stops after a page: one condition with OR in it
would read the whole inbox instead.
"""

import re
from typing import Final

from tappa.core.inbox.models_listed import Listed

# One row more than a page of what one branch finds. `{key}` is the moment that the list is sorted by, `{beside}` what else
# is asked of a row.
BRANCH: Final = """(SELECT standing.contact_id, {key} AS moment{beside} FROM contacts_standing standing{joined}
WHERE standing.workspace_id = %(workspace)s AND standing.conversation_status = '{status}' AND NOT standing.is_deleted
  AND {condition}
ORDER BY moment {direction}, standing.contact_id {direction} LIMIT {limit})"""

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

_NAMES: Final = frozenset(field.attname for field in Listed._meta.concrete_fields)
_OF_STANDING: Final = re.compile(rf"\bstanding\.({'|'.join(sorted(_NAMES))})\b")
_STANDING_COLUMN: Final = re.compile(r"\bstanding\.(\w+)")
_IDS: Final = re.compile(r"\b(?:standing\.contact_id|contact\.id)\b")
_STANDINGS: Final = "contacts_standing standing"
_LISTED: Final = "inbox_listed listed"
# Where more is asked of a standing than the table repeats.
_LOOKED_UP: Final = (
    ("contacts_standing standing", "standing", "contact_id"),
    ("contacts_contact contact", "contact", "id"),
)
_WITH_STANDING: Final = f"""{_LISTED}
JOIN {_STANDINGS} ON standing.workspace_id = %(workspace)s AND standing.contact_id = listed.contact_id"""


def along_listed(statement: str) -> str:
    """A statement about standings with a conversation, along the table that repeats them for the lists."""
    before, after = _asked_of_listed(statement)
    return before + (_WITH_STANDING if "standing." in before + after else _LISTED) + after


def of_listed(statement: str) -> str:
    """The same for a statement that reads in no order, where the table repeats all that it asks for. Where it does not,
    standings are read, to which the index by stage leads as well."""
    before, after = _asked_of_listed(statement)
    return statement if "standing." in before + after else before + _LISTED + after


def _asked_of_listed(statement: str) -> tuple[str, str]:
    """What stands before and after the table, asking for `listed` what that repeats of `standing`."""
    asked = _OF_STANDING.sub(r"listed.\1", statement.replace(" AND NOT standing.is_deleted", ""))
    before, _, after = asked.partition(_STANDINGS)
    return before, after


# The next contacts along the branches, each tested by itself (LATERAL, LIMIT 1, as in contacts/sql_table.py), and the last one
# that was looked at: so that PostgreSQL stops when the page is full, and who gets too few knows where to go on.
WALK: Final = """
SELECT line.contact_id AS id, nullif(line.moment, 'infinity') AS moment, coalesce(found.matches, false) AS matches,
       line.number = {looks} AS is_last
FROM (
    SELECT *, row_number() OVER (ORDER BY moment {direction}, contact_id {direction}) AS number FROM (
        SELECT * FROM ({branches}) branch ORDER BY moment {direction}, contact_id {direction} LIMIT {looks}
    ) branches
) line
LEFT JOIN LATERAL (SELECT true AS matches {looking} LIMIT 1) found ON true
WHERE found.matches OR line.number = {looks}
ORDER BY line.moment {direction}, line.contact_id {direction} LIMIT {limit}
"""


def looking_at(test: str, *, all_columns: bool) -> tuple[str, str]:
    """What of a row the branches must tell for this test, and where it is asked of a contact on the way: FROM what and
    WHERE. Without `all_columns` the branches read the table that repeats some."""
    asked = dict.fromkeys(name for name in _STANDING_COLUMN.findall(test) if all_columns or name in _NAMES)
    test = _STANDING_COLUMN.sub(lambda found: f"line.{found[1]}" if found[1] in asked else found[0], test)
    test = _IDS.sub("line.contact_id", test)
    tables = [
        f"{table} ON {alias}.workspace_id = %(workspace)s AND {alias}.{id_} = line.contact_id"
        for table, alias, id_ in _LOOKED_UP
        if f"{alias}." in test
    ]
    beside = "".join(f", standing.{name}" for name in asked if name != "contact_id")
    return beside, f"FROM (SELECT) one {''.join(f'JOIN {table} ' for table in tables)}WHERE {test}"


# The page's contacts, by the branches alone.
GATHER: Final = """
WITH {found}page AS MATERIALIZED (
    SELECT contact_id, moment FROM ({branches}) branch
    ORDER BY moment {direction}, contact_id {direction} LIMIT {limit}
)
"""
# These contacts without their rows, as a walk tells them.
FOUND_ALONE: Final = """
SELECT contact_id AS id, nullif(moment, 'infinity') AS moment, true AS matches, false AS is_last FROM page
ORDER BY page.moment {direction}, page.contact_id {direction}
"""
# Contacts that were found before, in their order.
GIVEN: Final = """
WITH page AS MATERIALIZED (
    SELECT contact_id, moment FROM unnest(%(ids)s::bigint[]) WITH ORDINALITY AS given (contact_id, moment)
)
"""
# What a row shows is looked up for each of these few (LATERAL, LIMIT 1): a plan that is kept knows how many contacts a usual
# workspace has, and read all of a large one's to find fifty.
ROWS: Final = """
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
CROSS JOIN LATERAL (
    SELECT * FROM contacts_standing WHERE workspace_id = %(workspace)s AND contact_id = page.contact_id LIMIT 1
) standing
CROSS JOIN LATERAL (
    SELECT first_name, last_name, email, phone, is_blocked FROM contacts_contact
    WHERE workspace_id = %(workspace)s AND id = page.contact_id LIMIT 1
) contact
CROSS JOIN LATERAL (
    SELECT snoozed_until FROM inbox_conversation
    WHERE workspace_id = %(workspace)s AND id = standing.conversation_id LIMIT 1
) conversation
LEFT JOIN inbox_channel channel
  ON channel.workspace_id = %(workspace)s AND channel.id = standing.last_channel_id
LEFT JOIN accounts_member member ON member.workspace_id = %(workspace)s AND member.id = standing.assignee_id
LEFT JOIN accounts_user "user" ON "user".id = member.user_id
LEFT JOIN LATERAL (
    SELECT left(message.text, {preview}) AS text, message.traffic, message.happened_at,
           (SELECT step.value FROM inbox_messagestatus step
            WHERE step.workspace_id = %(workspace)s AND step.message_id = message.id
            ORDER BY step.id DESC LIMIT 1) AS status
    FROM inbox_message message
    WHERE message.workspace_id = %(workspace)s AND message.contact_id = page.contact_id
    ORDER BY message.id DESC LIMIT 1
) last ON true
LEFT JOIN LATERAL (
    SELECT last_message_id, is_unread FROM inbox_conversationread
    WHERE workspace_id = %(workspace)s AND conversation_id = standing.conversation_id AND member_id = %(member)s LIMIT 1
) mark ON true
LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE NOT answered) AS messages FROM (
        SELECT bool_or(message.traffic = 'outgoing') OVER (ORDER BY message.id DESC) AS answered
        FROM (SELECT id, traffic FROM inbox_message
              WHERE workspace_id = %(workspace)s AND contact_id = page.contact_id
                AND conversation_id = standing.conversation_id AND id > coalesce(mark.last_message_id, 0)
              ORDER BY id DESC LIMIT {unread}) message
    ) recent
) unread ON standing.waiting_since IS NOT NULL
ORDER BY page.moment {direction}, page.contact_id {direction}
"""
