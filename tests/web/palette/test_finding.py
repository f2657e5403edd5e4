"""What the palette's addresses give: places and people, each as this member may (I8, section 8)."""

import re

import pytest

from tappa.core.accounts.models import Member
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.models import Contact
from tappa.core.contacts.rules import ContactDetails
from tappa.core.inbox.actions.add_contact import add_contact
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.create_inbox import create_inbox
from tappa.core.inbox.custom import lost_filter
from tappa.core.lifecycle.actions.show import show_lifecycle
from tests.cast import Cast
from tests.core.acts import new_channel, new_segment, robot
from tests.support.signin import anonymous, signed_in
from tests.support.web import WebServer
from tests.web.inbox.reading import page_of, somebody, text_of

HTMX = {"HX-Request": "true"}
SETTINGS = ("General", "Members and teams", "Channels", "Lifecycle", "API tokens")


@pytest.fixture
def marta(cast: Cast) -> Contact:
    """Somebody who has written, assigned to nobody."""
    return somebody(new_channel(cast.owner.workspace), "Marta", "Ciao")


def options(server: WebServer, member: Member, rest: str) -> list[str]:
    """The palette's options, as words."""
    answer = signed_in(server, member).get(f"/w/{member.workspace.slug}/palette{rest}", headers=HTMX)
    assert answer.status_code == 200
    return [text_of(each) for each in re.findall(r'<a class="palette__item".*?</a>', answer.text, re.DOTALL)]


def test_places_are_those_of_the_sidebar_and_of_the_settings(server: WebServer, cast: Cast) -> None:
    places = options(server, cast.owner, "")
    assert places[:3] == ["All", "Mine", "Unassigned"]
    for place in SETTINGS:
        assert place in places
    assert any("Hot Lead" in place for place in places)
    assert not any("Cold Lead" in place for place in places), "lost stages have no inbox (I1)"
    of_agent = options(server, cast.agent, "")
    assert not set(SETTINGS) & set(of_agent)
    assert any("Hot Lead" in place for place in of_agent)


def test_segments_are_the_owners_and_managers(server: WebServer, cast: Cast) -> None:
    """Agents do not segment the contact base (C5)."""
    new_segment(cast.owner.workspace, "Gone quiet", "Payment")
    for member, has in (
        (cast.owner, True),
        (cast.manager, True),
        (cast.agent, False),
        (cast.mine_only, False),
    ):
        assert ("Gone quiet" in options(server, member, "")) is has


def test_hidden_stages_leave_no_trace(server: WebServer, cast: Cast, marta: Contact) -> None:
    """Off hides stages here too (L2)."""
    show_lifecycle(show=False, by=actor_of(cast.owner, Via.PAGE))
    assert not any("Lead" in place for place in options(server, cast.owner, ""))
    assert options(server, cast.owner, "/found?q=marta") == ["MA Marta Open", "MA Marta"]


def test_a_search_gives_conversations_and_contacts(server: WebServer, cast: Cast, marta: Contact) -> None:
    found = options(server, cast.agent, "/found?q=%20MÀRT%20")
    assert found == ["MA Marta Open 🌱 New Lead", "MA Marta 🌱 New Lead"]
    quiet = add_contact(
        ContactDetails(first_name="Quieta", email="q@example.org"),
        member=cast.owner,
        by=robot(marta.workspace),
    )
    assert options(server, cast.agent, "/found?q=q@exam") == ["QU Quieta q@example.org 🌱 New Lead"]
    delete_contact(quiet, by=robot(marta.workspace))
    for nothing in ("q@exam", "", "%20", "nobody"):
        assert options(server, cast.agent, f"/found?q={nothing}") == []
    page = signed_in(server, cast.agent).get(f"/w/{marta.workspace.slug}/palette/found?q=marta").text
    assert page_of(marta, cast.agent) in page
    assert f"/contacts/{marta.id}" in page


def test_names_are_shown_as_text(server: WebServer, cast: Cast) -> None:
    somebody(new_channel(cast.owner.workspace), "<b>Eve</b>")
    answer = signed_in(server, cast.owner).get(f"/w/{cast.owner.workspace.slug}/palette/found?q=eve")
    assert "&lt;b&gt;Eve&lt;/b&gt;" in answer.text
    assert "<b>Eve" not in answer.text


@pytest.mark.parametrize("part", ["owner", "manager", "agent", "mine_only", "team_only"])
def test_everybody_finds_whom_they_see(server: WebServer, cast: Cast, marta: Contact, part: str) -> None:
    sees = part in {"owner", "manager", "agent"}
    member: Member = getattr(cast, part)
    recent = f"?recent={marta.id},x,{2**60},,{marta.id + 1}"
    assert bool(options(server, member, "/found?q=marta")) is sees
    assert any("Marta" in option for option in options(server, member, recent)) is sees
    assign_contact(marta, to=cast.mine_only if part == "mine_only" else cast.agent, by=robot(marta.workspace))
    assert options(server, member, "/found?q=marta")
    assert any("Marta" in option for option in options(server, member, recent))


def test_a_stranger_finds_nothing_and_nobody_is_let_in(server: WebServer, cast: Cast, marta: Contact) -> None:
    for rest in ("", "/found?q=marta", f"?recent={marta.id}"):
        address = f"/w/{marta.workspace.slug}/palette{rest}"
        assert signed_in(server, cast.stranger).get(address).status_code == 404
        assert anonymous(server).get(address, headers=HTMX).status_code == 401
    own = f"/w/{cast.stranger.workspace.slug}/palette"
    for rest in ("/found?q=marta", f"?recent={marta.id}"):
        assert "Marta" not in signed_in(server, cast.stranger).get(f"{own}{rest}").text


def test_teams_and_custom_inboxes_are_those_of_the_sidebar(server: WebServer, cast: Cast) -> None:
    """An agent has their own team's inbox, and sees no private one of another (I1, I2)."""
    wanted = lost_filter(cast.owner.workspace_id)
    assert wanted is not None
    create_inbox(cast.owner, name="Waiting long", wanted=wanted, by=actor_of(cast.owner, Via.PAGE))
    assert {"Desk", "Waiting long"} <= set(options(server, cast.owner, ""))
    of_agent = options(server, cast.agent, "")
    assert "Desk" in of_agent
    assert "Waiting long" not in of_agent
    assert "Desk" not in options(server, cast.mine_only, "")
