"""The statement that empties a deleted stage, one batch of contacts at a time (actions/empty_stage.py)."""

from dataclasses import dataclass
from typing import Final

from tappa.core.contacts.sql import EVENT, MOVED_DATA, TRANSITION
from tappa.core.contacts.sql_bulk import TALLY


@dataclass(frozen=True, slots=True)
class Emptied:
    """What a batch did: how many contacts it took, the last of them, and whether it could move them."""

    taken: int
    moved: int
    reached: int | None


# Whoever is just changing one of the contacts is not waited for (SKIP LOCKED), so that nobody who holds two locks waits
# for us while we wait for him: the next round takes them. Every row taken stands at the stage still, whatever this
# statement saw when it began, so that each transition names the true "from" (S6). A target that is not open any more
# takes nobody. By `{deleted}` those of deleted contacts are taken instead: they have a past as well, and come back; no
# `{figures}` count them.
EMPTY: Final = f"""
WITH present AS MATERIALIZED (
    SELECT id, name, kind FROM lifecycle_stage
    WHERE workspace_id = %(workspace)s AND id = %(stage)s AND closed_at IS NOT NULL
), taken AS MATERIALIZED (
    SELECT contact_id, stage_since, transitions, conversation_status, assignee_id FROM contacts_standing
    WHERE workspace_id = %(workspace)s AND stage_id = %(stage)s AND {{deleted}} AND contact_id > %(reached)s
    ORDER BY contact_id LIMIT %(most)s
    FOR NO KEY UPDATE SKIP LOCKED
), target AS MATERIALIZED (
    SELECT id, name, kind FROM lifecycle_stage
    WHERE workspace_id = %(workspace)s AND id = %(to)s AND closed_at IS NULL
    FOR KEY SHARE
), moment AS MATERIALIZED (
    SELECT taken.*, clock_timestamp() AS at, present.id AS from_id, present.name AS from_name,
           present.kind AS from_kind, target.id AS to_id, coalesce(target.name, '') AS to_name,
           coalesce(target.kind, '') AS to_kind
    FROM taken CROSS JOIN present LEFT JOIN target ON true
    WHERE (%(to)s::bigint IS NULL) = (target.id IS NULL)
), standing AS (
    UPDATE contacts_standing SET stage_id = moment.to_id, stage_since = moment.at,
           transitions = moment.transitions + 1
    FROM moment
    WHERE contacts_standing.workspace_id = %(workspace)s AND contacts_standing.contact_id = moment.contact_id
), transition AS (
    INSERT INTO {TRANSITION}
    SELECT %(workspace)s, contact_id, transitions + 1, from_id, from_name, from_kind, to_id, to_name, to_kind,
           %(by)s, %(by_id)s, %(via)s, %(cause)s, %(batch)s, NULL, '', at,
           CASE WHEN transitions > 0 THEN greatest(0, floor(extract(epoch FROM at - stage_since)))::bigint END
    FROM moment
    RETURNING id, contact_id, seq, from_stage_id, from_name, to_stage_id, to_name, seconds_before, happened_at
), event AS (
    INSERT INTO {EVENT}
    SELECT %(workspace)s, contact_id, %(by)s, %(by_id)s, %(via)s, %(cause)s, %(batch)s, 'contact.moved', {MOVED_DATA},
           happened_at
    FROM transition
){{figures}}
SELECT count(*) AS taken, (SELECT count(*) FROM transition) AS moved, max(contact_id) AS reached FROM taken
"""  # noqa: S608  only the constants above are put together
_FIGURES: Final = TALLY.format(
    shift="""SELECT -1 AS sign, from_id AS stage_id, conversation_status, assignee_id FROM moment
        UNION ALL SELECT 1, to_id, conversation_status, assignee_id FROM moment"""
)
EMPTY_LIVING: Final = EMPTY.format(deleted="NOT is_deleted", figures=_FIGURES)
EMPTY_DELETED: Final = EMPTY.format(deleted="is_deleted", figures="")
