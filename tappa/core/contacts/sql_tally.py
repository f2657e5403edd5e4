"""The statement that adds up tallies, over all workspaces."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class AddedUp:
    """A row that stands for many."""

    id: int


_CROWDED: Final = "SELECT workspace_id FROM contacts_tally GROUP BY workspace_id HAVING count(*) > %(most)s"
TALLIES_DUE: Final = f"SELECT EXISTS ({_CROWDED})"
# In one statement, so that nobody sees a moment between: a reader counts either all the old rows or all the new ones.
# Of two workers at once the second finds the rows gone, and adds up nothing twice.
ADD_UP: Final = f"""
WITH crowded AS ({_CROWDED}), gone AS (
    DELETE FROM contacts_tally tally USING crowded WHERE tally.workspace_id = crowded.workspace_id
    RETURNING tally.*
)
INSERT INTO contacts_tally (workspace_id, stage_id, contacts, open, snoozed, unassigned)
SELECT workspace_id, stage_id, sum(contacts), sum(open), sum(snoozed), sum(unassigned)
FROM gone
GROUP BY workspace_id, stage_id
HAVING sum(contacts) <> 0 OR sum(open) <> 0 OR sum(snoozed) <> 0 OR sum(unassigned) <> 0
RETURNING id
"""  # noqa: S608  only the constant above is put in


@dataclass(frozen=True, slots=True)
class TallyOff:
    """A stage whose tallies say another thing than its standings, by how much in each figure."""

    workspace: str
    stage: str | None
    contacts: int
    open: int
    snoozed: int
    unassigned: int


_COUNTED: Final = """
    SELECT workspace_id, stage_id, count(*) AS contacts,
           count(*) FILTER (WHERE conversation_status = 'open') AS open,
           count(*) FILTER (WHERE conversation_status = 'snoozed') AS snoozed,
           count(*) FILTER (WHERE conversation_status = 'open' AND assignee_id IS NULL) AS unassigned
    FROM contacts_standing WHERE NOT is_deleted GROUP BY workspace_id, stage_id
"""

# One statement sees one moment: a change in flight is in both of its sides or in neither.
OFF: Final = f"""
WITH counted AS ({_COUNTED}), compared AS (
    SELECT workspace_id, stage_id, sum(contacts) AS contacts, sum(open) AS open, sum(snoozed) AS snoozed,
           sum(unassigned) AS unassigned
    FROM (
        SELECT workspace_id, stage_id, contacts, open, snoozed, unassigned FROM contacts_tally
        UNION ALL
        SELECT workspace_id, stage_id, -contacts, -open, -snoozed, -unassigned FROM counted
    ) sides
    GROUP BY workspace_id, stage_id
)
SELECT workspace.slug AS workspace, stage.name AS stage, compared.contacts::bigint AS contacts,
       compared.open::bigint AS open, compared.snoozed::bigint AS snoozed, compared.unassigned::bigint AS unassigned
FROM compared
JOIN accounts_workspace workspace ON workspace.id = compared.workspace_id
LEFT JOIN lifecycle_stage stage ON stage.workspace_id = compared.workspace_id AND stage.id = compared.stage_id
WHERE compared.contacts <> 0 OR compared.open <> 0 OR compared.snoozed <> 0 OR compared.unassigned <> 0
ORDER BY workspace.slug, stage.position
"""  # noqa: S608  only the constant above is put in

# As in ADD_UP: what others add meanwhile is seen by neither side, and stays on top.
RECOUNT: Final = f"""
WITH counted AS ({_COUNTED}), gone AS (
    DELETE FROM contacts_tally RETURNING id
)
INSERT INTO contacts_tally (workspace_id, stage_id, contacts, open, snoozed, unassigned)
SELECT workspace_id, stage_id, contacts, open, snoozed, unassigned FROM counted
RETURNING id
"""  # noqa: S608  only the constant above is put in
