"""Token buckets in the database, so that all processes and hosts share them: what every rate limit here is made of.

A room or a door brings its table: two columns that name a bucket and are unique together, `level` and `updated_at`. It
should be UNLOGGED: taking from a bucket then waits for no disk, and after a crash it starts full, as one wants it.
"""

import math
from dataclasses import dataclass
from typing import Final, LiteralString

from tappa.kernel.sql import fetch_one

_REFILLED: Final = """least(%(burst)s, bucket.level + %(rate)s
    * greatest(0, extract(epoch FROM clock_timestamp() - bucket.updated_at)))"""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many at once (`burst`, at least 1), and `rate` of them again each second."""

    burst: int
    rate: float


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking from a bucket gave: how much is left in it, and, where there was nothing, how many whole seconds until
    there is; 0 when it was given."""

    left: int
    wait: int

    @property
    def is_given(self) -> bool:
        """Whether there was one to take."""
        return self.wait == 0


@dataclass(frozen=True, slots=True)
class _Level:
    level: float


class Buckets:
    """The buckets of one table. `key` are the names of its two columns that name a bucket."""

    def __init__(self, table: LiteralString, key: tuple[LiteralString, LiteralString]) -> None:
        first, second = key
        self._take: LiteralString = f"""
            INSERT INTO {table} AS bucket ({first}, {second}, level, updated_at)
            VALUES (%(first)s, %(second)s, %(burst)s - 1, clock_timestamp())
            ON CONFLICT ({first}, {second}) DO UPDATE SET level = {_REFILLED} - 1, updated_at = clock_timestamp()
            WHERE {_REFILLED} >= 1
            RETURNING level::float8"""  # noqa: S608  table and columns are written in the code
        self._look: LiteralString = f"""
            SELECT ({_REFILLED})::float8 AS level FROM {table} AS bucket
            WHERE {first} = %(first)s AND {second} = %(second)s"""  # noqa: S608  as above

    def take(self, first: object, second: object, limit: Limit) -> Taken:
        """Take one out of the bucket of this name. One that is empty is left as it is: asking in vain costs nothing."""
        bucket = {"first": first, "second": second, "rate": limit.rate, "burst": float(limit.burst)}
        taken = fetch_one(_Level, self._take, bucket)
        if taken is not None:
            return Taken(left=int(taken.level), wait=0)
        left = fetch_one(_Level, self._look, bucket)
        missing = 1 - (left.level if left else 0)
        return Taken(left=0, wait=max(1, math.ceil(missing / limit.rate)))
