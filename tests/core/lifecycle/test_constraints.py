"""What must be true of stages is kept by the database itself, whoever writes and how many at once."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tappa.core.accounts.models import Workspace
from tappa.core.lifecycle.models import Lifecycle, Stage
from tappa.core.lifecycle.rules import fold_name
from tappa.kernel.clock import ClockTimestamp
from tests.core.acts import stage_named
from tests.support.together import together


def add(workspace: Workspace, name: str, **given: Any) -> Stage:
    """Write a stage past every rule of the application."""
    stages = Stage.objects.filter(workspace=workspace)
    slots = set(stages.values_list("slot", flat=True))
    kind = given.get("kind", "lifecycle")
    values: dict[str, Any] = {
        "kind": kind,
        "slot": next(slot for slot in range(1, 100) if slot not in slots),
        "position": stages.filter(kind=kind).count() + 1,
        "hue": 1,
        "folded_name": fold_name(name),
    }
    with transaction.atomic():
        return Stage.objects.create(workspace=workspace, name=name, **values | given)


def refused(constraint: str) -> Any:
    return pytest.raises(IntegrityError, match=constraint)


def test_l4_a_name_stands_once_in_each_kind(workspace: Workspace) -> None:
    add(workspace, "COLD  lead")
    with refused("lifecycle_stage_name_unique"):
        add(workspace, "ｎew\u00a0LEAD")
    with refused("lifecycle_stage_name_given"):
        add(workspace, "")


def test_l5_the_21st_stage_is_refused(workspace: Workspace) -> None:
    for number in range(15):
        add(workspace, f"Stage {number}", kind="lost" if number % 2 else "lifecycle")
    for kind in ("lifecycle", "lost"):
        with refused("lifecycle_stage_at_most_20"):
            add(workspace, "One more", kind=kind)


def test_l5_ten_last_stages_at_once_make_one(workspace: Workspace) -> None:
    for number in range(14):
        add(workspace, f"Stage {number}")

    def race(number: int) -> bool:
        try:
            add(workspace, f"Last {number}", slot=20)
        except IntegrityError:
            return False
        return True

    assert together(10, race).count(True) == 1
    assert Stage.objects.filter(workspace=workspace).count() == 20


def test_l7_one_default_and_one_won_and_neither_is_lost(workspace: Workspace) -> None:
    with refused("lifecycle_stage_one_default"):
        add(workspace, "Second default", is_default=True)
    with refused("lifecycle_stage_one_won"):
        add(workspace, "Second won", is_won=True)
    for flag in ("is_default", "is_won"):
        with refused("lost_is_neither_default_nor_won"), transaction.atomic():
            Stage.objects.filter(workspace=workspace, kind="lost").update(**{flag: True})


def test_l10_the_last_lifecycle_stage_stays(workspace: Workspace) -> None:
    with refused("last lifecycle stage"), transaction.atomic():
        Stage.objects.filter(workspace=workspace, kind="lifecycle").delete()
    with refused("last lifecycle stage"), transaction.atomic():
        for number, stage in enumerate(Stage.objects.filter(workspace=workspace, kind="lifecycle"), start=2):
            stage.kind, stage.position, stage.is_default, stage.is_won = "lost", number, False, False
            stage.save()
    assert Stage.objects.filter(workspace=workspace, kind="lifecycle").count() == 4
    Stage.objects.filter(workspace=workspace, kind="lost").delete()


def test_l10_two_people_cannot_remove_the_last_two_at_once(workspace: Workspace) -> None:
    for name in ("Customer", "Payment"):
        stage_named(workspace, name).delete()
    last_two = list(Stage.objects.filter(workspace=workspace, kind="lifecycle"))

    def remove(number: int) -> bool:
        try:
            with transaction.atomic():
                last_two[number].delete()
        except IntegrityError:
            return False
        return True

    assert sorted(together(2, remove)) == [False, True]
    assert Stage.objects.filter(workspace=workspace, kind="lifecycle").count() == 1


def test_a_workspace_can_be_deleted_whole_with_its_stages(workspace: Workspace) -> None:
    with transaction.atomic():
        Lifecycle.objects.filter(workspace=workspace).delete()
        Stage.objects.filter(workspace=workspace).delete()
    assert not Stage.objects.filter(workspace=workspace).exists()


def test_l6_positions_of_a_kind_have_no_gaps(workspace: Workspace) -> None:
    for position in (6, 7):
        with refused("without gaps"):
            add(workspace, "Far away", position=position)
    with refused("without gaps"):
        stage_named(workspace, "Hot Lead").delete()
    with refused("without gaps"):
        Stage.objects.filter(workspace=workspace, kind="lost").update(position=2)
    add(workspace, "Next", position=5)


def test_l6_of_two_who_leave_a_gap_together_one_is_refused(workspace: Workspace) -> None:
    """Each by itself leaves none: one adds a fifth stage, the other removes the fourth."""
    customer = stage_named(workspace, "Customer")

    def act(number: int) -> bool:
        try:
            if number:
                add(workspace, "Fifth", position=5)
            else:
                customer.delete()
        except IntegrityError:
            return False
        return True

    assert together(2, act).count(True) == 1


def test_l9_a_closed_stage_holds_no_place(workspace: Workspace) -> None:
    """Its slot, its place and its name are free for another, and it is neither the default nor the won one."""
    for kept in ({"slot": 5}, {"position": 5}, {"folded_name": "cold lead"}):
        nothing: dict[str, Any] = {"slot": None, "position": None, "folded_name": None}
        with refused("closed_holds_nothing"):
            Stage.objects.filter(workspace=workspace, kind="lost").update(
                closed_at=ClockTimestamp(), **nothing | kept
            )
    with refused("closed_holds_nothing"):
        Stage.objects.filter(workspace=workspace, kind="lost").update(slot=None)
