"""How names of stages are compared (L4)."""

import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.lifecycle.queries import stage_by_id, stage_by_name
from tappa.core.lifecycle.rules import Kind, fold_name
from tappa.kernel.errors import Conflict, NotFound
from tests.core.acts import stage_named
from tests.core.lifecycle.test_constraints import add


@pytest.mark.parametrize(
    "name",
    [
        "Hot Lead",
        "hot lead",
        "  HOT   LEAD ",
        "Ｈot\u00a0Lead",
        "Hot\u200b Lead",
        "hot\tlead",
        "ho\u00adt lead",
    ],
)
def test_l4_names_that_are_the_same(name: str, workspace: Workspace) -> None:
    assert fold_name(name) == "hot lead"
    assert stage_by_name(workspace.id, name).name == "Hot Lead"


def test_l4_names_that_differ() -> None:
    assert (
        len({fold_name(name) for name in ("Straße", "Strase", "Hot-Lead", "HotLead", "Hót Lead", "Hot Lead")})
        == 6
    )


def test_an_unknown_name_is_refused_with_the_names_there_are(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match=r"no stage named Warm Lead\. It has: New Lead, Hot Lead, Payment"):
        stage_by_name(workspace.id, "Warm Lead")


def test_a_name_in_both_kinds_needs_its_kind(workspace: Workspace) -> None:
    lost = stage_named(workspace, "Cold Lead")
    ordinary = add(workspace, "Cold Lead")
    with pytest.raises(Conflict, match="both a lifecycle stage and a lost stage"):
        stage_by_name(workspace.id, "cold lead")
    assert stage_by_name(workspace.id, "cold lead", Kind.LOST) == lost
    assert stage_by_name(workspace.id, "cold lead", Kind.LIFECYCLE) == ordinary


def test_a_stage_of_another_workspace_does_not_exist(
    workspace: Workspace, other_workspace: Workspace
) -> None:
    with pytest.raises(NotFound):
        stage_by_id(workspace.id, stage_named(other_workspace, "Payment").id)
