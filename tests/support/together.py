"""Many at once: threads that begin at the same moment, each with a database connection of its own."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection, transaction

from tests.support.running import eventually

Result = TypeVar("Result")


def together(count: int, act: Callable[[int], Result]) -> list[Result]:
    """Run `act(0)` to `act(count - 1)` at the same moment and return the results in order; the first error is raised."""
    start = Barrier(count)

    def run(number: int) -> Result:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(run, range(count)))


def elsewhere(act: Callable[[], Result]) -> Result:
    """Run `act` on a connection of its own and return its result, whatever transaction is open here."""

    def run() -> Result:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(run).result(timeout=30)


def meanwhile(first: Callable[[], object], second: Callable[[], Result]) -> Result:
    """Do `first` in a transaction that ends only once `second`, begun after it, waits for one of its locks."""

    def run() -> Result:
        try:
            return second()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            first()
            waiting: Future[Result] = threads.submit(run)
            assert eventually(_somebody_waits), "nothing waits for the first one's locks"
        return waiting.result()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
        )
        row = cursor.fetchone()
    return bool(row and row[0])
