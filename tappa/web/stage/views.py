"""The addresses of a contact's stage."""

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tappa.core.accounts.grants import Permission
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.actions.undo_move import undo_move
from tappa.core.contacts.models import Contact, Transition
from tappa.core.contacts.queries import visible_contact
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import stage_by_id
from tappa.kernel.errors import Invalid, NotFound
from tappa.web.shell.answers import back_to, done, own_address
from tappa.web.shell.door import door
from tappa.web.shell.people import whole_name
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit
from tappa.web.stage.choices import read_stages
from tappa.web.stage.pages import PickerFragment, PickerPage


@door(Permission.USE_CONTACTS, "GET", "POST")
def contact_stage(visit: Visit, *, contact_id: int) -> HttpResponseBase:
    """The picker, and what it chooses."""
    contact = _contact(visit, contact_id)
    if visit.request.method == "POST":
        return _move(visit, contact)
    stages = read_stages(visit.workspace.id)
    page = PickerFragment if visit.by_htmx else PickerPage
    stage = stages.by_id(contact.standing.stage_id)
    back = own_address(visit, visit.request.GET.get("next", ""))
    return render(visit, page(contact.id, whole_name(contact), stage, stages, back))


@door(Permission.USE_CONTACTS, "POST")
def transition_undo(visit: Visit, *, contact_id: int, transition_id: int) -> HttpResponseBase:
    """A move is taken back (S7)."""
    contact = _contact(visit, contact_id)
    made = undo_move(contact, transition_id=transition_id, by=visit.actor)
    return done(
        visit,
        to=back_to(visit, visit.url("contact", contact_id=contact.id)),
        names=_names(contact),
        toast=_sentence(contact, made),
    )


def _contact(visit: Visit, contact_id: int) -> Contact:
    """The contact, if this member sees it and stages are shown here at all (L2)."""
    if not visit.stages_shown:
        raise NotFound(_("Lifecycle stages are hidden in this workspace."))
    return visible_contact(visit.member, contact_id)


def _move(visit: Visit, contact: Contact) -> HttpResponseBase:
    made = move_contact(contact, to=_wanted(visit), by=visit.actor)
    undo = visit.url("transition_undo", contact_id=contact.id, transition_id=made.id) if made else ""
    return done(
        visit,
        to=back_to(visit, visit.url("contact", contact_id=contact.id)),
        names=_names(contact),
        toast=_sentence(contact, made) if made else "",
        undo=undo,
    )


def _wanted(visit: Visit) -> Stage | None:
    """The stage that the form names; None for "no stage", which must be said too."""
    stage_id = visit.request.POST.get("stage")
    if stage_id == "":
        return None
    if stage_id is None or not (stage_id.isascii() and stage_id.isdigit() and len(stage_id) <= 16):
        raise Invalid(_("Choose a stage."), field="stage")
    return stage_by_id(visit.workspace.id, int(stage_id))


def _names(contact: Contact) -> str:
    return f"contact-{contact.id} inbox contacts dashboard"


def _sentence(contact: Contact, made: Transition) -> str:
    if made.to_stage_id is None:
        return _("%(contact)s is at no stage now") % {"contact": whole_name(contact)}
    return _("%(contact)s moved to %(stage)s") % {"contact": whole_name(contact), "stage": made.to_name}
