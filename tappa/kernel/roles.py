"""The database's two roles: the owner makes and changes tables, the application uses them.

The application role reads and writes rows, but of the log and the transitions it may only add some: a bug or a break-in
through the web cannot change what has happened (product.md, section 10).
"""

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql

from tappa.kernel.database_url import APPLICATION_SETTING, plain_url, read_database_url
from tappa.kernel.errors import DomainError

FULL: Final = "SELECT, INSERT, UPDATE, DELETE"
APPEND: Final = "SELECT, INSERT"
SETTING: Final = APPLICATION_SETTING


def application_role(database: str) -> str:
    """The name of the application's role for a database, cut where PostgreSQL would cut it."""
    return f"{database[:59]}_app"


def application_url(owner_url: str, password: str) -> str:
    """The owner's address with the application's role in it. The rest, TLS options too, stays the same."""
    owner_url = plain_url(owner_url)
    parts = {name: str(value) for name, value in read_database_url(owner_url).items()}
    host, port = parts.pop("host", ""), parts.pop("port", "")
    role = application_role(parts.pop("dbname", ""))
    database = read_database_url(owner_url).get("dbname", "")
    for name in ("user", "password"):
        parts.pop(name, None)
    options = {**({"host": host} if host else {}), **({"port": port} if port else {}), **parts}
    query = urlencode(options, quote_via=quote)
    return (
        f"postgresql://{quote(role, safe='')}:{quote(password, safe='')}@/{quote(database, safe='')}?{query}"
    )


def make_application_role(owner: psycopg.Connection, database: str, password: str) -> str:
    """Make the application's role, or give it its password again; returns its name.

    Raises DomainError, naming both ways out, when the owner may not make roles.
    """
    role = application_role(database)
    try:
        with owner.transaction():
            _write_role(owner, role, password)
    except psycopg.errors.InsufficientPrivilege as error:
        raise DomainError(
            "The role in DATABASE_URL may not make roles, and Tappa runs its application under a role that cannot "
            "change the log. Either give it the right (ALTER ROLE … CREATEROLE), or make a second role yourself "
            f"and give its address in {SETTING}."
        ) from error
    return role


def _write_role(owner: psycopg.Connection, role: str, password: str) -> None:
    # Hashed here, so that no log of the server ever has the password itself.
    hashed = owner.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    known = owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = sql.SQL("ALTER" if known else "CREATE")
    owner.execute(
        sql.SQL("{} ROLE {} LOGIN NOCREATEDB NOCREATEROLE PASSWORD {}").format(
            verb, sql.Identifier(role), sql.Literal(hashed)
        )
    )


def grant(
    owner: psycopg.Connection,
    role: str,
    *,
    tables: Sequence[str],
    append_only: Sequence[str],
    readable: Sequence[str],
) -> None:
    """Give the role exactly what it needs, in one transaction, so that nobody is ever without."""
    name = sql.Identifier(role)
    public = sql.SQL("SCHEMA public")
    database = sql.Identifier(owner.info.dbname)
    with owner.transaction():
        owner.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, name))
        owner.execute(sql.SQL("GRANT USAGE ON {} TO {}").format(public, name))
        owner.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN {} FROM {}").format(public, name))
        owner.execute(sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN {} TO {}").format(public, name))
        for rights, names in ((FULL, tables), (APPEND, append_only), ("SELECT", readable)):
            for table in names:
                owner.execute(
                    sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(rights), sql.Identifier(table), name)
                )
        _close_schema(owner, role)


def _close_schema(owner: psycopg.Connection, role: str) -> None:
    """Databases that come from before PostgreSQL 15 let everybody make tables."""
    row = owner.execute("SELECT has_schema_privilege(%s, 'public', 'CREATE')", [role]).fetchone()
    if row and row[0]:
        owner.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")


def rights_too_many(application: psycopg.Connection, append_only: Sequence[str]) -> list[str]:
    """What the connected role may do and should not, in words; empty when all is as it should be."""
    found = []
    for table in append_only:
        row = application.execute(
            "SELECT has_table_privilege(%s, 'UPDATE, DELETE, TRUNCATE'), "
            "pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = %s::regclass), 'USAGE')",
            [table, table],
        ).fetchone()
        if row and any(row):
            found.append(f"it may change or remove rows of {table}")
    return found
