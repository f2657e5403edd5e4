"""The application's role: all it needs, and nothing that could change the log."""

import os
import secrets
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from psycopg import sql

from tappa.command.preparation import prepare_database
from tappa.core.accounts.models import Workspace
from tappa.core.activity.models import Event
from tappa.kernel.errors import DomainError
from tappa.kernel.roles import application_url, rights_too_many

LOGS = ["activity_event", "contacts_transition"]


@pytest.mark.parametrize("table", LOGS)
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}", "ALTER TABLE {} ADD COLUMN extra int"],
)
def test_the_application_cannot_change_the_log(workspace: Workspace, table: str, statement: str) -> None:
    """The history is never changed (E5), whatever the application's code does."""
    assert Event.objects.filter(workspace_id=workspace.id).exists()
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        _run(statement.format(table))


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE stray (id int)",
        "DROP TABLE contacts_tag",
        "ALTER TABLE contacts_contact DISABLE TRIGGER ALL",
        "UPDATE django_migrations SET name = name",
        "SET session_replication_role = replica",
        "CREATE ROLE helper",
        "SET ROLE tappa_owner",
    ],
)
def test_the_application_cannot_reach_further(statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        _run(statement)


def test_the_application_can_use_every_other_table(workspace: Workspace) -> None:
    for table in set(connection.introspection.table_names()) - {*LOGS, "django_migrations"}:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT has_table_privilege(%s, 'SELECT') AND has_table_privilege(%s, 'INSERT') AND "
                "has_table_privilege(%s, 'UPDATE') AND has_table_privilege(%s, 'DELETE')",
                [table] * 4,
            )
            assert cursor.fetchone() == (True,), table


def test_rights_too_many_finds_an_owner_and_a_grant_too_many(
    owner_connection: "psycopg.Connection[Any]",
) -> None:
    with psycopg.connect(os.environ["TAPPA_APPLICATION_DATABASE_URL"]) as application:
        assert rights_too_many(application, LOGS) == []
    found = rights_too_many(owner_connection, LOGS)
    assert len(found) == 2
    assert "activity_event" in found[0]


@pytest.fixture
def fresh(owner_url: str) -> Iterator[str]:
    """An empty database; its owner's address."""
    database = f"fresh_{secrets.token_hex(4)}"
    with psycopg.connect(owner_url, dbname="postgres", autocommit=True) as administrator:
        administrator.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
        yield urlunsplit(urlsplit(owner_url)._replace(path=f"/{database}"))
        administrator.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))
        administrator.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(f"{database}_app")))


def test_prepare_is_safe_to_repeat_and_follows_a_new_password(fresh: str) -> None:
    said: list[str] = []
    first = prepare_database(fresh, application_password="first / pass@word", say=said.append)
    assert (first.empty, first.demo) == (True, False)
    assert any("migrations" in line for line in said)
    with psycopg.connect(first.url) as application:
        assert application.execute("SELECT count(*) FROM activity_event").fetchone() == (0,)
    second = prepare_database(fresh, application_password="second", say=said.append)
    with psycopg.connect(second.url) as application:
        row = application.execute("SELECT current_user, current_database()").fetchone()
    assert row is not None
    assert row[0] == f"{row[1]}_app"
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(first.url).close()


def test_an_owner_who_may_not_make_roles_is_told_both_ways_out(fresh: str) -> None:
    database = urlsplit(fresh).path.lstrip("/")
    owner, given = f"{database}_owner", f"{database}_given"
    with psycopg.connect(fresh, autocommit=True) as administrator:
        for role in (owner, given):
            administrator.execute(
                sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'plain'").format(sql.Identifier(role))
            )
        administrator.execute(
            sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(database), sql.Identifier(owner))
        )
        administrator.execute(sql.SQL("GRANT ALL ON SCHEMA public TO {}").format(sql.Identifier(owner)))
        try:
            with pytest.raises(DomainError, match="CREATEROLE") as refused:
                prepare_database(_as(fresh, owner), application_password="x")
            assert "TAPPA_APPLICATION_DATABASE_URL" in refused.value.message
            prepared = prepare_database(
                _as(fresh, owner), application_password="x", given_url=_as(fresh, given)
            )
            assert prepared.url == _as(fresh, given)
            with psycopg.connect(prepared.url) as application:
                assert rights_too_many(application, LOGS) == []
                assert application.execute("SELECT count(*) FROM contacts_contact").fetchone() == (0,)
        finally:
            for role in (given, owner):
                administrator.execute(
                    sql.SQL("REASSIGN OWNED BY {} TO CURRENT_USER").format(sql.Identifier(role))
                )
                administrator.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(role)))
                administrator.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def test_a_database_that_is_not_there_is_refused_with_a_sentence() -> None:
    with pytest.raises(DomainError, match="cannot be reached"):
        prepare_database("postgresql://nobody:x@127.0.0.1:1/none", application_password="x")


def test_an_application_address_that_leads_nowhere_is_refused_by_its_name(fresh: str) -> None:
    with pytest.raises(DomainError, match="TAPPA_APPLICATION_DATABASE_URL does not lead"):
        prepare_database(fresh, application_password="x", given_url=_as(fresh, "stranger"))


def test_application_url_keeps_the_rest_of_the_address() -> None:
    url = application_url("postgresql://owner:p@db.example:6432/shop?sslmode=require", "a/b c")
    assert psycopg.conninfo.conninfo_to_dict(url) == {
        "user": "shop_app",
        "password": "a/b c",
        "host": "db.example",
        "port": "6432",
        "dbname": "shop",
        "sslmode": "require",
    }


def _run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def _as(url: str, role: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{role}:plain@{parts.netloc.rpartition('@')[2]}"))
