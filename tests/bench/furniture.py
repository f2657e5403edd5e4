"""What `tappa demo` does not make and the bench asks for: custom fields, filled for most contacts; and tables as they are
after PostgreSQL's cleaner has been there, for it is not to be measured."""

from pathlib import Path
from typing import Final

import psycopg
from django.db import connection

from tappa.core.accounts.models import Workspace
from tappa.core.activity.actor import Actor
from tappa.core.contacts.actions.create_field import create_field
from tappa.core.contacts.field_checks import FieldDefinition
from tappa.core.contacts.field_rules import DataType
from tappa.core.contacts.models_field import CustomField
from tappa.kernel.postgres.server import find_server
from tappa.kernel.secrets import load_secrets

PLANS: Final = ("Free", "Basic", "Plus", "Enterprise")  # of a hundred contacts 60, 24, 10 and 1 have it
SCORES: Final = 1000

# Neither follows from when a contact was made, nor one from the other.
_FILL: Final = """
INSERT INTO contacts_fieldvalue (workspace_id, contact_id, field_id, text, folded, number)
SELECT workspace_id, id, %(field)s, value, lower(value), {number}
FROM (
    SELECT workspace_id, id, {value} AS value FROM contacts_contact
    WHERE workspace_id = %(workspace)s AND deleted_at IS NULL
) contact WHERE value IS NOT NULL
"""
_DRAWN: Final = "(hashint8(id + {salt})::bigint & 2147483647) %% {of}"
_PLAN: Final = f"""CASE WHEN {_DRAWN.format(salt=1, of=100)} < 60 THEN 'Free' WHEN {_DRAWN.format(salt=1, of=100)} < 84 THEN
    'Basic' WHEN {_DRAWN.format(salt=1, of=100)} < 94 THEN 'Plus' WHEN {_DRAWN.format(salt=1, of=100)} < 95 THEN 'Enterprise' END"""
_SCORE: Final = f"({_DRAWN.format(salt=2, of=SCORES)})::text"


def furnish(workspace: Workspace, by: Actor, data: Path) -> CustomField:
    """The fields Plan and Score, made and filled when they are not there. Returns Plan."""
    present = {field.name: field for field in CustomField.objects.filter(workspace=workspace)}
    if "Score" not in present:
        plan = FieldDefinition(name="Plan", data_type=DataType.LIST, allowed_values=PLANS)
        _make(workspace, by, plan, _FILL.format(value=_PLAN, number="NULL"))
        score = FieldDefinition(name="Score", data_type=DataType.NUMBER)
        _make(workspace, by, score, _FILL.format(value=_SCORE, number="value::numeric"))
        present = {field.name: field for field in CustomField.objects.filter(workspace=workspace)}
    _settle(data)
    return present["Plan"]


def _make(workspace: Workspace, by: Actor, definition: FieldDefinition, fill: str) -> None:
    field = create_field(definition, by=by)
    with connection.cursor() as cursor:
        cursor.execute(fill, {"field": field.id, "workspace": workspace.id})


def _settle(data: Path) -> None:
    """Vacuum and analyze every table, as their owner."""
    server = find_server(data, owner_password=load_secrets(data).owner_password)
    assert server is not None
    with psycopg.connect(server.owner_url, autocommit=True) as owner:
        owner.execute("VACUUM (ANALYZE)")
