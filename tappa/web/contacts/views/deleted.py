"""Contacts that were deleted: brought back, or erased for good (section 8)."""

from datetime import timedelta
from urllib.parse import urlencode

from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from tappa.core.accounts.grants import Permission
from tappa.core.contacts.deleted import deleted_contact, deleted_page, erased_at
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.erase_contacts import erase_contact
from tappa.core.inbox.actions.restore_contact import restore_contact
from tappa.kernel.errors import Forbidden
from tappa.web.contacts.asked import read_asked
from tappa.web.contacts.pages import DeletedPage, DeletedPart, DeletedRow, ErasurePage
from tappa.web.contacts.sidebar import sidebar
from tappa.web.shell.answers import back_to, done
from tappa.web.shell.door import door
from tappa.web.shell.people import whole_name
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit
from tappa.web.stage.choices import read_stages


@door(Permission.DELETE_CONTACTS)
def deleted(visit: Visit) -> HttpResponseBase:
    """The list, for owners and managers: it goes over all contacts."""
    part = _part(visit)
    side = sidebar(visit, read_asked(visit), read_stages(visit.workspace.id), is_deleted=True)
    return render(visit, DeletedPage(part, side))


@door(Permission.DELETE_CONTACTS)
def deleted_part(visit: Visit) -> HttpResponseBase:
    """The live part of the page."""
    return render(visit, _part(visit))


@door(Permission.DELETE_CONTACTS, "POST")
def restore(visit: Visit, *, hidden_id: int) -> HttpResponseBase:
    """One is brought back."""
    contact = restore_contact(deleted_contact(visit.member, hidden_id), by=visit.actor)
    toast = _("%(contact)s is back") % {"contact": whole_name(contact)}
    to = back_to(visit, visit.url("contact", contact_id=hidden_id))
    return done(visit, to=to, names="contacts inbox dashboard", toast=toast)


@door(Permission.ERASE_CONTACTS, "GET", "POST")
def erasure(visit: Visit, *, hidden_id: int) -> HttpResponseBase:
    """One is erased for good, once that was asked."""
    contact = deleted_contact(visit.member, hidden_id)
    name, back = whole_name(contact), visit.url("contacts_deleted")
    if visit.request.method != "POST":
        return render(visit, ErasurePage(name, visit.url("contact_erasure", hidden_id=hidden_id), back))
    erase_contact(contact, by=visit.actor)
    return done(visit, to=back, names="contacts", toast=_("%(contact)s was erased") % {"contact": name})


def _part(visit: Visit) -> DeletedPart:
    if not visit.may(Permission.FILTER_CONTACTS):
        raise Forbidden(_("Your role in this workspace does not allow this. Ask an owner."))
    word = visit.request.GET.get("place", "")
    contacts, after = deleted_page(visit.member, word)
    rows = [DeletedRow(contact, whole_name(contact), _days_left(contact)) for contact in contacts]
    next_page = visit.url("contacts_deleted") + "?" + urlencode({"place": after}) if after else ""
    here = visit.url("contacts_deleted_part")
    return DeletedPart(rows, here + "?" + urlencode({"place": word}) if word else here, next_page)


def _days_left(contact: Contact) -> int:
    """Whole days until it is erased, 0 on the last one."""
    return max(0, (erased_at(contact) - timezone.now()) // timedelta(days=1))
