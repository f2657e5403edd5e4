"""The whole page, and the conversation that is chosen in it."""

from django.http import Http404
from django.http.response import HttpResponseBase

from tappa.core.accounts.grants import Permission, Role
from tappa.core.contacts.models import Contact
from tappa.core.contacts.queries import visible_contact
from tappa.core.inbox.counts import count_inboxes
from tappa.core.inbox.reading import conversation_contact_id
from tappa.core.inbox.thread import read_thread
from tappa.kernel.errors import NotFound
from tappa.web.inbox.given import whole_number
from tappa.web.inbox.lists import list_pane_of, title_of
from tappa.web.inbox.pane_pages import InboxPage, Panes
from tappa.web.inbox.panes import pane_of
from tappa.web.inbox.sidebars import sidebar_of
from tappa.web.inbox.spot import Spot, spot_at
from tappa.web.inbox.threads import thread_of
from tappa.web.shell.answers import see
from tappa.web.shell.door import door
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit
from tappa.web.start.link import start_link


@door(Permission.USE_CONTACTS)
def landing(visit: Visit) -> HttpResponseBase:
    """Where one begins. An agent with what is theirs, where those who wait for an answer longest come first; and an empty
    Mine says what nobody has taken. Who leads begins with all: they look at what comes in and who has it."""
    box = "mine" if visit.member.role == Role.AGENT else "all"
    return see(visit.url("inbox_list", box=box))


@door(Permission.USE_CONTACTS)
def inbox_list(visit: Visit, *, box: str) -> HttpResponseBase:
    """An inbox, with no conversation chosen."""
    return _page(spot_at(visit, box), None)


@door(Permission.USE_CONTACTS)
def inbox_conversation(visit: Visit, *, box: str, conversation_id: int) -> HttpResponseBase:
    """An inbox with a conversation chosen."""
    return _page(spot_at(visit, box), _contact(visit, conversation_id))


@door(Permission.USE_CONTACTS)
def inbox_panes(visit: Visit, *, box: str, conversation_id: int) -> HttpResponseBase:
    """The conversation that was chosen, without the list: htmx puts it in place."""
    spot, contact = spot_at(visit, box), _contact(visit, conversation_id)
    read = read_thread(contact)
    return render(visit, Panes(thread_of(spot, contact, read), pane_of(spot, contact, thread=read)))


def _page(spot: Spot, contact: Contact | None) -> HttpResponseBase:
    counts = count_inboxes(spot.visit.member)
    before = whole_number(spot.visit.request.GET.get("before"))
    read = read_thread(contact, before=before) if contact else None
    page = InboxPage(
        title=title_of(spot),
        start=start_link(spot.visit),
        sidebar=sidebar_of(spot, counts),
        list=list_pane_of(spot, counts, selected=contact.id if contact else None),
        thread=thread_of(spot, contact, read, is_older=bool(before)) if contact and read else None,
        pane=pane_of(spot, contact, thread=None if before else read) if contact else None,
    )
    return render(spot.visit, page)


def _contact(visit: Visit, conversation_id: int) -> Contact:
    """The contact whose conversation it is; a hidden one is as good as none."""
    try:
        return visible_contact(visit.member, conversation_contact_id(visit.workspace.id, conversation_id))
    except NotFound as error:
        raise Http404 from error
