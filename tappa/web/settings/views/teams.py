"""Teams: added, renamed, deleted."""

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tappa.core.accounts.actions.create_team import create_team
from tappa.core.accounts.actions.delete_team import delete_team
from tappa.core.accounts.actions.rename_team import rename_team
from tappa.core.accounts.grants import Permission
from tappa.core.accounts.models import Team
from tappa.core.accounts.queries import members_of, team_by
from tappa.kernel.errors import Conflict, Invalid
from tappa.web.settings.forms import Errors, errors_of
from tappa.web.settings.frame import Place, frame
from tappa.web.settings.pages import ConfirmDialog, TeamPage
from tappa.web.settings.views.members import show_members
from tappa.web.shell.answers import done
from tappa.web.shell.door import door
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit

FIELDS = ("name",)


@door(Permission.CHANGE_SETTINGS, "GET", "POST")
def teams(visit: Visit) -> HttpResponseBase:
    """A new team."""
    name = visit.request.POST.get("name", "").strip()
    if visit.request.method == "GET":
        return _page(visit, None, "", {})
    try:
        create_team(visit.workspace, name=name, by=visit.actor)
    except (Invalid, Conflict) as refusal:
        return _page(visit, None, name, errors_of(refusal, FIELDS))
    toast = _("Team %(name)s added") % {"name": name}
    return done(visit, to=visit.url(Place.MEMBERS), names="settings", toast=toast)


@door(Permission.CHANGE_SETTINGS, "GET", "POST")
def team(visit: Visit, *, team_id: int) -> HttpResponseBase:
    """A team's name."""
    found = team_by(visit.workspace.id, team_id)
    if visit.request.method == "GET":
        return _page(visit, found, found.name, {})
    name = visit.request.POST.get("name", "").strip()
    try:
        rename_team(found, name=name, by=visit.actor)
    except (Invalid, Conflict) as refusal:
        return _page(visit, found, name, errors_of(refusal, FIELDS))
    return done(visit, to=visit.url(Place.MEMBERS), names="settings", toast=_("Team renamed"))


@door(Permission.CHANGE_SETTINGS, "GET", "POST")
def team_deletion(visit: Visit, *, team_id: int) -> HttpResponseBase:
    """The question, and the deletion itself."""
    found = team_by(visit.workspace.id, team_id)
    if visit.request.method == "GET":
        return show_members(visit, _dialog(visit, found))
    delete_team(found, by=visit.actor)
    toast = _("Team %(name)s deleted") % {"name": found.name}
    return done(visit, to=visit.url(Place.MEMBERS), names="settings", toast=toast)


def _dialog(visit: Visit, found: Team) -> ConfirmDialog:
    count = members_of(visit.workspace.id).filter(team=found).count()
    who = ngettext(
        "%(count)d member is in no team then. Contacts keep their assignees.",
        "%(count)d members are in no team then. Contacts keep their assignees.",
        count,
    )
    texts = (
        who % {"count": count},
        _("Agents who see only their team's contacts see only their own until they join another team."),
    )
    return ConfirmDialog(
        title=_("Delete the team %(name)s?") % {"name": found.name},
        texts=texts,
        button=_("Delete team"),
        action=visit.url("settings_team_deletion", team_id=found.id),
        cancel=visit.url(Place.MEMBERS),
    )


def _page(visit: Visit, found: Team | None, name: str, errors: Errors) -> HttpResponseBase:
    page = TeamPage(frame=frame(visit, Place.MEMBERS), team=found, name=name, errors=errors)
    return render(visit, page, status=422 if errors else 200)
