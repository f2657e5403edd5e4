"""The statements that erase people. What hangs on a contact goes by its foreign keys; the log and the transitions know it
by its id alone, and stay (E6)."""

from dataclasses import dataclass
from typing import Final

from tappa.core.inbox.sql import EVENT


@dataclass(frozen=True, slots=True)
class Erased:
    """The fact of a contact that was erased."""

    id: int


# Its standing is locked first, as by whoever brings it back: one who is just being brought back is passed over.
_ERASE: Final = f"""
WITH due AS MATERIALIZED (
    SELECT standing.workspace_id, standing.contact_id FROM contacts_standing standing
    JOIN contacts_contact contact
      ON contact.workspace_id = standing.workspace_id AND contact.id = standing.contact_id
    WHERE standing.is_deleted AND {{which}}
    FOR UPDATE OF standing SKIP LOCKED
), gone AS (
    DELETE FROM contacts_contact USING due
    WHERE contacts_contact.workspace_id = due.workspace_id AND contacts_contact.id = due.contact_id
    RETURNING contacts_contact.workspace_id, contacts_contact.id
)
INSERT INTO {EVENT}
SELECT workspace_id, id, NULL, %(by)s, %(by_id)s, %(via)s, NULL, NULL, 'contact.erased', '{{{{}}}}'::jsonb, clock_timestamp()
FROM gone
RETURNING id
"""  # noqa: S608  only constants are put together
# Over all workspaces: those whose time has come, the oldest first.
ERASE_DUE: Final = _ERASE.format(
    which="""contact.id IN (
        SELECT id FROM contacts_contact -- of every workspace
        WHERE deleted_at < statement_timestamp() - make_interval(days => %(days)s)
        ORDER BY deleted_at, id LIMIT %(most)s
    )"""
)
ERASE_ONE: Final = _ERASE.format(
    which="standing.workspace_id = %(workspace)s AND standing.contact_id = %(contact)s"
)


@dataclass(frozen=True, slots=True)
class Purged:
    """A post that was removed."""

    id: int


# What a provider posted about this person, as it came: it would be removed by itself within a week. Escaped or not, the
# person's id on the channel stands in it, in quotes: without them the id 1 would be found in everybody's posts.
PURGE_POSTS_OF: Final = """
DELETE FROM inbox_inboundpost post USING inbox_contactchannel address
WHERE address.workspace_id = %(workspace)s AND address.contact_id = %(contact)s
  AND post.workspace_id = %(workspace)s AND post.channel_id = address.channel_id
  AND (position(convert_to('"' || address.external_id || '"', 'UTF8') IN post.body) > 0
       OR position(convert_to('"' || replace(address.external_id, '/', '\\/') || '"', 'UTF8') IN post.body) > 0)
RETURNING post.id
"""
