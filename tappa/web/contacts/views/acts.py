"""What is done with a contact: add, edit, block, delete."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tappa.core.accounts.grants import Permission
from tappa.core.contacts.actions.block import block_contact, unblock_contact
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.actions.edit import edit_contact
from tappa.core.contacts.queries import visible_contact
from tappa.core.contacts.rules import ContactDetails
from tappa.core.inbox.actions.add_contact import add_contact
from tappa.kernel.errors import DomainError
from tappa.web.contacts.asked import Tab, read_asked
from tappa.web.contacts.forms import blank_form, form_of, read_fields, read_form, read_seen
from tappa.web.contacts.pages import DeletionPage, FormFragment, FormView
from tappa.web.contacts.views.table import list_page
from tappa.web.shell.answers import back_to, done
from tappa.web.shell.door import door
from tappa.web.shell.people import whole_name
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit

REFUSED = 422


@door(Permission.USE_CONTACTS, "GET", "POST")
def new(visit: Visit) -> HttpResponseBase:
    """A contact is added by hand, at the default stage (S1)."""
    asked = read_asked(visit)
    if visit.request.method != "POST":
        return _form(visit, blank_form(visit, asked))
    details, fields = read_form(visit.request.POST), read_fields(visit.request.POST)
    try:
        made = add_contact(ContactDetails(**details), values=fields, member=visit.member, by=visit.actor)
    except DomainError as refusal:
        form = blank_form(visit, asked, typed=details | fields, refusal=refusal)
        return _form(visit, form, status=REFUSED)
    toast = _("%(contact)s was added") % {"contact": whole_name(made)}
    return _done(
        visit, visit.url("contact", contact_id=made.id) + asked.drawer_query(Tab.ACTIVITY), "", toast
    )


@door(Permission.USE_CONTACTS, "GET", "POST")
def edit(visit: Visit, *, contact_id: int) -> HttpResponseBase:
    """A contact's details and custom fields are changed, by what the form showed."""
    asked = read_asked(visit)
    contact = visible_contact(visit.member, contact_id)
    if visit.request.method != "POST":
        return _form(visit, form_of(visit, contact, asked))
    typed = read_form(visit.request.POST) | read_fields(visit.request.POST)
    seen = read_seen(visit.request.POST)
    try:
        edit_contact(contact, typed, expected=seen, workspace=visit.workspace, by=visit.actor)
    except DomainError as refusal:
        contact = visible_contact(visit.member, contact_id)  # as it is now
        form = form_of(visit, contact, asked, typed=typed, seen=seen, refusal=refusal)
        return _form(visit, form, status=REFUSED)
    to = visit.url("contact", contact_id=contact_id) + asked.drawer_query(Tab.DETAILS)
    return _done(visit, to, f"contact-{contact_id}", _("Saved"))


@door(Permission.MERGE_AND_BLOCK, "POST")
def block(visit: Visit, *, contact_id: int) -> HttpResponseBase:
    """A contact is blocked (`blocked` says so), or heard again."""
    contact = visible_contact(visit.member, contact_id)
    blocked = bool(visit.request.POST.get("blocked"))
    act = block_contact if blocked else unblock_contact
    act(contact, by=visit.actor)
    words = {"contact": whole_name(contact)}
    toast = _("%(contact)s is blocked") % words if blocked else _("%(contact)s is no longer blocked") % words
    return _done(
        visit, back_to(visit, visit.url("contact", contact_id=contact_id)), f"contact-{contact_id}", toast
    )


@door(Permission.DELETE_CONTACTS, "GET", "POST")
def deletion(visit: Visit, *, contact_id: int) -> HttpResponseBase:
    """A contact is deleted, once that was asked."""
    contact = visible_contact(visit.member, contact_id)
    name, asked = whole_name(contact), read_asked(visit)
    if visit.request.method != "POST":
        back = visit.url("contact", contact_id=contact_id) + asked.drawer_query()
        action = visit.url("contact_deletion", contact_id=contact_id) + asked.list_query()
        return render(visit, DeletionPage(name, action, back))
    delete_contact(contact, by=visit.actor)
    toast = _("%(contact)s was deleted") % {"contact": name}
    undo = visit.url("contact_restore", hidden_id=contact_id)
    return _done(visit, visit.url("contacts") + asked.list_query(), "", toast, undo=undo)


def _done(visit: Visit, to: str, name: str, toast: str, *, undo: str = "") -> HttpResponse:
    """On to the page, which a script loads by parts: it finds the address in the answer's Location."""
    answer = done(visit, to=to, names=f"contacts inbox dashboard {name}".strip(), toast=toast, undo=undo)
    answer.headers["Location"] = to
    return answer


def _form(visit: Visit, form: FormView, *, status: int = 200) -> HttpResponseBase:
    if visit.by_htmx:
        return render(visit, FormFragment(form), status=status)
    return list_page(visit, form=form, status=status)
