"""Statements about custom fields and tags that Django cannot say."""

from dataclasses import dataclass
from typing import Final

from tappa.kernel.sql import Row


@dataclass(frozen=True, slots=True)
class Nothing:
    """The answer of a statement that only waits."""

    nothing: str


LOCK_LABELS: Final = """
SELECT pg_advisory_xact_lock(hashtextextended('contacts_labels:' || %(workspace)s, 0))::text AS nothing
"""

# What each page of a list asks for: said by hand, for it is said the same for one contact and for fifty.
VALUES: Final = """SELECT contact_id, field_id, text FROM contacts_fieldvalue
WHERE workspace_id = %s AND contact_id = ANY (%s::bigint[])"""


class FieldHeld(Row, frozen=True):
    """A custom field, and who of those asked for has what in it: side by side, None where nobody has anything."""

    name: str
    data_type: str
    contacts: list[int] | None
    texts: list[str] | None


# The same with the fields themselves, for whoever does not know them yet: a row for each, in their order.
FIELDS_HELD: Final = """
WITH held AS MATERIALIZED (
    SELECT field_id, array_agg(contact_id) AS contacts, array_agg(text) AS texts FROM contacts_fieldvalue
    WHERE workspace_id = %(workspace)s AND contact_id = ANY (%(contacts)s::bigint[]) GROUP BY field_id
)
SELECT field.name, field.data_type, held.contacts, held.texts
FROM contacts_customfield field LEFT JOIN held ON held.field_id = field.id
WHERE field.workspace_id = %(workspace)s AND field.deleted_at IS NULL ORDER BY field.position
"""

# Whoever writes values holds their fields as a reference would, but from before the values are read: a type that changes
# meanwhile, or a deletion, waits for him or is seen by him. Many may hold at once.
FIELDS_TO_WRITE: Final = """
SELECT * FROM contacts_customfield
WHERE workspace_id = %(workspace)s AND id = ANY (%(fields)s::bigint[]) AND deleted_at IS NULL
ORDER BY id FOR KEY SHARE
"""


@dataclass(frozen=True, slots=True)
class Cleared:
    """How many rows a batch took."""

    rows: int


# Whether there is anything to clear, over all workspaces.
LABELS_DUE: Final = """
SELECT EXISTS (SELECT FROM contacts_customfield WHERE deleted_at IS NOT NULL)
    OR EXISTS (SELECT FROM contacts_tag WHERE deleted_at IS NOT NULL)
"""
# One batch of the values of fields, or of the tags on contacts, that were deleted; over all workspaces.
CLEAR_VALUES: Final = """
WITH field AS MATERIALIZED (
    SELECT workspace_id, id FROM contacts_customfield WHERE deleted_at IS NOT NULL ORDER BY deleted_at, id LIMIT 1
), cleared AS (
    DELETE FROM contacts_fieldvalue WHERE id IN (
        SELECT value.id FROM field JOIN contacts_fieldvalue value
          ON value.workspace_id = field.workspace_id AND value.field_id = field.id
        LIMIT %(most)s
    ) RETURNING id
), gone AS (
    DELETE FROM contacts_customfield USING field
    WHERE contacts_customfield.workspace_id = field.workspace_id AND contacts_customfield.id = field.id
      AND NOT EXISTS (SELECT FROM cleared)
    RETURNING contacts_customfield.id
)
SELECT (SELECT count(*) FROM cleared) + (SELECT count(*) FROM gone) AS rows
"""
CLEAR_TAGS: Final = """
WITH tag AS MATERIALIZED (
    SELECT workspace_id, id FROM contacts_tag WHERE deleted_at IS NOT NULL ORDER BY deleted_at, id LIMIT 1
), cleared AS (
    DELETE FROM contacts_contacttag WHERE id IN (
        SELECT carried.id FROM tag JOIN contacts_contacttag carried
          ON carried.workspace_id = tag.workspace_id AND carried.tag_id = tag.id
        LIMIT %(most)s
    ) RETURNING id
), gone AS (
    DELETE FROM contacts_tag USING tag
    WHERE contacts_tag.workspace_id = tag.workspace_id AND contacts_tag.id = tag.id
      AND NOT EXISTS (SELECT FROM cleared)
    RETURNING contacts_tag.id
)
SELECT (SELECT count(*) FROM cleared) + (SELECT count(*) FROM gone) AS rows
"""


@dataclass(frozen=True, slots=True)
class Carried:
    """How many contacts carry a tag, up to a bound."""

    tag_id: int
    contacts: int


CARRIED: Final = """
SELECT tag.id AS tag_id, (
    SELECT count(*) FROM (
        SELECT FROM contacts_contacttag carried JOIN contacts_standing standing
          ON standing.workspace_id = carried.workspace_id AND standing.contact_id = carried.contact_id
        WHERE carried.workspace_id = %(workspace)s AND carried.tag_id = tag.id AND NOT standing.is_deleted
        LIMIT %(most)s
    ) counted
) AS contacts
FROM unnest(%(tags)s::bigint[]) tag (id)
"""
