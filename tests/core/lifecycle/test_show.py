"""The switch "Show lifecycle stages" (L2), and stages found good."""

from tappa.core.accounts.models import Workspace
from tappa.core.activity.models import Event
from tappa.core.lifecycle.actions.settle import settle_stages
from tappa.core.lifecycle.actions.show import show_lifecycle
from tappa.core.lifecycle.models import Lifecycle
from tappa.core.lifecycle.queries import default_stage, stages_are_shown, stages_of
from tests.core.acts import new_contact, robot
from tests.support.together import together


def facts_of(workspace: Workspace, kind: str) -> list[object]:
    return list(
        Event.objects.filter(workspace_id=workspace.id, kind=kind)
        .order_by("id")
        .values_list("data", flat=True)
    )


def test_off_only_hides(workspace: Workspace) -> None:
    """L2: stages stay, and a new contact still gets the default one."""
    before = [stage.name for stage in stages_of(workspace.id)]
    assert show_lifecycle(show=False, by=robot(workspace))
    assert not stages_are_shown(workspace.id)
    assert [stage.name for stage in stages_of(workspace.id)] == before
    assert new_contact(workspace).standing.stage == default_stage(workspace.id)
    assert show_lifecycle(show=True, by=robot(workspace))
    assert stages_are_shown(workspace.id)
    assert facts_of(workspace, "lifecycle.shown") == [
        {"show": False, "version": 2},
        {"show": True, "version": 3},
    ]


def test_turning_it_to_where_it_stands_changes_nothing(workspace: Workspace) -> None:
    assert not show_lifecycle(show=True, by=robot(workspace))
    assert facts_of(workspace, "lifecycle.shown") == []
    assert Lifecycle.objects.get(workspace=workspace).version == 1


def test_many_who_turn_it_off_at_once_are_told_once(workspace: Workspace) -> None:
    assert sum(together(6, lambda _number: show_lifecycle(show=False, by=robot(workspace)))) == 1
    assert len(facts_of(workspace, "lifecycle.shown")) == 1


def test_stages_are_found_good_once(workspace: Workspace) -> None:
    assert settle_stages(by=robot(workspace))
    assert not settle_stages(by=robot(workspace))
    assert Lifecycle.objects.get(workspace=workspace).settled_at is not None
    assert facts_of(workspace, "lifecycle.settled") == [{}]
