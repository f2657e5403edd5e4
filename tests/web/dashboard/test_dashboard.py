"""The dashboard's Lifecycle section (D1): cards in order, figures that are true and lead to their lists."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.snooze import snooze_conversation
from tappa.core.lifecycle.actions.show import show_lifecycle
from tests.cast import Cast
from tests.core.acts import new_channel, new_contact, new_writer, robot, stage_named
from tests.support.web import WebServer
from tests.web.settings.visits import Visitor, text_of


def cards_of(page: str) -> dict[str, list[str]]:
    """Each card's figures as they are read: contacts, share, open, snoozed, unassigned."""
    cards = re.findall(r'<article class="stat".*?</article>', page, re.DOTALL)
    return {_first(r'<span class="truncate">(.*?)</span>', card): _figures(card) for card in cards}


def _figures(card: str) -> list[str]:
    contacts = _first(r"stat__figure[^>]*>([^<]+)", card)
    share = _first(r"stat__delta[^>]*>([^<]+)", card)
    return [contacts, share, *re.findall(r"<b[^>]*>([^<]+)</b>", card)]


def _first(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, text
    return found[1]


def _filled(cast: Cast) -> None:
    workspace, by = cast.owner.workspace, robot(cast.owner.workspace)
    channel = new_channel(workspace)
    people = [new_writer(channel) for _number in range(3)]
    assign_contact(people[0], to=cast.agent, by=by)
    snooze_conversation(people[1], until=datetime.now(UTC) + timedelta(days=1), by=by)
    new_contact(workspace, stage_named(workspace, "Cold Lead"))
    new_contact(workspace, None)


def test_cards_stand_in_the_order_of_the_stages_lost_ones_left_out(server: WebServer, cast: Cast) -> None:
    _filled(cast)
    page = text_of(Visitor(server, cast.manager).get("dashboard"))
    assert cards_of(page) == {
        "New Lead": ["3", "60%", "2", "1", "1"],
        "Hot Lead": ["0", "0%", "0", "0", "0"],
        "Payment": ["0", "0%", "0", "0", "0"],
        "Customer": ["0", "0%", "0", "0", "0"],
    }


def at(stage_id: int) -> str:
    """The filter of those who stand there, as an address has it."""
    return f"%7B%22all%22:[[%22stage%22,%22hasAnyOf%22,[{stage_id}]]]%7D"


def test_every_figure_leads_to_the_list_that_it_counts(server: WebServer, cast: Cast) -> None:
    _filled(cast)
    visitor = Visitor(server, cast.owner)
    page, slug = text_of(visitor.get("dashboard")), cast.owner.workspace.slug
    first, lost = (stage_named(cast.owner.workspace, name).id for name in ("New Lead", "Cold Lead"))
    for address in (
        f"/w/{slug}/contacts?filter={at(first)}",
        f"/w/{slug}/inbox/stage-{first}?status=open",
        f"/w/{slug}/inbox/stage-{first}?status=snoozed",
        f"/w/{slug}/inbox/stage-{first}?status=open&assignee=none",
        f"/w/{slug}/contacts?filter={at(0)}",
        f"/w/{slug}/contacts?filter={at(lost)}",
        f"/w/{slug}/inbox/all?status=open&stage=none",
        f"/w/{slug}/inbox/all?status=open&assignee=none",
    ):
        assert f'href="{address}"' in page


def test_the_live_part_is_the_very_section_of_the_page(server: WebServer, cast: Cast) -> None:
    _filled(cast)
    visitor = Visitor(server, cast.manager)
    part = unescape(visitor.get("dashboard_lifecycle").text).strip()
    assert part in text_of(visitor.get("dashboard"))


def test_hidden_stages_are_not_counted_and_the_way_to_show_them_is_said(
    server: WebServer, cast: Cast
) -> None:
    """L2."""
    _filled(cast)
    show_lifecycle(show=False, by=actor_of(cast.owner, Via.PAGE))
    page = text_of(Visitor(server, cast.owner).get("dashboard"))
    assert "New Lead" not in page
    assert f'href="/w/{cast.owner.workspace.slug}/settings/lifecycle"' in page


def test_an_empty_workspace_is_told_what_to_do(server: WebServer, cast: Cast) -> None:
    page = text_of(Visitor(server, cast.owner).get("dashboard"))
    assert "No contacts yet" in page
    assert f'href="/w/{cast.owner.workspace.slug}/settings/channels"' in page


def test_agents_have_no_dashboard(server: WebServer, cast: Cast) -> None:
    for member in (cast.agent, cast.mine_only, cast.team_only):
        assert Visitor(server, member).get("dashboard").status_code == 403
        assert Visitor(server, member).get("dashboard_lifecycle").status_code == 403
