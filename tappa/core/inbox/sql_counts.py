"""The statements of the sidebar's counts. None of them reads conversations: they are summed as they open and close
(models_tally.py), so that a hundred thousand cost what a hundred do."""

from typing import Final

# For who sees everybody; by stage the coarser tallies (contacts/models_tally.py) have fewer rows.
COUNTS_OF_ALL: Final = """
WITH tally AS MATERIALIZED (
    SELECT stage_id, sum(open) AS open, sum(unassigned) AS unassigned FROM contacts_tally
    WHERE workspace_id = %(workspace)s GROUP BY stage_id HAVING sum(open) <> 0
)
SELECT 'stage' AS inbox, stage_id AS of, open AS conversations FROM tally
UNION ALL SELECT 'mine', NULL, coalesce(sum(open), 0)::bigint FROM inbox_opentally
WHERE workspace_id = %(workspace)s AND assignee_id = %(member)s
UNION ALL SELECT 'unassigned', NULL, coalesce(sum(unassigned), 0)::bigint FROM tally
UNION ALL SELECT 'team', team_id, sum(open)::bigint FROM inbox_opentally
WHERE workspace_id = %(workspace)s AND team_id IS NOT NULL GROUP BY team_id HAVING sum(open) <> 0
"""

# For a restricted member: what those have whose contacts they see, and what they were mentioned about beyond that.
COUNTS: Final = """
WITH seen AS MATERIALIZED (
    SELECT stage_id, assignee_id, team_id, sum(open)::bigint AS open FROM inbox_opentally standing
    WHERE workspace_id = %(workspace)s AND ({held}) GROUP BY stage_id, assignee_id, team_id
    UNION ALL
    SELECT stage_id, assignee_id, team_id, 1 FROM contacts_standing standing
    WHERE workspace_id = %(workspace)s AND conversation_status = 'open' AND NOT is_deleted
      AND {mentioned} AND NOT coalesce({held}, false)
)
SELECT 'stage' AS inbox, stage_id AS of, sum(open)::bigint AS conversations FROM seen GROUP BY stage_id HAVING sum(open) <> 0
UNION ALL SELECT 'mine', NULL, coalesce(sum(open), 0)::bigint FROM seen WHERE assignee_id = %(member)s
UNION ALL SELECT 'unassigned', NULL, coalesce(sum(open), 0)::bigint FROM seen WHERE assignee_id IS NULL
UNION ALL SELECT 'team', team_id, sum(open)::bigint FROM seen WHERE team_id IS NOT NULL GROUP BY team_id
HAVING sum(open) <> 0
"""

# A custom inbox, up to a little more than is told: a full one costs no more than that.
CUSTOM: Final = """SELECT {id} AS id, count(*) AS conversations FROM (
    SELECT FROM ({branches}) branch LIMIT %(most)s + 1
) counted"""
CUSTOM_BRANCH: Final = """SELECT standing.contact_id FROM contacts_standing standing{joined}
WHERE standing.workspace_id = %(workspace)s AND standing.conversation_status = '{status}' AND NOT standing.is_deleted
  AND {condition}"""
