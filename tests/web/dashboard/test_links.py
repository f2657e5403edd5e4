"""Each figure of the dashboard leads to the list that it counts, and the list has as many (D1, C3, C5)."""

import random
import re
from datetime import UTC, datetime, timedelta

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.block import block_contact
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.actions.snooze import snooze_conversation
from tappa.core.lifecycle.queries import stages_of
from tests.cast import Cast
from tests.core.acts import new_channel, new_writer, robot, stage_named
from tests.support.web import WebServer
from tests.web.settings.visits import Visitor, text_of

CONTACT = r'data-contact="(\d+)"'
CONVERSATION = r'<li[^>]*id="row-(\d+)"'


def fill(workspace: Workspace, cast: Cast) -> None:
    """Thirty people, everywhere."""
    chance, by, channel = random.Random(3), robot(workspace), new_channel(workspace)
    stages = [*stages_of(workspace.id), None]
    for _number in range(30):
        person = new_writer(channel)
        move_contact(person, to=chance.choice(stages), by=by)
        assign_contact(person, to=chance.choice([cast.agent, None]), by=by)
        match chance.randrange(3):
            case 0:
                close_conversation(person, by=by)
            case 1:
                snooze_conversation(person, until=datetime.now(UTC) + timedelta(days=1), by=by)


def test_every_figure_is_the_length_of_its_list(server: WebServer, cast: Cast) -> None:
    """Those who are blocked are in both, those who were deleted in neither."""
    workspace = cast.owner.workspace
    fill(workspace, cast)
    for person in Contact.objects.filter(workspace=workspace).order_by("id")[:3]:
        block_contact(person, by=robot(workspace))
    for person in Contact.objects.filter(workspace=workspace).order_by("-id")[:3]:
        delete_contact(person, by=robot(workspace))
    visitor = Visitor(server, cast.manager)
    page = text_of(visitor.get("dashboard"))
    figures = re.findall(r'<a[^>]*href="([^"]+)"[^>]*>(?:<b[^>]*>)?(\d+)<', page)
    assert len(figures) == 4 * 4 + 3 * 4
    for address, figure in figures:
        listed = text_of(visitor.browser.get(address))
        rows = re.findall(CONTACT if "/contacts" in address else CONVERSATION, listed)
        assert len(set(rows)) == int(figure), address


def test_contacts_say_what_they_are_filtered_by_and_lead_out_of_it(server: WebServer, cast: Cast) -> None:
    fill(cast.owner.workspace, cast)
    visitor = Visitor(server, cast.owner)
    stage = stage_named(cast.owner.workspace, "Payment")
    page = text_of(visitor.browser.get(f"{visitor.url('contacts')}?stage={stage.id}&stage=none&sort=name"))
    filters = page[page.index('class="filters"') :]
    assert f'href="{visitor.url("contacts")}?sort=name&stage=none"' in filters
    assert f'href="{visitor.url("contacts")}?sort=name&stage={stage.id}"' in filters
    assert f'<input type="hidden" name="stage" value="{stage.id}">' in page


def test_a_stage_that_is_gone_is_a_broken_filter(server: WebServer, cast: Cast) -> None:
    """L14."""
    fill(cast.owner.workspace, cast)
    visitor = Visitor(server, cast.owner)
    page = text_of(visitor.browser.get(f"{visitor.url('contacts')}?stage=9007199254740000"))
    assert 'data-state="broken"' in page
    assert re.findall(CONTACT, page) == []


def test_agents_do_not_filter(server: WebServer, cast: Cast) -> None:
    """C5."""
    fill(cast.owner.workspace, cast)
    visitor = Visitor(server, cast.agent)
    stage = stage_named(cast.owner.workspace, "Payment")
    page = text_of(visitor.browser.get(f"{visitor.url('contacts')}?stage={stage.id}"))
    assert 'class="filters"' not in page
    assert len(set(re.findall(CONTACT, page))) == 30
