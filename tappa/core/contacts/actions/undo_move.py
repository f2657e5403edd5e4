"""A single move is taken back (S7). The history keeps both: the move, and the one that took it back."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor, Cause
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.locks import lock_standing
from tappa.core.contacts.models import Contact, Transition
from tappa.core.contacts.refusals import stage_gone
from tappa.core.lifecycle.models import Stage
from tappa.kernel.errors import Conflict, NotFound


def undo_move(contact: Contact, *, transition_id: int, by: Actor) -> Transition:
    """Move the contact back to where this transition found it, since when it had been there. Returns the transition that
    does so.

    Raises Conflict when the contact was moved again since, or the transition is itself an undoing; NotFound when it is
    not this contact's, or the stage it came from is gone.
    """
    with transaction.atomic():
        standing = lock_standing(contact)
        made = Transition.objects.filter(
            workspace_id=contact.workspace_id, contact_id=contact.id, id=transition_id
        ).first()
        if made is None:
            raise NotFound(_("This contact has no such move."), field="transition")
        if made.seq != standing.transitions or made.undoes is not None:
            raise Conflict(_("The contact was moved again since: nothing was undone."), field="transition")
        back = None if made.from_stage_id is None else _stage(contact.workspace_id, made.from_stage_id)
        since = _came(contact, before=made)
        undone = move_contact(contact, to=back, undoes=made.id, since=since, by=by.because(Cause.UNDO))
    if undone is None:
        raise AssertionError("the latest transition leads to where the contact stands")
    return undone


def _came(contact: Contact, *, before: Transition) -> datetime:
    """When the contact came where this transition found it: by the latest before that was not taken back, else when it came
    into being."""
    moves = Transition.objects.filter(workspace_id=contact.workspace_id, contact_id=contact.id)
    taken_back = Exists(moves.filter(undoes=OuterRef("id")))
    kept = moves.filter(~taken_back, seq__lt=before.seq, undoes=None).order_by("-seq").first()
    return kept.happened_at if kept else contact.created_at


def _stage(workspace_id: int, stage_id: int) -> Stage:
    stage = Stage.objects.filter(workspace_id=workspace_id, id=stage_id, closed_at=None).first()
    if stage is None:
        raise stage_gone()
    return stage
