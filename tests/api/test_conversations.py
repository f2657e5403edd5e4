"""Assignee and status of a conversation through the API."""

import httpx

from tappa.core.accounts.models import Member
from tappa.core.inbox.models import Conversation
from tests.api.fixtures import Make
from tests.support.refusals import refused


def _contact(api: httpx.Client, contact: int) -> dict[str, object]:
    found: dict[str, object] = api.get(f"/v2/contact/id:{contact}").json()
    return found


def test_a_contact_is_assigned_by_id_by_email_and_to_nobody(
    api: httpx.Client, make_contact: Make, agent: Member
) -> None:
    contact = make_contact()
    path = f"/v2/contact/id:{contact}/conversation/assignee"
    expected = {"id": agent.id, "firstName": "Ada", "lastName": "Agent", "email": agent.user.email}
    for assignee, shown in ((agent.id, expected), (None, None), (agent.user.email.upper(), expected)):
        answer = api.post(path, json={"assignee": assignee})
        assert answer.json() == {"contactId": contact}
        assert _contact(api, contact)["assignee"] == shown


def test_only_members_of_the_workspace_are_assigned(
    api: httpx.Client, stranger: httpx.Client, make_contact: Make, agent: Member
) -> None:
    contact = make_contact()
    path = f"/v2/contact/id:{contact}/conversation/assignee"
    for nobody in (agent.id + 10**6, "nobody@people.example"):
        refused(api.post(path, json={"assignee": nobody}), 404, str(nobody))
    stranger.post("/v2/contact/email:theirs@example.com", json={})
    theirs = "/v2/contact/email:theirs@example.com/conversation/assignee"
    refused(stranger.post(theirs, json={"assignee": agent.id}), 404, str(agent.id))
    assert _contact(api, contact)["assignee"] is None


def test_a_conversation_is_opened_and_closed_with_a_note(api: httpx.Client, make_contact: Make) -> None:
    """I5: a closed one is not reopened, open starts a new one."""
    contact = make_contact()
    path = f"/v2/contact/id:{contact}/conversation/status"
    assert api.post(path, json={"status": "open"}).json() == {"contactId": contact}
    assert _contact(api, contact)["status"] == "open"
    note = {"status": "close", "category": "Not on any list", "summary": "Paid 🎉"}
    assert api.post(path, json=note).status_code == 200
    assert _contact(api, contact)["status"] == "close"
    assert api.post(path, json={"status": "open"}).status_code == 200
    assert api.post(path, json={"status": "open"}).status_code == 200
    first, second = Conversation.objects.filter(contact_id=contact).order_by("id")
    assert (first.status, first.category, first.summary) == ("closed", "Not on any list", "Paid 🎉")
    assert second.status == "open"


def test_closing_what_is_closed_changes_nothing(api: httpx.Client, make_contact: Make) -> None:
    contact = make_contact()
    closed = api.post(f"/v2/contact/id:{contact}/conversation/status", json={"status": "close"})
    assert closed.json() == {"contactId": contact}
    assert not Conversation.objects.filter(contact_id=contact).exists()


def test_bad_statuses_are_named(api: httpx.Client, make_contact: Make) -> None:
    contact = make_contact()
    path = f"/v2/contact/id:{contact}/conversation/status"
    refused(
        api.post(path, json={"status": "snoozed"}),
        400,
        "status cannot be 'snoozed'. What it may be is listed",
    )
    refused(api.post(path, json={}), 400, "status is required")
    refused(api.post(path, json={"status": "close", "category": "x" * 129}), 400, "category")
    refused(api.post(path, json={"status": "close", "summary": "x" * 513}), 400, "summary")
    refused(api.post(path, json={"status": "close", "summary": 5}), 400, "summary")
