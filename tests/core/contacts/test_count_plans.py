"""A count of who has a value reads the value's index and not the values: what PostgreSQL does for it, by EXPLAIN (C4)."""

from typing import Any

import psycopg
import pytest
from django.db import connection

from tappa.core.accounts.models import Workspace
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.contacts.actions.create_field import create_field
from tappa.core.contacts.counting import Count, count_contacts
from tappa.core.contacts.field_checks import FieldDefinition
from tappa.core.contacts.field_rules import HEAD, DataType, field_key
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.parse import read_filter
from tests.cast import Cast
from tests.core.acts import stage_named
from tests.core.contacts.crowd import crowd_at
from tests.support.plans import explained, nodes, statements
from tests.support.running import eventually

CROWD = 3000
FILL = """
INSERT INTO contacts_fieldvalue (workspace_id, contact_id, field_id, text, folded, number)
SELECT workspace_id, id, %(field)s, value, lower(value), number FROM (
    SELECT *, CASE %(type)s WHEN 'number' THEN (id %% 3)::text ELSE 'Plan ' || (id %% 3)::text END AS value,
           CASE %(type)s WHEN 'number' THEN id %% 3 END AS number
    FROM contacts_contact WHERE workspace_id = %(workspace)s
) contact
"""


def is_swept(owner: "psycopg.Connection[Any]", table: str) -> bool:
    """Whether a VACUUM marked each page for its index; it passes over rows that somebody's look began before."""
    owner.execute(f"VACUUM ANALYZE {table}")
    marked = owner.execute("SELECT relallvisible = relpages FROM pg_class WHERE relname = %s", [table])
    return marked.fetchall() == [(True,)]


@pytest.mark.parametrize(("type_", "value"), [(DataType.TEXT, "plan 1"), (DataType.NUMBER, "1")])
def test_c4_a_count_reads_only_the_index_of_the_value(
    workspace: Workspace, cast: Cast, owner_connection: "psycopg.Connection[Any]", type_: DataType, value: str
) -> None:
    field = create_field(FieldDefinition(name="Plan", data_type=type_), by=actor_of(cast.owner, Via.PAGE))
    crowd_at(workspace, stage_named(workspace, "Payment"), CROWD)
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"workspace": workspace.id, "field": field.id, "type": type_.value})
    assert eventually(lambda: is_swept(owner_connection, "contacts_fieldvalue"), seconds=60)
    where = read_filter({"all": [[field_key(field.id), "isEqualTo", [value]]]}, Catalogue(workspace.id))
    with statements() as taken:
        assert count_contacts(cast.owner, where=where) == Count(CROWD // 3, exact=True)
    [plan] = [explained(text, values, "auto") for text, values in taken if "count(*)" in text]
    done = [node for node in nodes(plan) if node["Actual Loops"]]
    [read] = [node for node in done if node.get("Relation Name") == "contacts_fieldvalue"]
    assert (read["Node Type"], read["Actual Rows"]) == ("Index Only Scan", CROWD // 3)


def test_a_text_longer_than_its_index_holds_is_compared_whole(workspace: Workspace, cast: Cast) -> None:
    """C4: those that begin alike are not the same."""
    field = create_field(
        FieldDefinition(name="Plan", data_type=DataType.TEXT), by=actor_of(cast.owner, Via.PAGE)
    )
    crowd_at(workspace, stage_named(workspace, "Payment"), 30)
    long = "plan" + "n" * HEAD
    with connection.cursor() as cursor:
        fill = FILL.replace("'Plan '", f"'{long}'")
        cursor.execute(fill, {"workspace": workspace.id, "field": field.id, "type": "text"})
    where = read_filter({"all": [[field_key(field.id), "isEqualTo", [f"{long}1"]]]}, Catalogue(workspace.id))
    assert count_contacts(cast.owner, where=where) == Count(10, exact=True)
