"""The pages of Contacts over HTTP (C1, C2, C5, C6, E3, S1, L2), as a browser without scripts uses them."""

import re
from html import unescape

import httpx
import pytest

from tappa.core.accounts.models import Member, Workspace
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.contacts.actions.block import block_contact
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.models import Contact
from tappa.core.contacts.queries import visible_contacts
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.lifecycle.models import Lifecycle
from tests.cast import Cast
from tests.core.acts import arrive, message, new_channel, new_contact, robot, stage_named
from tests.support.signin import signed_in
from tests.support.web import WebServer


def contacts_of(member: Member, rest: str = "") -> str:
    return f"/w/{member.workspace.slug}/contacts{rest}"


def names(page: str) -> list[str]:
    """The names in the table, in order."""
    return re.findall(
        r'class="table__name".*?<span class="truncate" dir="auto">(.*?)</span>', page, re.DOTALL
    )


def hide_stages(workspace: Workspace) -> None:
    Lifecycle.objects.filter(workspace=workspace).update(show=False)


def test_a_new_workspace_is_told_what_will_stand_here(server: WebServer, cast: Cast) -> None:
    page = signed_in(server, cast.agent).get(contacts_of(cast.agent))
    assert page.status_code == 200
    assert "No contacts yet" in page.text
    assert contacts_of(cast.agent, "/new") in page.text


def test_c1_the_table_shows_a_contact_with_its_stage_and_last_message(server: WebServer, cast: Cast) -> None:
    arrive(new_channel(cast.owner.workspace), "m1", message("Hi"), first_name="Marta", last_name="Iglesias")
    page = signed_in(server, cast.owner).get(contacts_of(cast.owner)).text
    assert names(page) == ["Marta Iglesias"]
    for told in (
        "New Lead",
        "They wrote:",
        "Nobody",
        '1 to 1 of <span id="contacts-count">1</span>',
        "Bridge",
    ):
        assert told in page
    assert "<script>" not in page
    assert " style=" not in page


def test_c1_heads_are_links_that_sort(server: WebServer, cast: Cast) -> None:
    for name in ("Bea", "Ada", "Cleo"):
        new_contact(cast.owner.workspace, first_name=name)
    client = signed_in(server, cast.owner)
    page = client.get(contacts_of(cast.owner)).text
    link = re.search(r'href="([^"]*sort=name[^"]*)"', page)
    assert link
    page = client.get(link[1]).text
    assert names(page) == ["Ada", "Bea", "Cleo"]
    assert 'aria-sort="ascending"' in page
    again = re.search(r'href="([^"]*sort=-name[^"]*)"', page)
    assert again
    assert names(client.get(again[1]).text) == ["Cleo", "Bea", "Ada"]


def test_c1_pages_follow_each_other_by_links(server: WebServer, cast: Cast) -> None:
    for number in range(53):
        new_contact(cast.owner.workspace, first_name=f"N{number:02}")
    client = signed_in(server, cast.owner)
    first = client.get(contacts_of(cast.owner, "?sort=name")).text
    assert '1 to 50 of <span id="contacts-count">53</span>' in first
    link = re.search(r'href="([^"]*)" rel="next"', first)
    assert link
    second = client.get(link[1].replace("&amp;", "&")).text
    assert names(second) == ["N50", "N51", "N52"]
    assert '51 to 53 of <span id="contacts-count">53</span>' in second
    back = re.search(r'href="([^"]*)" rel="prev"', second)
    assert back
    assert names(client.get(back[1].replace("&amp;", "&")).text)[0] == "N00"


def test_c1_a_search_says_whom_it_found_and_when_nobody(server: WebServer, cast: Cast) -> None:
    new_contact(cast.owner.workspace, first_name="Zoë", email="zoe@example.com")
    new_contact(cast.owner.workspace, first_name="Bo")
    client = signed_in(server, cast.owner)
    assert names(client.get(contacts_of(cast.owner, "?search=zoe@")).text) == ["Zoë"]
    page = client.get(contacts_of(cast.owner, "?search=<b>nobody"))
    assert "Nobody found" in page.text
    assert "<b>nobody" not in page.text


@pytest.mark.parametrize(
    "query", ["?sort=evil", "?sort=", "?place=x&sort=stage", "?tab=none", "?search=%00", "?sort=--name"]
)
def test_odd_addresses_show_the_table(server: WebServer, cast: Cast, query: str) -> None:
    new_contact(cast.owner.workspace, first_name="Bo")
    page = signed_in(server, cast.owner).get(contacts_of(cast.owner, query))
    assert (page.status_code, names(page.text)) == (200, ["Bo"])


@pytest.mark.parametrize("part", ["owner", "manager", "agent", "mine_only", "team_only"])
def test_c5_each_sees_their_own_contacts_and_no_agent_a_filter(
    server: WebServer, cast: Cast, part: str
) -> None:
    workspace = cast.owner.workspace
    for name, assignee in {"Nobodys": None, "Mines": cast.mine_only, "Teams": cast.agent}.items():
        assign_contact(new_contact(workspace, first_name=name), to=assignee, by=robot(workspace))
    member: Member = getattr(cast, part)
    page = signed_in(server, member).get(contacts_of(member, "?sort=name")).text
    seen = sorted(contact.first_name for contact in visible_contacts(member))
    assert names(page) == seen
    assert f'<span id="contacts-count">{len(seen)}</span>' in page
    assert f'data-src="{contacts_of(member, "/total")}">{len(seen)}</span>' in page
    assert ("data-filter-form" in page) == (part in {"owner", "manager"})


def drawer_of(client: httpx.Client, member: Member, contact: Contact, query: str = "") -> httpx.Response:
    return client.get(contacts_of(member, f"/{contact.id}{query}"))


def test_c2_a_contact_opens_beside_the_table(server: WebServer, cast: Cast) -> None:
    workspace = cast.owner.workspace
    contact = new_contact(workspace, first_name="Marta", phone="+34655210884", country_code="ES")
    new_contact(workspace, first_name="Bo")
    client = signed_in(server, cast.agent)
    page = drawer_of(client, cast.agent, contact, "?sort=name").text
    assert names(page) == ["Bo", "Marta"]
    for told in ("Spain", "Stage (S)", "Move to Hot Lead ( ] )", "Activity", "Details", "Conversations"):
        assert told in page
    details = drawer_of(client, cast.agent, contact, "?tab=details").text
    assert "+34655210884" in details
    talks = drawer_of(client, cast.agent, contact, "?tab=conversations").text
    assert "No conversation yet" in talks


@pytest.mark.usefixtures("within_a_day")
def test_e3_the_activity_tab_tells_each_move_with_how_long_it_was(server: WebServer, cast: Cast) -> None:
    contact = new_contact(cast.owner.workspace, first_name="Marta")
    by = actor_of(cast.agent, Via.PAGE)
    move_contact(contact, to=stage_named(cast.owner.workspace, "Payment"), by=by)
    page = drawer_of(signed_in(server, cast.owner), cast.owner, contact).text
    entries = [
        " ".join(re.sub(r"<[^>]*>", " ", entry).split())
        for entry in re.findall(r'<li id="entry-\d+".*?</li>', page, re.DOTALL)
    ]
    assert entries[0].startswith("💳 🌱 New Lead to 💳 Payment Ada Agent today ")
    assert "within a minute" in entries[0]
    assert entries[0].endswith("Undo")
    assert entries[1].startswith("🌱 Became 🌱 New Lead default stage")
    assert "Tappa added Marta" in entries[2]


def test_l2_where_stages_are_hidden_there_is_no_trace_of_them(server: WebServer, cast: Cast) -> None:
    workspace = cast.owner.workspace
    contact = new_contact(workspace, first_name="Marta")
    client = signed_in(server, cast.owner)
    shown = drawer_of(client, cast.owner, contact).text
    assert "New Lead" in shown
    hide_stages(workspace)
    for query in ("", "?sort=stage", "?tab=details"):
        page = drawer_of(client, cast.owner, contact, query)
        assert page.status_code == 200
        for word in ("New Lead", "At stage", "Stage", "stagebar", "stage-picker"):
            assert word not in page.text, word
    address = contacts_of(cast.owner, f"/{contact.id}/stage")
    assert client.get(address).status_code == 404
    assert client.post(address, data={"stage": ""}).status_code == 404


def test_c6_a_contact_is_added_by_hand_at_the_default_stage(server: WebServer, cast: Cast) -> None:
    client = signed_in(server, cast.agent)
    assert "Add contact" in client.get(contacts_of(cast.agent, "/new")).text
    answer = client.post(
        contacts_of(cast.agent, "/new"),
        data={"first_name": "Marta", "phone": "333 123 4567", "email": "marta@example.com"},
    )
    assert answer.status_code == 303
    contact = visible_contacts(cast.agent).get()
    assert answer.headers["location"] == contacts_of(cast.agent, f"/{contact.id}")
    assert contact.standing.stage == stage_named(cast.agent.workspace, "New Lead")
    assert contact.phone == "+393331234567"
    assert "Marta was added" in client.get(answer.headers["location"]).text


def test_c6_an_agent_who_sees_only_theirs_sees_whom_they_added(server: WebServer, cast: Cast) -> None:
    for member in (cast.mine_only, cast.team_only):
        client = signed_in(server, member)
        answer = client.post(contacts_of(member, "/new"), data={"first_name": "New"})
        assert client.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("phone", "abc", "Write the phone with its country"),
        ("email", "marta", "Write an e-mail address"),
        ("email", "TAKEN@example.com", "taken@example.com has this e-mail already."),
    ],
)
def test_c6_what_is_refused_stays_in_the_form_with_the_reason(
    server: WebServer, cast: Cast, field: str, value: str, told: str
) -> None:
    new_contact(cast.owner.workspace, email="taken@example.com")
    contact = new_contact(cast.owner.workspace, first_name="Marta")
    client = signed_in(server, cast.owner)
    for rest in ("/new", f"/{contact.id}/edit"):
        answer = client.post(contacts_of(cast.owner, rest), data={"first_name": "Typed", field: value})
        assert answer.status_code == 422
        assert told in answer.text
        assert 'value="Typed"' in answer.text
        assert re.search(rf'id="field-{field}"[^>]* value="{value}"[^>]* aria-invalid="true"', answer.text)
    contact.refresh_from_db()
    assert contact.first_name == "Marta"


def test_c6_details_are_edited(server: WebServer, cast: Cast) -> None:
    contact = new_contact(cast.owner.workspace, first_name="Marta", email="marta@example.com")
    client = signed_in(server, cast.agent)
    form = client.get(contacts_of(cast.agent, f"/{contact.id}/edit")).text
    assert 'value="marta@example.com"' in form
    answer = client.post(
        contacts_of(cast.agent, f"/{contact.id}/edit"), data={"last_name": "Iglesias", "language": "es"}
    )
    assert answer.headers["location"] == contacts_of(cast.agent, f"/{contact.id}?tab=details")
    page = client.get(answer.headers["location"]).text
    assert "Marta Iglesias" in page
    assert "Spanish" in page


def test_a_contact_is_blocked_and_heard_again(server: WebServer, cast: Cast) -> None:
    contact = new_contact(cast.owner.workspace, first_name="Marta")
    client = signed_in(server, cast.agent)
    address = contacts_of(cast.agent, f"/{contact.id}/block")
    assert client.post(address, data={"blocked": "1"}).status_code == 303
    contact.refresh_from_db()
    assert contact.is_blocked
    assert "Unblock" in drawer_of(client, cast.agent, contact).text
    client.post(address, data={"blocked": ""})
    contact.refresh_from_db()
    assert not contact.is_blocked


def test_a_contact_is_deleted_once_that_was_asked(server: WebServer, cast: Cast) -> None:
    contact = new_contact(cast.owner.workspace, first_name="Marta")
    client = signed_in(server, cast.agent)
    address = contacts_of(cast.agent, f"/{contact.id}/deletion")
    assert "Delete Marta?" in client.get(address).text
    answer = client.post(address)
    assert (answer.status_code, answer.headers["location"]) == (303, contacts_of(cast.agent))
    assert drawer_of(client, cast.agent, contact).status_code == 404
    assert "No contacts yet" in client.get(contacts_of(cast.agent)).text


def side_rows(page: str) -> dict[str, tuple[str, str]]:
    """The lists at the head of the sidebar: by name the count, and what the link leads to."""
    part = re.search(r'<ul id="side-lists".*?</ul>', page, re.DOTALL)
    found = re.findall(
        r'href="(.*?)".*?truncate">(.*?)</span>.*?count">(.*?)</span>', part[0] if part else ""
    )
    return {name: (count, unescape(address)) for address, name, count in found}


def test_c3_who_is_nowhere_and_who_is_blocked_stand_in_the_sidebar(server: WebServer, cast: Cast) -> None:
    """With how many they are, for who may filter (C5); those of no stage only where stages are shown (L2)."""
    workspace = cast.owner.workspace
    new_contact(workspace, first_name="Ada")
    move_contact(new_contact(workspace, first_name="Bea"), to=None, by=robot(workspace))
    block_contact(new_contact(workspace, first_name="Cleo"), by=robot(workspace))
    client = signed_in(server, cast.manager)
    rows = side_rows(client.get(contacts_of(cast.manager)).text)
    assert {name: count for name, (count, _address) in rows.items()} == {"No stage": "1", "Blocked": "1"}
    for name, person in (("No stage", "Bea"), ("Blocked", "Cleo")):
        page = client.get(rows[name][1]).text
        assert names(page) == [person]
        assert re.findall(r'aria-current="page"[^>]*><svg.*?truncate">(.*?)</span>', page) == [name]
    assert side_rows(client.get(contacts_of(cast.manager, "/lists")).text) == rows
    assert side_rows(signed_in(server, cast.agent).get(contacts_of(cast.agent)).text) == {}
    hide_stages(workspace)
    assert list(side_rows(client.get(contacts_of(cast.manager)).text)) == ["Blocked"]
