"""The statement that adds up tallies, over all workspaces."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class AddedUp:
    """A row that stands for many."""

    id: int


# In one statement, so that nobody sees a moment between: a reader counts either all the old rows or all the new ones.
# Of two workers at once the second finds the rows gone, and adds up nothing twice.
ADD_UP: Final = """
WITH crowded AS (
    SELECT workspace_id FROM contacts_tally GROUP BY workspace_id HAVING count(*) > %(most)s
), gone AS (
    DELETE FROM contacts_tally tally USING crowded WHERE tally.workspace_id = crowded.workspace_id
    RETURNING tally.*
)
INSERT INTO contacts_tally (workspace_id, stage_id, contacts, open, snoozed, unassigned)
SELECT workspace_id, stage_id, sum(contacts), sum(open), sum(snoozed), sum(unassigned)
FROM gone
GROUP BY workspace_id, stage_id
HAVING sum(contacts) <> 0 OR sum(open) <> 0 OR sum(snoozed) <> 0 OR sum(unassigned) <> 0
RETURNING id
"""
