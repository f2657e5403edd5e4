"""What the statements of bulk changes have in common: sql_moving.py, sql_tagging.py and so on are made of it.

A batch is a transaction: NEXT (sql_operation.py) locks the contacts, and one statement of the operation's kind, begun
after that, judges each of them, changes those that are to be changed, and settles what became of it. What it sees is therefore true: each
transition names the true "from" (S6).
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Settled:
    """How many contacts of a batch had which outcome."""

    outcome: int
    contacts: int


# Every statement of a kind begins with what it changes, as it stands now, and ends with what became of it. Each table is
# asked for the locked contacts by itself, beside the join that says the same: so it is never read beyond them.
STANDING: Final = """
WITH standing AS MATERIALIZED (
    SELECT standing.contact_id, standing.stage_id, standing.stage_since, standing.transitions, standing.assignee_id,
           standing.team_id, standing.conversation_id, standing.conversation_status, standing.is_deleted,
           target.back, target.member_id AS member_before, target.team_id AS team_before,
           target.tag_ids AS tags_before
    FROM contacts_operationtarget target
    JOIN contacts_standing standing
      ON standing.workspace_id = %(workspace)s AND standing.contact_id = target.contact_id
     AND standing.contact_id = ANY (%(locked)s::bigint[])
    WHERE target.workspace_id = %(workspace)s AND target.operation_id = %(operation)s
      AND target.contact_id = ANY (%(locked)s::bigint[])
)"""
# `judged` has each contact with its outcome; `{made}` says what was written for those that were changed.
SETTLE: Final = """
, settled AS (
    UPDATE contacts_operationtarget target
    SET outcome = judged.outcome, made = settling.made{columns}
    FROM judged LEFT JOIN ({made}) settling ON settling.contact_id = judged.contact_id
    WHERE target.workspace_id = %(workspace)s AND target.operation_id = %(operation)s
      AND target.contact_id = judged.contact_id AND target.contact_id = ANY (%(locked)s::bigint[])
    RETURNING target.outcome
), erased AS (
    UPDATE contacts_operationtarget SET outcome = 3
    WHERE workspace_id = %(workspace)s AND operation_id = %(operation)s
      AND contact_id = ANY (%(missing)s::bigint[])
    RETURNING outcome
)
SELECT outcome, count(*) AS contacts FROM (SELECT * FROM settled UNION ALL SELECT * FROM erased) both_of_them
GROUP BY outcome ORDER BY outcome
"""
# The sum of what a batch changes in the figures (models_tally.py); the trigger leaves it to us (READY). `shift` has each
# changed standing as it was, with the sign -1, and as it is, with 1.
TALLY: Final = """
, tally AS (
    INSERT INTO contacts_tally (workspace_id, stage_id, contacts, open, snoozed, unassigned)
    SELECT * FROM (
        SELECT %(workspace)s::bigint, stage_id, sum(sign) AS contacts,
               coalesce(sum(sign) FILTER (WHERE conversation_status = 'open'), 0) AS open,
               coalesce(sum(sign) FILTER (WHERE conversation_status = 'snoozed'), 0) AS snoozed,
               coalesce(sum(sign) FILTER (WHERE conversation_status = 'open' AND assignee_id IS NULL), 0) AS unassigned
        FROM ({shift}) shift GROUP BY stage_id
    ) figures
    WHERE contacts <> 0 OR open <> 0 OR snoozed <> 0 OR unassigned <> 0
)"""

ABOUT: Final = """activity_event (workspace_id, contact_id, conversation_id, by_kind, by_id, via, cause, batch, kind,
    data, happened_at)"""
# The facts of the batch, one a contact. `{happened}` selects contact, conversation, kind and data.
TOLD: Final = f"""
, event AS (
    INSERT INTO {ABOUT}
    SELECT %(workspace)s, contact_id, conversation_id, %(by)s, %(by_id)s, %(via)s, %(cause)s, %(batch)s, kind, data,
           clock_timestamp()
    FROM ({{happened}}) happened
    RETURNING id, contact_id
)"""  # noqa: S608  only the constant above is put in
# Whether somebody did such a thing to the contact again, after what is to be taken back. OFFSET 0 has it asked contact by
# contact, along the index: made a join of it, the whole log would be read.
SINCE: Final = """EXISTS (
    SELECT FROM activity_event later
    WHERE later.workspace_id = %(workspace)s AND later.contact_id = standing.contact_id
      AND later.id > standing.back AND later.kind IN ({kinds}){more}
    OFFSET 0
)"""
PERSON: Final = """
    JOIN contacts_contact person ON person.workspace_id = %(workspace)s AND person.id = standing.contact_id
     AND person.id = ANY (%(locked)s::bigint[])"""


def told_plainly(kind: str) -> str:
    """The facts of those that were changed, where there is nothing more to say."""
    return TOLD.format(
        happened=f"""SELECT contact_id, NULL::bigint AS conversation_id, '{kind}' AS kind, '{{}}'::jsonb AS data
        FROM judged WHERE outcome = 1"""  # noqa: S608  a fact's name, and nothing from outside
    )
