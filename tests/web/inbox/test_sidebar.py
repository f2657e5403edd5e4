"""Team inboxes and custom inboxes over HTTP: who has which, what is in them, and who may do what (I1, I2, L2, L14)."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from time import sleep

import httpx
import pytest

from tappa.core.accounts.models import Member, Team
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.parse import read_filter
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.create_inbox import PRIVATE, create_inbox
from tappa.core.inbox.actions.snooze import snooze_conversation
from tappa.core.inbox.custom import inboxes_seen_by, sidebar_of_member
from tappa.core.inbox.inbox_checks import Audience
from tappa.core.inbox.inbox_rules import Visibility
from tappa.core.inbox.models_inbox import CustomInbox
from tappa.core.lifecycle.models import Lifecycle
from tappa.web.inbox.sidebar_pages import CustomRow
from tests.cast import Cast
from tests.core.acts import new_channel, robot, stage_named
from tests.support.signin import signed_in
from tests.support.web import WebServer
from tests.web.inbox.reading import counts, inbox_of, names, somebody, text_of

PUBLIC = Audience(Visibility.PUBLIC)
HTMX = {"HX-Request": "true"}


def inbox_at(maker: Member, *stages: str, name: str = "Lost", audience: Audience = PUBLIC) -> CustomInbox:
    """An inbox of those who stand at these stages."""
    ids = [stage_named(maker.workspace, stage).id for stage in stages]
    wanted = read_filter({"all": [["stage", "hasAnyOf", ids]]}, Catalogue(maker.workspace_id))
    by = actor_of(maker, Via.PAGE)
    return create_inbox(maker, name=name, emoji="🧊", wanted=wanted, audience=audience, by=by)


def put(contact: Contact, stage: str) -> None:
    move_contact(contact, to=stage_named(contact.workspace, stage), by=robot(contact.workspace))


def customs(client: httpx.Client, member: Member, box: str = "all") -> dict[str, str]:
    """The custom inboxes of the sidebar, counted, with what is marked on them: asked for until the numbers are of now, as
    the page does."""
    again = "1"
    while again != "0":
        part = client.get(inbox_of(member, f"/sidebar/custom?box={box}"), headers=HTMX)
        assert part.status_code == 200
        again = re.findall(r'data-again="(\d+)"', part.text)[0]
        sleep(int(again) / 1000)
    rows = re.findall(r'<a class="side-row" id="side-custom.*?</a>', part.text, re.DOTALL)
    told = [text_of(re.sub(r'<span class="emoji.*?</span>', "", row)) for row in rows]
    return dict(one.rsplit(" ", 1) for one in told)


def test_i1_an_agent_has_their_own_teams_inbox_and_who_leads_has_all(server: WebServer, cast: Cast) -> None:
    export = Team.objects.create(workspace=cast.owner.workspace, name="Export")
    channel = new_channel(cast.owner.workspace)
    ada, bea = somebody(channel, "Ada"), somebody(channel, "Bea")
    assign_contact(ada, to=cast.agent, by=robot(cast.owner.workspace))
    wanted = {
        "owner": {"Desk": "1", "Export": "0"},
        "manager": {"Desk": "1", "Export": "0"},
        "agent": {"Desk": "1"},
        "team_only": {"Desk": "1"},
        "mine_only": {},
    }
    for part, teams in wanted.items():
        member: Member = getattr(cast, part)
        client = signed_in(server, member)
        shown = counts(client.get(inbox_of(member)).text)
        assert {name: number for name, number in shown.items() if name in {"Desk", "Export"}} == teams
        desk = client.get(inbox_of(member, f"/team-{cast.team.id}"))
        if "Desk" in teams:
            assert names(desk.text) == ["Ada"]
        else:
            assert desk.status_code == 404
        assert client.get(inbox_of(member, f"/team-{export.id}")).status_code == (
            200 if "Export" in teams else 404
        )
    assert bea.id
    stranger = signed_in(server, cast.stranger)
    assert stranger.get(inbox_of(cast.stranger, f"/team-{cast.team.id}")).status_code == 404


@pytest.mark.parametrize("part", ["owner", "manager", "agent", "mine_only", "team_only"])
def test_i2_each_finds_in_a_public_inbox_what_they_may_see(server: WebServer, cast: Cast, part: str) -> None:
    """Section 8: lists and counts of a restricted agent cover their own."""
    channel = new_channel(cast.owner.workspace)
    inbox = inbox_at(cast.owner, "Cold Lead", "Payment")
    seen = {"Free": None, "Mine": cast.mine_only, "Team": cast.agent}
    for name, assignee in seen.items():
        contact = somebody(channel, name)
        assign_contact(contact, to=assignee, by=robot(cast.owner.workspace))
        put(contact, "Cold Lead")
    somebody(channel, "New")
    member: Member = getattr(cast, part)
    client = signed_in(server, member)
    wanted = {"mine_only": ["Mine"], "team_only": ["Team"]}.get(part, sorted(seen))
    page = client.get(inbox_of(member, f"/custom-{inbox.id}")).text
    assert sorted(names(page)) == wanted
    assert customs(client, member) == {"Lost": str(len(wanted))}
    assert f"{len(wanted)} open" in client.get(inbox_of(member, f"/custom-{inbox.id}")).text
    lost = stage_named(cast.owner.workspace, "Cold Lead").id
    narrowed = client.get(inbox_of(member, f"/custom-{inbox.id}?stage={lost}&sort=oldest")).text
    assert sorted(names(narrowed)) == wanted
    other = stage_named(cast.owner.workspace, "New Lead").id
    assert names(client.get(inbox_of(member, f"/custom-{inbox.id}?stage={other}")).text) == []


def test_i2_a_private_inbox_of_another_is_not_there(server: WebServer, cast: Cast) -> None:
    inbox = inbox_at(cast.manager, "Cold Lead", audience=PRIVATE, name="Secret")
    shared = Audience(Visibility.SHARED, teams=frozenset({cast.team.id}))
    with_team = inbox_at(cast.manager, "Cold Lead", audience=shared, name="Ours")
    sees = {
        "manager": ["Ours", "Secret Private"],
        "agent": ["Ours"],
        "team_only": ["Ours"],
        "owner": [],
        "mine_only": [],
    }
    for part, wanted in sees.items():
        member: Member = getattr(cast, part)
        client = signed_in(server, member)
        assert sorted(customs(client, member)) == wanted
        for name, each in (("Secret Private", inbox), ("Ours", with_team)):
            for rest in ("", "/list", "/rows", "/more"):
                there = client.get(inbox_of(member, f"/custom-{each.id}{rest}"))
                assert there.status_code == (200 if name in wanted else 404), (part, name, rest)
            if name not in wanted:
                assert client.get(inbox_of(member, f"/custom/{each.id}")).status_code == 404
                assert client.post(inbox_of(member, f"/custom/{each.id}/deletion")).status_code == 404
    stranger = signed_in(server, cast.stranger)
    assert stranger.get(inbox_of(cast.manager, f"/custom-{with_team.id}")).status_code == 404
    assert stranger.get(inbox_of(cast.stranger, f"/custom-{with_team.id}")).status_code == 404


def test_i2_deleting_takes_a_word_and_is_taken_back(server: WebServer, cast: Cast) -> None:
    inbox = inbox_at(cast.agent, "Cold Lead")
    owner, agent = signed_in(server, cast.owner), signed_in(server, cast.agent)
    refused = owner.post(inbox_of(cast.owner, f"/custom/{inbox.id}/deletion"))
    assert refused.status_code == 403
    assert "Only Ada Agent, who made this inbox, can change it." in refused.text
    deleted = agent.post(inbox_of(cast.agent, f"/custom/{inbox.id}/deletion"), headers=HTMX)
    assert deleted.status_code == 204
    undo = inbox_of(cast.agent, f"/custom/{inbox.id}/restoration")
    assert undo in deleted.headers["HX-Trigger"]
    assert "inboxes" in deleted.headers["HX-Trigger"]
    assert agent.get(inbox_of(cast.agent, f"/custom-{inbox.id}")).status_code == 404
    assert owner.post(inbox_of(cast.owner, f"/custom/{inbox.id}/restoration")).status_code == 403
    assert agent.post(undo, headers=HTMX).status_code == 204
    assert customs(owner, cast.owner) == {"Lost": "0"}


def test_l14_a_broken_inbox_is_marked_and_empty_and_says_why(server: WebServer, cast: Cast) -> None:
    somebody(new_channel(cast.owner.workspace), "Ada")
    inbox = inbox_at(cast.owner, "Cold Lead", "New Lead")
    client = signed_in(server, cast.owner)
    assert customs(client, cast.owner) == {"Lost": "1"}
    delete_stage(stage_named(cast.owner.workspace, "Cold Lead"), move_to=None, by=robot(cast.owner.workspace))
    assert customs(client, cast.owner) == {"Lost Broken": "0"}
    page = client.get(inbox_of(cast.owner, f"/custom-{inbox.id}")).text
    assert names(page) == []
    assert "This inbox is broken" in page
    assert "This stage is gone." in page
    assert f'href="{inbox_of(cast.owner, f"/custom/{inbox.id}")}">Mend it' in page
    other = signed_in(server, cast.agent).get(inbox_of(cast.agent, f"/custom-{inbox.id}")).text
    assert "This inbox is broken" in other
    assert "Mend it" not in other, "only its maker can"


@pytest.mark.parametrize(
    ("part", "visibility"), [("owner", "public"), ("manager", "public"), ("agent", "private")]
)
def test_i2_an_inbox_for_the_lost_stages_in_one_click(
    server: WebServer, cast: Cast, part: str, visibility: str
) -> None:
    """A second click leads to the same one."""
    member: Member = getattr(cast, part)
    put(somebody(new_channel(member.workspace), "Ada"), "Cold Lead")
    client = signed_in(server, member)
    lost = inbox_of(member, "/custom/lost")
    assert f'action="{lost}"' in client.get(inbox_of(member)).text
    made = client.post(lost)
    inbox = inboxes_seen_by(member).get()
    assert (made.status_code, made.headers["location"]) == (303, inbox_of(member, f"/custom-{inbox.id}"))
    assert (inbox.name, inbox.visibility, inbox.maker_id) == ("Lost", visibility, member.id)
    assert names(client.get(made.headers["location"]).text) == ["Ada"]
    assert client.post(lost).headers["location"] == made.headers["location"]
    assert CustomInbox.objects.filter(workspace=member.workspace).count() == 1
    assert lost not in client.get(inbox_of(member)).text


def test_l2_where_stages_are_hidden_nobody_is_offered_an_inbox_for_them(
    server: WebServer, cast: Cast
) -> None:
    inbox = inbox_at(cast.agent, "New Lead", audience=PRIVATE)
    somebody(new_channel(cast.owner.workspace), "Ada")
    Lifecycle.objects.filter(workspace=cast.owner.workspace).update(show=False)
    client = signed_in(server, cast.owner)
    assert inbox_of(cast.owner, "/custom/lost") not in client.get(inbox_of(cast.owner)).text
    assert client.post(inbox_of(cast.owner, "/custom/lost")).status_code == 404
    agent = signed_in(server, cast.agent)
    assert names(agent.get(inbox_of(cast.agent, f"/custom-{inbox.id}")).text) == ["Ada"], "off only hides"


def test_an_inbox_of_snoozed_conversations_begins_with_them(server: WebServer, cast: Cast) -> None:
    ada = somebody(new_channel(cast.owner.workspace), "Ada")
    catalogue = Catalogue(cast.owner.workspace_id)
    wanted = read_filter({"all": [["conversation_status", "isEqualTo", ["snoozed"]]]}, catalogue)
    inbox = create_inbox(cast.owner, name="Asleep", wanted=wanted, by=actor_of(cast.owner, Via.PAGE))
    client = signed_in(server, cast.owner)
    assert customs(client, cast.owner) == {"Asleep Private": "0"}
    snooze_conversation(ada, until=datetime.now(UTC) + timedelta(days=1), by=robot(ada.workspace))
    assert customs(client, cast.owner) == {"Asleep Private": "1"}
    page = client.get(inbox_of(cast.owner, f"/custom-{inbox.id}")).text
    assert names(page) == ["Ada"]
    assert names(client.get(inbox_of(cast.owner, f"/custom-{inbox.id}?status=open")).text) == []


def test_order_and_folds_are_kept_for_the_person(server: WebServer, cast: Cast) -> None:
    one, two = (inbox_at(cast.owner, "Cold Lead", name=name) for name in ("One", "Two"))
    agent, owner = signed_in(server, cast.agent), signed_in(server, cast.owner)
    assert list(customs(agent, cast.agent)) == ["One", "Two"]
    order = inbox_of(cast.agent, "/custom/order")
    assert agent.post(order, data={"inbox": [two.id, one.id, "x", 2**60]}).status_code == 204
    assert list(customs(agent, cast.agent)) == ["Two", "One"]
    assert list(customs(owner, cast.owner)) == ["One", "Two"]
    folds = inbox_of(cast.agent, "/sidebar/folds")
    assert agent.post(folds, data={"folded": ["custom", "lifecycle", "nonsense"]}).status_code == 204
    assert sidebar_of_member(cast.agent).folded == ["custom", "lifecycle"]
    page = agent.get(inbox_of(cast.agent)).text
    assert re.findall(r'data-fold="([a-z]+)"( open)?', page) == [
        ("lifecycle", ""),
        ("teams", " open"),
        ("custom", ""),
    ]


def test_the_sidebar_stays_when_the_inbox_that_is_open_goes(server: WebServer, cast: Cast) -> None:
    """Its parts say which one is open in their query; what is gone is none."""
    client = signed_in(server, cast.owner)
    for box in ("stage-1", "custom-1", "team-1", "nonsense"):
        part = client.get(inbox_of(cast.owner, f"/sidebar?box={box}"), headers=HTMX)
        assert part.status_code == 200
        assert counts(part.text)["All"] == "0"
        assert "aria-current" not in part.text
    stage = stage_named(cast.owner.workspace, "Payment")
    page = client.get(inbox_of(cast.owner, f"/stage-{stage.id}")).text
    assert (
        'aria-current="page"'
        in client.get(unescape(re.findall(r'data-src="([^"]*/sidebar[^"]*)"', page)[0])).text
    )


def test_i1_more_than_999_is_told_as_such(cast: Cast) -> None:
    inbox = inbox_at(cast.owner, "Cold Lead")
    told = {
        count: CustomRow(inbox, "", count, is_current=False, is_own=True, broken="").told
        for count in (None, 0, 999, 1000)
    }
    assert told == {None: "", 0: "0", 999: "999", 1000: "999+"}
