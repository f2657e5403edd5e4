"""The statements of operations: whose turn it is, which contacts one is about, and which of them are next."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Turn:
    """The operation whose turn it is."""

    id: int
    workspace_id: int


# The one that waited longest, over all workspaces. A hint only: who works on it takes the row's lock, and looks again.
# Even the lock of a row is a change, whose commit would wait until the disk has all that the last batch wrote (UNSYNCED).
NEXT_OPERATION: Final = """
WITH due AS MATERIALIZED (
    SELECT id, workspace_id FROM contacts_operation
    WHERE state NOT IN ('done', 'stopped') AND due_at <= statement_timestamp()
    ORDER BY due_at, id LIMIT 1
    FOR UPDATE SKIP LOCKED
)
SELECT id, workspace_id FROM due WHERE set_config('synchronous_commit', 'off', true) IS NOT NULL
"""
# In how many seconds the next one is due, whether somebody works on it or not; no row where there is none.
UNTIL_DUE: Final = """
SELECT extract(epoch FROM due_at - statement_timestamp())::float8 FROM contacts_operation
WHERE state NOT IN ('done', 'stopped')
ORDER BY due_at LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Written:
    """How many contacts were written down."""

    contacts: int


# `{chosen}` is a SELECT of ids. In their order, so that a batch finds its own side by side.
WRITE_TARGETS: Final = """
WITH written AS (
    INSERT INTO contacts_operationtarget (workspace_id, operation_id, contact_id)
    SELECT %(workspace)s, %(operation)s, contact_id FROM ({chosen}) chosen ORDER BY contact_id
    RETURNING 1
)
SELECT count(*) AS contacts FROM written
"""
# Those that an operation changed, but for those that an earlier undoing of it, stopped since, has taken back. The earlier
# ones by ARRAY(…): by a join the targets of all operations were read.
WRITE_UNDO_TARGETS: Final = """
WITH written AS (
    INSERT INTO contacts_operationtarget (workspace_id, operation_id, contact_id, back, member_id, team_id, tag_ids)
    SELECT %(workspace)s, %(operation)s, contact_id, made, member_id, team_id, tag_ids
    FROM contacts_operationtarget target
    WHERE workspace_id = %(workspace)s AND operation_id = %(undoes)s AND outcome = 1
      AND NOT EXISTS (
          SELECT FROM contacts_operationtarget undone
          WHERE undone.workspace_id = %(workspace)s AND undone.operation_id = ANY (ARRAY(
              SELECT id FROM contacts_operation WHERE workspace_id = %(workspace)s AND undoes = %(undoes)s
          )) AND undone.contact_id = target.contact_id AND undone.outcome = 1
      )
    ORDER BY contact_id
    RETURNING 1
)
SELECT count(*) AS contacts FROM written
"""


@dataclass(frozen=True, slots=True)
class Ready:
    """What the settings of a batch answer: nothing that anybody needs."""

    settings: str


# For this transaction alone, as are those below: the statement sums by itself what it changes in the figures.
_TALLIED: Final = "set_config('tappa.tallied', 'on', true)"
TALLIED: Final = f"SELECT {_TALLIED} AS settings"
# A batch with others after it need not wait for the disk. The one that ends an operation does, and they with it: whoever
# is told that all is done finds it done after a power cut too.
UNSYNCED: Final = "SELECT set_config('synchronous_commit', 'off', true) AS settings"
# The targets were written a moment ago, so that PostgreSQL does not know yet how many there are: it may neither read a
# table whole nor compare each contact with each.
_UNKNOWN: Final = "set_config('enable_seqscan', 'off', true) || set_config('enable_nestloop', 'off', true)"
UNKNOWN: Final = f"SELECT {_UNKNOWN} AS settings"
READY: Final = f"""
SELECT {_TALLIED} || {_UNKNOWN}
    || set_config('jit', 'off', true) AS settings
"""


@dataclass(frozen=True, slots=True)
class Next:
    """The contacts of a batch. `due` is how many there are beyond the one reached, `reached` the last of them; `locked`
    are those that nobody else holds, `missing` those that were erased, both as PostgreSQL writes an array: they are
    handed back to it."""

    due: int
    reached: int | None
    locked: str
    missing: str


# Whoever is just changing one of the contacts is not waited for (SKIP LOCKED), so that nobody who holds two locks waits
# for us while we wait for him: a later round takes them. Who is missing is asked only where some were not locked.
NEXT: Final = """
WITH due AS MATERIALIZED (
    SELECT contact_id FROM contacts_operationtarget
    WHERE workspace_id = %(workspace)s AND operation_id = %(operation)s AND contact_id > %(reached)s AND outcome = 0
    ORDER BY contact_id LIMIT %(most)s
), locked AS MATERIALIZED (
    SELECT contact_id FROM contacts_standing
    WHERE workspace_id = %(workspace)s AND contact_id = ANY (ARRAY(SELECT contact_id FROM due))
    ORDER BY contact_id FOR NO KEY UPDATE SKIP LOCKED
)
SELECT count(*) AS due, max(contact_id) AS reached, ARRAY(SELECT contact_id FROM locked)::text AS locked,
       ARRAY(SELECT contact_id FROM due WHERE (SELECT count(*) FROM locked) < (SELECT count(*) FROM due) AND NOT EXISTS (
           SELECT FROM contacts_standing standing
           WHERE standing.workspace_id = %(workspace)s AND standing.contact_id = due.contact_id
             AND standing.contact_id = ANY (ARRAY(SELECT contact_id FROM due))
       ))::text AS missing
FROM due
"""


@dataclass(frozen=True, slots=True)
class HeldStage:
    """The stage that contacts go to, kept from being deleted until the transaction ends."""

    name: str
    kind: str


HOLD_STAGE: Final = """
SELECT name, kind FROM lifecycle_stage
WHERE workspace_id = %(workspace)s AND id = %(to)s AND closed_at IS NULL
FOR KEY SHARE
"""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many contacts were forgotten."""

    contacts: int


# Of one operation at a time, over all workspaces.
FORGET_TARGETS: Final = """
WITH old AS MATERIALIZED (
    SELECT workspace_id, id FROM contacts_operation operation
    WHERE ended_at < statement_timestamp() - make_interval(days => %(days)s) AND EXISTS (
        SELECT FROM contacts_operationtarget target
        WHERE target.workspace_id = operation.workspace_id AND target.operation_id = operation.id
    ) LIMIT 1
), forgotten AS (
    DELETE FROM contacts_operationtarget WHERE (workspace_id, operation_id, contact_id) IN (
        SELECT target.workspace_id, target.operation_id, target.contact_id
        FROM old JOIN contacts_operationtarget target
          ON target.workspace_id = old.workspace_id AND target.operation_id = old.id
        LIMIT %(most)s
    ) RETURNING 1
)
SELECT count(*) AS contacts FROM forgotten
"""
