"""The workspace's own settings."""

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from tappa.core.accounts.actions.edit_workspace import edit_workspace
from tappa.core.accounts.grants import Permission
from tappa.kernel.errors import Invalid
from tappa.web.settings.choices import countries, languages, time_zones
from tappa.web.settings.forms import Errors, WorkspaceForm, errors_of
from tappa.web.settings.frame import Place, first_place, frame
from tappa.web.settings.pages import GeneralPage
from tappa.web.shell.answers import done, see
from tappa.web.shell.door import door
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit

FIELDS = ("name", "language", "time_zone", "country_code")


@door(Permission.USE_CONTACTS, "GET")
def index(visit: Visit) -> HttpResponseBase:
    """On to the first page that the member may use; who may use none has a profile."""
    place = first_place(visit)
    return see(visit.url(place) if place else reverse("profile"))


@door(Permission.CHANGE_SETTINGS, "GET", "POST")
def general(visit: Visit) -> HttpResponseBase:
    """Name, language, time zone and country."""
    workspace = visit.workspace
    if visit.request.method == "GET":
        present = WorkspaceForm(
            workspace.name, workspace.language, workspace.time_zone, workspace.country_code
        )
        return _page(visit, present, {})
    form = WorkspaceForm.read(visit.request.POST)
    try:
        edit_workspace(
            workspace,
            name=form.name,
            language=form.language,
            time_zone=form.time_zone,
            country_code=form.country_code,
            by=visit.actor,
        )
    except Invalid as refusal:
        return _page(visit, form, errors_of(refusal, FIELDS))
    return done(visit, to=visit.url(Place.GENERAL), names="settings", toast=_("Workspace saved"))


def _page(visit: Visit, form: WorkspaceForm, errors: Errors) -> HttpResponseBase:
    page = GeneralPage(
        frame=frame(visit, Place.GENERAL),
        form=form,
        time_zones=time_zones(form.time_zone),
        languages=languages(),
        countries=countries(),
        errors=errors,
    )
    return render(visit, page, status=422 if errors else 200)
