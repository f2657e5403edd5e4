"""Many contacts get tags or lose them: the statements of a batch."""

from typing import Final

from tappa.core.contacts.sql_bulk import SETTLE, SINCE, STANDING, TOLD

# `{wanted}` says which contact is to get or to lose which tag.
_ADDED: Final = """
, turned AS (
    INSERT INTO contacts_contacttag (workspace_id, contact_id, tag_id)
    SELECT %(workspace)s, contact_id, tag_id FROM ({wanted}) wanted ORDER BY contact_id, tag_id
    ON CONFLICT (workspace_id, contact_id, tag_id) DO NOTHING
    RETURNING contact_id, tag_id
)"""
_REMOVED: Final = """
, turned AS (
    DELETE FROM contacts_contacttag carried USING ({wanted}) wanted
    WHERE carried.workspace_id = %(workspace)s AND carried.contact_id = wanted.contact_id
      AND carried.tag_id = wanted.tag_id AND carried.contact_id = ANY (%(locked)s::bigint[])
    RETURNING carried.contact_id, carried.tag_id
)"""
_GATHERED: Final = """
, changed AS MATERIALIZED (
    SELECT contact_id, array_agg(tag_id ORDER BY tag_id) AS tag_ids FROM turned GROUP BY contact_id
), judged AS MATERIALIZED (
    SELECT standing.contact_id,
           CASE WHEN changed.contact_id IS NOT NULL THEN 1 WHEN is_deleted THEN 3{otherwise} ELSE 2 END AS outcome
    FROM standing LEFT JOIN changed ON changed.contact_id = standing.contact_id
)"""
_SETTLED: Final = SETTLE.format(
    columns=", tag_ids = settling.tag_ids",
    made="""SELECT event.contact_id, event.id AS made, changed.tag_ids
        FROM event JOIN changed ON changed.contact_id = event.contact_id""",
)
_ASKED: Final = """SELECT contact_id, tag_id FROM standing CROSS JOIN unnest(%(tags)s::bigint[]) AS tag_id
    WHERE NOT is_deleted"""
_TURNED_AGAIN: Final = SINCE.format(
    kinds="'contact.tagged', 'contact.untagged'",
    more=""" AND EXISTS (
        SELECT FROM jsonb_array_elements_text(later.data->'tag_ids') AS turned
        WHERE turned::bigint = ANY (standing.tags_before)
    )""",
)
_FORMER: Final = f"""SELECT standing.contact_id, tag.id AS tag_id
    FROM standing JOIN contacts_tag tag ON tag.workspace_id = %(workspace)s AND tag.id = ANY (standing.tags_before)
    WHERE tag.deleted_at IS NULL AND NOT is_deleted AND NOT {_TURNED_AGAIN}"""  # noqa: S608  only constants are put together
_TAGS_GONE: Final = """NOT EXISTS (
    SELECT FROM contacts_tag tag
    WHERE tag.workspace_id = %(workspace)s AND tag.id = ANY (standing.tags_before) AND tag.deleted_at IS NULL
)"""
_OTHERWISE: Final = f" WHEN {_TURNED_AGAIN} THEN 4 WHEN {_TAGS_GONE} THEN 5"


def _told(kind: str) -> str:
    data = "jsonb_build_object('tag_ids', to_jsonb(tag_ids)) AS data"
    happened = f"SELECT contact_id, NULL::bigint AS conversation_id, '{kind}' AS kind, {data} FROM changed"  # noqa: S608  a fact's name, and nothing from outside
    return TOLD.format(happened=happened)


_TAGGED: Final = _told("contact.tagged")
_UNTAGGED: Final = _told("contact.untagged")

TAG_MANY: Final = (
    STANDING + _ADDED.format(wanted=_ASKED) + _GATHERED.format(otherwise="") + _TAGGED + _SETTLED
)
UNTAG_MANY: Final = (
    STANDING + _REMOVED.format(wanted=_ASKED) + _GATHERED.format(otherwise="") + _UNTAGGED + _SETTLED
)
UNDO_TAGS: Final = (
    STANDING + _REMOVED.format(wanted=_FORMER) + _GATHERED.format(otherwise=_OTHERWISE) + _UNTAGGED + _SETTLED
)
UNDO_UNTAGS: Final = (
    STANDING + _ADDED.format(wanted=_FORMER) + _GATHERED.format(otherwise=_OTHERWISE) + _TAGGED + _SETTLED
)
