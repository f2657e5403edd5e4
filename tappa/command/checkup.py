"""What `tappa doctor` looks at inside the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

import psycopg
from django.db import Error, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min, Q

from tappa.command.migrate import append_only_tables
from tappa.core.activity.models import Event, Reader
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_rules import ENDED, OperationState
from tappa.core.inbox.models import Delivery
from tappa.core.inbox.rules import DeliveryState
from tappa.kernel.database_url import django_database, plain_url
from tappa.kernel.roles import rights_too_many

LATE: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Finding:
    """One check: what was looked at, how it is, and where it is not well what to do."""

    verdict: Literal["ok", "warn", "bad"]
    what: str
    says: str

    def line(self) -> str:
        """As it is printed."""
        return f"{self.verdict:4}  {self.what}: {self.says}"


def good(what: str, says: str) -> Finding:
    """All is well."""
    return Finding("ok", what, says)


def warn(what: str, says: str) -> Finding:
    """Somebody should look at it."""
    return Finding("warn", what, says)


def bad(what: str, says: str) -> Finding:
    """It does not work, or is not safe."""
    return Finding("bad", what, says)


def check_database(url: str) -> Iterator[Finding]:
    """All about the database at the application's address."""
    connections.databases["default"].update(django_database(url))
    try:
        with psycopg.connect(plain_url(url), connect_timeout=5) as application:
            yield good(
                "database", f"answers, PostgreSQL {application.info.parameter_status('server_version')}"
            )
            yield _roles(application)
        yield _migrations()
        yield _reading()
        yield _delivering()
        yield _operating()
    except (psycopg.Error, Error) as error:
        yield bad(
            "database", f"{' '.join(str(error).split())} Is `tappa serve` at work, and is it of this version?"
        )
    finally:
        connections.close_all()


def _roles(application: psycopg.Connection) -> Finding:
    found = rights_too_many(application, append_only_tables())
    if found:
        return bad(
            "roles",
            f"the application's role is too strong: {'; '.join(found)}. docs/self-hosting.md, Two roles",
        )
    return good("roles", "the application cannot change or remove the log")


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return bad("migrations", f"{len(waiting)} are pending: stop and start `tappa serve`")
    return good("migrations", "all are there")


def _reading() -> Finding:
    """Whether the background worker keeps up with the log."""
    readers = list(Reader.objects.all())
    if not readers and Event.objects.exists():
        return warn("log", "nobody has read it yet: is the background worker running?")
    for reader in readers:
        after = Q(transaction=reader.transaction, id__gt=reader.event_id) | Q(
            transaction__gt=reader.transaction
        )
        oldest = Event.objects.filter(after, id__gt=reader.floor).aggregate(at=Min("recorded_at"))["at"]
        if oldest is not None and _now() - oldest > LATE:
            minutes = (_now() - oldest).total_seconds() / 60
            return warn(
                "log", f"{reader.name} is {minutes:.0f} minutes behind: is the background worker running?"
            )
    return good("log", "read up to the present")


def _delivering() -> Finding:
    queued = Delivery.objects.filter(state=DeliveryState.QUEUED)
    late = queued.filter(attempts=0, next_attempt_at__lt=_now() - LATE).count()
    if late:
        return warn(
            "deliveries", f"{late} have waited for more than a minute: is the background worker running?"
        )
    return good("deliveries", f"{queued.count()} on their way")


def _operating() -> Finding:
    """Whether what takes long goes on: deleted stages are emptied."""
    waiting = Operation.objects.exclude(state__in=ENDED)
    failed = waiting.filter(state=OperationState.FAILED).count()
    if failed:
        return warn("operations", f"{failed} failed, and are tried again: the log says why")
    if waiting.filter(due_at__lt=_now() - LATE).exists():
        return warn("operations", "one has waited for more than a minute: is the background worker running?")
    return good("operations", f"{waiting.count()} under way")


def _now() -> datetime:
    return datetime.now(UTC)
