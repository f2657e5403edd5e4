"""Many contacts at a stage at once, written as `create_contact` writes them, but in one statement."""

from django.db import connection

from tappa.core.accounts.models import Workspace
from tappa.core.lifecycle.models import Stage

CROWD = """
WITH contact AS (
    INSERT INTO contacts_contact (workspace_id, first_name, last_name, phone, email, language, profile_pic,
                                  country_code, search, is_blocked)
    SELECT %(workspace)s, 'Person', number::text, '', '', '', '', '', 'person ' || number, false
    FROM generate_series(1, %(count)s) AS number
    RETURNING id
), standing AS (
    INSERT INTO contacts_standing (workspace_id, contact_id, stage_id, transitions, is_deleted)
    SELECT %(workspace)s, id, %(stage)s, 1, false FROM contact
    RETURNING contact_id, stage_since
)
INSERT INTO contacts_transition (workspace_id, contact_id, seq, from_name, from_kind, to_stage_id, to_name, to_kind,
                                 by_kind, via, reason, happened_at)
SELECT %(workspace)s, contact_id, 1, '', '', %(stage)s, %(name)s, %(kind)s, 'system', 'api', '', stage_since
FROM standing
"""


def crowd_at(workspace: Workspace, stage: Stage, count: int) -> None:
    """So many contacts at this stage."""
    values: dict[str, str | int] = {"workspace": workspace.id, "count": count}
    values |= {"stage": stage.id, "name": stage.name, "kind": stage.kind}
    with connection.cursor() as cursor:
        cursor.execute(CROWD, values)
