"""Contacts through the API: each endpoint's good path and each of its refusals."""

import secrets
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tappa.core.accounts.models import Workspace
from tests.api.fixtures import Make
from tests.support.refusals import refused, without

ALL_FIELDS = {
    "firstName": "Ana",
    "lastName": "Núñez",
    "phone": "+393331234567",
    "language": "it",
    "profilePic": "https://example.com/ana.png",
    "countryCode": "IT",
}


def test_a_new_contact_stands_at_the_default_stage(api: httpx.Client) -> None:
    """S1: from its first moment."""
    made = api.post("/v2/contact/email:ana@example.com", json=ALL_FIELDS)
    assert made.status_code == 200
    assert made.json()["code"] == 200
    contact = api.get("/v2/contact/email:ana@example.com").json()
    assert contact["lifecycle"] == "New Lead"
    assert {name: contact[name] for name in ALL_FIELDS} == ALL_FIELDS
    assert contact["email"] == "ana@example.com"
    assert contact["custom_fields"] == contact["tags"] == []
    assert contact["assignee"] is None
    assert contact["status"] == "close"
    assert contact["isBlocked"] is False
    assert 0 < contact["id"] < 2**53
    assert 1_700_000_000 < contact["created_at"] < 5_000_000_000


def test_a_contact_is_found_by_each_identifier(api: httpx.Client) -> None:
    api.post("/v2/contact/email:ana@example.com", json=ALL_FIELDS)
    contact = api.get("/v2/contact/email:ana@example.com").json()
    spelled = [
        f"id:{contact['id']}",
        "email:ANA@example.com",
        "phone:+393331234567",
        "phone:393331234567",
        "phone%3A%2B393331234567",
        "email%3Aana%40example.com",
        f"id:{contact['id']}/",
    ]
    for identifier in spelled:
        assert api.get(f"/v2/contact/{identifier}").json() == contact, identifier


@pytest.mark.parametrize(
    "identifier", ["ana", "id:x", "id:", "phone:1", "phone:hello", "email:ana", "tel:1", "id:١"]
)
def test_an_identifier_of_no_form_is_refused(api: httpx.Client, identifier: str) -> None:
    refused(api.get(f"/v2/contact/{identifier}"), 400, "identifier")


@pytest.mark.parametrize(
    "identifier", ["id:1", "id:9007199254740993", "email:no@example.com", "phone:+393339999999"]
)
def test_a_contact_that_is_not_there(api: httpx.Client, identifier: str) -> None:
    refused(api.get(f"/v2/contact/{identifier}"), 404, identifier)


def test_another_workspaces_contact_is_as_one_that_never_was(
    api: httpx.Client, stranger: httpx.Client, make_contact: Make
) -> None:
    """Nobody sees across workspaces: the same answer but for the id that was asked for."""
    theirs = make_contact(firstName="Ana")
    never = theirs + 10**12
    paths = [
        ("GET", "", None),
        ("PUT", "", {"firstName": "Eve"}),
        ("DELETE", "", None),
        ("POST", "/lifecycle/update", {"name": "Payment"}),
        ("GET", "/lifecycle/history", None),
        ("POST", "/tag", ["vip"]),
        ("DELETE", "/tag", ["vip"]),
        ("GET", "/channels", None),
        ("POST", "/message", {"message": {"type": "text", "text": "hi"}}),
        ("GET", "/message/list", None),
        ("GET", "/message/1", None),
        ("POST", "/conversation/assignee", {"assignee": None}),
        ("POST", "/conversation/status", {"status": "open"}),
    ]
    for method, path, body in paths:
        seen = stranger.request(method, f"/v2/contact/id:{theirs}{path}", json=body)
        unseen = stranger.request(method, f"/v2/contact/id:{never}{path}", json=body)
        refused(seen, 404)
        assert without(theirs, seen.text) == without(never, unseen.text)
    contact = api.get(f"/v2/contact/id:{theirs}").json()
    assert (contact["firstName"], contact["lifecycle"]) == ("Ana", "New Lead")


def test_a_contact_that_exists_is_a_conflict(api: httpx.Client) -> None:
    assert api.post("/v2/contact/email:ana@example.com", json={}).status_code == 200
    refused(api.post("/v2/contact/email:Ana@Example.com", json={}), 409, "email")
    assert api.post("/v2/contact/phone:393331234567", json={}).status_code == 200
    refused(api.post("/v2/contact/phone:+393331234567", json={}), 409, "phone")


def test_a_contact_is_created_under_email_or_phone_only(api: httpx.Client) -> None:
    for identifier in ("id:12", "ana", "email:", "phone:"):
        refused(api.post(f"/v2/contact/{identifier}", json={}), 400)
    refused(api.post("/v2/contact/email:nobody", json={}), 400, "email")
    refused(api.post("/v2/contact/phone:12", json={}), 400, "phone")
    refused(api.post("/v2/contact/phone:+4930123456789012", json={}), 400, "phone")


def test_the_stage_of_a_new_contact_may_be_named(api: httpx.Client) -> None:
    api.post("/v2/contact/email:a@example.com", json={"lifecycle": "  hot   LEAD "})
    assert api.get("/v2/contact/email:a@example.com").json()["lifecycle"] == "Hot Lead"
    api.post("/v2/contact/email:b@example.com", json={"lifecycle": None})
    assert api.get("/v2/contact/email:b@example.com").json()["lifecycle"] is None
    refused(api.post("/v2/contact/email:c@example.com", json={"lifecycle": "Warm"}), 404, "Warm", "Hot Lead")
    refused(api.get("/v2/contact/email:c@example.com"), 404)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", "hello"),
        ("language", "italian"),
        ("countryCode", "Italy"),
        ("profilePic", "javascript:alert(1)"),
        ("firstName", "x" * 256),
        ("lastName", 5),
        ("firstName", "a\0b"),
        ("custom_fields", [{"name": "Shoe size", "value": 42}]),
        ("custom_fields", "none"),
        ("lifecycle", 5),
    ],
)
def test_a_bad_field_is_named(api: httpx.Client, field: str, value: object) -> None:
    refused(api.post("/v2/contact/email:ana@example.com", json={field: value}), 400, field)
    refused(api.get("/v2/contact/email:ana@example.com"), 404)


def test_a_part_is_changed_and_the_rest_stays(api: httpx.Client) -> None:
    api.post("/v2/contact/email:ana@example.com", json=ALL_FIELDS)
    before = api.get("/v2/contact/email:ana@example.com").json()
    changed = api.put("/v2/contact/email:ana@example.com", json={"lastName": None, "countryCode": "ES"})
    assert changed.json() == {"contactId": before["id"]}
    after = api.get("/v2/contact/email:ana@example.com").json()
    assert after == before | {"lastName": "", "countryCode": "ES"}
    # A contact that was read can be sent back as it is.
    assert api.put(f"/v2/contact/id:{before['id']}", json=after).status_code == 200
    assert api.get(f"/v2/contact/id:{before['id']}").json() == after


def test_a_change_to_what_another_contact_has_is_a_conflict(api: httpx.Client, make_contact: Make) -> None:
    make_contact(email="ana@example.com", phone="+393331234567")
    other = make_contact()
    refused(api.put(f"/v2/contact/id:{other}", json={"email": "ANA@example.com"}), 409, "email")
    refused(api.put(f"/v2/contact/id:{other}", json={"phone": "+39 333 1234567"}), 409, "phone")
    refused(
        api.put("/v2/contact/email:nobody@example.com", json={"firstName": "x"}), 404, "nobody@example.com"
    )
    refused(api.put(f"/v2/contact/id:{other}", json={"email": "no address"}), 400, "email")


def test_a_deleted_contact_is_gone_and_its_email_is_free(api: httpx.Client, make_contact: Make) -> None:
    contact = make_contact(email="ana@example.com")
    assert api.delete("/v2/contact/email:ana@example.com").json() == {"contactId": contact}
    refused(api.get(f"/v2/contact/id:{contact}"), 404)
    refused(api.delete(f"/v2/contact/id:{contact}"), 404)
    assert make_contact(email="ana@example.com") != contact


def test_create_or_update_makes_then_changes(api: httpx.Client) -> None:
    """S1: an existing contact's stage is not touched, whatever the body says of a new one's."""
    path = "/v2/contact/create_or_update/phone:393331234567"
    made = api.post(path, json={"firstName": "Ana", "lifecycle": "Payment"}).json()["contactId"]
    again = api.post(path, json={"lastName": "Núñez", "lifecycle": "New Lead"}).json()["contactId"]
    assert made == again
    contact = api.get(f"/v2/contact/id:{made}").json()
    assert (contact["firstName"], contact["lastName"]) == ("Ana", "Núñez")
    assert (contact["phone"], contact["lifecycle"]) == ("+393331234567", "Payment")
    by_id = api.post(f"/v2/contact/create_or_update/id:{made}", json={"language": "es"})
    assert by_id.json() == {"contactId": made}
    refused(api.post(f"/v2/contact/create_or_update/id:{made + 10**9}", json={}), 404)
    refused(api.post("/v2/contact/create_or_update/nobody", json={}), 400)


def test_create_or_update_with_somebody_elses_phone_is_a_conflict(
    api: httpx.Client, make_contact: Make
) -> None:
    make_contact(phone="+393331234567")
    answer = api.post("/v2/contact/create_or_update/email:b@example.com", json={"phone": "+393331234567"})
    refused(answer, 409, "phone")
    refused(api.get("/v2/contact/email:b@example.com"), 404)


def test_ten_at_once_make_one_contact(api: httpx.Client) -> None:
    email = f"{secrets.token_hex(4)}@example.com"
    path = f"/v2/contact/create_or_update/email:{email}"
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda number: api.post(path, json={"firstName": f"A{number}"}), range(10)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["contactId"] for answer in answers}) == 1


@pytest.mark.parametrize("name", ["🦊 Fuchs 🏳️‍🌈", "مُحَمَّد", "שָׁלוֹם", "名前", "x" * 255, "A\u200bB"])
def test_names_of_all_scripts_come_back_as_they_went(
    api: httpx.Client, make_contact: Make, name: str
) -> None:
    contact = make_contact(firstName=name)
    assert api.get(f"/v2/contact/id:{contact}").json()["firstName"] == name


def test_nul_in_the_address_is_refused(api: httpx.Client) -> None:
    refused(api.get("/v2/contact/email:a%00@example.com"), 400, "NUL")


def test_tags_are_put_on_and_taken_off(api: httpx.Client, make_contact: Make, workspace: Workspace) -> None:
    contact = make_contact()
    added = api.post(f"/v2/contact/id:{contact}/tag", json=["VIP", "Roma", "vip "])
    assert added.json() == {"contactId": contact}
    assert api.get(f"/v2/contact/id:{contact}").json()["tags"] == ["Roma", "VIP"]
    removed = api.request("DELETE", f"/v2/contact/id:{contact}/tag", json=["vip", "Milano"])
    assert removed.json() == {"contactId": contact}
    assert api.get(f"/v2/contact/id:{contact}").json()["tags"] == ["Roma"]


@pytest.mark.parametrize(
    "names", [[], ["a"] * 11, ["x" * 256], [""], ["  "], "vip", [1], [None], {"tags": ["a"]}]
)
def test_bad_tags_are_refused(api: httpx.Client, make_contact: Make, names: object) -> None:
    contact = make_contact()
    refused(api.post(f"/v2/contact/id:{contact}/tag", json=names), 400)
    refused(api.request("DELETE", f"/v2/contact/id:{contact}/tag", json=names), 400)
    assert api.get(f"/v2/contact/id:{contact}").json()["tags"] == []
