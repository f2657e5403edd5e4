"""The list of contacts: searched, filtered, by pages, with the same number of queries however many rows."""

from datetime import UTC, datetime

import httpx
import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from tappa.core.accounts.models import Member, Workspace
from tappa.core.activity.actor import Via, system
from tappa.core.contacts.actions.create import create_contact
from tappa.core.contacts.models import Contact
from tappa.core.contacts.rules import ContactDetails
from tests.api.fixtures import Make
from tests.support.refusals import refused


def _listed(api: httpx.Client, condition: object = None, **query: object) -> list[str]:
    """First names of those whom a condition takes, sorted."""
    body = {"filter": {"$and": [condition]} if condition else None, **query}
    answer = api.post("/v2/contact/list", json=body, params={"limit": 100})
    assert answer.status_code == 200, answer.text
    return sorted(contact["firstName"] for contact in answer.json()["items"])


@pytest.fixture
def people(api: httpx.Client, make_contact: Make, agent: Member) -> dict[str, int]:
    """Four contacts, each with something of their own."""
    ids = {
        "Ana": make_contact(
            firstName="Ana", lastName="Núñez", email="ana@example.com", countryCode="ES", language="es"
        ),
        "Bruno": make_contact(firstName="Bruno", phone="+393331234567", lifecycle="Payment"),
        "Carla": make_contact(firstName="Carla", lastName="O'Neil 100%", lifecycle="Cold Lead"),
        "Dai": make_contact(firstName="Dai", lastName="大", lifecycle=None, countryCode="JP"),
    }
    api.post(f"/v2/contact/id:{ids['Ana']}/tag", json=["VIP", "Roma"])
    api.post(f"/v2/contact/id:{ids['Bruno']}/tag", json=["Roma"])
    assignee = {"assignee": agent.id}
    api.post(f"/v2/contact/id:{ids['Bruno']}/conversation/assignee", json=assignee)
    api.post(f"/v2/contact/id:{ids['Bruno']}/conversation/status", json={"status": "open"})
    return ids


def test_everyone_newest_first(api: httpx.Client, people: dict[str, int], agent: Member) -> None:
    items = api.post("/v2/contact/list", json={}).json()["items"]
    assert [contact["id"] for contact in items] == sorted(people.values(), reverse=True)
    assert items == [api.get(f"/v2/contact/id:{contact['id']}").json() for contact in items]
    bruno = items[2]
    assert (bruno["status"], items[0]["status"]) == ("open", "close")
    assert bruno["assignee"] == {
        "id": agent.id,
        "firstName": "Ada",
        "lastName": "Agent",
        "email": agent.user.email,
    }


def test_no_filter_and_an_empty_one_match_everyone(api: httpx.Client, people: dict[str, int]) -> None:
    for body in (
        b"",
        b"null",
        b"{}",
        b'{"filter": {}}',
        b'{"filter": {"$and": []}}',
        b'{"filter": {"$or": []}}',
    ):
        assert len(api.post("/v2/contact/list", content=body).json()["items"]) == len(people), body


SEARCHES = [
    ("ana", ["Ana"]),
    ("NUNEZ", ["Ana"]),
    ("ana núñ", ["Ana"]),
    ("@example", ["Ana"]),
    ("333123", ["Bruno"]),
    ("100%", ["Carla"]),
    ("%", ["Carla"]),
    ("_", []),
    ("'", ["Carla"]),
    ("大", ["Dai"]),
    ("", ["Ana", "Bruno", "Carla", "Dai"]),
    ("nobody at all", []),
]


def test_search_finds_a_part(api: httpx.Client, people: dict[str, int]) -> None:
    for search, found in SEARCHES:
        assert _listed(api, search=search) == found, search


def _stage(operator: str, value: object) -> dict[str, object]:
    return {"category": "lifecycle", "field": None, "operator": operator, "value": value}


def _tag(operator: str, value: object) -> dict[str, object]:
    return {"category": "contactTag", "field": None, "operator": operator, "value": value}


def _field(name: str, operator: str, value: object = None) -> dict[str, object]:
    return {"category": "contactField", "field": name, "operator": operator, "value": value}


CONDITIONS: list[tuple[object, str]] = [
    (_stage("isEqualTo", "payment"), "Bruno"),
    (_stage("isNotEqualTo", "Payment"), "Ana Carla Dai"),
    (_stage("hasAnyOf", ["New Lead", "Cold Lead"]), "Ana Carla"),
    (_stage("hasNoneOf", ["New Lead", "Cold Lead"]), "Bruno Dai"),
    (_stage("exists", None), "Ana Bruno Carla"),
    (_stage("doesNotExist", None), "Dai"),
    (_tag("hasAnyOf", ["vip", "nobody has this"]), "Ana"),
    (_tag("hasAllOf", ["vip", "ROMA"]), "Ana"),
    (_tag("hasAllOf", ["vip", "nobody has this"]), ""),
    (_tag("hasAllOf", ["vip", "VIP"]), "Ana"),
    (_tag("hasAllOf", "roma"), "Ana Bruno"),
    (_tag("hasNoneOf", ["vip"]), "Bruno Carla Dai"),
    (_tag("isEqualTo", "roma"), "Ana Bruno"),
    (_tag("isNotEqualTo", "roma"), "Carla Dai"),
    (_tag("exists", None), "Ana Bruno"),
    (_tag("doesNotExist", None), "Carla Dai"),
    (_field("firstName", "isEqualTo", "ANA"), "Ana"),
    (_field("name", "isEqualTo", "ana núñez"), "Ana"),
    (_field("email", "isEqualTo", "Ana@Example.com"), "Ana"),
    (_field("phone", "isEqualTo", "393331234567"), "Bruno"),
    (_field("phone", "exists"), "Bruno"),
    (_field("lastName", "doesNotExist"), "Bruno"),
    (_field("countryCode", "hasAnyOf", ["jp", "ES"]), "Ana Dai"),
    (_field("countryCode", "isNotEqualTo", "ES"), "Bruno Carla Dai"),
    (_field("language", "hasNoneOf", ["es"]), "Bruno Carla Dai"),
    (_field("assigneeUserId", "exists"), "Bruno"),
    (_field("isBlocked", "isEqualTo", value=True), ""),
    (_field("isBlocked", "isEqualTo", "false"), "Ana Bruno Carla Dai"),
    (_field("created_at", "isTimestampAfter", "2020-01-01"), "Ana Bruno Carla Dai"),
    (_field("created_at", "isTimestampBefore", 1577836800), ""),
    (_field("created_at", "exists"), "Ana Bruno Carla Dai"),
    (_field("created_at", "doesNotExist"), ""),
    ({"$or": [_tag("isEqualTo", "vip"), _stage("isEqualTo", "Cold Lead")]}, "Ana Carla"),
    (
        {
            "$and": [
                _field("firstName", "exists"),
                {
                    "$or": [
                        _stage("doesNotExist", None),
                        {"$and": [_tag("exists", None), _stage("exists", None)]},
                    ]
                },
            ]
        },
        "Ana Bruno Dai",
    ),
]


def test_each_condition(api: httpx.Client, people: dict[str, int]) -> None:
    for condition, found in CONDITIONS:
        assert _listed(api, condition) == found.split(), condition


def test_conditions_on_ids(api: httpx.Client, people: dict[str, int], agent: Member) -> None:
    first, last = people["Ana"], people["Dai"]
    assert _listed(api, _field("id", "isEqualTo", first)) == ["Ana"]
    assert _listed(api, _field("id", "hasNoneOf", [str(first), last])) == ["Bruno", "Carla"]
    assert _listed(api, _field("id", "isGreaterThan", first)) == ["Bruno", "Carla", "Dai"]
    assert _listed(api, _field("id", "isLessThan", last)) == ["Ana", "Bruno", "Carla"]
    assert _listed(api, _field("id", "isBetween", {"from": people["Bruno"], "to": last})) == [
        "Bruno",
        "Carla",
        "Dai",
    ]
    assert _listed(api, _field("assigneeUserId", "isEqualTo", agent.id)) == ["Bruno"]
    assert _listed(api, _field("assigneeUserId", "isEqualTo", str(agent.id + 1))) == []


def test_a_date_is_a_day_in_the_named_zone(api: httpx.Client, workspace: Workspace) -> None:
    """23:30 UTC on the 9th is the 10th in Rome and still the 9th in New York."""
    for name, moment in (("Late", "2026-03-09T23:30"), ("Next", "2026-03-10T23:30")):
        create_contact(
            ContactDetails(first_name=name),
            workspace=workspace,
            happened_at=datetime.fromisoformat(moment).replace(tzinfo=UTC),
            by=system(workspace.id, via=Via.IMPORT),
        )
    the_day = _field("created_at", "isEqualTo", "2026-03-10")
    assert _listed(api, the_day, timezone="europe/ROME") == ["Late"]
    assert _listed(api, the_day, timezone="America/New_York") == ["Next"]
    both = _field("created_at", "isTimestampBetween", {"from": "2026-03-10", "to": "2026-03-11"})
    assert _listed(api, both, timezone="Europe/Rome") == ["Late", "Next"]
    after = _field("created_at", "isTimestampAfter", "2026-03-10")
    assert _listed(api, after, timezone="Europe/Rome") == ["Next"]
    exact = _field("created_at", "isTimestampAfter", "2026-03-09T23:29:59+00:00")
    assert _listed(api, exact) == ["Late", "Next"]
    zoned = _field("created_at", "isTimestampBefore", "2026-03-10 00:30:01")
    assert _listed(api, zoned, timezone="Europe/Rome") == ["Late"]


MISTAKES: list[tuple[dict[str, object], list[str]]] = [
    ({"filter": {"$and": [_field("shoeSize", "isEqualTo", "42")]}}, ["filter.$and[0].field", "shoeSize"]),
    ({"filter": {"$and": [_field("email", "isLike", "a")]}}, ["filter.$and[0].operator", "isLike"]),
    ({"filter": {"$and": [_field("email", "isGreaterThan", "a")]}}, ["filter.$and[0].operator"]),
    ({"filter": {"$and": [_field("email", "isEqualTo", None)]}}, ["filter.$and[0].value"]),
    ({"filter": {"$and": [_field("email", "isEqualTo", {"a": 1})]}}, ["filter.$and[0].value"]),
    ({"filter": {"$and": [_field("email", "hasAnyOf", [])]}}, ["filter.$and[0].value"]),
    ({"filter": {"$and": [_field("email", "hasAnyOf", ["a"] * 101)]}}, ["filter.$and[0].value"]),
    ({"filter": {"$and": [_field("email", "isEqualTo", "a\0")]}}, ["filter.$and[0].value", "NUL"]),
    ({"filter": {"$and": [_stage("isEqualTo", "Warm")]}}, ["filter.$and[0].value", "Warm", "Payment"]),
    ({"filter": {"$and": [{"category": "lifecycle"}]}}, ["filter.$and[0].operator"]),
    ({"filter": {"$and": [{"category": "shoes", "operator": "exists"}]}}, ["filter.$and[0].category"]),
    ({"filter": {"$and": {}}}, ["filter.$and"]),
    ({"filter": {"$and": [], "$or": []}}, ["$and", "$or"]),
    ({"filter": {"$and": [_field("created_at", "isTimestampAfter", "soon")]}}, ["filter.$and[0].value"]),
    ({"filter": {"$and": [_field("created_at", "isEqualTo", "9999-12-31")]}}, ["filter.$and[0].value"]),
    ({"filter": {"$and": [_field("created_at", "isTimestampAfter", 10**15)]}}, ["filter.$and[0].value"]),
    ({"filter": {"$and": [_field("created_at", "isBetween", "2026")]}}, ["filter.$and[0].value", "from"]),
    ({"filter": {"$and": [_field("id", "isGreaterThan", "x")]}}, ["filter.$and[0].value"]),
    ({"filter": {"$and": [_tag("exists", None)] * 51}}, ["50"]),
    ({"timezone": "Mars/Olympus"}, ["timezone", "Mars/Olympus"]),
    ({"search": "x" * 256}, ["search"]),
    ({"search": 5}, ["search"]),
    ({"filter": []}, ["filter"]),
]


def test_what_cannot_be_understood_is_named(api: httpx.Client) -> None:
    for body, words in MISTAKES:
        refused(api.post("/v2/contact/list", json=body), 400, *words)


def test_nesting_has_an_end(api: httpx.Client) -> None:
    def nested(depth: int) -> dict[str, object]:
        return {"$and": [nested(depth - 1)]} if depth else _tag("exists", None)

    assert api.post("/v2/contact/list", json={"filter": nested(5)}).status_code == 200
    refused(api.post("/v2/contact/list", json={"filter": nested(6)}), 400, "5")
    deep = b'{"filter": ' + b'{"$and":[' * 20_000 + b"]}" * 20_000 + b"}"
    refused(api.post("/v2/contact/list", content=deep), 400, "nested")


def test_pages_in_both_directions(api: httpx.Client, make_contact: Make) -> None:
    ids = [make_contact() for _ in range(7)][::-1]
    pages = [api.post("/v2/contact/list", json={}, params={"limit": 3}).json()]
    while following := pages[-1]["pagination"]["next"]:
        assert following.startswith("http://127.0.0.1")
        pages.append(api.post(following, json={}).json())
    seen = [[contact["id"] for contact in page["items"]] for page in pages]
    assert seen == [ids[:3], ids[3:6], ids[6:]]
    assert pages[0]["pagination"]["previous"] == ""
    make_contact()  # what comes in meanwhile moves nothing
    back = api.post(pages[2]["pagination"]["previous"], json={}).json()
    assert back["items"] == pages[1]["items"]
    first = api.post(back["pagination"]["previous"], json={}).json()
    assert first["items"] == pages[0]["items"]
    newest = api.post(first["pagination"]["previous"], json={}).json()
    assert len(newest["items"]) == 1


def test_the_last_id_seen_is_a_cursor(api: httpx.Client, make_contact: Make) -> None:
    ids = [make_contact() for _ in range(4)][::-1]
    page = api.post("/v2/contact/list", json={}, params={"cursorId": ids[1], "limit": 2}).json()
    assert [contact["id"] for contact in page["items"]] == ids[2:]
    assert page["pagination"]["next"] == ""


def test_bad_paging_is_named(api: httpx.Client) -> None:
    bad = {
        "limit": ["0", "101", "x", "-1", "1.5", "1" * 5000],
        "cursorId": ["x", "1e3", "9" * 30, "1;DROP TABLE"],
    }
    for name, values in bad.items():
        for value in values:
            refused(api.post("/v2/contact/list", json={}, params={name: value}), 400, name)


def test_nobody_sees_across(api: httpx.Client, stranger: httpx.Client, people: dict[str, int]) -> None:
    assert _listed(stranger) == []
    by_id = _field("id", "isEqualTo", people["Ana"])
    assert _listed(stranger, by_id) == []
    assert _listed(stranger, _tag("hasAnyOf", ["VIP"])) == []


def test_as_many_queries_for_30_rows_as_for_one(workspace: Workspace, token: str) -> None:
    counts = []
    for wanted in (1, 30):
        while Contact.objects.filter(workspace=workspace).count() < wanted:
            create_contact(ContactDetails(), workspace=workspace, by=system(workspace.id, via=Via.COMMAND))
        with CaptureQueriesContext(connection) as queries:
            request = RequestFactory().post(
                "/v2/contact/list?limit=100",
                data="{}",
                content_type="application/json",
                headers={"Authorization": f"Bearer {token}"},
            )
            answer = resolve("/v2/contact/list").func(request)
        assert answer.content.count(b'"isBlocked"') == wanted
        counts.append(len(queries))
    assert counts[0] >= counts[1]
