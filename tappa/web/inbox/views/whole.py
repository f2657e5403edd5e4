"""The whole page, and the conversation that is chosen in it."""

from django.http import Http404
from django.http.response import HttpResponseBase

from tappa.core.accounts.grants import Permission, Role
from tappa.core.contacts.models import Contact
from tappa.core.inbox.counts import count_inboxes
from tappa.core.inbox.reading import contact_in
from tappa.core.inbox.thread import end_of, further
from tappa.kernel.errors import NotFound
from tappa.web.inbox.given import whole_number
from tappa.web.inbox.lists import list_pane_of, title_of
from tappa.web.inbox.pane_pages import InboxPage, Pane, Panes
from tappa.web.inbox.panes import pane_of
from tappa.web.inbox.sidebars import sidebar_of
from tappa.web.inbox.spot import Spot, spot_at
from tappa.web.inbox.subject import Subject
from tappa.web.inbox.thread_pages import Thread
from tappa.web.inbox.threads import Span, read_until, thread_again, thread_of
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
    return _page(spot_at(visit, box), conversation_id)


@door(Permission.USE_CONTACTS)
def inbox_panes(visit: Visit, *, box: str, conversation_id: int) -> HttpResponseBase:
    """The conversation that was chosen, without the list: htmx puts it in place."""
    return render(visit, Panes(*_panes(spot_at(visit, box), conversation_id)))


def _page(spot: Spot, conversation_id: int | None) -> HttpResponseBase:
    counts = count_inboxes(spot.visit.member)
    thread, pane = _panes(spot, conversation_id) if conversation_id is not None else (None, None)
    page = InboxPage(
        title=title_of(spot),
        start=start_link(spot.visit),
        sidebar=sidebar_of(spot, counts),
        list=list_pane_of(spot, counts, selected=thread.contact.id if thread else None),
        thread=thread,
        pane=pane,
    )
    return render(spot.visit, page)


def _panes(spot: Spot, conversation_id: int) -> tuple[Thread, Pane]:
    """The thread as far as the conversation goes, or, without a script, as far as the address says; and the contact."""
    contact = _contact(spot.visit, conversation_id)
    subject = Subject(spot, contact, with_pane=True)
    before, after = (whole_number(spot.visit.request.GET.get(name)) for name in ("before", "after"))
    if after:
        _is_more, until = further(contact, after)
        return thread_again(subject, Span(after + 1, until)), pane_of(subject)
    until = before - 1 if before else end_of(contact, conversation_id)
    read = read_until(contact, until, subject.known)
    return thread_of(subject, read, until=until), pane_of(subject, thread=None if until else read)


def _contact(visit: Visit, conversation_id: int) -> Contact:
    """The contact whose conversation it is; a hidden one is as good as none."""
    try:
        return contact_in(visit.member, conversation_id)
    except NotFound as error:
        raise Http404 from error
