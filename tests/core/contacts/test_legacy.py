"""A workspace from before there were lost stages: L1, and both ways of making Cold Lead a lost stage (L12)."""

import secrets

import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.models import Contact, Standing, Transition
from tappa.core.lifecycle.actions.add_stage import add_stage
from tappa.core.lifecycle.actions.edit_stage import edit_stage
from tappa.core.lifecycle.actions.found_workspace import found_workspace
from tappa.core.lifecycle.actions.show import show_lifecycle
from tappa.core.lifecycle.drafts import DraftStage
from tappa.core.lifecycle.queries import default_stage, stages_are_shown, stages_of
from tappa.core.lifecycle.rules import Kind
from tappa.core.reports.queries import lifecycle_figures
from tests.core.acts import new_contact, robot, stage_named


@pytest.fixture
def legacy() -> Workspace:
    return found_workspace(name="Studio Antico", slug=f"old-{secrets.token_hex(6)}", legacy_lifecycle=True)


def way_of(contact: Contact) -> list[tuple[str, str, str]]:
    moves = Transition.objects.filter(workspace_id=contact.workspace_id, contact_id=contact.id)
    return list(moves.order_by("seq").values_list("from_name", "to_name", "to_kind"))


def test_l1_it_begins_with_five_ordinary_stages_and_the_switch_off(legacy: Workspace) -> None:
    """The default is given all the same (L2)."""
    assert [(stage.name, stage.kind, stage.position, stage.hue) for stage in stages_of(legacy.id)] == [
        ("New Lead", "lifecycle", 1, 1),
        ("Hot Lead", "lifecycle", 2, 2),
        ("Payment", "lifecycle", 3, 3),
        ("Customer", "lifecycle", 4, 4),
        ("Cold Lead", "lifecycle", 5, 5),
    ]
    assert not stages_are_shown(legacy.id)
    assert new_contact(legacy).standing.stage == default_stage(legacy.id) == stage_named(legacy, "New Lead")
    assert show_lifecycle(show=True, by=robot(legacy))
    assert stages_are_shown(legacy.id)


def test_l12_one_click_converts_it_in_place_with_contacts_and_history_and_back(legacy: Workspace) -> None:
    contact = new_contact(legacy)
    cold = stage_named(legacy, "Cold Lead")
    move_contact(contact, to=cold, by=robot(legacy))
    before = way_of(contact)
    lost = edit_stage(cold, kind=Kind.LOST, by=robot(legacy))
    assert (lost.id, lost.kind, lost.position, lost.hue) == (cold.id, "lost", 1, 0)
    assert Standing.objects.get(contact=contact).stage == cold
    assert way_of(contact) == before, "no history is rewritten (L13)"
    figures = lifecycle_figures(legacy.id)
    assert ([stage.name for stage in figures.stages], figures.lost.contacts) == (
        ["New Lead", "Hot Lead", "Payment", "Customer"],
        1,
    )
    back = edit_stage(cold, kind=Kind.LIFECYCLE, by=robot(legacy))
    assert (back.id, back.kind, back.position) == (cold.id, "lifecycle", 5)
    assert back.hue != 0
    move_contact(contact, to=None, by=robot(legacy))
    assert way_of(contact)[-2:] == [("New Lead", "Cold Lead", "lifecycle"), ("Cold Lead", "", "")]


def test_l12_by_hand_it_is_recreated_among_the_lost_and_the_old_one_deleted(legacy: Workspace) -> None:
    contact = new_contact(legacy)
    old = stage_named(legacy, "Cold Lead")
    move_contact(contact, to=old, by=robot(legacy))
    new = add_stage(DraftStage(None, Kind.LOST, "Cold Lead", emoji="🧊"), by=robot(legacy))
    operation = delete_stage(old, move_to=new, by=robot(legacy))
    assert (operation.state, operation.done) == ("done", 1)
    assert Standing.objects.get(contact=contact).stage == new
    assert way_of(contact) == [
        ("", "New Lead", "lifecycle"),
        ("New Lead", "Cold Lead", "lifecycle"),
        ("Cold Lead", "Cold Lead", "lost"),
    ]
    assert [stage.name for stage in stages_of(legacy.id) if stage.kind == "lost"] == ["Cold Lead"]
