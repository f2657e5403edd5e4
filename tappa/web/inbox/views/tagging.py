"""What a member changes about the contact from the Inbox: tags."""

from django.http.response import HttpResponseBase

from tappa.core.accounts.grants import Permission
from tappa.core.contacts.actions.tag import add_tags, remove_tags
from tappa.core.contacts.queries import visible_contact
from tappa.web.inbox.views.after import page_with
from tappa.web.shell.answers import done
from tappa.web.shell.door import door
from tappa.web.shell.visit import Visit


@door(Permission.USE_CONTACTS, "POST")
def tags(visit: Visit, *, contact_id: int) -> HttpResponseBase:
    """Put a tag on (`add`), or take one off (`remove`)."""
    contact = visible_contact(visit.member, contact_id)
    posted = visit.request.POST
    if gone := posted.get("remove", ""):
        remove_tags(contact, [gone], by=visit.actor)
    else:
        add_tags(contact, [posted.get("add", "")], by=visit.actor)
    return done(visit, to=page_with(visit, contact), names=f"contact-{contact.id} contacts")
