"""Statements that may take so long and no longer.

The bound belongs to the transaction (SET LOCAL), so that it fits any pooler and leaves the connection as it was.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from tappa.kernel.errors import TooSlow
from tappa.kernel.sql import fetch_one

# What stood before is told, to be set again: inside another transaction it would outlast this one's end.
_BOUND: Final = """
SELECT before, set_config('statement_timeout', %(bound)s, true) FROM current_setting('statement_timeout') before"""


@dataclass(frozen=True, slots=True)
class _Bound:
    before: str
    set_config: str


@contextmanager
def patience(milliseconds: int, refusal: str) -> Iterator[None]:
    """Within the block no statement takes longer. Raises TooSlow with this sentence when one would; what surrounds the
    block goes on as if it had not been there."""
    try:
        with transaction.atomic():
            within = len(connection.savepoint_ids) > 0
            bound = fetch_one(_Bound, _BOUND, {"bound": str(milliseconds)})
            yield
            if within and bound:
                fetch_one(_Bound, _BOUND, {"bound": bound.before})
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooSlow(refusal) from None
        raise
