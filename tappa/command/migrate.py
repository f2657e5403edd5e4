"""`python -m tappa.command.migrate`: the application's role, the migrations, the grants. Started by preparation.py.

The line that begins with "answer: " has JSON, or with exit code 3 the sentence of a refusal. Others tell how it goes.
"""

import os
import sys
from typing import Final, cast

import django
import msgspec
import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

from tappa.command.preparation import ANSWER, GIVEN, PASSWORD, REFUSED, Prepared
from tappa.kernel.database_url import plain_url
from tappa.kernel.errors import DomainError
from tappa.kernel.roles import SETTING, application_url, grant, make_application_role

LOCK: Final = 7_461_707_061  # any number, the same in all versions: who prepares holds it


def append_only_tables() -> list[str]:
    """The tables whose rows are only ever added: models that say APPEND_ONLY."""
    return [table(model) for model in apps.get_models(include_auto_created=True) if is_append_only(model)]


def is_append_only(model: type[Model]) -> bool:
    """Whether the model says that its rows are never changed."""
    return bool(getattr(model, "APPEND_ONLY", False))


def table(model: type[Model]) -> str:
    """The model's table."""
    return model._meta.db_table


def main() -> int:
    """In the process of its own: prepare the database that the settings name."""
    django.setup()
    try:
        connection.ensure_connection()
    except OperationalError as error:
        refuse(f"The database cannot be reached: {str(error).strip()}")
        return REFUSED
    owner = cast("psycopg.Connection", connection.connection)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        url = _prepare(owner)
    except DomainError as error:
        refuse(error.message)
        return REFUSED
    print(ANSWER + msgspec.json.encode(Prepared(url, **_contents())).decode())
    return 0


def refuse(sentence: str) -> None:
    """Answer with a refusal. Whatever PostgreSQL said is put into one line."""
    print(ANSWER + " ".join(sentence.split()))


def _prepare(owner: psycopg.Connection) -> str:
    given = os.environ[GIVEN]
    password = os.environ[PASSWORD]
    role = _role_of(given) if given else make_application_role(owner, owner.info.dbname, password)
    _migrate()
    models = apps.get_models(include_auto_created=True)
    grant(
        owner,
        role,
        tables=[table(model) for model in models if not is_append_only(model)],
        append_only=append_only_tables(),
        readable=["django_migrations"],
    )
    return given or application_url(os.environ[SETTING], password)


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not waiting:
        return
    print(f"bringing the database up to date: {len(waiting)} migrations", flush=True)
    call_command("migrate", interactive=False, verbosity=0)


def _role_of(url: str) -> str:
    try:
        with psycopg.connect(plain_url(url), connect_timeout=5) as application:
            row = application.execute("SELECT current_user").fetchone()
    except psycopg.OperationalError as error:
        raise DomainError(
            f"{SETTING} does not lead into the database: {error} Mend it, or leave it away: Tappa then makes a role."
        ) from error
    assert row is not None  # noqa: S101  a SELECT without FROM has one row
    return cast("str", row[0])


def _contents() -> dict[str, bool]:
    workspaces = apps.get_model("accounts", "Workspace").objects
    return {"empty": not workspaces.exists(), "demo": workspaces.filter(slug="demo").exists()}


if __name__ == "__main__":
    sys.exit(main())
