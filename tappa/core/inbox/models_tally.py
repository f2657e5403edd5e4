"""How many conversations are open with whom, kept as they open and close."""

from django.db import models

from tappa.core.accounts.models import Workspace
from tappa.kernel.tenancy import one_per_workspace


class OpenTally(models.Model):
    """By how much the number of open conversations at a stage, with an assignee of a team, changed. The sum of the rows
    is how it stands: the sidebar's counts, for whoever sees what (I1).

    A trigger on standings writes them (migration 0006), as it does contacts.Tally, for the same reasons. Apart from
    that one: the dashboard would sum a row for each member at each stage, and needs one for each stage. Ids are plain,
    None for nobody, no team, no stage. docs/decisions/0025-custom-inboxes.md.
    """

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    stage_id = models.BigIntegerField(null=True)
    assignee_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    open = models.IntegerField()

    class Meta:
        constraints = [one_per_workspace("inbox_opentally")]
        indexes = [
            models.Index(fields=["workspace", "assignee_id"], name="inbox_opentally_assignee"),
            models.Index(
                fields=["workspace", "team_id"],
                condition=models.Q(team_id__isnull=False),
                name="inbox_opentally_team",
            ),
        ]
