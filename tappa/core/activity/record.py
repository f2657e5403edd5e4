"""Writing facts into the log, in the transaction that makes them true."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from tappa.core.activity.actor import Actor, actor_columns
from tappa.core.activity.facts import Fact
from tappa.kernel.sql import fetch_all

# Also written inside the one-statement verbs of the hot paths (contacts/sql.py, inbox/sql.py), with the same columns.
COLUMNS: Final = (
    "workspace_id, kind, contact_id, conversation_id, by_kind, by_id, via, cause, batch, data, happened_at"
)

_INSERT: Final = f"""
INSERT INTO activity_event ({COLUMNS})
SELECT %(workspace)s, kind, contact_id, conversation_id, %(by)s, %(by_id)s, %(via)s, %(cause)s, %(batch)s,
       data::jsonb, coalesce(%(happened_at)s, clock_timestamp())
FROM unnest(%(kinds)s::text[], %(contacts)s::bigint[], %(conversations)s::bigint[], %(data)s::text[])
     AS fact(kind, contact_id, conversation_id, data)
RETURNING id
"""  # noqa: S608  the columns are the constant above


@dataclass(frozen=True, slots=True)
class EventId:
    """A row of the log."""

    id: int


@dataclass(frozen=True, slots=True)
class Happening:
    """A fact and whom it is about."""

    fact: Fact
    contact_id: int | None = None
    conversation_id: int | None = None


def record(happenings: Sequence[Happening], *, by: Actor, happened_at: datetime | None = None) -> list[int]:
    """Write facts into the log in the running transaction and return their ids, in order.

    Call it after the locks are taken: without `happened_at` the time is the database's clock at this moment.
    """
    parameters = actor_columns(by) | {
        "happened_at": happened_at,
        "kinds": [happening.fact.NAME for happening in happenings],
        "contacts": [happening.contact_id for happening in happenings],
        "conversations": [happening.conversation_id for happening in happenings],
        "data": [msgspec.json.encode(happening.fact).decode() for happening in happenings],
    }
    return [row.id for row in fetch_all(EventId, _INSERT, parameters)]
