"""A single field of a contact is changed where it stands, as one leaves it."""

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tappa.core.accounts.grants import Permission
from tappa.core.contacts.actions.edit import edit_contact
from tappa.core.contacts.queries import visible_contact
from tappa.kernel.errors import Conflict, Invalid
from tappa.kernel.statuses import status_of
from tappa.web.contacts.asked import Tab, read_asked
from tappa.web.contacts.drawer_pages import FieldFragment
from tappa.web.contacts.fielding import detail_field, refused_field
from tappa.web.shell.answers import back_to, done
from tappa.web.shell.door import door
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit


@door(Permission.USE_CONTACTS, "POST")
def field(visit: Visit, *, contact_id: int) -> HttpResponseBase:
    """`field` gets the value `value`, where it still is what the person saw (`expected`): else they are told. It comes back
    as it stood on the page (`next`)."""
    contact = visible_contact(visit.member, contact_id)
    post = visit.request.POST
    key, typed = post.get("field", ""), post.get("value", "")
    shown = detail_field(contact, key)
    details = visit.url("contact", contact_id=contact_id) + read_asked(visit).drawer_query(Tab.DETAILS)
    back = back_to(visit, details)
    expected = {key: post["expected"]} if "expected" in post else {}
    try:
        edit_contact(contact, {key: typed}, expected=expected, workspace=visit.workspace, by=visit.actor)
    except (Invalid, Conflict) as refusal:
        if not visit.by_htmx:
            raise
        wrong = refused_field(visit, shown, typed, refusal)
        return render(visit, FieldFragment(contact_id, wrong, back), status=status_of(refusal))
    told = done(
        visit,
        to=back,
        names=f"contact-{contact_id} contacts inbox",
        toast="" if visit.by_htmx else _("Saved"),
    )
    if not visit.by_htmx:
        return told
    field_now = detail_field(visible_contact(visit.member, contact_id), key)
    kept = render(visit, FieldFragment(contact_id, field_now, back))
    kept.headers["HX-Trigger"] = told.headers["HX-Trigger"]
    return kept
