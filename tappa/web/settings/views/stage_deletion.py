"""A stage is deleted (L9 to L11), and the deletions under way are shown."""

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tappa.core.accounts.grants import Permission
from tappa.core.contacts.actions.delete_stage import NotEmpty, delete_stage
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import stage_by_id
from tappa.web.settings.frame import Place
from tappa.web.settings.stages.building import stages_part
from tappa.web.settings.stages.deletions import DeletionDialog, deletion_dialog
from tappa.web.settings.stages.whole import operations_part, show_page
from tappa.web.shell.answers import done
from tappa.web.shell.door import door
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit

TO_STAGE, TO_NONE, EMPTY = "stage", "none", "empty"


@door(Permission.CHANGE_SETTINGS, "GET", "POST")
def stage_deletion(visit: Visit, *, stage_id: int) -> HttpResponseBase:
    """The question, which follows the count while it is open; and the deletion itself."""
    stage = stage_by_id(visit.workspace.id, stage_id)
    dialog = deletion_dialog(visit, stage)
    if visit.request.method == "GET":
        return _ask(visit, dialog)
    where = visit.request.POST.get("where", "")
    if where not in ({TO_STAGE, TO_NONE} if dialog.contacts else {TO_STAGE, TO_NONE, EMPTY}):
        return _ask_again(visit, stage)
    target = _target(visit) if where == TO_STAGE else None
    try:
        delete_stage(stage, move_to=target, only_empty=where == EMPTY, by=visit.actor)
    except NotEmpty:  # somebody came while the question was open
        return _ask_again(visit, stage)
    toast = _("Stage %(name)s deleted") % {"name": stage.name}
    return done(visit, to=visit.url(Place.LIFECYCLE), names="lifecycle contacts", toast=toast)


@door(Permission.CHANGE_SETTINGS, "GET")
def operations(visit: Visit) -> HttpResponseBase:
    """How far the deletions under way are."""
    return render(visit, operations_part(visit))


def _target(visit: Visit) -> Stage:
    """The stage that was chosen. Raises NotFound."""
    chosen = visit.request.POST.get("to", "")
    return stage_by_id(visit.workspace.id, int(chosen) if chosen.isdecimal() and len(chosen) < 17 else 0)


def _ask_again(visit: Visit, stage: Stage) -> HttpResponseBase:
    error = _("Choose where the contacts of this stage should go.")
    return _ask(visit, deletion_dialog(visit, stage, error=error), status=422)


def _ask(visit: Visit, dialog: DeletionDialog, *, status: int = 200) -> HttpResponseBase:
    if visit.by_htmx:
        return render(visit, dialog, status=status)
    return show_page(visit, stages_part(visit), dialog=dialog, status=status)
