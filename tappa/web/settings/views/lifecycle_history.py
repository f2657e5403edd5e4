"""Who changed the lifecycle settings, when, from what to what (L15)."""

from django.http.response import HttpResponseBase

from tappa.core.accounts.grants import Permission
from tappa.core.lifecycle.audit import SettingsChange, settings_changes
from tappa.kernel.pages import Place as ListPlace
from tappa.web.settings.frame import Place, frame
from tappa.web.settings.stages.pages import HistoryPage, HistoryRow
from tappa.web.settings.stages.telling import doer_of, told
from tappa.web.settings.stages.whole import last_part
from tappa.web.shell.door import door
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit

ROWS = 30
LONGEST_ID = 16  # digits


@door(Permission.CHANGE_SETTINGS, "GET")
def lifecycle_history(visit: Visit) -> HttpResponseBase:
    """A page of the changes, newest first. `?before=` is the last one of the page before."""
    asked = visit.request.GET.get("before", "")
    before = int(asked) if asked.isdecimal() and len(asked) <= LONGEST_ID else None
    found = settings_changes(visit.workspace.id, place=ListPlace(limit=ROWS, cursor=before))
    here = visit.url("settings_lifecycle_history")
    page = HistoryPage(
        frame=frame(visit, Place.LIFECYCLE),
        rows=tuple(map(_row, found[:ROWS])),
        newest=here if before else "",
        older=f"{here}?before={found[ROWS - 1].id}" if len(found) > ROWS else "",
    )
    return render(visit, page)


@door(Permission.CHANGE_SETTINGS, "GET")
def lifecycle_last(visit: Visit) -> HttpResponseBase:
    """Who changed them last: the foot of the lifecycle page."""
    return render(visit, last_part(visit))


def _row(change: SettingsChange) -> HistoryRow:
    return HistoryRow(change.id, change.at, doer_of(change), told(change.fact))
