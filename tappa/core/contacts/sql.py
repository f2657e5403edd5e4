"""The hot statements of contacts: create and move, each one statement that checks, changes and records.

By the ORM a move costs more than ten times the processor time in Python (docs/architecture.md). tests/core/contacts hold each of
them against what the ORM reads back.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from tappa.kernel.sql import Row

EVENT: Final = (
    "activity_event (workspace_id, contact_id, by_kind, by_id, via, cause, batch, kind, data, happened_at)"
)
TRANSITION: Final = """contacts_transition (workspace_id, contact_id, seq, from_stage_id, from_name, from_kind,
    to_stage_id, to_name, to_kind, by_kind, by_id, via, cause, batch, undoes, reason, happened_at, seconds_before)"""
MOVED_DATA: Final = """jsonb_build_object('transition_id', id, 'seq', seq, 'from_stage_id', from_stage_id,
    'from_name', from_name, 'to_stage_id', to_stage_id, 'to_name', to_name, 'seconds_before', seconds_before)"""


class Created(Row, frozen=True):
    """A new contact, the time of its making, and where it stands."""

    id: int
    created_at: datetime
    stage_id: int | None


# `stage` is an id; without it `use_default` gives the default stage, if the workspace has one (S1). The cause of the
# first transition is "default" then. The lock waits for whoever deletes the stage just now, and is granted on open ones
# only. Returns no row when the stage asked for is not open (any more), nor when the default stage ceased to be open
# after this statement began: it cannot see the next one, and the caller asks again.
CREATE: Final = f"""
WITH stage AS MATERIALIZED (
    SELECT id, name, kind FROM lifecycle_stage
    WHERE workspace_id = %(workspace)s AND closed_at IS NULL
      AND CASE WHEN %(stage)s::bigint IS NULL THEN %(use_default)s AND is_default ELSE id = %(stage)s END
    FOR KEY SHARE
), contact AS (
    INSERT INTO contacts_contact (workspace_id, first_name, last_name, phone, email, language, profile_pic,
                                  country_code, search, is_blocked, created_at)
    SELECT %(workspace)s, %(first_name)s, %(last_name)s, %(phone)s, %(email)s, %(language)s, %(profile_pic)s,
           %(country_code)s, %(search)s, false, coalesce(%(happened_at)s, clock_timestamp())
    WHERE EXISTS (SELECT FROM stage) OR (%(stage)s::bigint IS NULL AND NOT EXISTS (
        SELECT FROM lifecycle_stage WHERE workspace_id = %(workspace)s AND %(use_default)s AND is_default
    ))
    RETURNING id, created_at
), standing AS (
    INSERT INTO contacts_standing (workspace_id, contact_id, stage_id, stage_since, transitions, is_deleted)
    SELECT %(workspace)s, contact.id, stage.id, contact.created_at, (stage.id IS NOT NULL)::int, false
    FROM contact LEFT JOIN stage ON true
    RETURNING stage_id
), transition AS (
    INSERT INTO {TRANSITION}
    SELECT %(workspace)s, contact.id, 1, NULL, '', '', stage.id, stage.name, stage.kind, %(by)s, %(by_id)s, %(via)s,
           %(stage_cause)s, %(batch)s, NULL, '', contact.created_at, NULL
    FROM contact, stage
    RETURNING *
), event AS (
    INSERT INTO {EVENT}
    SELECT %(workspace)s, id, %(by)s, %(by_id)s, %(via)s, %(cause)s, %(batch)s, 'contact.created', '{{}}', created_at
    FROM contact
    UNION ALL
    SELECT %(workspace)s, contact_id, by_kind, by_id, via, cause, batch, 'contact.moved', {MOVED_DATA}, happened_at
    FROM transition
)
SELECT contact.id, contact.created_at, standing.stage_id FROM contact, standing
"""  # noqa: S608  only the constants above are put together


class Moved(Row, frozen=True):
    """What a move found and did. `id` is the transition's, None when nothing was to change.

    `found_stage_id` is where the contact stood once the lock was held.
    """

    found_stage_id: int | None
    id: int | None
    seq: int | None
    from_name: str | None
    from_kind: str | None
    to_name: str | None
    to_kind: str | None
    happened_at: datetime | None
    recorded_at: datetime | None
    seconds_before: int | None
    batch: UUID | None


# The lock comes first and everything else is read from it, the time too: of two who move at once the second waits,
# sees the first one's stage, and logs the true "from" (S6). A stage made after this statement began is not seen by
# it: rather than log a nameless one, nothing is done and the caller asks again (actions/move.py). The target is locked
# as its foreign key would be, but earlier: who deletes it just now is waited for, and a closed stage gains nobody (L9).
# `to` says the stage's id. Where it is sought by its name, `stage` finds it, `only` asks that it was found, and `same` that it
# still has the name once the lock is held.
_MOVE: Final = f"""
WITH {{stage}}locked AS MATERIALIZED (
    SELECT contact_id, stage_id, stage_since, transitions FROM contacts_standing
    WHERE workspace_id = %(workspace)s AND contact_id = %(contact)s AND NOT is_deleted{{only}}
    FOR UPDATE
), target AS MATERIALIZED (
    SELECT stage.id, stage.name, stage.kind FROM locked JOIN lifecycle_stage stage
      ON stage.workspace_id = %(workspace)s AND stage.id = {{to}} AND stage.closed_at IS NULL{{same}}
    WHERE locked.stage_id IS DISTINCT FROM {{to}}
    FOR KEY SHARE OF stage
), moment AS MATERIALIZED (
    SELECT locked.*, coalesce(%(happened_at)s, clock_timestamp()) AS at,
           present.name AS from_name, present.kind AS from_kind, target.name AS to_name, target.kind AS to_kind
    FROM locked
    LEFT JOIN lifecycle_stage present ON present.workspace_id = %(workspace)s AND present.id = locked.stage_id
    LEFT JOIN target ON true
    WHERE locked.stage_id IS DISTINCT FROM {{to}}
      AND (locked.stage_id IS NULL) = (present.id IS NULL) AND ({{to}} IS NULL) = (target.id IS NULL)
), standing AS (
    UPDATE contacts_standing SET stage_id = {{to}}, stage_since = coalesce(%(since)s, moment.at),
           transitions = moment.transitions + 1
    FROM moment WHERE contacts_standing.contact_id = moment.contact_id
), transition AS (
    INSERT INTO {TRANSITION}
    SELECT %(workspace)s, contact_id, transitions + 1, stage_id, coalesce(from_name, ''), coalesce(from_kind, ''),
           {{to}}, coalesce(to_name, ''), coalesce(to_kind, ''), %(by)s, %(by_id)s, %(via)s, %(cause)s, %(batch)s,
           %(undoes)s, %(reason)s, at,
           CASE WHEN transitions > 0 THEN greatest(0, floor(extract(epoch FROM at - stage_since)))::bigint END
    FROM moment
    RETURNING *
), event AS (
    INSERT INTO {EVENT}
    SELECT workspace_id, contact_id, by_kind, by_id, via, cause, batch, 'contact.moved', {MOVED_DATA}, happened_at
    FROM transition
), note AS (
    INSERT INTO contacts_transitionnote (workspace_id, contact_id, transition_id, note)
    SELECT workspace_id, contact_id, id, %(note)s FROM transition WHERE %(note)s <> ''
)
SELECT locked.stage_id AS found_stage_id, transition.id, transition.seq, transition.from_name, transition.from_kind,
       transition.to_name, transition.to_kind, transition.happened_at, transition.recorded_at,
       transition.seconds_before, transition.batch
FROM locked LEFT JOIN transition ON true
"""  # noqa: S608  only the constants above are put together
MOVE: Final = _MOVE.format(to="%(to)s::bigint", stage="", only="", same="")
# By the name that one open stage alone has, folded, of the kind that is told or of either. Where none has it, or two have,
# no row comes back.
MOVE_BY_NAME: Final = _MOVE.format(
    to="(SELECT id FROM named)",
    stage="""named AS MATERIALIZED (
    SELECT max(id) AS id FROM lifecycle_stage
    WHERE workspace_id = %(workspace)s AND folded_name = %(name)s AND closed_at IS NULL
      AND (%(kind)s::text IS NULL OR kind = %(kind)s)
    HAVING count(*) = 1
), """,
    only="\n      AND EXISTS (SELECT FROM named)",
    same=" AND stage.folded_name = %(name)s",
)
