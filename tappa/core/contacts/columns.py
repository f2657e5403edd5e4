"""The columns of the table of contacts: which there are, which a member sees, and what stands in those that only some see.

The name is always the first, and none of these.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

import msgspec

from tappa.core.accounts.models import Member
from tappa.core.contacts.field_rules import field_key
from tappa.core.contacts.fields import values_of_all
from tappa.core.contacts.models_field import CustomField
from tappa.kernel.sql import fetch_all

USUAL: Final = ("stage", "time_at_stage", "last_interaction", "assignee", "created_at")
COLUMNS: Final = (
    *USUAL,
    "team",
    "phone",
    "email",
    "country_code",
    "language",
    "channel",
    "tag",
    "conversation_status",
)
TAGS_SHOWN: Final = 20  # of one contact

CELLS: Final = """
SELECT contact.id, contact.country_code, contact.language, standing.conversation_status, team.name AS team,
       (SELECT coalesce(json_agg(label), '[]')::text FROM (
           SELECT tag.name, tag.emoji, tag.hue FROM contacts_contacttag tagged
           JOIN contacts_tag tag ON tag.workspace_id = %(workspace)s AND tag.id = tagged.tag_id
           WHERE tagged.workspace_id = %(workspace)s AND tagged.contact_id = contact.id AND tag.deleted_at IS NULL
           ORDER BY tag.folded_name LIMIT %(tags)s) label) AS labels
FROM contacts_contact contact
JOIN contacts_standing standing ON standing.workspace_id = %(workspace)s AND standing.contact_id = contact.id
LEFT JOIN accounts_team team
    ON team.workspace_id = %(workspace)s AND team.id = standing.team_id AND team.deleted_at IS NULL
WHERE contact.workspace_id = %(workspace)s AND contact.id = ANY (%(ids)s::bigint[])
"""


class Label(msgspec.Struct, frozen=True):
    """A tag as a row shows it."""

    name: str
    emoji: str
    hue: int


@dataclass(frozen=True, slots=True)
class Cells:
    """What stands in the further columns of a contact's row; `labels` are its tags, as JSON."""

    id: int
    country_code: str
    language: str
    conversation_status: str
    team: str | None
    labels: str

    @property
    def tags(self) -> list[Label]:
        """The contact's tags, by name."""
        return msgspec.json.decode(self.labels, type=list[Label])


def known_columns(custom: Iterable[CustomField]) -> list[str]:
    """All columns that a workspace has, by their keys: those of its own fields come last."""
    return [*COLUMNS, *(field_key(field.id) for field in custom)]


def columns_of(member: Member, custom: Iterable[CustomField]) -> list[str]:
    """The columns that this member sees, in their order. Those of fields that are gone are left out."""
    chosen = USUAL if member.contact_columns is None else member.contact_columns
    known = set(known_columns(custom))
    return [key for key in chosen if key in known]


def read_cells(
    workspace_id: int, contact_ids: Collection[int]
) -> tuple[dict[int, Cells], dict[int, dict[int, str]]]:
    """The cells of these contacts, and what they have in the workspace's own fields, by the contact's id.

    Two questions, however many contacts and columns: who looks at another column asks for nothing more.
    """
    values = {"workspace": workspace_id, "ids": list(contact_ids), "tags": TAGS_SHOWN}
    cells = {row.id: row for row in fetch_all(Cells, CELLS, values)}
    return cells, values_of_all(workspace_id, contact_ids)
