"""How many contacts stand where, kept as they come and go."""

from django.db import models

from tappa.core.accounts.models import Workspace
from tappa.kernel.tenancy import one_per_workspace


class Tally(models.Model):
    """By how much the figures of a stage changed; the sum of a stage's rows is how it stands (D1).

    A trigger on standings writes them (migration 0005), so that no way of changing a contact can forget to: in the
    same transaction, each change a row of its own, for one row per stage would make everybody who moves a contact wait
    for everybody else. The worker adds them up now and then (actions/add_up_tallies.py). `stage_id` is a plain id,
    None for no stage: a stage that goes leaves a sum of nothing behind. docs/decisions/0013-counts-per-stage.md.
    """

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    stage_id = models.BigIntegerField(null=True)
    contacts = models.IntegerField()
    open = models.IntegerField()
    snoozed = models.IntegerField()
    unassigned = models.IntegerField()

    class Meta:
        constraints = [one_per_workspace("contacts_tally")]
