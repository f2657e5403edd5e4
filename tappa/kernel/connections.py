"""Connections to the database that outlive a request."""

from select import POLLIN, poll
from typing import Any

from django.db import connections


def drop_broken_connection() -> None:
    """Close this thread's connection where an error has left it unusable: what Django does before and after a page."""
    connections["default"].close_if_unusable_or_obsolete()


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
