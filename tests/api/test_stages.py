"""The stages of a workspace through the API: L4, L5, L7, L9 to L12."""

from typing import Any

import httpx
import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.advance import advance
from tappa.core.contacts.actions.delete_stage import AT_ONCE
from tappa.core.contacts.sql_operation import Turn
from tappa.core.lifecycle.queries import present_draft
from tests.api.fixtures import Make
from tests.core.acts import stage_named
from tests.core.contacts.crowd import crowd_at
from tests.support.refusals import refused
from tests.support.together import together


def stages(api: httpx.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get("/v2/lifecycle/stage", params={"limit": 100}).json()["items"]
    return found


def named(api: httpx.Client, name: str) -> dict[str, Any]:
    return next(stage for stage in stages(api) if stage["name"] == name)


def test_stages_are_listed_in_their_order_in_pages(api: httpx.Client, make_contact: Make) -> None:
    make_contact()
    whole = stages(api)
    assert [(stage["name"], stage["kind"], stage["position"], stage["contacts"]) for stage in whole] == [
        ("New Lead", "lifecycle", 1, 1),
        ("Hot Lead", "lifecycle", 2, 0),
        ("Payment", "lifecycle", 3, 0),
        ("Customer", "lifecycle", 4, 0),
        ("Cold Lead", "lost", 1, 0),
    ]
    assert [stage["isDefault"] for stage in whole] == [True, False, False, False, False]
    assert [stage["isWon"] for stage in whole] == [False, False, False, True, False]
    first = api.get("/v2/lifecycle/stage", params={"limit": 3}).json()
    second = api.get(first["pagination"]["next"]).json()
    assert first["items"] + second["items"] == whole
    assert second["pagination"]["next"] == ""
    assert api.get(second["pagination"]["previous"]).json()["items"] == first["items"]


def test_l4_a_stage_is_added_and_changed(api: httpx.Client) -> None:
    body = {"name": " Fan ", "emoji": "🎉", "description": "Buys again"}
    added = api.post("/v2/lifecycle/stage", json=body).json()
    assert (added["name"], added["kind"], added["position"]) == ("Fan", "lifecycle", 5)
    changed = api.put(f"/v2/lifecycle/stage/{added['id']}", json={"name": "Regular", "emoji": None}).json()
    assert changed == {**added, "name": "Regular", "emoji": None}
    lost = api.post("/v2/lifecycle/stage", json={"name": "Regular", "kind": "lost"})
    assert lost.json()["position"] == 2
    refused(api.post("/v2/lifecycle/stage", json={"name": "REGULAR "}), 409, "REGULAR", "name")
    refused(api.put(f"/v2/lifecycle/stage/{added['id']}", json={"name": "payment"}), 409, "payment")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"name": ""}, ("name", "50")),
        ({"name": " \u200b\u00a0"}, ("name", "50")),
        ({"name": "x" * 51}, ("name", "50")),
        ({"name": "A\nB"}, ("name", "one line")),
        ({"name": "A", "description": "x" * 256}, ("description", "255")),
        ({"name": "A", "emoji": "🎉🎉"}, ("emoji",)),
        ({"name": "A", "emoji": "A"}, ("emoji",)),
        ({"name": "A", "kind": "lost", "isDefault": True}, ("isDefault",)),
        ({"name": "A", "kind": "lost", "isWon": True}, ("isWon",)),
        ({"name": "A", "kind": "won"}, ("kind",)),
        ({"name": 5}, ("name",)),
        ({}, ("name",)),
    ],
)
def test_what_cannot_be_a_stage_is_refused(
    api: httpx.Client, workspace: Workspace, body: dict[str, Any], words: tuple[str, ...]
) -> None:
    before = present_draft(workspace.id)
    refused(api.post("/v2/lifecycle/stage", json=body), 400, *words)
    if body:
        stage = stage_named(workspace, "Hot Lead")
        refused(api.put(f"/v2/lifecycle/stage/{stage.id}", json=body), 400, *words)
    assert present_draft(workspace.id) == before


def test_l5_the_21st_stage_is_refused_whoever_adds_at_once(api: httpx.Client) -> None:
    def add(number: int) -> int:
        kind = "lost" if number % 2 else "lifecycle"
        return api.post("/v2/lifecycle/stage", json={"name": f"Stage {number}", "kind": kind}).status_code

    assert sorted(together(18, add)) == [200] * 15 + [409] * 3
    refused(api.post("/v2/lifecycle/stage", json={"name": "One more"}), 409, "20")
    assert len(stages(api)) == 20


def test_l7_one_default_and_one_won_at_most(api: httpx.Client) -> None:
    payment = named(api, "Payment")["id"]
    api.put(f"/v2/lifecycle/stage/{payment}", json={"isDefault": True, "isWon": True})
    assert [stage["name"] for stage in stages(api) if stage["isDefault"]] == ["Payment"]
    assert [stage["name"] for stage in stages(api) if stage["isWon"]] == ["Payment"]
    api.put(f"/v2/lifecycle/stage/{payment}", json={"isDefault": False})
    assert not any(stage["isDefault"] for stage in stages(api))
    api.post("/v2/lifecycle/stage", json={"name": "Fan", "isDefault": True})
    assert [stage["name"] for stage in stages(api) if stage["isDefault"]] == ["Fan"]
    lost = named(api, "Cold Lead")["id"]
    refused(api.put(f"/v2/lifecycle/stage/{lost}", json={"isDefault": True}), 400, "isDefault")


def test_l12_a_stage_is_converted_in_place_and_back(api: httpx.Client, make_contact: Make) -> None:
    """L11: the default moves on, and the won stage is won no more."""
    contact = make_contact()
    first, won = named(api, "New Lead"), named(api, "Customer")
    lost = api.put(f"/v2/lifecycle/stage/{first['id']}", json={"kind": "lost"}).json()
    assert (lost["kind"], lost["position"], lost["isDefault"], lost["contacts"]) == ("lost", 2, False, 1)
    assert named(api, "Hot Lead")["isDefault"]
    api.put(f"/v2/lifecycle/stage/{won['id']}", json={"kind": "lost"})
    assert not any(stage["isWon"] for stage in stages(api))
    assert api.get(f"/v2/contact/id:{contact}").json()["lifecycle"] == "New Lead"
    back = api.put(f"/v2/lifecycle/stage/{first['id']}", json={"kind": "lifecycle"}).json()
    assert (back["kind"], back["position"], back["isDefault"]) == ("lifecycle", 3, False)
    assert len(api.get(f"/v2/contact/id:{contact}/lifecycle/history").json()["items"]) == 1


def test_l10_the_last_lifecycle_stage_remains(api: httpx.Client) -> None:
    *others, last = [stage["id"] for stage in stages(api) if stage["kind"] == "lifecycle"]
    for other in others:
        assert api.delete(f"/v2/lifecycle/stage/{other}").status_code == 200
    refused(api.delete(f"/v2/lifecycle/stage/{last}"), 409, "last lifecycle stage")
    refused(api.put(f"/v2/lifecycle/stage/{last}", json={"kind": "lost"}), 409, "last lifecycle stage")


def test_l9_a_stage_with_contacts_needs_to_know_where_they_go(api: httpx.Client, make_contact: Make) -> None:
    contact = make_contact()
    first, payment = named(api, "New Lead")["id"], named(api, "Payment")["id"]
    for nothing in (b"", b"{}"):
        refused(
            api.request("DELETE", f"/v2/lifecycle/stage/{first}", content=nothing), 409, "1 contact", "moveTo"
        )
    for wrong, status in ((first, 400), (10**12, 404), ("7", 400)):
        refused(api.request("DELETE", f"/v2/lifecycle/stage/{first}", json={"moveTo": wrong}), status)
    answer = api.request("DELETE", f"/v2/lifecycle/stage/{first}", json={"moveTo": payment})
    assert answer.status_code == 200
    operation = answer.json()
    assert operation == {"id": operation["id"], "state": "done", "done": 1, "total": 1, "message": None}
    assert api.get(f"/v2/operation/{operation['id']}").json() == operation
    moved = api.get(f"/v2/contact/id:{contact}/lifecycle/history").json()["items"][0]
    assert (moved["from"], moved["to"], moved["cause"]) == ("New Lead", "Payment", "stage_deleted")
    refused(api.delete(f"/v2/lifecycle/stage/{first}"), 404, str(first))


def test_l9_of_many_contacts_it_tells_how_far_it_is(
    api: httpx.Client, workspace: Workspace, make_contact: Make
) -> None:
    payment = stage_named(workspace, "Payment")
    crowd_at(workspace, payment, AT_ONCE + 1)
    answer = api.request("DELETE", f"/v2/lifecycle/stage/{payment.id}", json={"moveTo": None})
    assert answer.status_code == 202
    operation = answer.json()
    assert (operation["state"], operation["done"], operation["total"]) == ("queued", 0, AT_ONCE + 1)
    contact = make_contact()
    body = {"stageId": payment.id}
    refused(api.post(f"/v2/contact/id:{contact}/lifecycle/update", json=body), 404, str(payment.id))
    turn = Turn(operation["id"], workspace.id)
    advance(turn)
    assert api.get(f"/v2/operation/{operation['id']}").json()["state"] == "running"
    while advance(turn):
        pass
    assert api.get(f"/v2/operation/{operation['id']}").json() == {
        **operation,
        "state": "done",
        "done": AT_ONCE + 1,
    }


def test_another_workspaces_stages_are_not_there(
    api: httpx.Client, stranger: httpx.Client, workspace: Workspace
) -> None:
    ours = stage_named(workspace, "Payment").id
    refused(stranger.put(f"/v2/lifecycle/stage/{ours}", json={"name": "Mine"}), 404)
    refused(stranger.request("DELETE", f"/v2/lifecycle/stage/{ours}", json={"moveTo": None}), 404)
    theirs = named(stranger, "Hot Lead")["id"]
    refused(stranger.request("DELETE", f"/v2/lifecycle/stage/{theirs}", json={"moveTo": ours}), 404)
    assert len(stages(stranger)) == len(stages(api)) == 5


def test_the_same_stage_told_twice_is_added_once(api: httpx.Client) -> None:
    key = {"Idempotency-Key": "stage-1"}
    first, again = (api.post("/v2/lifecycle/stage", json={"name": "Fan"}, headers=key) for _ in range(2))
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert len(stages(api)) == 6
