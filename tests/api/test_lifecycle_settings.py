"""The lifecycle settings as a whole, through the API: L2, L6, L8, and what the cards of the dashboard show (D1)."""

from typing import Any

import httpx
import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.lifecycle.queries import present_draft, stages_are_shown
from tests.api.fixtures import Make
from tests.core.acts import stage_named
from tests.support.together import together


def settings(api: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = api.get("/v2/lifecycle").json()
    return found


def problem(answer: httpx.Response, status: int, *words: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    told: dict[str, Any] = answer.json()
    for word in words:
        assert word in told["message"], told["message"]
    return told


def test_l8_what_is_read_can_be_changed_and_sent_back(api: httpx.Client, workspace: Workspace) -> None:
    given = settings(api)
    assert (given["version"], given["show"]) == (1, True)
    new_lead, hot_lead, payment, customer, cold_lead = given["stages"]
    payment["name"], hot_lead["kind"] = "Deposit", "lost"
    wanted = {
        **given,
        "show": False,
        "stages": [payment, new_lead, {"name": "Offer", "kind": "lifecycle"}, customer, hot_lead, cold_lead],
    }
    saved = api.put("/v2/lifecycle", json=wanted).json()
    assert saved["version"] == 2
    assert [(stage["name"], stage["kind"], stage["position"]) for stage in saved["stages"]] == [
        ("Deposit", "lifecycle", 1),
        ("New Lead", "lifecycle", 2),
        ("Offer", "lifecycle", 3),
        ("Customer", "lifecycle", 4),
        ("Hot Lead", "lost", 1),
        ("Cold Lead", "lost", 2),
    ]
    assert saved == settings(api)
    assert not stages_are_shown(workspace.id)


def test_l8_a_stale_version_gets_the_present_settings(api: httpx.Client) -> None:
    begun = settings(api)
    api.post("/v2/lifecycle/stage", json={"name": "Fan"})
    begun["stages"][0]["name"] = "Mine"
    told = problem(api.put("/v2/lifecycle", json=begun), 409, "version 2")
    assert told["present"] == settings(api)
    assert "Mine" not in str(settings(api))


def test_l8_of_many_who_save_at_once_one_saves(api: httpx.Client) -> None:
    begun = settings(api)

    def save(number: int) -> int:
        stages = [{**stage, "name": f"{stage['name']} {number}"} for stage in begun["stages"]]
        return api.put("/v2/lifecycle", json={**begun, "stages": stages}).status_code

    assert sorted(together(6, save)) == [200] + [409] * 5
    names = {stage["name"][-1] for stage in settings(api)["stages"]}
    assert len(names) == 1
    assert settings(api)["version"] == 2


def test_saving_what_is_there_is_no_new_version(api: httpx.Client) -> None:
    begun = settings(api)
    assert api.put("/v2/lifecycle", json=begun).json() == begun


def _changed(change: dict[str, Any]) -> Any:
    return lambda stages: stages[2].update(change) or stages


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_changed({"name": " "}), ("stages[2]", "name")),
        (_changed({"name": "hot  LEAD"}), ("stages[2]", "hot  LEAD")),
        (_changed({"emoji": "ab"}), ("stages[2]", "emoji")),
        (_changed({"isDefault": True}), ("stages[2]", "isDefault")),
        (_changed({"id": 10**12}), ("stages[2]", "id", str(10**12))),
        (lambda stages: [*stages, stages[0]], ("stages[5]", "id", "twice")),
        (lambda stages: stages[:4], ("stages", "Cold Lead")),
        (lambda stages: [{**stage, "kind": "lost"} for stage in stages], ("stages[0]", "isDefault")),
        (
            lambda stages: [
                {**stage, "kind": "lost", "isDefault": False, "isWon": False} for stage in stages
            ],
            ("one lifecycle stage",),
        ),
        (lambda stages: [*stages, *({"name": f"Stage {n}"} for n in range(16))], ("20", "stages")),
    ],
)
def test_l8_a_draft_that_cannot_be_changes_nothing(
    api: httpx.Client, workspace: Workspace, change: Any, words: tuple[str, ...]
) -> None:
    before = present_draft(workspace.id)
    given = settings(api)
    problem(api.put("/v2/lifecycle", json={**given, "stages": change(given["stages"])}), 400, *words)
    assert present_draft(workspace.id) == before


def test_a_stage_of_another_workspace_is_no_stage_here(api: httpx.Client, other_workspace: Workspace) -> None:
    given = settings(api)
    given["stages"][1]["id"] = stage_named(other_workspace, "Hot Lead").id
    problem(api.put("/v2/lifecycle", json=given), 400, "stages[1]", "id")


def test_l6_the_order_is_changed(api: httpx.Client) -> None:
    ids = {stage["name"]: stage["id"] for stage in settings(api)["stages"]}
    order = [ids[name] for name in ("Customer", "New Lead", "Payment", "Hot Lead")]
    found = api.put("/v2/lifecycle/order", json={"lifecycle": order}).json()
    assert [stage["id"] for stage in found["stages"]] == [*order, ids["Cold Lead"]]
    assert found["version"] == 2
    for wrong in (order[:3], [*order, order[0]], [*order[:3], ids["Cold Lead"]], [*order[:3], 10**12]):
        problem(api.put("/v2/lifecycle/order", json={"lifecycle": wrong}), 400, "lifecycle")
    problem(api.put("/v2/lifecycle/order", json={"lost": []}), 400, "lost", "Cold Lead")
    assert settings(api) == found


def test_d1_the_metrics_are_what_the_cards_show(api: httpx.Client, make_contact: Make) -> None:
    for lifecycle in ("Payment", "Payment", "Cold Lead", None):
        make_contact(lifecycle=lifecycle)
    found = api.get("/v2/lifecycle/metrics").json()
    assert [(stage["name"], stage["contacts"], stage["share"]) for stage in found["stages"]] == [
        ("New Lead", 0, 0),
        ("Hot Lead", 0, 0),
        ("Payment", 2, 0.5),
        ("Customer", 0, 0),
    ]
    assert [found[name]["contacts"] for name in ("lost", "noStage", "total")] == [1, 1, 4]
