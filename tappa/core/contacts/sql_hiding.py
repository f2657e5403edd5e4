"""Many contacts are deleted, or brought back: the statements of a batch."""

from typing import Final

from tappa.core.contacts.sql_bulk import ABOUT, PERSON, SETTLE, SINCE, STANDING, TALLY, told_plainly

_SETTLED: Final = SETTLE.format(columns="", made="SELECT contact_id, id AS made FROM event")

DELETE_MANY: Final = f"""{STANDING}
, judged AS MATERIALIZED (
    SELECT standing.*, CASE WHEN is_deleted THEN 3 ELSE 1 END AS outcome FROM standing
), hidden AS (
    UPDATE contacts_standing SET is_deleted = true FROM judged
    WHERE contacts_standing.workspace_id = %(workspace)s AND contacts_standing.contact_id = judged.contact_id
      AND contacts_standing.contact_id = ANY (%(locked)s::bigint[])
      AND judged.outcome = 1
), marked AS (
    UPDATE contacts_contact SET deleted_at = clock_timestamp() FROM judged
    WHERE contacts_contact.workspace_id = %(workspace)s AND contacts_contact.id = judged.contact_id
      AND contacts_contact.id = ANY (%(locked)s::bigint[])
      AND judged.outcome = 1
){told_plainly("contact.deleted")}{
    TALLY.format(
        shift="SELECT -1 AS sign, stage_id, conversation_status, assignee_id FROM judged WHERE outcome = 1"
    )
}{_SETTLED}"""  # noqa: S608  only constants are put together, here and below

_DELETED_AGAIN: Final = SINCE.format(kinds="'contact.deleted', 'contact.restored'", more="")
# Whose assignee has left meanwhile comes back as nobody's, and the log says so. One who is just being removed is waited
# for by a later round: the removal may be waiting for us.
_PEOPLE: Final = f"""
, held AS MATERIALIZED (
    SELECT id FROM accounts_member
    WHERE workspace_id = %(workspace)s AND removed_at IS NULL
      AND id = ANY (ARRAY(SELECT assignee_id FROM standing WHERE assignee_id IS NOT NULL))
    FOR SHARE SKIP LOCKED
), people AS MATERIALIZED (
    SELECT standing.*, held.id AS to_member, person.phone, lower(person.email) AS email,
           is_deleted AND NOT {_DELETED_AGAIN} AS comes
    FROM standing{PERSON}
    LEFT JOIN held ON held.id = standing.assignee_id
    LEFT JOIN accounts_member present
      ON present.workspace_id = %(workspace)s AND present.id = standing.assignee_id AND present.removed_at IS NULL
    WHERE (present.id IS NULL) = (held.id IS NULL)
)"""  # noqa: S608  as above
# Phone and e-mail were free: somebody else may have them by now. Of two who come back with the same, the first gets it.
_JUDGED: Final = """
, judged AS MATERIALIZED (
    SELECT people.*, CASE
        WHEN NOT comes THEN 4
        WHEN phone <> '' AND contact_id > min(CASE WHEN comes THEN contact_id END) OVER (PARTITION BY phone) THEN 6
        WHEN email <> '' AND contact_id > min(CASE WHEN comes THEN contact_id END) OVER (PARTITION BY email) THEN 6
        WHEN phone <> '' AND EXISTS (
            SELECT FROM contacts_contact other
            WHERE other.workspace_id = %(workspace)s AND other.phone = people.phone AND other.phone <> ''
              AND other.deleted_at IS NULL OFFSET 0) THEN 6
        WHEN email <> '' AND EXISTS (
            SELECT FROM contacts_contact other
            WHERE other.workspace_id = %(workspace)s AND lower(other.email) = people.email AND other.email <> ''
              AND other.deleted_at IS NULL OFFSET 0) THEN 6
        ELSE 1 END AS outcome
    FROM people
)"""
_SHOWN: Final = f"""
, shown AS (
    UPDATE contacts_standing SET is_deleted = false, assignee_id = to_member,
           team_id = CASE WHEN judged.assignee_id IS NULL OR to_member IS NOT NULL THEN judged.team_id END
    FROM judged
    WHERE contacts_standing.workspace_id = %(workspace)s AND contacts_standing.contact_id = judged.contact_id
      AND contacts_standing.contact_id = ANY (%(locked)s::bigint[])
      AND judged.outcome = 1
), unmarked AS (
    UPDATE contacts_contact SET deleted_at = NULL FROM judged
    WHERE contacts_contact.workspace_id = %(workspace)s AND contacts_contact.id = judged.contact_id
      AND contacts_contact.id = ANY (%(locked)s::bigint[])
      AND judged.outcome = 1
), let_go AS (
    INSERT INTO {ABOUT}
    SELECT %(workspace)s, contact_id, CASE WHEN conversation_status IN ('open', 'snoozed') THEN conversation_id END,
           %(by)s, %(by_id)s, %(via)s, 'member_removed', %(batch)s, 'contact.assigned',
           jsonb_build_object('from_member_id', assignee_id, 'from_team_id', team_id, 'member_id', NULL,
               'team_id', NULL), clock_timestamp()
    FROM judged WHERE outcome = 1 AND assignee_id IS NOT NULL AND to_member IS NULL
)"""  # noqa: S608  as above
_FIGURES: Final = TALLY.format(
    shift="""SELECT 1 AS sign, stage_id, conversation_status, to_member AS assignee_id
        FROM judged WHERE outcome = 1"""
)

UNDO_DELETIONS: Final = (
    STANDING + _PEOPLE + _JUDGED + _SHOWN + told_plainly("contact.restored") + _FIGURES + _SETTLED
)
