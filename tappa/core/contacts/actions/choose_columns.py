"""A member chooses the columns of their table of contacts, and their order."""

from collections.abc import Iterable

from tappa.core.accounts.models import Member
from tappa.core.contacts.columns import known_columns
from tappa.core.contacts.fields import fields_of


def choose_columns(member: Member, columns: Iterable[str] | None) -> Member:
    """Keep them for this member alone; None are the usual ones. It says nothing about the workspace, so that no fact is
    recorded. What is no column, for its field was deleted a moment ago, is left out."""
    known = set(known_columns(fields_of(member.workspace_id)))
    member.contact_columns = (
        None if columns is None else [key for key in dict.fromkeys(columns) if key in known]
    )
    member.save(update_fields=["contact_columns"])
    return member
