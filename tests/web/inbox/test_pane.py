"""The contact pane: what is known of a contact and changed there, what happened, and whom it shows it to (I4)."""

import re

import pytest

from tappa.core.accounts.actions.create_team import create_team
from tappa.core.accounts.actions.delete_team import delete_team
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.actions.tag import add_tags
from tappa.core.contacts.models import Contact, Transition
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.actions.open import open_conversation
from tests.cast import Cast
from tests.core.acts import new_channel, new_field, robot, stage_named
from tests.support.signin import signed_in
from tests.support.web import WebServer
from tests.web.inbox.reading import HTMX, about, conversation_of, page_of, somebody, text_of


@pytest.fixture
def marta(cast: Cast) -> Contact:
    """Somebody who has written."""
    return somebody(new_channel(cast.owner.workspace), "Marta", "Ciao")


def pane_in(page: str) -> str:
    return page[page.index('id="contact-pane"') :]


def test_i4_every_field_stands_there_to_be_changed_and_leads_back_to_the_thread(
    server: WebServer, cast: Cast, marta: Contact
) -> None:
    """Without scripts too; an address of somebody else's leads nowhere."""
    new_field(cast.owner.workspace, "list", "Plan", "Basic", "Pro")
    client, here = signed_in(server, cast.agent), page_of(marta, cast.agent, "mine")
    pane = pane_in(client.get(here).text)
    for label in ("First name", "Last name", "Phone", "E-mail", "Language", "Country", "Plan"):
        assert re.search(rf'<label for="[\w-]+"[^>]*>{label}</label>', pane), label
    assert f'name="next" value="{here}"' in pane
    change = {"field": "last_name", "expected": "", "value": "Iglesias"}
    address = f"/w/{cast.agent.workspace.slug}/contacts/{marta.id}/field"
    assert client.post(address, data=change | {"next": here}).headers["location"] == here
    assert "Marta Iglesias" in text_of(client.get(here).text)
    change |= {"expected": "Iglesias", "value": "Rossi", "next": "https://elsewhere.example/"}
    assert (
        client.post(address, data=change).headers["location"].startswith(f"/w/{cast.agent.workspace.slug}/")
    )
    told = client.post(address, data=change | {"next": here}, headers=HTMX)
    assert told.status_code == 409
    assert f'name="next" value="{here}"' in told.text


def test_s7_undo_stands_beside_the_stage_bar_while_it_works(
    server: WebServer, cast: Cast, marta: Contact
) -> None:
    """Who set the stage and when; nobody chose the default stage, and what took a move back is not taken back."""
    client, here = signed_in(server, cast.agent), page_of(marta, cast.agent)
    assert "undo-move" not in client.get(here).text
    address = f"/w/{cast.agent.workspace.slug}/contacts/{marta.id}"
    client.post(f"{address}/stage", data={"stage": stage_named(marta.workspace, "Payment").id})
    pane = pane_in(client.get(here).text)
    made = Transition.objects.filter(contact_id=marta.id).latest("seq")
    assert re.search(r'stagebar__since.*<time datetime="[^"]+" title="[^"]+">just now</time>.*by Ada', pane)
    assert f'id="undo-move-{marta.id}" method="post" action="{address}/transitions/{made.id}/undo"' in pane
    client.post(f"{address}/transitions/{made.id}/undo", data={"next": here})
    pane = pane_in(client.get(here).text)
    assert "undo-move" not in pane
    assert re.search(r"New Lead</b><br><span[^>]*stagebar__since", pane)


def test_i4_the_other_conversations_stand_beside_this_one(
    server: WebServer, cast: Cast, marta: Contact
) -> None:
    client, by = signed_in(server, cast.agent), robot(marta.workspace)
    assert "Other conversations" not in client.get(page_of(marta, cast.agent)).text
    ended = []
    for _time in range(4):
        ended.append(conversation_of(marta).id)
        close_conversation(marta, category="Information", summary="A table in walnut", by=by)
        open_conversation(marta, by=by)
    pane = pane_in(client.get(page_of(marta, cast.agent)).text)
    assert re.findall(r'id="talk-(\d+)"', pane) == [str(id_) for id_ in ended[:0:-1]]
    assert "A table in walnut" in pane
    assert f'href="/w/{cast.agent.workspace.slug}/contacts/{marta.id}?tab=conversations"' in pane


def test_e3_the_activity_by_kind_and_as_far_back_as_was_asked_for(
    server: WebServer, cast: Cast, marta: Contact
) -> None:
    """The pane's own address keeps both: fetched again it shows the same."""
    client, by = signed_in(server, cast.agent), robot(marta.workspace)
    add_tags(marta, ["walnut"], by=by)
    for name in ("Hot Lead", "Payment", "Customer", "Cold Lead", "Hot Lead"):
        move_contact(marta, to=stage_named(marta.workspace, name), by=by)
    pane = client.get(about(marta, cast.agent, "/pane")).text
    assert pane.count('id="entry-') == 5
    links = re.findall(r'data-pane-src="([^"]*)"', pane)
    moves = next(link.replace("&amp;", "&") for link in links if "show=moves" in link)
    assert "walnut" not in client.get(moves).text[client.get(moves).text.index("pane-activity") :]
    longer = links[-1].replace("&amp;", "&")
    whole = client.get(longer).text
    assert whole.count('id="entry-') > 6
    assert "walnut" in whole[whole.index("pane-activity") :]
    src = re.search(r'id="contact-pane".*?data-src="([^"]*)"', whole)
    assert src
    assert "entries=50" in src[1]


def test_a_contact_that_waits_in_a_team_says_so_in_contacts_too(
    server: WebServer, cast: Cast, marta: Contact
) -> None:
    """In the table, in the drawer and beside the thread; nobody has it where the team is gone."""
    team = create_team(marta.workspace, name="Showroom")
    assign_contact(marta, to=team, by=robot(marta.workspace))
    client, slug = signed_in(server, cast.owner), cast.owner.workspace.slug
    addresses = (
        f"/w/{slug}/contacts/table",
        f"/w/{slug}/contacts/{marta.id}/drawer?tab=details",
        about(marta, cast.owner, "/pane"),
    )
    for address in addresses:
        assert 'title="Waits in the team Showroom"' in client.get(address).text, address
    delete_team(team, by=robot(marta.workspace))
    for address in addresses:
        assert 'title="Waits in the team' not in client.get(address).text, address
