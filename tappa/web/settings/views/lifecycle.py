"""The lifecycle: its switch, and its stages to look at."""

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tappa.core.accounts.grants import Permission
from tappa.core.lifecycle.actions.settle import settle_stages
from tappa.core.lifecycle.actions.show import show_lifecycle
from tappa.core.lifecycle.queries import stages_are_shown, stages_of
from tappa.core.lifecycle.rules import STAGE_LIMIT, Kind
from tappa.core.reports.queries import contacts_at_stages
from tappa.web.settings.frame import Place, frame
from tappa.web.settings.pages import LifecyclePage, LifecyclePart
from tappa.web.shell.answers import back_to, done
from tappa.web.shell.door import door
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit


@door(Permission.CHANGE_SETTINGS, "GET")
def lifecycle(visit: Visit) -> HttpResponseBase:
    """The switch and the stages."""
    return render(visit, LifecyclePage(frame=frame(visit, Place.LIFECYCLE), part=_part(visit)))


@door(Permission.CHANGE_SETTINGS, "GET")
def lifecycle_part(visit: Visit) -> HttpResponseBase:
    """The live part of the page."""
    return render(visit, _part(visit))


@door(Permission.CHANGE_SETTINGS, "POST")
def showing(visit: Visit) -> HttpResponseBase:
    """Turn "Show lifecycle stages" (L2)."""
    show = visit.request.POST.get("show") == "on"
    show_lifecycle(show=show, by=visit.actor)
    toast = _("Lifecycle stages are shown") if show else _("Lifecycle stages are hidden")
    return done(visit, to=visit.url(Place.LIFECYCLE), names="lifecycle", toast=toast)


@door(Permission.CHANGE_SETTINGS, "POST")
def settlement(visit: Visit) -> HttpResponseBase:
    """The stages fit: the list of first steps ticks it."""
    settle_stages(by=visit.actor)
    to = back_to(visit, visit.url(Place.LIFECYCLE))
    return done(visit, to=to, names="lifecycle", toast=_("Stages kept as they are"))


def _part(visit: Visit) -> LifecyclePart:
    stages = stages_of(visit.workspace.id)
    return LifecyclePart(
        is_shown=stages_are_shown(visit.workspace.id),
        stages=tuple(stage for stage in stages if stage.kind == Kind.LIFECYCLE),
        lost_stages=tuple(stage for stage in stages if stage.kind == Kind.LOST),
        contacts=contacts_at_stages(visit.workspace.id),
        limit=STAGE_LIMIT,
    )
