"""Many contacts move, each with its own transition (S5), or are moved back (S7): the statements of a batch."""

from typing import Final

from tappa.core.contacts.sql import EVENT, MOVED_DATA, TRANSITION
from tappa.core.contacts.sql_bulk import SETTLE, STANDING, TALLY

_MOVE_JUDGED: Final = """
, judged AS MATERIALIZED (
    SELECT standing.*, %(to)s::bigint AS to_id, %(to_name)s AS to_name, %(to_kind)s AS to_kind, NULL::bigint AS undoes,
           NULL::timestamptz AS since,
           CASE WHEN is_deleted THEN 3 WHEN stage_id IS NOT DISTINCT FROM %(to)s::bigint THEN 2 ELSE 1 END AS outcome
    FROM standing
)"""
# Back to where each came from, where it stands as the move left it and that stage still takes somebody. It has been there since
# the latest move before that was not taken back. OFFSET 0 has that asked contact by contact.
_UNDO_JUDGED: Final = """
, open_stage AS MATERIALIZED (
    SELECT id, name, kind FROM lifecycle_stage WHERE workspace_id = %(workspace)s AND closed_at IS NULL FOR KEY SHARE
), judged AS MATERIALIZED (
    SELECT standing.*, open_stage.id AS to_id, coalesce(open_stage.name, '') AS to_name,
           coalesce(open_stage.kind, '') AS to_kind, move.id AS undoes,
           coalesce(came.happened_at, (
               SELECT created_at FROM contacts_contact person
               WHERE person.workspace_id = %(workspace)s AND person.id = standing.contact_id
           )) AS since,
           CASE WHEN is_deleted THEN 3 WHEN move.seq <> standing.transitions THEN 4
                WHEN move.from_stage_id IS NOT NULL AND open_stage.id IS NULL THEN 5 ELSE 1 END AS outcome
    FROM standing
    JOIN contacts_transition move ON move.workspace_id = %(workspace)s AND move.id = standing.back
     AND move.id = ANY (ARRAY(SELECT back FROM standing))
    LEFT JOIN open_stage ON open_stage.id = move.from_stage_id
    LEFT JOIN LATERAL (
        SELECT happened_at FROM contacts_transition kept
        WHERE kept.workspace_id = %(workspace)s AND kept.contact_id = standing.contact_id AND kept.seq < move.seq
          AND kept.undoes IS NULL AND NOT EXISTS (
              SELECT FROM contacts_transition undoing
              WHERE undoing.workspace_id = %(workspace)s AND undoing.undoes = kept.id
              OFFSET 0
          )
        ORDER BY seq DESC LIMIT 1
    ) came ON true
)"""
_MOVED: Final = f"""
, moment AS MATERIALIZED (
    SELECT judged.*, clock_timestamp() AS at, coalesce(present.name, '') AS from_name,
           coalesce(present.kind, '') AS from_kind
    FROM judged LEFT JOIN lifecycle_stage present
      ON present.workspace_id = %(workspace)s AND present.id = judged.stage_id
    WHERE outcome = 1
    ORDER BY contact_id
), moved AS (
    UPDATE contacts_standing SET stage_id = moment.to_id, stage_since = coalesce(moment.since, moment.at),
           transitions = moment.transitions + 1
    FROM moment
    WHERE contacts_standing.workspace_id = %(workspace)s AND contacts_standing.contact_id = moment.contact_id
      AND contacts_standing.contact_id = ANY (%(locked)s::bigint[])
), transition AS (
    INSERT INTO {TRANSITION}
    SELECT %(workspace)s, contact_id, transitions + 1, stage_id, from_name, from_kind, to_id, to_name, to_kind,
           %(by)s, %(by_id)s, %(via)s, %(cause)s, %(batch)s, undoes, '', at,
           CASE WHEN transitions > 0 THEN greatest(0, floor(extract(epoch FROM at - stage_since)))::bigint END
    FROM moment
    RETURNING id, contact_id, seq, from_stage_id, from_name, to_stage_id, to_name, seconds_before, happened_at
), event AS (
    INSERT INTO {EVENT}
    SELECT %(workspace)s, contact_id, %(by)s, %(by_id)s, %(via)s, %(cause)s, %(batch)s, 'contact.moved', {MOVED_DATA},
           happened_at
    FROM transition
)"""  # noqa: S608  only constants are put together here and below
_MOVED_FIGURES: Final = TALLY.format(
    shift="""SELECT -1 AS sign, stage_id, conversation_status, assignee_id FROM moment
        UNION ALL SELECT 1, to_id, conversation_status, assignee_id FROM moment"""
)
_MOVED_SETTLED: Final = SETTLE.format(columns="", made="SELECT contact_id, id AS made FROM transition")

MOVE_MANY: Final = STANDING + _MOVE_JUDGED + _MOVED + _MOVED_FIGURES + _MOVED_SETTLED
UNDO_MOVES: Final = STANDING + _UNDO_JUDGED + _MOVED + _MOVED_FIGURES + _MOVED_SETTLED
