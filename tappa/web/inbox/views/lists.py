"""Parts of the page that are fetched again: the list, and rows further down."""

from django.http.response import HttpResponseBase

from tappa.core.accounts.grants import Permission
from tappa.core.inbox.sections import LIMIT
from tappa.web.inbox.given import whole_number
from tappa.web.inbox.lists import list_of, list_pane_of, rows_after
from tappa.web.inbox.spot import spot_at
from tappa.web.shell.door import door
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit


@door(Permission.USE_CONTACTS)
def list_pane(visit: Visit, *, box: str) -> HttpResponseBase:
    """The list with its head, for another filter."""
    return render(visit, list_pane_of(spot_at(visit, box), selected=_selected(visit)))


@door(Permission.USE_CONTACTS)
def rows(visit: Visit, *, box: str) -> HttpResponseBase:
    """The list itself, as many rows as the page shows already (`rows`)."""
    limit = whole_number(visit.request.GET.get("rows")) or LIMIT
    return render(visit, list_of(spot_at(visit, box), selected=_selected(visit), limit=max(limit, LIMIT)))


@door(Permission.USE_CONTACTS)
def more(visit: Visit, *, box: str) -> HttpResponseBase:
    """The next rows."""
    after = visit.request.GET.get("after", "")
    return render(visit, rows_after(spot_at(visit, box), after, selected=_selected(visit)))


def _selected(visit: Visit) -> int | None:
    return whole_number(visit.request.GET.get("selected"))
