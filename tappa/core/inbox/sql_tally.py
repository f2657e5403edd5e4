"""The statements that add up the tallies of open conversations and compare them with a full count."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class AddedUp:
    """A row that stands for many."""

    id: int


# A workspace of many members has many sums by itself; what is beyond them is what has happened since.
_CROWDED: Final = """
SELECT workspace_id FROM inbox_opentally GROUP BY workspace_id
HAVING count(*) > %(most)s + count(DISTINCT (stage_id, assignee_id, team_id))
"""
OPEN_TALLIES_DUE: Final = f"SELECT EXISTS ({_CROWDED})"
# As of contacts/sql_tally.py: one statement, so that nobody sees a moment between.
ADD_UP: Final = f"""
WITH crowded AS ({_CROWDED}), gone AS (
    DELETE FROM inbox_opentally tally USING crowded WHERE tally.workspace_id = crowded.workspace_id
    RETURNING tally.*
)
INSERT INTO inbox_opentally (workspace_id, stage_id, assignee_id, team_id, open)
SELECT workspace_id, stage_id, assignee_id, team_id, sum(open) FROM gone
GROUP BY workspace_id, stage_id, assignee_id, team_id HAVING sum(open) <> 0
RETURNING id
"""  # noqa: S608  only the constant above is put in


@dataclass(frozen=True, slots=True)
class OpenTallyOff:
    """Tallies that say another number of open conversations than there are, with this assignee."""

    workspace: str
    assignee_id: int | None
    open: int


_COUNTED: Final = """
    SELECT workspace_id, stage_id, assignee_id, team_id, count(*) AS open
    FROM contacts_standing WHERE conversation_status = 'open' AND NOT is_deleted
    GROUP BY workspace_id, stage_id, assignee_id, team_id
"""
OFF: Final = f"""
WITH counted AS ({_COUNTED}), compared AS (
    SELECT workspace_id, stage_id, assignee_id, team_id, sum(open) AS open FROM (
        SELECT workspace_id, stage_id, assignee_id, team_id, open FROM inbox_opentally
        UNION ALL
        SELECT workspace_id, stage_id, assignee_id, team_id, -open FROM counted
    ) sides
    GROUP BY workspace_id, stage_id, assignee_id, team_id HAVING sum(open) <> 0
)
SELECT workspace.slug AS workspace, compared.assignee_id, compared.open::bigint AS open
FROM compared JOIN accounts_workspace workspace ON workspace.id = compared.workspace_id
ORDER BY workspace.slug, compared.assignee_id NULLS FIRST, compared.stage_id NULLS FIRST
"""  # noqa: S608  only the constant above is put in

RECOUNT: Final = f"""
WITH counted AS ({_COUNTED}), gone AS (DELETE FROM inbox_opentally RETURNING id)
INSERT INTO inbox_opentally (workspace_id, stage_id, assignee_id, team_id, open)
SELECT workspace_id, stage_id, assignee_id, team_id, open FROM counted
RETURNING id
"""  # noqa: S608  only the constant above is put in
