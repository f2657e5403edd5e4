"""Many contacts are assigned, or given back to whom they belonged: the statements of a batch.

The fact is the inbox's, the columns are ours: it is written here as inbox/actions/assign.py writes it.
"""

from typing import Final

from tappa.core.contacts.sql_bulk import SETTLE, SINCE, STANDING, TALLY, TOLD

_ASKED: Final = """
, judged AS MATERIALIZED (
    SELECT standing.*, %(member)s::bigint AS to_member, %(team)s::bigint AS to_team,
           CASE WHEN is_deleted THEN 3
                WHEN assignee_id IS NOT DISTINCT FROM %(member)s::bigint
                     AND (%(member)s::bigint IS NOT NULL OR team_id IS NOT DISTINCT FROM %(team)s::bigint) THEN 2
                ELSE 1 END AS outcome
    FROM standing
)"""
# A member who is just being removed is waited for by a later round: the removal may be waiting for these very contacts.
_FORMER: Final = f"""
, held AS MATERIALIZED (
    SELECT id FROM accounts_member
    WHERE workspace_id = %(workspace)s AND removed_at IS NULL
      AND id = ANY (ARRAY(SELECT member_before FROM standing WHERE member_before IS NOT NULL))
    FOR SHARE SKIP LOCKED
), judged AS MATERIALIZED (
    SELECT standing.*, member_before AS to_member, team.id AS to_team,
           CASE WHEN is_deleted THEN 3
                WHEN {SINCE.format(kinds="'contact.assigned'", more="")} THEN 4
                WHEN (member_before IS NULL) <> (held.id IS NULL) THEN 5
                WHEN member_before IS NULL AND (team_before IS NULL) <> (team.id IS NULL) THEN 5
                ELSE 1 END AS outcome
    FROM standing
    LEFT JOIN held ON held.id = member_before
    LEFT JOIN accounts_member present
      ON present.workspace_id = %(workspace)s AND present.id = member_before AND present.removed_at IS NULL
    LEFT JOIN accounts_team team
      ON team.workspace_id = %(workspace)s AND team.id = team_before AND team.deleted_at IS NULL
    WHERE (present.id IS NULL) = (held.id IS NULL)
)"""  # noqa: S608  only constants are put together
_ASSIGNED: Final = """
, assigned AS (
    UPDATE contacts_standing SET assignee_id = judged.to_member, team_id = judged.to_team
    FROM judged
    WHERE contacts_standing.workspace_id = %(workspace)s AND contacts_standing.contact_id = judged.contact_id
      AND contacts_standing.contact_id = ANY (%(locked)s::bigint[])
      AND judged.outcome = 1
)"""
_TOLD: Final = TOLD.format(
    happened="""SELECT contact_id, CASE WHEN conversation_status IN ('open', 'snoozed') THEN conversation_id END
            AS conversation_id, 'contact.assigned' AS kind,
        jsonb_build_object('from_member_id', assignee_id, 'from_team_id', team_id, 'member_id', to_member,
            'team_id', to_team) AS data
    FROM judged WHERE outcome = 1"""
)
_FIGURES: Final = TALLY.format(
    shift="""SELECT -1 AS sign, stage_id, conversation_status, assignee_id FROM judged WHERE outcome = 1
        UNION ALL SELECT 1, stage_id, conversation_status, to_member FROM judged WHERE outcome = 1"""
)
_SETTLED: Final = SETTLE.format(
    columns=", member_id = settling.assignee_id, team_id = settling.team_id",
    made="""SELECT event.contact_id, event.id AS made, judged.assignee_id, judged.team_id
        FROM event JOIN judged ON judged.contact_id = event.contact_id""",
)

ASSIGN_MANY: Final = STANDING + _ASKED + _ASSIGNED + _TOLD + _FIGURES + _SETTLED
UNDO_ASSIGNMENTS: Final = STANDING + _FORMER + _ASSIGNED + _TOLD + _FIGURES + _SETTLED
