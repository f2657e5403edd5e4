"""A contact's stage through the API."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.rules import fold_name
from tests.api.fixtures import Make
from tests.support.refusals import refused


def _stage(api: httpx.Client, contact: int) -> str | None:
    stage: str | None = api.get(f"/v2/contact/id:{contact}").json()["lifecycle"]
    return stage


def _move(api: httpx.Client, contact: int, body: object) -> httpx.Response:
    return api.post(f"/v2/contact/id:{contact}/lifecycle/update", json=body)


def test_a_contact_is_moved_by_name(api: httpx.Client, make_contact: Make) -> None:
    """S4: forward, back, skipping, into lost and out of it; names compared as settings compare them (L4)."""
    contact = make_contact()
    for name, stage in (("Payment", "Payment"), ("COLD  lead", "Cold Lead"), ("Ｎew Lead", "New Lead")):
        answer = _move(api, contact, {"name": name})
        assert answer.status_code == 200
        assert answer.json()["code"] == 200
        assert _stage(api, contact) == stage


@pytest.mark.parametrize("content", [b'{"name": null}', b"null", b"", b"  "])
def test_the_stage_is_cleared(api: httpx.Client, make_contact: Make, content: bytes) -> None:
    """S3."""
    contact = make_contact()
    answer = api.post(f"/v2/contact/id:{contact}/lifecycle/update", content=content)
    assert answer.status_code == 200
    assert _stage(api, contact) is None


def test_an_unknown_stage_is_named(api: httpx.Client, make_contact: Make, other_workspace: Workspace) -> None:
    contact = make_contact()
    refused(_move(api, contact, {"name": "Warm Lead"}), 404, "Warm Lead", "Payment")
    theirs = Stage.objects.filter(workspace=other_workspace).first()
    assert theirs is not None
    refused(_move(api, contact, {"stageId": theirs.id}), 404, str(theirs.id))
    assert _stage(api, contact) == "New Lead"


@pytest.mark.parametrize("wanted", [{"name": "Hot Lead"}, {"name": "Warm Lead"}, {"stageId": 1}, {}])
@pytest.mark.parametrize("who", ["id:9007199254740991", "email:nobody@example.com"])
def test_whoever_is_not_there_is_told_first(api: httpx.Client, who: str, wanted: dict[str, object]) -> None:
    answer = api.post(f"/v2/contact/{who}/lifecycle/update", json=wanted)
    refused(answer, 404, f"There is no contact {who}.")


def test_a_name_in_both_kinds_needs_its_kind(
    api: httpx.Client, make_contact: Make, workspace: Workspace
) -> None:
    lost = Stage.objects.create(
        workspace=workspace,
        kind="lost",
        name="Payment",
        folded_name=fold_name("Payment"),
        position=2,
        slot=9,
        hue=0,
    )
    contact = make_contact()
    refused(_move(api, contact, {"name": "Payment"}), 409, "Payment", "kind")
    assert _move(api, contact, {"name": "Payment", "kind": "lost"}).status_code == 200
    history = api.get(f"/v2/contact/id:{contact}/lifecycle/history").json()["items"]
    assert [(row["from"], row["to"]) for row in history] == [("New Lead", "Payment"), (None, "New Lead")]
    # The other of the two is another stage, though the names are the same.
    assert _move(api, contact, {"name": "Payment", "kind": "lifecycle"}).status_code == 200
    assert _move(api, contact, {"stageId": lost.id}).status_code == 200
    assert len(api.get(f"/v2/contact/id:{contact}/lifecycle/history").json()["items"]) == 4


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": 5},
        {"name": "Payment", "kind": "won"},
        {"name": None, "kind": "lost"},
        {"stageId": "7"},
        {"stageId": 0},
        {"stageId": 2**53},
        {"stageId": 7, "name": "Payment"},
        [],
        "Payment",
        {"name": "a\0"},
    ],
)
def test_a_bad_body_moves_nobody(api: httpx.Client, make_contact: Make, body: object) -> None:
    contact = make_contact()
    refused(_move(api, contact, body), 400)
    assert _stage(api, contact) == "New Lead"


def test_the_history_tells_it_all(api: httpx.Client, make_contact: Make) -> None:
    """E1: when, by which token, through what, from what, after how long. S4: the same stage again logs nothing."""
    contact = make_contact()
    _move(api, contact, {"name": "Payment"})
    _move(api, contact, {"name": "Payment"})
    page = api.get(f"/v2/contact/id:{contact}/lifecycle/history").json()
    newest, oldest = page["items"]
    assert page["pagination"] == {"next": "", "previous": ""}
    assert (newest["from"], newest["to"]) == ("New Lead", "Payment")
    assert (oldest["from"], oldest["to"]) == (None, "New Lead")
    assert newest["by"]["kind"] == "token"
    assert newest["by"]["name"] == "Test"
    assert newest["by"]["id"] > 0
    assert (newest["via"], newest["cause"], newest["undone"]) == ("api", None, False)
    assert oldest["cause"] == "default"
    assert newest["previousSeconds"] >= 0
    assert oldest["previousSeconds"] is None
    assert newest["at"] <= newest["recordedAt"]
    assert newest["id"] > oldest["id"]


def test_the_history_has_pages_in_both_directions(api: httpx.Client, make_contact: Make) -> None:
    contact = make_contact()
    for number in range(6):
        _move(api, contact, {"name": "Payment" if number % 2 == 0 else "Customer"})
    whole = [row["id"] for row in api.get(f"/v2/contact/id:{contact}/lifecycle/history").json()["items"]]
    assert len(whole) == 7
    pages = [api.get(f"/v2/contact/id:{contact}/lifecycle/history", params={"limit": 3}).json()]
    while following := pages[-1]["pagination"]["next"]:
        pages.append(api.get(following).json())
    assert [[row["id"] for row in page["items"]] for page in pages] == [whole[:3], whole[3:6], whole[6:]]
    assert api.get(pages[2]["pagination"]["previous"]).json()["items"] == pages[1]["items"]
    back = api.get(pages[1]["pagination"]["previous"]).json()
    assert back["items"] == pages[0]["items"]
    assert back["pagination"]["previous"] == ""
    assert api.get(back["pagination"]["next"]).json()["items"] == pages[1]["items"]


def test_ten_moves_at_once_each_name_the_true_from(api: httpx.Client, make_contact: Make) -> None:
    """S6."""
    contact = make_contact()
    names = ["Payment", "Hot Lead", "Customer", "Cold Lead", "New Lead"] * 2
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda name: _move(api, contact, {"name": name}), names))
    assert {answer.status_code for answer in answers} == {200}
    rows = api.get(f"/v2/contact/id:{contact}/lifecycle/history", params={"limit": 100}).json()["items"]
    rows.reverse()
    assert [row["from"] for row in rows] == [None, *(row["to"] for row in rows[:-1])]
    assert all(row["from"] != row["to"] for row in rows)
    assert _stage(api, contact) == rows[-1]["to"]
