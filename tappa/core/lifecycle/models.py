"""Nouns: Stage, and the Lifecycle of a workspace that holds them together."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from tappa.core.accounts.models import Workspace
from tappa.core.lifecycle.rules import DESCRIPTION_LIMIT, HUES, NAME_LIMIT, STAGE_LIMIT, Kind
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.tenancy import one_per_workspace

models.CharField.register_lookup(Length)


class Lifecycle(models.Model):
    """The lifecycle settings of a workspace. Its row is the lock under which stages change.

    `show` hides or shows every trace of the lifecycle in the pages and nothing else (L2). `version` grows with every
    change of the settings, so that two people who save at once notice each other (L8). `settled_at` is when somebody
    first changed the stages that a new workspace is given, or found them good.
    """

    workspace = models.OneToOneField(Workspace, models.CASCADE, primary_key=True, related_name="lifecycle")
    show = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    settled_at = models.DateTimeField(null=True)


class Stage(models.Model):
    """A step of the sales process, or a lost stage for those who leave it. Told apart by id and kind, never by name.

    `slot` is a number from 1 to 20 that no other stage of the workspace holds: it makes the limit of 20 (L5) a plain
    unique constraint, which holds whoever writes at once. `folded_name` is the name as names are compared (L4).
    `hue` picks the colours of the chip. That one lifecycle stage remains (L10), and that positions run from 1 without
    gaps, is kept by a trigger.

    A deleted stage is closed first (`closed_at`): no contact can come to it any more, and it gives back its slot, its
    position and its name, so that another may have them. Its row goes when the last contact has left it
    (docs/decisions/0015-deleting-a-stage.md). Ask for the stages that are open (queries.stages_of).
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="stages", db_index=False)
    kind = models.CharField(max_length=9)
    name = models.CharField(max_length=NAME_LIMIT)
    folded_name = models.TextField(null=True)  # noqa: DJ001  a closed stage has none that could be taken
    description = models.CharField(max_length=DESCRIPTION_LIMIT, blank=True)
    emoji = models.CharField(max_length=16, blank=True)
    position = models.PositiveSmallIntegerField(null=True)
    slot = models.PositiveSmallIntegerField(null=True)
    hue = models.PositiveSmallIntegerField()
    is_default = models.BooleanField(default=False)
    is_won = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=ClockTimestamp())
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_per_workspace("lifecycle_stage"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="lifecycle_stage_kind_known"
            ),
            models.CheckConstraint(condition=Q(name__length__gte=1), name="lifecycle_stage_name_given"),
            models.CheckConstraint(
                condition=Q(slot__gte=1, slot__lte=STAGE_LIMIT), name="lifecycle_stage_at_most_20"
            ),
            models.CheckConstraint(condition=Q(hue__gte=0, hue__lte=HUES), name="lifecycle_stage_hue_known"),
            models.CheckConstraint(
                condition=Q(kind=Kind.LIFECYCLE) | Q(is_default=False, is_won=False),
                name="lifecycle_stage_lost_is_neither_default_nor_won",
            ),
            models.CheckConstraint(
                condition=Q(
                    closed_at__isnull=True,
                    folded_name__isnull=False,
                    position__isnull=False,
                    slot__isnull=False,
                )
                | Q(
                    closed_at__isnull=False,
                    folded_name__isnull=True,
                    position__isnull=True,
                    slot__isnull=True,
                    is_default=False,
                    is_won=False,
                ),
                name="lifecycle_stage_closed_holds_nothing",
            ),
            models.UniqueConstraint(fields=["workspace", "slot"], name="lifecycle_stage_slot_once"),
            # Two stages may change names with each other in one save: both are looked at when it is done.
            models.UniqueConstraint(
                fields=["workspace", "kind", "folded_name"],
                name="lifecycle_stage_name_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["workspace", "kind", "position"],
                name="lifecycle_stage_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["workspace"], condition=Q(is_default=True), name="lifecycle_stage_one_default"
            ),
            models.UniqueConstraint(
                fields=["workspace"], condition=Q(is_won=True), name="lifecycle_stage_one_won"
            ),
        ]
        ordering = [F("kind").asc(), "position"]  # "lifecycle" sorts before "lost"
