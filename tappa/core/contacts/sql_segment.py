"""The statements about segments."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Number:
    """A count."""

    number: int


LOCK_SEGMENTS: Final = """
SELECT pg_advisory_xact_lock(hashtextextended('contacts_segments:' || %(workspace)s, 0))::text AS nothing
"""

# No further than `most` and one: whoever asks says "more than that" then, and a large segment costs no more than that.
COUNT: Final = """
SELECT count(*) AS number FROM (
    SELECT FROM contacts_contact contact
    JOIN contacts_standing standing
      ON standing.workspace_id = contact.workspace_id AND standing.contact_id = contact.id
    WHERE contact.workspace_id = %(workspace)s AND contact.deleted_at IS NULL
      AND standing.workspace_id = %(workspace)s AND NOT standing.is_deleted AND {clause}
    LIMIT %(most)s + 1
) matching"""
