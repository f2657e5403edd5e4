"""The end of the log, as it grows: what became visible since the last look, each event exactly once.

The worker follows the log in order and waits for transactions that still run (reader.py). An open page wants to hear
of a commit at once and needs no order. So two snapshots are compared: an event is new when its transaction is visible
now and was not visible at the last look. A transaction that was running then and has ended since is looked up by its
number; the others lie between the two snapshots' upper ends. One that still runs costs nothing, however much it wrote.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from psycopg import AsyncConnection
from psycopg.rows import dict_row

MOST: Final = 2000

# ARRAY(…) and not a join: PostgreSQL then probes the index once for each ended transaction, and never reads the rows of
# one that still runs.
NEW_EVENTS: Final = """
WITH present AS MATERIALIZED (
    SELECT pg_current_snapshot() AS snapshot
), fresh AS (
    (SELECT workspace_id, kind, contact_id, data FROM activity_event
     WHERE transaction = ANY (ARRAY(
         SELECT ended FROM present, unnest(%(running)s::bigint[]) AS ended
         WHERE pg_visible_in_snapshot(ended::text::xid8, snapshot)
     )) AND workspace_id = ANY (%(workspaces)s::bigint[])
     LIMIT %(most)s)
    UNION ALL
    (SELECT workspace_id, kind, contact_id, data FROM activity_event
     WHERE transaction >= %(next)s
       AND transaction < (SELECT pg_snapshot_xmax(snapshot)::text::bigint FROM present)
       AND workspace_id = ANY (%(workspaces)s::bigint[])
     LIMIT %(most)s)
)
SELECT present.snapshot::text AS snapshot, fresh.* FROM present LEFT JOIN fresh ON true
"""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """PostgreSQL's view of who has ended: transactions from `next` on have not begun or ended, `running` have not ended."""

    next: int
    running: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a page may need to know of an event."""

    workspace_id: int
    kind: str
    contact_id: int | None
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Growth:
    """What is new since a snapshot. `is_whole`: false when there was more than `MOST` of it."""

    snapshot: Snapshot
    events: list[Told]
    is_whole: bool


async def present_snapshot(connection: AsyncConnection[Any]) -> Snapshot:
    """The snapshot to begin with."""
    cursor = await connection.execute("SELECT pg_current_snapshot()::text")
    row = await cursor.fetchone()
    assert row is not None  # noqa: S101  a SELECT without FROM has one row
    return _snapshot(row[0])


async def new_events(
    connection: AsyncConnection[Any], since: Snapshot, workspaces: Sequence[int], *, most: int = MOST
) -> Growth:
    """What these workspaces' transactions wrote that ended since that snapshot, in one statement."""
    parameters = {
        "running": list(since.running),
        "next": since.next,
        "workspaces": list(workspaces),
        "most": most + 1,
    }
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(NEW_EVENTS, parameters)
        rows = await cursor.fetchall()
    events = [
        Told(row["workspace_id"], row["kind"], row["contact_id"], row["data"]) for row in rows if row["kind"]
    ]
    return Growth(_snapshot(rows[0]["snapshot"]), events[:most], len(events) <= most)


def _snapshot(text: str) -> Snapshot:
    """Reads `xmin:xmax:a,b,c`."""
    _oldest, next_one, running = text.split(":")
    return Snapshot(int(next_one), tuple(int(number) for number in running.split(",") if number))
