"""What may be said to have happened to the lifecycle settings: who changed what is read from these (L15).

Each holds what was before, and the names of the time: a stage's name is the workspace's own word, no personal data.
`version` is that of the settings with the change in them; facts of one save share it.
"""

from django.utils.translation import gettext_lazy as _

from tappa.core.activity.facts import Fact, fact


@fact("stage.added", sentence=_("added a stage"))
class StageAdded(Fact, frozen=True):
    """A stage came into being."""

    stage_id: int
    kind: str
    name: str
    version: int = 0


@fact("stage.edited", sentence=_("edited a stage"))
class StageEdited(Fact, frozen=True):
    """A stage got another name, description or emoji."""

    stage_id: int
    kind: str
    name: str
    description: str
    emoji: str
    name_before: str
    description_before: str
    emoji_before: str
    version: int


@fact("stage.converted", sentence=_("changed the kind of a stage"))
class StageConverted(Fact, frozen=True):
    """A lifecycle stage became a lost one, or back, with its contacts and its history (L12)."""

    stage_id: int
    name: str
    kind: str
    kind_before: str
    version: int


@fact("stage.reordered", sentence=_("changed the order of the stages"))
class StagesReordered(Fact, frozen=True):
    """The stages of one kind stand in another order. Ids and names, without those that came or went."""

    kind: str
    stage_ids: list[int]
    names: list[str]
    stage_ids_before: list[int]
    names_before: list[str]
    version: int


@fact("stage.default_changed", sentence=_("changed the default stage"))
class DefaultStageChanged(Fact, frozen=True):
    """New contacts get another stage, or none (L7, L11): None and ""."""

    stage_id: int | None
    name: str
    stage_id_before: int | None
    name_before: str
    version: int


@fact("stage.won_changed", sentence=_("changed the won stage"))
class WonStageChanged(Fact, frozen=True):
    """Another stage counts as conversion, or none (L7, L11): None and ""."""

    stage_id: int | None
    name: str
    stage_id_before: int | None
    name_before: str
    version: int


@fact("stage.deleted", sentence=_("deleted a stage"))
class StageDeleted(Fact, frozen=True):
    """A stage was deleted, with `contacts` standing at it: they go to the other stage, or to none (None and "")."""

    stage_id: int
    kind: str
    name: str
    description: str
    emoji: str
    contacts: int
    to_stage_id: int | None
    to_name: str
    version: int


@fact("stage.emptied", sentence=_("moved all contacts away from a deleted stage"))
class StageEmptied(Fact, frozen=True):
    """The last contact has left a deleted stage. `contacts` were moved by the deletion itself."""

    stage_id: int
    name: str
    contacts: int


@fact("lifecycle.shown", sentence=_("showed or hid the lifecycle stages"))
class LifecycleShown(Fact, frozen=True):
    """The switch "Show lifecycle stages" was turned (L2); before, it stood the other way."""

    show: bool
    version: int = 0


@fact("lifecycle.settled", sentence=_("found the stages good"))
class StagesSettled(Fact, frozen=True):
    """The stages that the workspace was given stay as they are."""
