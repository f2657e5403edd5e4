"""A contact in the drawer, whole or in parts."""

from django.http.response import HttpResponseBase

from tappa.core.accounts.grants import Permission
from tappa.core.contacts.queries import visible_contact
from tappa.web.contacts.asked import read_asked
from tappa.web.contacts.drawer_pages import DrawerFragment
from tappa.web.contacts.drawers import activity_view, drawer_view
from tappa.web.contacts.views.table import list_page
from tappa.web.shell.door import door
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit
from tappa.web.stage.choices import read_stages


@door(Permission.USE_CONTACTS)
def contact(visit: Visit, *, contact_id: int) -> HttpResponseBase:
    """The contact, with the table behind."""
    stages = read_stages(visit.workspace.id)
    return list_page(visit, drawer=drawer_view(visit, contact_id, read_asked(visit), stages))


@door(Permission.USE_CONTACTS)
def drawer(visit: Visit, *, contact_id: int) -> HttpResponseBase:
    """The drawer alone."""
    stages = read_stages(visit.workspace.id)
    return render(visit, DrawerFragment(drawer_view(visit, contact_id, read_asked(visit), stages)))


@door(Permission.USE_CONTACTS)
def activity(visit: Visit, *, contact_id: int) -> HttpResponseBase:
    """An older stretch of the Activity tab."""
    shown = visible_contact(visit.member, contact_id)
    before = visit.request.GET.get("before", "")
    known = before.isascii() and before.isdigit() and len(before) <= 16
    stages = read_stages(visit.workspace.id)
    asked = read_asked(visit)
    return render(visit, activity_view(visit, shown, stages, asked, before=int(before) if known else None))
