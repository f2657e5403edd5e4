"""The statements of accounts that Django cannot say."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Held:
    """A member who is held."""

    id: int


@dataclass(frozen=True, slots=True)
class Nothing:
    """The answer of a statement that only waits."""

    nothing: str


# Of two who found a workspace of one name at once, the second sees the first one's address taken and takes another.
LOCK_SLUG: Final = """
SELECT pg_advisory_xact_lock(hashtextextended('accounts_workspace.slug:' || %(slug)s, 0))::text AS nothing
"""


# FOR SHARE waits for a removal and keeps the next one waiting, and many may hold at once. A reference alone (FOR KEY
# SHARE) would do neither: a removal changes no key.
HOLD_MEMBER: Final = """
SELECT id FROM accounts_member
WHERE workspace_id = %(workspace)s AND id = %(member)s AND removed_at IS NULL
FOR SHARE
"""
