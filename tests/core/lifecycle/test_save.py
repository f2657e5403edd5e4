"""The settings are saved as one draft: L4 to L8, L11, L12."""

from dataclasses import replace

import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.lifecycle.actions.save_lifecycle import StaleDraft, save_lifecycle
from tappa.core.lifecycle.drafts import Draft, DraftStage
from tappa.core.lifecycle.queries import present_draft, stages_of
from tappa.core.lifecycle.rules import Kind
from tests.core.acts import robot


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
