"""Many contacts moved at once through the API (S5): POST /v2/contact/lifecycle/bulk, and its operation."""

import secrets

import httpx
import pytest

from tappa.core.accounts.actions.create_token import create_token
from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.cancel_change import cancel_change
from tappa.core.contacts.models import Transition
from tappa.core.contacts.operation_rules import AT_ONCE
from tappa.core.contacts.operations import operation_by_id
from tests.api.fixtures import Make
from tests.core.acts import robot, stage_named
from tests.core.contacts.bulk import work
from tests.core.contacts.crowd import crowd_at
from tests.support.refusals import refused
from tests.support.web import WebServer

BULK = "/v2/contact/lifecycle/bulk"
EVERYBODY: dict[str, list[object]] = {"$and": []}


def test_few_are_moved_before_the_answer(api: httpx.Client, make_contact: Make, workspace: Workspace) -> None:
    first, second, other = make_contact(), make_contact(), make_contact()
    answer = api.post(BULK, json={"contactIds": [first, second, 2**50], "name": "hot lead"})
    assert answer.status_code == 200
    told = answer.json()
    assert (told["state"], told["done"], told["total"], told["message"]) == ("done", 2, 2, None)
    assert api.get(f"/v2/operation/{told['id']}").json() == told
    stages = [api.get(f"/v2/contact/id:{id_}").json()["lifecycle"] for id_ in (first, second, other)]
    assert stages == ["Hot Lead", "Hot Lead", "New Lead"]
    moved = api.get(f"/v2/contact/id:{first}/lifecycle/history").json()["items"][0]
    assert (moved["via"], moved["cause"], moved["by"]["kind"]) == ("bulk", None, "token")


def test_a_filter_chooses_and_a_null_name_clears(api: httpx.Client, make_contact: Make) -> None:
    ids = [make_contact(), make_contact()]
    api.post(f"/v2/contact/id:{ids[0]}/lifecycle/update", json={"name": "Payment"})
    payment = {"category": "lifecycle", "field": None, "operator": "isEqualTo", "value": "Payment"}
    assert api.post(BULK, json={"filter": {"$and": [payment]}, "name": None}).json()["done"] == 1
    assert api.get(f"/v2/contact/id:{ids[0]}").json()["lifecycle"] is None
    assert api.get(f"/v2/contact/id:{ids[1]}").json()["lifecycle"] == "New Lead"


def test_of_many_it_is_accepted_and_polled(api: httpx.Client, workspace: Workspace) -> None:
    crowd_at(workspace, stage_named(workspace, "Payment"), AT_ONCE + 1)
    answer = api.post(BULK, json={"filter": EVERYBODY, "name": "Customer"})
    assert (answer.status_code, answer.json()["state"], answer.json()["total"]) == (
        202,
        "queued",
        AT_ONCE + 1,
    )
    operation = operation_by_id(workspace.id, answer.json()["id"])
    work(operation, most=100, batches=1)
    half = api.get(f"/v2/operation/{operation.id}").json()
    assert (half["state"], half["done"]) == ("running", 100)
    cancel_change(operation.id, by=robot(workspace))
    ended = api.get(f"/v2/operation/{operation.id}").json()
    assert (ended["state"], ended["done"], ended["message"]) == ("failed", 100, "It was canceled.")


def test_asked_again_under_the_same_key_it_is_one_operation(
    api: httpx.Client, make_contact: Make, workspace: Workspace
) -> None:
    make_contact()
    headers = {"Idempotency-Key": secrets.token_hex(8)}
    body = {"filter": EVERYBODY, "stageId": stage_named(workspace, "Customer").id}
    answers = [api.post(BULK, json=body, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].json() == answers[1].json()
    assert work(operation_by_id(workspace.id, answers[0].json()["id"])).changed == 1
    assert Transition.objects.filter(workspace_id=workspace.id, via="bulk").count() == 1


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ({"contactIds": [1]}, 400, "name"),
        ({"name": "Payment"}, 400, "contactIds"),
        ({"contactIds": [1], "filter": EVERYBODY, "name": "Payment"}, 400, "contactIds"),
        ({"contactIds": [], "name": "Payment"}, 400, "contactIds"),
        ({"contactIds": list(range(1, 1002)), "name": "Payment"}, 400, "contactIds"),
        ({"contactIds": [2**50], "name": "Payment"}, 404, "contacts"),
        ({"filter": EVERYBODY, "name": "Nowhere"}, 404, "Nowhere"),
        ({"search": "nobody is called so", "name": "Payment"}, 400, "Nobody matches"),
    ],
)
def test_what_cannot_be_is_refused(
    api: httpx.Client, make_contact: Make, body: dict[str, object], status: int, word: str
) -> None:
    make_contact()
    refused(api.post(BULK, json=body), status, word)


def test_another_workspaces_contacts_and_a_token_without_the_scope(
    api: httpx.Client, stranger: httpx.Client, server: WebServer, make_contact: Make, workspace: Workspace
) -> None:
    contact = make_contact()
    body = {"contactIds": [contact], "name": "Payment"}
    refused(stranger.post(BULK, json=body), 404, "contacts")
    reader = server.client(create_token(workspace, name="Reader", scopes=["contacts.read"]).secret)
    refused(reader.post(BULK, json=body), 403, "contacts.write")
    made = api.post(BULK, json=body).json()
    refused(stranger.get(f"/v2/operation/{made['id']}"), 404, "operation")
    assert api.get(f"/v2/contact/id:{contact}").json()["lifecycle"] == "Payment"
