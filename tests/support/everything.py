"""All that a database holds, in a form that two databases can be compared by: rows, sequences, structure and rights."""

from typing import Any, Final

import psycopg
from psycopg import sql

# "n", not null, is a constraint from PostgreSQL 18 on; `columns` tells it in all versions.
STRUCTURE: Final = {
    "columns": """
        SELECT table_name, column_name, data_type, is_nullable, column_default, is_identity, identity_generation
        FROM information_schema.columns WHERE table_schema = 'public'
    """,
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated, condeferrable, condeferred
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
    """,
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": """
        SELECT tgrelid::regclass::text, tgname, tgenabled, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    """,
    "functions": """
        SELECT p.proname, p.prosrc FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    """,
    "settings of tables": "SELECT relname, reloptions, relpersistence FROM pg_class WHERE relnamespace = 'public'::regnamespace",
    "extensions": "SELECT extname FROM pg_extension",
}
# What the application's role may do, and nobody else but the owner.
RIGHTS: Final = """
SELECT c.relname, c.relkind, a.privilege_type FROM pg_class c, aclexplode(c.relacl) a
WHERE c.relnamespace = 'public'::regnamespace AND a.grantee = %s::regrole
"""
STRANGERS: Final = """
SELECT c.relname, a.grantee::text, a.privilege_type FROM pg_class c, aclexplode(c.relacl) a
WHERE c.relnamespace = 'public'::regnamespace AND a.grantee NOT IN (%s::regrole, c.relowner)
"""


def rows_of(owner_url: str) -> dict[str, list[Any]]:
    """Every table's rows, each as PostgreSQL writes it, in an order that does not hang on where it stands; and every
    sequence's state."""
    with psycopg.connect(owner_url) as owner:
        names = owner.execute(
            "SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'S') ORDER BY 1"
        ).fetchall()
        found = {}
        for name, kind in names:
            what = sql.SQL("t::text" if kind in ("r", b"r") else "last_value, is_called")
            statement = sql.SQL("SELECT {} FROM {} t ORDER BY 1").format(what, sql.Identifier(name))
            found[name] = owner.execute(statement).fetchall()
        return found


def structure_of(owner_url: str, role: str) -> dict[str, list[Any]]:
    """Columns, constraints, indexes, triggers, functions, and what the application's role may do."""
    with psycopg.connect(owner_url) as owner:
        found = {name: sorted(owner.execute(query).fetchall(), key=str) for name, query in STRUCTURE.items()}
        found["rights"] = sorted(owner.execute(RIGHTS, [role]).fetchall(), key=str)
        found["strangers"] = owner.execute(STRANGERS, [role]).fetchall()
        return found
