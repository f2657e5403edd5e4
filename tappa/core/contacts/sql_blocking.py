"""Many contacts are blocked, or heard again: the statements of a batch."""

from typing import Final

from tappa.core.contacts.sql_bulk import PERSON, SETTLE, SINCE, STANDING, told_plainly

_SETTLED: Final = SETTLE.format(columns="", made="SELECT contact_id, id AS made FROM event")


def _block(value: str, fact: str, back: str) -> str:
    """`back` is the condition under which it is not taken back, "" where nothing is."""
    otherwise = f" WHEN {back} THEN 4" if back else ""
    return f"""{STANDING}
, judged AS MATERIALIZED (
    SELECT standing.contact_id,
           CASE WHEN is_deleted THEN 3{otherwise} WHEN person.is_blocked = {value} THEN 2 ELSE 1 END AS outcome
    FROM standing{PERSON}
), blocked AS (
    UPDATE contacts_contact SET is_blocked = {value} FROM judged
    WHERE contacts_contact.workspace_id = %(workspace)s AND contacts_contact.id = judged.contact_id
      AND contacts_contact.id = ANY (%(locked)s::bigint[])
      AND judged.outcome = 1
){told_plainly(fact)}{_SETTLED}"""  # noqa: S608  only constants are put together


_BLOCKED_AGAIN: Final = SINCE.format(kinds="'contact.blocked', 'contact.unblocked'", more="")
BLOCK_MANY: Final = _block("true", "contact.blocked", "")
UNBLOCK_MANY: Final = _block("false", "contact.unblocked", "")
UNDO_BLOCKS: Final = _block("false", "contact.unblocked", _BLOCKED_AGAIN)
UNDO_UNBLOCKS: Final = _block("true", "contact.blocked", _BLOCKED_AGAIN)
