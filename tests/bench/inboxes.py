"""What the bench opens in the Inbox: lists of conversations, the sidebar's counts, and conversations."""

from collections.abc import Callable
from functools import partial
from typing import Final

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.models import Contact, Standing
from tappa.core.inbox.counts import count_inboxes
from tappa.core.inbox.custom import content_of
from tappa.core.inbox.inboxes import All, AtStage, Inbox
from tappa.core.inbox.lists import list_conversations
from tappa.core.inbox.models_inbox import CustomInbox
from tappa.core.inbox.rules import ConversationStatus
from tappa.core.inbox.thread import read_thread
from tests.bench.operations import Ground, Operation, Request, lines, statements_of
from tests.bench.raw import one_of

CUSTOM: Final = "Companies"  # of the inboxes that `tappa demo` makes
CHOSEN: Final = 100
ROW: Final = 'class="conv-row"'


def inboxes(ground: Ground) -> list[Operation]:
    """All of them."""
    workspace = ground.workspace
    custom = CustomInbox.objects.get(workspace=workspace, name=CUSTOM, deleted_at=None)
    content = content_of(custom, workspace, Catalogue(workspace.id))
    return [
        conversations(ground, "conversation list, HTML", "all", All()),
        conversations(
            ground, "stage inbox, HTML", f"stage-{ground.stages[0].id}", AtStage(ground.stages[0].id)
        ),
        conversations(ground, "custom inbox, HTML", f"custom-{custom.id}", content),
        sidebar_counts(ground),
        *threads(ground),
    ]


def conversations(ground: Ground, name: str, box: str, inbox: Inbox) -> Operation:
    """The page of an inbox, with no conversation chosen."""
    taken = statements_of(partial(list_conversations, ground.manager, inbox=inbox))
    return Operation(name, [page(ground, f"/{box}")], lines(taken), row=ROW)


def sidebar_counts(ground: Ground) -> Operation:
    """The counts beside the built-in inboxes, as an open page fetches them again."""
    taken = statements_of(partial(count_inboxes, ground.manager))
    return Operation("sidebar counts, HTML", [page(ground, "/sidebar?box=all")], lines(taken))


def threads(ground: Ground) -> list[Operation]:
    """A conversation drawn by lot, as a click on its row fetches it: thread and contact; the whole page with the list beside
    it; and what stands above the middle of a thread. The SQL beside it draws from the same."""
    some = chosen(ground)
    words = {"conversation": [str(id_) for id_ in some]}
    taken = one_of([asked_by(partial(read_thread, contact)) for contact in some.values()])
    middles = {contact: middle(contact) for contact in some.values()}
    return [
        Operation("conversation, HTML", [page(ground, "/all/{conversation}/panes")], taken, words=words),
        Operation(
            "conversation and list, HTML",
            [page(ground, "/all/{conversation}")],
            taken,
            words=words,
            row=ROW,
        ),
        Operation(
            "older messages, HTML",
            [page(ground, "/contacts/{older}")],
            one_of([asked_by(partial(read_thread, one, before=item)) for one, item in middles.items()]),
            words={"older": [f"{one.id}/older?before={item}" for one, item in middles.items()]},
        ),
    ]


def chosen(ground: Ground) -> dict[int, Contact]:
    """Open conversations from all over the years, each with its contact."""
    standing = Standing.objects.filter(
        workspace=ground.workspace, is_deleted=False, conversation_status=ConversationStatus.OPEN
    )
    found = list(standing.order_by("contact_id").values_list("conversation_id", "contact_id"))
    spread = dict(found[:: max(1, len(found) // CHOSEN)][:CHOSEN])
    contacts = Contact.objects.filter(workspace=ground.workspace).in_bulk(spread.values())
    return {one: contacts[contact] for one, contact in spread.items() if one is not None}


def middle(contact: Contact) -> int:
    """The item that half of a thread stands before."""
    items = read_thread(contact).items
    return items[len(items) // 2].id


def page(ground: Ground, path: str) -> Request:
    """A page of the Inbox, or a part of one."""
    return Request("GET", f"/w/{ground.workspace.slug}/inbox{path}", ground.browser)


def asked_by(ask: Callable[[], object]) -> str:
    """The statements that a question asks by the ORM, with their values, as pgbench reads them."""
    with CaptureQueriesContext(connection) as taken:
        ask()
    assert len(taken), "it asked nothing"
    return "".join(f"{one['sql']};\n" for one in taken.captured_queries)
