"""The settings are saved as one draft: L4 to L8, L11, L12."""

from dataclasses import replace

import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.lifecycle.actions.add_stage import add_stage
from tappa.core.lifecycle.actions.edit_stage import edit_stage
from tappa.core.lifecycle.actions.save_lifecycle import StaleDraft, save_lifecycle
from tappa.core.lifecycle.audit import changes_since, settings_changes
from tappa.core.lifecycle.checks import BadStage, problems, trimmed
from tappa.core.lifecycle.drafts import Draft, DraftStage
from tappa.core.lifecycle.facts import StageAdded, StageConverted, StageEdited, StagesReordered
from tappa.core.lifecycle.queries import present_draft, stages_of
from tappa.core.lifecycle.rules import Kind
from tappa.kernel.pages import Place
from tests.cast import Cast
from tests.core.acts import robot, stage_named


def test_l8_everything_at_once(workspace: Workspace) -> None:
    present = present_draft(workspace.id)
    new_lead, hot_lead, payment, customer, cold_lead = present.stages
    wanted = (
        replace(payment, name="Hot Lead", is_default=True),
        replace(hot_lead, name=" Payment ", description="", emoji="👩🏽‍🚀"),
        replace(customer, is_won=False),
        DraftStage(None, Kind.LIFECYCLE, "Fan", "Buys again", "🎉", is_won=True),
        replace(cold_lead, kind=Kind.LIFECYCLE),
        replace(new_lead, kind=Kind.LOST, is_default=False),
    )
    saved = save_lifecycle(Draft(present.version, show=False, stages=wanted), by=robot(workspace))
    assert saved.version == present.version + 1
    stages = stages_of(workspace.id)
    assert [(stage.name, stage.kind, stage.position) for stage in stages] == [
        ("Hot Lead", "lifecycle", 1),
        ("Payment", "lifecycle", 2),
        ("Customer", "lifecycle", 3),
        ("Fan", "lifecycle", 4),
        ("Cold Lead", "lifecycle", 5),
        ("New Lead", "lost", 1),
    ]
    assert [stage.id for stage in stages if stage.name != "Fan"] == [
        stage.id for stage in (payment, hot_lead, customer, cold_lead, new_lead)
    ]
    assert [stage.is_default for stage in stages] == [True] + [False] * 5
    assert [stage.is_won for stage in stages] == [False, False, False, True, False, False]
    assert not present_draft(workspace.id).show
    with pytest.raises(StaleDraft) as stale:
        save_lifecycle(present, by=robot(workspace))
    assert stale.value.present == present_draft(workspace.id)


def test_l8_saving_what_is_there_changes_nothing(workspace: Workspace) -> None:
    present = present_draft(workspace.id)
    assert save_lifecycle(present, by=robot(workspace)).version == present.version
    assert settings_changes(workspace.id, place=Place(limit=100))[0].fact == StageAdded(
        stage_id=present.stages[-1].id or 0, kind="lost", name="Cold Lead", version=1
    )


def test_l8_who_was_second_is_told_what_the_first_changed_and_saves_again(
    workspace: Workspace, cast: Cast
) -> None:
    """What I wanted can come upon what is there now."""
    begun = present_draft(workspace.id)
    new_lead, hot_lead, *others = begun.stages
    first = replace(begun, stages=(hot_lead, replace(new_lead, name="Lead"), *others))
    save_lifecycle(first, by=actor_of(cast.manager, Via.PAGE))
    add_stage(DraftStage(None, Kind.LOST, "No response"), by=actor_of(cast.owner, Via.PAGE))
    delete_stage(stage_named(workspace, "Payment"), move_to=None, by=actor_of(cast.owner, Via.PAGE))

    described = replace(new_lead, description="Mine")
    mine = replace(begun, stages=(described, hot_lead, *others, DraftStage(None, Kind.LIFECYCLE, "Fan")))
    with pytest.raises(StaleDraft) as stale:
        save_lifecycle(mine, by=robot(workspace))
    told = changes_since(workspace.id, mine.version)
    assert [(change.by_name, change.fact.NAME) for change in told] == [
        ("Marco Manager", "stage.edited"),
        ("Marco Manager", "stage.reordered"),
        ("Olga Owner", "stage.added"),
        ("Olga Owner", "stage.deleted"),
    ]
    present, wanted = stale.value.present, {stage.id: stage for stage in mine.stages}
    again = (*(wanted.get(stage.id, stage) for stage in present.stages), mine.stages[-1])
    save_lifecycle(replace(present, stages=again), by=robot(workspace))
    assert [(stage.name, stage.description) for stage in stages_of(workspace.id)][1:2] == [
        ("New Lead", "Mine")
    ]
    assert [stage.name for stage in stages_of(workspace.id)] == [
        "Hot Lead",
        "New Lead",
        "Customer",
        "Fan",
        "Cold Lead",
        "No response",
    ]


def test_l11_converting_the_default_makes_the_first_remaining_stage_it(workspace: Workspace) -> None:
    present = present_draft(workspace.id)
    new_lead, hot_lead, payment, customer, cold_lead = present.stages
    lost = replace(new_lead, kind=Kind.LOST, is_default=False)
    stages = (payment, hot_lead, replace(customer, is_won=False), lost, cold_lead)
    save_lifecycle(replace(present, stages=stages), by=robot(workspace))
    after = present_draft(workspace.id)
    assert after.default is not None
    assert (after.default.name, after.won) == ("Payment", None)
    unset = tuple(replace(stage, is_default=False) for stage in after.stages)
    save_lifecycle(replace(after, stages=unset), by=robot(workspace))
    assert present_draft(workspace.id).default is None, "unset by hand it stays unset (L7)"


def test_l15_each_change_says_who_when_and_what_was_before(workspace: Workspace, cast: Cast) -> None:
    present = present_draft(workspace.id)
    new_lead, hot_lead, payment, customer, cold_lead = present.stages
    stages = (
        replace(hot_lead, name="Warm Lead", emoji="🌞", is_default=True),
        replace(new_lead, is_default=False),
        customer,
        replace(payment, kind=Kind.LOST),
        cold_lead,
        DraftStage(None, Kind.LOST, "No response"),
    )
    save_lifecycle(Draft(1, show=False, stages=stages), by=actor_of(cast.manager, Via.PAGE))
    page = settings_changes(workspace.id, place=Place(limit=10))
    changes = [change for change in page if change.by_name]
    assert {(change.by_kind, change.by_name, change.via) for change in changes} == {
        ("member", "Marco Manager", "page")
    }
    facts = {change.fact.NAME: change.fact for change in changes}
    assert facts["stage.edited"] == StageEdited(
        stage_id=hot_lead.id or 0,
        kind="lifecycle",
        name="Warm Lead",
        name_before="Hot Lead",
        emoji="🌞",
        emoji_before="🔥",
        description=hot_lead.description,
        description_before=hot_lead.description,
        version=2,
    )
    reordered, converted = facts["stage.reordered"], facts["stage.converted"]
    assert isinstance(reordered, StagesReordered)
    assert reordered.names_before == ["New Lead", "Hot Lead", "Customer"]
    assert reordered.names == ["Warm Lead", "New Lead", "Customer"]
    assert isinstance(converted, StageConverted)
    assert (converted.name, converted.kind_before, converted.kind) == ("Payment", "lifecycle", "lost")
    assert facts.keys() == {
        "stage.added",
        "stage.edited",
        "stage.converted",
        "stage.reordered",
        "stage.default_changed",
        "lifecycle.shown",
    }


def test_l15_the_changes_come_in_pages_and_stay_in_their_workspace(
    workspace: Workspace, other_workspace: Workspace
) -> None:
    for name in ("A", "B", "C"):
        edit_stage(stage_named(workspace, "Payment"), name=name, by=robot(workspace))
        edit_stage(stage_named(workspace, name), name="Payment", by=robot(workspace))
    whole = [change.id for change in settings_changes(workspace.id, place=Place(limit=100))]
    assert len(whole) == 5 + 6
    first = settings_changes(workspace.id, place=Place(limit=4))
    second = settings_changes(workspace.id, place=Place(limit=4, cursor=first[3].id))
    assert [change.id for change in (*first[:4], *second[:4])] == whole[:8]
    assert not set(whole) & {
        change.id for change in settings_changes(other_workspace.id, place=Place(limit=100))
    }


def test_l4_all_problems_of_a_draft_are_told_with_their_place(workspace: Workspace) -> None:
    present = present_draft(workspace.id)
    stages = [
        *present.stages,
        DraftStage(None, Kind.LOST, " ", description="x" * 256, emoji="no", is_default=True),
        DraftStage(None, Kind.LOST, "COLD lead", is_won=True),
    ]
    found = list(problems(trimmed(replace(present, stages=tuple(stages)))))
    assert [(problem.place, problem.field) for problem in found if isinstance(problem, BadStage)] == [
        (5, "name"),
        (5, "description"),
        (5, "emoji"),
        (5, "is_default"),
        (6, "is_won"),
        (5, "is_default"),
        (6, "name"),
        (6, "is_won"),
    ]
