"""The table, whole or in parts."""

from django.http.response import HttpResponseBase

from tappa.core.accounts.grants import Permission
from tappa.core.contacts.counting import count_contacts
from tappa.core.contacts.filters.terms import EVERYONE
from tappa.web.contacts.asked import read_asked
from tappa.web.contacts.drawer_pages import DrawerView
from tappa.web.contacts.pages import (
    CountFragment,
    FormView,
    ListPage,
    TableFragment,
    TotalFragment,
)
from tappa.web.contacts.sidebar import side_lists, sidebar
from tappa.web.contacts.tables import count_of, table_view
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
def count(visit: Visit) -> HttpResponseBase:
    """How many are in the table, where that takes longer than the table itself."""
    asked, stages = read_asked(visit), read_stages(visit.workspace.id)
    return render(visit, CountFragment(count_of(visit, asked, stages), ""))


@door(Permission.USE_CONTACTS)
def total(visit: Visit) -> HttpResponseBase:
    """How many there are."""
    return render(visit, TotalFragment(count_contacts(visit.member)))


@door(Permission.FILTER_CONTACTS)
def lists(visit: Visit) -> HttpResponseBase:
    """The lists at the head of the sidebar."""
    asked, stages = read_asked(visit), read_stages(visit.workspace.id)
    return render(visit, side_lists(visit, asked, stages))


def list_page(
    visit: Visit, *, drawer: DrawerView | None = None, form: FormView | None = None, status: int = 200
) -> HttpResponseBase:
    """The table, with what stands beside it."""
    stages = read_stages(visit.workspace.id)
    asked = read_asked(visit)
    shown = table_view(visit, asked, stages)
    is_all = not asked.search and asked.filter == EVERYONE
    side = sidebar(visit, asked, stages, total=shown.count.count if is_all else None)
    page = ListPage(table=shown, side=side, drawer=drawer, form=form)
    return render(visit, page, status=status)
