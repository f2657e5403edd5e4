"""Many contacts move, each with its own transition (S5), or are moved back (S7): the statements of a batch."""

from typing import Final

from tappa.core.contacts.sql import EVENT, MOVED_DATA, TRANSITION
from tappa.core.contacts.sql_bulk import SETTLE, STANDING, TALLY

_MOVE_JUDGED: Final = """
, judged AS MATERIALIZED (
    SELECT standing.*, %(to)s::bigint AS to_id, %(to_name)s AS to_name, %(to_kind)s AS to_kind, NULL::bigint AS undoes,
           CASE WHEN is_deleted THEN 3 WHEN stage_id IS NOT DISTINCT FROM %(to)s::bigint THEN 2 ELSE 1 END AS outcome
    FROM standing
)"""
# Back to where each came from, where it stands as the move left it and that stage still takes somebody.
_UNDO_JUDGED: Final = """
, open_stage AS MATERIALIZED (
    SELECT id, name, kind FROM lifecycle_stage WHERE workspace_id = %(workspace)s AND closed_at IS NULL FOR KEY SHARE
), judged AS MATERIALIZED (
    SELECT standing.*, open_stage.id AS to_id, coalesce(open_stage.name, '') AS to_name,
           coalesce(open_stage.kind, '') AS to_kind, move.id AS undoes,
           CASE WHEN is_deleted THEN 3 WHEN move.seq <> standing.transitions THEN 4
                WHEN move.from_stage_id IS NOT NULL AND open_stage.id IS NULL THEN 5 ELSE 1 END AS outcome
    FROM standing
    JOIN contacts_transition move ON move.workspace_id = %(workspace)s AND move.id = standing.back
     AND move.id = ANY (ARRAY(SELECT back FROM standing))
    LEFT JOIN open_stage ON open_stage.id = move.from_stage_id
)"""
_MOVED: Final = f"""
, moment AS MATERIALIZED (
    SELECT judged.*, clock_timestamp() AS at, coalesce(present.name, '') AS from_name,
           coalesce(present.kind, '') AS from_kind
    FROM judged LEFT JOIN lifecycle_stage present
      ON present.workspace_id = %(workspace)s AND present.id = judged.stage_id
    WHERE outcome = 1
), moved AS (
    UPDATE contacts_standing SET stage_id = moment.to_id, stage_since = moment.at,
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
    RETURNING *
), event AS (
    INSERT INTO {EVENT}
    SELECT workspace_id, contact_id, by_kind, by_id, via, cause, batch, 'contact.moved', {MOVED_DATA}, happened_at
    FROM transition
)"""  # noqa: S608  only constants are put together here and below
_MOVED_FIGURES: Final = TALLY.format(
    shift="""SELECT -1 AS sign, stage_id, conversation_status, assignee_id FROM moment
        UNION ALL SELECT 1, to_id, conversation_status, assignee_id FROM moment"""
)
_MOVED_SETTLED: Final = SETTLE.format(columns="", made="SELECT contact_id, id AS made FROM transition")

MOVE_MANY: Final = STANDING + _MOVE_JUDGED + _MOVED + _MOVED_FIGURES + _MOVED_SETTLED
UNDO_MOVES: Final = STANDING + _UNDO_JUDGED + _MOVED + _MOVED_FIGURES + _MOVED_SETTLED
