"""Many contacts are changed at once, and how far that is."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tappa.core.accounts.grants import Permission
from tappa.core.accounts.holders import holders_of
from tappa.core.contacts.actions.cancel_change import cancel_change
from tappa.core.contacts.actions.change_many import change_many
from tappa.core.contacts.actions.undo_change import undo_change
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_rules import OperationKind
from tappa.core.contacts.tags import tags_in
from tappa.kernel.errors import NotFound
from tappa.web.contacts.bulk.forms import KINDS, read_change, read_selection
from tappa.web.contacts.bulk.jobs import jobs_fragment, undo_address
from tappa.web.contacts.bulk.pages import BulkDialog
from tappa.web.contacts.bulk.words import doing, what_it_did
from tappa.web.shell.answers import done
from tappa.web.shell.door import door
from tappa.web.shell.mates import crews_among, mates_among
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit
from tappa.web.stage.choices import read_stages

NAMES = "contacts inbox dashboard"


@door(Permission.CHANGE_IN_BULK, "POST")
def bulk(visit: Visit) -> HttpResponseBase:
    """The chosen contacts are changed: at once where they are few, else by the worker."""
    given = visit.request.POST
    change = read_change(visit, given)
    made = change_many(read_selection(visit, given), change, member=visit.member, by=visit.actor)
    return _told(visit, made)


@door(Permission.CHANGE_IN_BULK)
def dialog(visit: Visit, *, change: str) -> HttpResponseBase:
    """The question of what exactly to do."""
    kind = KINDS.get(change)
    if kind is None or (kind is OperationKind.MOVE and not visit.stages_shown):
        raise NotFound(_("There is no such question."))
    holders = holders_of(visit.workspace.id) if kind is OperationKind.ASSIGN else []
    page = BulkDialog(
        kind=kind,
        back=visit.url("contacts"),
        stages=read_stages(visit.workspace.id) if kind is OperationKind.MOVE else None,
        tags=list(tags_in(visit.workspace.id)) if kind is OperationKind.TAG else (),
        mates=mates_among(visit, holders),
        teams=crews_among(holders),
    )
    return render(visit, page)


@door(Permission.USE_CONTACTS)
def jobs(visit: Visit) -> HttpResponseBase:
    """How far they are."""
    return render(visit, jobs_fragment(visit))


@door(Permission.CHANGE_IN_BULK, "POST")
def cancel(visit: Visit, *, job_id: int) -> HttpResponseBase:
    """One is stopped; what it did stays, and can be taken back."""
    return _told(visit, cancel_change(job_id, by=visit.actor))


@door(Permission.CHANGE_IN_BULK, "POST")
def undo(visit: Visit, *, job_id: int) -> HttpResponseBase:
    """One is taken back (S7)."""
    return _told(visit, undo_change(job_id, by=visit.actor))


def _told(visit: Visit, operation: Operation) -> HttpResponse:
    """What it has done, with Undo; or that it goes on, and js/contacts/jobs.js tells the same once it has ended."""
    if operation.has_ended:
        toast, undo_at = what_it_did(operation), undo_address(visit, operation)
    else:
        toast, undo_at = _("%(what)s: it goes on by itself") % {"what": doing(operation)}, ""
    job = {"contacts:job": {"id": operation.id, "ended": operation.has_ended}}
    return done(visit, to=visit.url("contacts"), names=NAMES, toast=toast, undo=undo_at, more=job)
