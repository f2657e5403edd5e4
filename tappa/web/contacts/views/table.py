"""The table, whole or in parts."""

from django.http.response import HttpResponseBase

from tappa.core.accounts.grants import Permission
from tappa.core.contacts.counting import count_contacts
from tappa.web.contacts.asked import read_asked
from tappa.web.contacts.pages import DrawerView, FormView, ListPage, TableFragment, TotalFragment
from tappa.web.contacts.tables import table_view
from tappa.web.shell.door import door
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit
from tappa.web.stage.choices import read_stages


@door(Permission.USE_CONTACTS)
def contacts(visit: Visit) -> HttpResponseBase:
    """The page."""
    return list_page(visit)


@door(Permission.USE_CONTACTS)
def table(visit: Visit) -> HttpResponseBase:
    """The table alone."""
    stages = read_stages(visit.workspace.id)
    return render(visit, TableFragment(table_view(visit, read_asked(visit), stages)))


@door(Permission.USE_CONTACTS)
def total(visit: Visit) -> HttpResponseBase:
    """How many there are."""
    return render(visit, TotalFragment(count_contacts(visit.member)))


def list_page(
    visit: Visit, *, drawer: DrawerView | None = None, form: FormView | None = None, status: int = 200
) -> HttpResponseBase:
    """The table, with what stands beside it."""
    stages = read_stages(visit.workspace.id)
    shown = table_view(visit, read_asked(visit), stages)
    total = count_contacts(visit.member) if shown.asked.search or shown.asked.stages else shown.count
    return render(visit, ListPage(shown, total, drawer, form), status=status)
