"""Connections to the database that outlive a request."""

from select import POLLIN, poll
from typing import Any

from django.db import connections
from django.db.transaction import TransactionManagementError
from psycopg.pq import TransactionStatus


def drop_broken_connection() -> None:
    """Close this thread's connection where an error has left it unusable, or in a transaction: what Django does before and
    after a page."""
    connections["default"].close_if_unusable_or_obsolete()


def refuse_broken_transaction() -> None:
    """Raise TransactionManagementError where an error of the database was caught and gone over: PostgreSQL has given the
    transaction up, and would answer its end without a word."""
    given: Any = connections["default"].connection
    if given.info.transaction_status == TransactionStatus.INERROR:
        raise TransactionManagementError("an error of the database was caught within a transaction")


def look_at_connection() -> None:
    """Spare this request Django's question whether the connection still holds, where its socket answers that: a server
    that has ended has closed it, and there is something to read. Asking the server is a tenth of what an API call costs.

    Asked at the beginning of a request, in the thread that serves it.
    """
    connection: Any = connections["default"]  # Django's stubs do not know of its health checks
    if connection.connection is None or connection.connection.closed or connection.errors_occurred:
        return
    unread = poll()
    unread.register(connection.connection.fileno(), POLLIN)
    connection.health_check_done = not unread.poll(0)
