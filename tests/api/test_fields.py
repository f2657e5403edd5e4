"""Custom fields and tags of the workspace through the API, and what contacts have in them."""

import secrets
from typing import Any

import httpx
import pytest

from tappa.core.accounts.actions.create_token import create_token
from tappa.core.accounts.grants import Scope
from tappa.core.accounts.models import Workspace
from tappa.core.contacts.models import Contact
from tests.api.fixtures import Make
from tests.core.acts import new_field
from tests.support.refusals import refused
from tests.support.web import WebServer


def values(api: httpx.Client, contact_id: int) -> dict[str, Any]:
    """What a contact has in custom fields, by their names."""
    answer = api.get(f"/v2/contact/id:{contact_id}").json()
    return {each["name"]: each["value"] for each in answer["custom_fields"]}


def given(**fields: object) -> list[dict[str, object]]:
    """`custom_fields` of a body."""
    return [{"name": name, "value": value} for name, value in fields.items()]


def test_a_field_is_made_and_listed_in_pages(api: httpx.Client, stranger: httpx.Client) -> None:
    made = api.post(
        "/v2/space/custom_field",
        json={"name": "Plan", "dataType": "list", "allowedValues": ["Basic", "Pro"], "slug": None},
    ).json()
    assert made == {
        "id": made["id"],
        "name": "Plan",
        "slug": "plan",
        "description": "",
        "dataType": "list",
        "allowedValues": ["Basic", "Pro"],
    }
    for kind in ("text", "checkbox", "email", "number", "url", "date", "time"):
        body = {"name": f"A {kind}", "dataType": kind, "slug": f"X_{kind}", "description": "Why"}
        assert api.post("/v2/space/custom_field", json=body).json()["slug"] == f"X_{kind}"
    first = api.get("/v2/space/custom_field", params={"limit": 5}).json()
    second = api.get(first["pagination"]["next"]).json()
    assert [len(each["items"]) for each in (first, second)] == [5, 3]
    assert api.get(second["pagination"]["previous"]).json() == first
    assert api.get(f"/v2/space/custom_field/{made['id']}").json() == made
    assert stranger.get("/v2/space/custom_field").json()["items"] == []
    refused(stranger.get(f"/v2/space/custom_field/{made['id']}"), 404)


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"dataType": "text"}, 400, "name"),
        ({"name": "A"}, 400, "dataType"),
        ({"name": "A", "dataType": "phone"}, 400, "dataType"),
        ({"name": "x" * 51, "dataType": "text"}, 400, "name"),
        ({"name": "A", "dataType": "text", "slug": "a-b"}, 400, "slug"),
        ({"name": "A", "dataType": "text", "description": "x" * 256}, 400, "description"),
        ({"name": "A", "dataType": "list"}, 400, "allowedValues"),
        ({"name": "A", "dataType": "text", "allowedValues": ["x"]}, 400, "allowedValues"),
        ({"name": "plan", "dataType": "text"}, 409, "name"),
        ({"name": "Other", "dataType": "text", "slug": "PLAN"}, 409, "slug"),
    ],
)
def test_a_field_that_cannot_be_is_refused_by_name(
    api: httpx.Client, workspace: Workspace, body: dict[str, object], status: int, field: str
) -> None:
    new_field(workspace, "list", "Plan")
    refused(api.post("/v2/space/custom_field", json=body), status, field)


def test_values_come_and_go_with_the_contact(api: httpx.Client, workspace: Workspace) -> None:
    """By name or slug, with what belongs to each type; null where there is nothing, and to take it away."""
    for kind in ("list", "checkbox", "number", "date"):
        new_field(workspace, kind, kind.title())
    contact = f"email:{secrets.token_hex(4)}@people.example"
    body = {"firstName": "Ana", "custom_fields": given(List="pro", CHECKBOX=True, number=0.1 + 0.2)}
    assert api.post(f"/v2/contact/{contact}", json=body).status_code == 200
    shown = api.get(f"/v2/contact/{contact}").json()
    assert shown["custom_fields"] == given(List="Pro", Checkbox=True, Number=0.3, Date=None)
    api.put(f"/v2/contact/{contact}", json={"custom_fields": given(Number=12, Date="2026-03-31", list=None)})
    assert values(api, shown["id"]) == {"List": None, "Checkbox": True, "Number": 12, "Date": "2026-03-31"}
    update = {"custom_fields": given(Checkbox="no", Number="-3.250000")}
    api.post(f"/v2/contact/create_or_update/{contact}", json=update)
    listed = api.post("/v2/contact/list", json={}).json()["items"][0]["custom_fields"]
    assert listed == given(List=None, Checkbox=False, Number=-3.25, Date="2026-03-31")


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        (given(Unknown="x"), "custom_fields[0]"),
        ([*given(Plan="Pro"), *given(plan="Basic")], "custom_fields[1]"),
        (given(Plan="Gold"), "Plan"),
        (given(Seats="many"), "Seats"),
        (given(Seats=int("9" * 400)), "Seats"),
        (given(Seats=1e300), "Seats"),
        (given(Plan=["Pro"]), "custom_fields[0].value"),
        (given(Plan={"a": 1}), "custom_fields[0].value"),
        (given(Plan="x" * 100_000), "Plan"),
        (given(Plan="a\0"), "custom_fields[0].value"),
        ([{"value": "x"}], "custom_fields[0].name"),
        (given(**{f"F{number}": "x" for number in range(101)}), "custom_fields"),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_nothing_is_half_done(
    api: httpx.Client, workspace: Workspace, make_contact: Make, fields: object, place: str
) -> None:
    new_field(workspace, "list", "Plan")
    new_field(workspace, "number", "Seats")
    contact = make_contact(firstName="Ana")
    body = {"firstName": "Bea", "custom_fields": fields}
    for address in (f"id:{contact}", "create_or_update/email:new@people.example", "email:new@people.example"):
        method = "PUT" if address.startswith("id") else "POST"
        refused(api.request(method, f"/v2/contact/{address}", json=body), 400, place)
    assert api.get(f"/v2/contact/id:{contact}").json()["firstName"] == "Ana"
    assert Contact.objects.filter(workspace=workspace).count() == 1


def test_a_tag_is_made_changed_and_deleted_by_its_name(
    api: httpx.Client, stranger: httpx.Client, make_contact: Make
) -> None:
    contact = make_contact()
    body = {"name": "Fair", "description": "Met there", "colorCode": "#FF3344", "emoji": "🎪"}
    made = api.post("/v2/space/tag", json=body).json()
    assert made == {**body, "id": made["id"], "colorCode": "#d26861"}
    api.post(f"/v2/contact/id:{contact}/tag", json=["fair"])
    changed = api.put(
        "/v2/space/tag", json={"currentName": "FAIR", "name": "Trade fair", "emoji": None}
    ).json()
    assert changed == {**made, "name": "Trade fair", "emoji": None}
    assert api.get(f"/v2/contact/id:{contact}").json()["tags"] == ["Trade fair"]
    api.post("/v2/space/tag", json={"name": "VIP"})
    refused(api.put("/v2/space/tag", json={"currentName": "VIP", "name": "trade FAIR"}), 409, "Trade fair")
    refused(api.post("/v2/space/tag", json={"name": "vip"}), 409, "VIP")
    refused(stranger.put("/v2/space/tag", json={"currentName": "VIP"}), 404, "VIP")
    refused(stranger.request("DELETE", "/v2/space/tag", json={"name": "VIP"}), 404, "VIP")
    gone = api.request("DELETE", "/v2/space/tag", json={"name": "trade fair"})
    assert (gone.status_code, gone.json()["code"]) == (200, 200)
    assert api.get(f"/v2/contact/id:{contact}").json()["tags"] == []
    refused(api.request("DELETE", "/v2/space/tag", json={"name": "Trade fair"}), 404, "Trade fair")


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        ("#3693d8", "#3693d8"),
        ("0000ff", "#6c86de"),
        ("#f00", "#d26861"),
        ("#00cc44", "#44a35e"),
        ("#808080", "#918b85"),
        ("#000000", "#918b85"),
        (None, "#918b85"),
    ],
)
def test_a_colour_becomes_the_nearest_of_ours(api: httpx.Client, code: str | None, kept: str) -> None:
    body = {"name": secrets.token_hex(4), "colorCode": code}
    assert api.post("/v2/space/tag", json=body).json()["colorCode"] == kept


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 256),
        ("colorCode", "red"),
        ("colorCode", "#12345"),
        ("emoji", "ab"),
        ("description", "x" * 256),
    ],
)
def test_a_tag_that_cannot_be_is_refused_by_name(api: httpx.Client, field: str, value: str) -> None:
    refused(api.post("/v2/space/tag", json={"name": "Fair", field: value}), 400, field)


def test_fields_and_tags_of_the_workspace_need_their_scope(server: WebServer, workspace: Workspace) -> None:
    """A program that tags contacts does not rename tags for everybody."""
    token = create_token(workspace, name="Test", scopes=[Scope.CONTACTS_WRITE, Scope.WORKSPACE_READ]).secret
    client = server.client(token)
    for method, path in (("POST", "custom_field"), ("POST", "tag"), ("PUT", "tag"), ("DELETE", "tag")):
        refused(client.request(method, f"/v2/space/{path}", json={"name": "A"}), 403, "workspace.write")
    assert client.get("/v2/space/custom_field").status_code == 200
