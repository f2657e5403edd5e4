"""PostgreSQL's NOTIFY, for what may be lost.

It takes a database-wide lock when its transaction commits: it is therefore sent alone, after the running transaction, and
never inside one that writes.
"""

from django.db import connection, transaction


def notify_after_commit(channel: str, payload: str) -> None:
    """Tell all who listen, once the running transaction, if there is one, has committed. Where that fails the log tells it,
    and no more: what was done stays done, and whatever else waits for the commit has its turn."""

    def send() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [channel, payload])

    transaction.on_commit(send, robust=True)
