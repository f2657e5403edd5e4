"""Whatever several people do to the settings at once, in whatever order: after every commit all that must be true is
true (L4 to L7, L10), nothing fails but by a refusal, and the log tells how it came to be (L15)."""

import os
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from secrets import token_hex
from typing import Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.models import Standing
from tappa.core.lifecycle.actions.add_stage import add_stage
from tappa.core.lifecycle.actions.edit_stage import edit_stage
from tappa.core.lifecycle.actions.found_workspace import found_workspace
from tappa.core.lifecycle.actions.reorder_stages import reorder_stages
from tappa.core.lifecycle.actions.save_lifecycle import save_lifecycle
from tappa.core.lifecycle.actions.show import show_lifecycle
from tappa.core.lifecycle.drafts import Draft, DraftStage
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import present_draft, stages_of
from tappa.core.lifecycle.rules import STAGE_LIMIT, Kind
from tappa.core.reports.queries import contacts_at_stages
from tappa.kernel.errors import DomainError
from tests.core.acts import new_contact, robot
from tests.core.lifecycle.invariants import as_told, broken, outline
from tests.support.together import together

EXAMPLES: Final = 400 if os.environ.get("TAPPA_TEST_THOROUGH") else 20
NAMES: Final = (
    "Offer",
    "OFFER ",
    "Payment",
    "Fan",
    "fan",
    "Cold Lead",
    "Customer",
    "Ｎew Lead",
    "Gone",
    "",
    "x" * 51,
)


class Somebody:
    """One who changes settings, with chances of their own."""

    def __init__(self, workspace: Workspace, seed: int) -> None:
        self.workspace = workspace
        self.by = robot(workspace)
        self.chance = random.Random(seed)
        self.seen = present_draft(workspace.id)

    def act(self, deed: str) -> None:
        """Do one thing, or be refused."""
        deeds: dict[str, Callable[[], object]] = {
            "add": lambda: add_stage(self._new(), by=self.by),
            "rename": lambda: edit_stage(self._stage(), name=self._name(), by=self.by),
            "convert": lambda: edit_stage(self._stage(), kind=self._kind(), by=self.by),
            "mark": lambda: edit_stage(self._stage(), is_default=self._yes(), is_won=self._yes(), by=self.by),
            "reorder": self._reorder,
            "look": self._look,
            "save": lambda: save_lifecycle(self._draft(), by=self.by),
            "delete": lambda: delete_stage(self._stage(), move_to=self._target(), by=self.by),
            "show": lambda: show_lifecycle(show=self._yes(), by=self.by),
            "come": lambda: new_contact(self.workspace),
            "move": self._move,
        }
        with suppress(DomainError):
            deeds[deed]()

    def _look(self) -> None:
        self.seen = present_draft(self.workspace.id)

    def _yes(self) -> bool:
        return self.chance.random() < 0.5

    def _name(self) -> str:
        return self.chance.choice(NAMES)

    def _kind(self) -> Kind:
        return self.chance.choice(list(Kind))

    def _new(self) -> DraftStage:
        return DraftStage(None, self._kind(), self._name(), is_default=self._yes(), is_won=self._yes())

    def _stage(self) -> Stage:
        return self.chance.choice(stages_of(self.workspace.id))

    def _target(self) -> Stage | None:
        return self._stage() if self._yes() else None

    def _reorder(self) -> None:
        kind = self._kind()
        ids = [stage.id for stage in stages_of(self.workspace.id) if stage.kind == kind]
        self.chance.shuffle(ids)
        reorder_stages({kind: ids}, by=self.by)

    def _draft(self) -> Draft:
        """What was seen last, with anything changed: often stale, often impossible."""
        stages = list(self.seen.stages)
        self.chance.shuffle(stages)
        changed = self.chance.randrange(len(stages))
        other = self.chance.choice(stages)
        stages[changed] = replace(stages[changed], kind=self._kind(), name=other.name)
        if self._yes() and other in stages:  # it may be the very one that was changed
            stages[stages.index(other)] = replace(other, name=self._name(), is_default=False)
        stages += [self._new()] * self.chance.choice([0, 0, 1, 2])
        return replace(self.seen, show=self.chance.choice([None, True, False]), stages=tuple(stages))

    def _move(self) -> None:
        standings = Standing.objects.filter(workspace=self.workspace).select_related("contact")
        contacts = [standing.contact for standing in standings]
        if contacts:
            move_contact(self.chance.choice(contacts), to=self._target(), by=self.by)


DEEDS: Final = (
    "add",
    "rename",
    "convert",
    "mark",
    "reorder",
    "look",
    "save",
    "save",
    "delete",
    "show",
    "come",
    "move",
)
plans = st.lists(
    st.tuples(st.integers(0, 2**32), st.lists(st.sampled_from(DEEDS), min_size=3, max_size=12)),
    min_size=2,
    max_size=4,
)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
@given(plans=plans, crowded=st.integers(0, STAGE_LIMIT - 5))
def test_settings_hold_whoever_changes_them_at_once(plans: list[tuple[int, list[str]]], crowded: int) -> None:
    workspace = found_workspace(name="Studio Verdi", slug=f"many-{token_hex(6)}")
    for number in range(crowded):
        kind = Kind.LOST if number % 3 else Kind.LIFECYCLE
        add_stage(DraftStage(None, kind, f"Stage {number}"), by=robot(workspace))
    founded = present_draft(workspace.id)

    def work(number: int) -> list[str]:
        seed, deeds = plans[number]
        somebody = Somebody(workspace, seed)
        found: list[str] = []
        for deed in deeds:
            somebody.act(deed)
            found += [f"after {deed}: {sentence}" for sentence in broken(workspace)]
        return found

    assert list(chain.from_iterable(together(len(plans), work))) == []
    present = present_draft(workspace.id)
    told = as_told(workspace, founded)
    assert outline(told.show, told.version, told.stages.values()) == outline(
        present.show, present.version, present.stages
    )
    counted = Standing.objects.filter(workspace=workspace).exclude(stage=None).count()
    assert sum(contacts_at_stages(workspace.id).values()) == counted
