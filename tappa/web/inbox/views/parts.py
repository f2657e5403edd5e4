"""Parts about one contact that are fetched again: the thread, what is above it, the contact pane."""

from django.http import Http404
from django.http.response import HttpResponseBase

from tappa.core.accounts.grants import Permission
from tappa.core.contacts.queries import visible_contact
from tappa.core.inbox.queries import message_by_id
from tappa.web.inbox.given import whole_number
from tappa.web.inbox.panes import Reach, pane_of
from tappa.web.inbox.spot import spot_of_part
from tappa.web.inbox.subject import Subject
from tappa.web.inbox.thread_pages import WholeText, WholeTextPage
from tappa.web.inbox.threads import Span, older_of, thread_again
from tappa.web.inbox.views.after import page_with
from tappa.web.shell.door import door
from tappa.web.shell.links import linked
from tappa.web.shell.people import whole_name
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit


@door(Permission.USE_CONTACTS)
def thread(visit: Visit, *, contact_id: int) -> HttpResponseBase:
    """The thread from the item on that the page shows first (`since`), as far as it shows it (`until`)."""
    contact = visible_contact(visit.member, contact_id)
    return render(visit, thread_again(Subject(spot_of_part(visit), contact), Span.of(visit.request.GET)))


@door(Permission.USE_CONTACTS)
def older(visit: Visit, *, contact_id: int) -> HttpResponseBase:
    """What stands above the item `before`."""
    contact = visible_contact(visit.member, contact_id)
    before = whole_number(visit.request.GET.get("before"))
    if before is None:
        raise Http404
    return render(visit, older_of(spot_of_part(visit), contact, before=before))


@door(Permission.USE_CONTACTS)
def message(visit: Visit, *, contact_id: int, message_id: int) -> HttpResponseBase:
    """All of a long message."""
    contact = visible_contact(visit.member, contact_id)
    html = linked(message_by_id(contact, message_id).text)
    if visit.by_htmx:
        return render(visit, WholeText(message_id, html))
    return render(visit, WholeTextPage(message_id, html, whole_name(contact), page_with(visit, contact)))


@door(Permission.USE_CONTACTS)
def pane(visit: Visit, *, contact_id: int) -> HttpResponseBase:
    """The contact, with as much of the activity (`entries`) and the kind of it (`show`) as was asked for."""
    contact = visible_contact(visit.member, contact_id)
    subject = Subject(spot_of_part(visit), contact, with_pane=True)
    return render(visit, pane_of(subject, reach=Reach.of(visit.request.GET)))
