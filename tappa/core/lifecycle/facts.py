"""What may be said to have happened to the lifecycle settings."""

from django.utils.translation import gettext_lazy as _

from tappa.core.activity.facts import Fact, fact


@fact("stage.added", sentence=_("added a stage"))
class StageAdded(Fact, frozen=True):
    """A stage came into being. The name is the workspace's own word, no personal data."""

    stage_id: int
    kind: str
    name: str


@fact("lifecycle.shown", sentence=_("showed or hid the lifecycle stages"))
class LifecycleShown(Fact, frozen=True):
    """The switch "Show lifecycle stages" was turned (L2)."""

    show: bool


@fact("lifecycle.settled", sentence=_("found the stages good"))
class StagesSettled(Fact, frozen=True):
    """The stages that the workspace was given stay as they are."""
