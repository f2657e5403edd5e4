"""What members do in the Inbox over HTTP (I5, I7, S3, section 8): by plain forms, and as scripts send them."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tappa.core.accounts.models import Member, Team
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.activity.whisper import CHANNEL
from tappa.core.contacts.models import Contact
from tappa.core.contacts.queries import visible_contact
from tappa.core.contacts.tags import tags_of
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.comment import comment
from tappa.core.inbox.models import Conversation
from tappa.core.inbox.models_team import ConversationRead
from tests.cast import Cast
from tests.core.acts import new_channel, robot
from tests.support.signin import anonymous, signed_in
from tests.support.web import WebServer
from tests.web.inbox.reading import HTMX, about, conversation_of, page_of, somebody, text_of, told

ACTS = {
    "/messages": {"text": "Hi"},
    "/comments": {"text": "Hm"},
    "/draft": {"text": "H"},
    "/reading": {},
    "/typing": {},
    "/assignee": {"member": ""},
    "/snooze": {"until": (datetime.now(UTC) + timedelta(days=3)).strftime("%Y-%m-%dT09:00")},
    "/closure": {},
    "/opening": {},
    "/tags": {"add": "walnut"},
}
PARTS = ("/thread", "/older?before=1", "/pane")


@pytest.fixture
def marta(cast: Cast) -> Contact:
    """Somebody who has written, assigned to nobody."""
    return somebody(new_channel(cast.owner.workspace), "Marta", "Ciao")


def test_assigning_can_be_taken_back(server: WebServer, cast: Cast, marta: Contact) -> None:
    client = signed_in(server, cast.owner)
    address = about(marta, cast.owner, "/assignee")
    answer = client.post(address, data={"member": cast.agent.id}, headers=HTMX)
    toast = told(answer.headers)["toast"]
    assert toast == {"text": "Assigned to Ada Agent", "undo": f"{address}?member=", "tone": ""}
    marta.standing.refresh_from_db()
    assert marta.standing.assignee_id == cast.agent.id
    assert "toast" not in told(client.post(address, data={"member": cast.agent.id}, headers=HTMX).headers)
    client.post(f"{address}?member=", headers=HTMX)
    marta.standing.refresh_from_db()
    assert marta.standing.assignee_id is None
    for wrong in ({"member": cast.stranger.id}, {"member": 999_999_999}):
        assert client.post(address, data=wrong).status_code == 404
    assert client.post(address).status_code == 400


def test_a_team_can_have_it_and_undo_gives_it_back_to_the_team(
    server: WebServer, cast: Cast, marta: Contact
) -> None:
    client = signed_in(server, cast.owner)
    address = about(marta, cast.owner, "/assignee")
    answer = client.post(address, data={"team": cast.team.id}, headers=HTMX)
    toast = {"text": "Assigned to the team Desk", "undo": f"{address}?member=", "tone": ""}
    assert told(answer.headers)["toast"] == toast
    page = client.get(page_of(marta, cast.owner)).text
    assert "Olga Owner assigned Marta to the team Desk" in text_of(page)
    assert re.search(rf'name="team" value="{cast.team.id}" aria-pressed="true"', page)
    answer = client.post(address, data={"member": cast.agent.id}, headers=HTMX)
    undo = told(answer.headers)["toast"]["undo"]  # type: ignore[index]
    assert undo == f"{address}?team={cast.team.id}"
    client.post(undo, headers=HTMX)
    marta.standing.refresh_from_db()
    assert (marta.standing.assignee_id, marta.standing.team_id) == (None, cast.team.id)
    client.post(address, data={"member": ""})
    page = text_of(client.get(page_of(marta, cast.owner)).text)
    assert "took Marta from the team Desk : nobody is assigned" in page
    theirs = Team.objects.create(workspace=cast.stranger.workspace, name="Elsewhere")
    for wrong in (theirs.id, 999_999_999, "x"):
        assert client.post(address, data={"team": wrong}).status_code == 404


def test_who_gives_away_what_they_may_then_not_see_is_led_to_the_list(
    server: WebServer, cast: Cast, marta: Contact
) -> None:
    assign_contact(marta, to=cast.mine_only, by=robot(marta.workspace))
    client = signed_in(server, cast.mine_only)
    answer = client.post(about(marta, cast.mine_only, "/assignee"), data={"member": cast.owner.id})
    assert answer.headers["location"] == f"/w/{marta.workspace.slug}/inbox"
    assert client.get(page_of(marta, cast.mine_only)).status_code == 404


def test_snoozing_goes_by_the_persons_own_clock(server: WebServer, cast: Cast, marta: Contact) -> None:
    cast.agent.user.time_zone = "Asia/Tokyo"
    cast.agent.user.save()
    client = signed_in(server, cast.agent)
    tomorrow = datetime.now(UTC) + timedelta(days=2)
    typed = tomorrow.strftime("%Y-%m-%dT09:00")
    client.post(about(marta, cast.agent, "/snooze"), data={"until": "", "chosen": typed})
    slept = conversation_of(marta)
    assert slept.status == "snoozed"
    assert slept.snoozed_until is not None
    assert slept.snoozed_until.strftime("%Y-%m-%dT%H:%M") == tomorrow.strftime("%Y-%m-%dT00:00")
    page = client.get(page_of(marta, cast.agent)).text
    assert "09:00" in page
    client.post(about(marta, cast.agent, "/opening"))
    assert conversation_of(marta).status == "open"
    for wrong in ("", "soon", "2001-01-01T09:00", "2999-01-01T09:00"):
        assert client.post(about(marta, cast.agent, "/snooze"), data={"until": wrong}).status_code == 400


def test_the_menu_offers_times_ahead(server: WebServer, cast: Cast, marta: Contact) -> None:
    page = signed_in(server, cast.agent).get(page_of(marta, cast.agent)).text
    offered = re.findall(r'name="until" value="([^"]*)"', page)
    assert offered == sorted(offered)
    assert len(offered) in {2, 3}
    client = signed_in(server, cast.agent)
    for value in offered:
        assert client.post(about(marta, cast.agent, "/snooze"), data={"until": value}).status_code == 303


def test_a_closing_can_be_taken_back_and_open_begins_anew(
    server: WebServer, cast: Cast, marta: Contact
) -> None:
    client = signed_in(server, cast.agent)
    first = conversation_of(marta)
    answer = client.post(about(marta, cast.agent, "/closure"), headers=HTMX)
    toast = told(answer.headers)["toast"]
    assert isinstance(toast, dict)
    assert toast["text"] == "Closed the conversation with Marta"
    assert conversation_of(marta).status == "closed"
    assert toast["undo"] in client.get(page_of(marta, cast.agent)).text, "the line in the thread has it too"
    assert client.post(toast["undo"], headers=HTMX).status_code == 204
    assert (conversation_of(marta).id, conversation_of(marta).status) == (first.id, "open")
    client.post(about(marta, cast.agent, "/closure"))
    answer = client.post(about(marta, cast.agent, "/opening"))
    assert Conversation.objects.filter(contact=marta).count() == 2
    assert answer.headers["location"] == page_of(marta, cast.agent)
    assert client.post(toast["undo"]).status_code == 409


def test_tags_are_put_on_and_taken_off(server: WebServer, cast: Cast, marta: Contact) -> None:
    client = signed_in(server, cast.agent)
    for name in ("walnut", "Milan <fair>"):
        assert client.post(about(marta, cast.agent, "/tags"), data={"add": name}).status_code == 303
    assert [tag.name for tag in tags_of(marta)] == ["Milan <fair>", "walnut"]
    assert "Milan &lt;fair&gt;" in client.get(page_of(marta, cast.agent)).text
    client.post(about(marta, cast.agent, "/tags"), data={"remove": "walnut"})
    assert [tag.name for tag in tags_of(marta)] == ["Milan <fair>"]
    assert client.post(about(marta, cast.agent, "/tags"), data={"add": " "}).status_code == 400


def test_reading_is_noted_for_the_member_alone(server: WebServer, cast: Cast, marta: Contact) -> None:
    client = signed_in(server, cast.agent)
    first = client.post(about(marta, cast.agent, "/reading"), headers=HTMX)
    assert told(first.headers)["live:told"] == {"names": "inbox"}
    assert "hx-trigger" not in client.post(about(marta, cast.agent, "/reading"), headers=HTMX).headers
    assert [row.member_id for row in ConversationRead.objects.filter(conversation__contact=marta)] == [
        cast.agent.id
    ]


def test_typing_is_whispered_with_ids_alone(
    server: WebServer, cast: Cast, marta: Contact, owner_connection: object
) -> None:
    owner_connection.execute(f"LISTEN {CHANNEL}")  # type: ignore[attr-defined]
    signed_in(server, cast.agent).post(about(marta, cast.agent, "/typing"), headers=HTMX)
    heard = next(iter(owner_connection.notifies(timeout=10, stop_after=1)))  # type: ignore[attr-defined]
    assert heard.payload == f"{marta.workspace_id} {marta.id} {cast.agent.id}"


@pytest.mark.parametrize(
    "part", ["owner", "manager", "agent", "mine_only", "team_only", "stranger", "nobody"]
)
def test_every_address_asks_who_may_see_the_contact(
    server: WebServer, cast: Cast, marta: Contact, part: str
) -> None:
    """What is hidden answers as what never was; nobody is sent to sign in."""
    workspace = cast.owner.workspace
    member: Member | None = getattr(cast, part, None)
    client = signed_in(server, member) if member else anonymous(server)
    sees = part in {"owner", "manager", "agent"}
    for rest, data in ACTS.items():
        answer = client.post(f"/w/{workspace.slug}/inbox/contacts/{marta.id}{rest}", data=data)
        assert answer.status_code in ({204, 303} if sees else {302} if part == "nobody" else {404}), rest
    for rest in (*PARTS, ""):
        path = f"/contacts/{marta.id}{rest}" if rest else f"/all/{conversation_of(marta).id}"
        answer = client.get(f"/w/{workspace.slug}/inbox{path}")
        assert answer.status_code == (200 if sees else 302 if part == "nobody" else 404), path


def test_mentioned_and_assigned_agents_may_act(server: WebServer, cast: Cast, marta: Contact) -> None:
    comment(marta, "Look", mentions=[cast.mine_only.id], by=actor_of(cast.owner, Via.PAGE))
    assign_contact(marta, to=cast.agent, by=robot(marta.workspace))
    for member in (cast.mine_only, cast.team_only):
        assert visible_contact(member, marta.id) == marta
        answer = signed_in(server, member).post(about(marta, member, "/comments"), data={"text": "Seen"})
        assert answer.status_code == 303


def test_a_contact_of_another_workspace_is_none(server: WebServer, cast: Cast, marta: Contact) -> None:
    address = f"/w/{cast.stranger.workspace.slug}/inbox"
    client = signed_in(server, cast.stranger)
    assert client.get(f"{address}/all").status_code == 200
    for rest, data in ACTS.items():
        assert client.post(f"{address}/contacts/{marta.id}{rest}", data=data).status_code == 404
    assert client.get(f"{address}/all/{conversation_of(marta).id}").status_code == 404


def test_gets_change_nothing(server: WebServer, cast: Cast, marta: Contact) -> None:
    client = signed_in(server, cast.owner)
    for rest in ACTS:
        assert client.get(about(marta, cast.owner, rest)).status_code == 405
