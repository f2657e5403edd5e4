"""What somebody does to the stages while others work with them. Each act takes two numbers, which choose among what there
is at the moment, and returns what was answered for sure, as the log should tell it."""

from collections.abc import Callable
from typing import Any

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.lifecycle.actions.add_stage import add_stage
from tappa.core.lifecycle.actions.edit_stage import edit_stage
from tappa.core.lifecycle.actions.reorder_stages import reorder_stages
from tappa.core.lifecycle.actions.show import show_lifecycle
from tappa.core.lifecycle.drafts import DraftStage
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import stages_of
from tappa.core.lifecycle.rules import Kind
from tests.core.acts import robot


def _stage(workspace: Workspace, number: int) -> Stage:
    stages = stages_of(workspace.id)
    return stages[number % len(stages)]


def _add(workspace: Workspace, who: int, target: int) -> Any:
    """Often under a name that is taken."""
    kind = Kind.LOST if target % 3 == 0 else Kind.LIFECYCLE
    wanted = DraftStage(None, kind, f"Stage {who}{target}", is_default=kind == Kind.LIFECYCLE and target == 4)
    return "stage.added", add_stage(wanted, by=robot(workspace)).id


def _rename(workspace: Workspace, who: int, target: int) -> Any:
    edit_stage(_stage(workspace, who), name=f"Renamed {target % 3}", by=robot(workspace))


def _convert(workspace: Workspace, who: int, target: int) -> Any:
    """To a lost one, or back."""
    edit_stage(_stage(workspace, who), kind=list(Kind)[target % 2], by=robot(workspace))


def _reorder(workspace: Workspace, who: int, target: int) -> Any:
    """By what one sees, which may not be all any more."""
    kind = Kind.LOST if target == 0 else Kind.LIFECYCLE
    ids = [stage.id for stage in stages_of(workspace.id) if stage.kind == kind]
    ids.sort(key=lambda id_: (id_ * (who + 1) + target) % 7)
    reorder_stages({kind: ids}, by=robot(workspace))


def _mark(workspace: Workspace, who: int, target: int) -> Any:
    """As the default, the won one, or both; a lost one is refused."""
    stage = _stage(workspace, who)
    edit_stage(stage, is_default=target != 1, is_won=target in {1, 2}, by=robot(workspace))


def _unmark(workspace: Workspace, _who: int, _target: int) -> Any:
    """New contacts get no stage from now on."""
    default = next((stage for stage in stages_of(workspace.id) if stage.is_default), None)
    if default is not None:
        edit_stage(default, is_default=False, by=robot(workspace))


def _remove(workspace: Workspace, who: int, target: int) -> Any:
    """Its contacts go to another one, or to none; of more than a few the worker moves the rest."""
    stage, to = _stage(workspace, who), _stage(workspace, target) if target else None
    operation = delete_stage(stage, move_to=to, by=robot(workspace))
    return "stage.deleted", operation.stage_id


def _show(workspace: Workspace, _who: int, target: int) -> Any:
    """Or hide."""
    show = target % 2 == 0
    return ("lifecycle.shown", show) if show_lifecycle(show=show, by=robot(workspace)) else None


SETTINGS_ACTS: dict[str, Callable[[Workspace, int, int], Any]] = {
    "add stage": _add,
    "rename stage": _rename,
    "convert stage": _convert,
    "reorder stages": _reorder,
    "mark stage": _mark,
    "unmark stage": _unmark,
    "delete stage": _remove,
    "show stages": _show,
}
