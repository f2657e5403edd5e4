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
from tests.core.acts import new_channel, new_writer, robot
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
