"""The filter's chips, pressed."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from tappa.core.accounts.grants import Permission
from tappa.web.contacts.asked import read_asked
from tappa.web.contacts.filtering.asking import Asking, read_wish
from tappa.web.contacts.filtering.changing import changed
from tappa.web.contacts.filtering.pages import Editor
from tappa.web.shell.answers import see
from tappa.web.shell.door import door
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit

REFUSED = 422


@door(Permission.FILTER_CONTACTS)
def change_filter(visit: Visit) -> HttpResponseBase:
    """An editor for a part of the filter, or on to the table with another filter. Nothing is written: the filter is in
    the address."""
    asked, wish = read_asked(visit), read_wish(visit.request.GET)
    action, back = visit.url("contacts_filter"), visit.url("contacts") + asked.list_query()
    made = changed(Asking(visit, asked, action, back, wish)) if wish else asked.filter
    if isinstance(made, Editor):
        return render(visit, made, status=REFUSED if made.error else 200)
    to = visit.url("contacts") + asked.filtered_by(made)
    # A script loads the page by parts: it finds the address in the answer's Location.
    return HttpResponse(status=204, headers={"Location": to}) if visit.by_htmx else see(to)
