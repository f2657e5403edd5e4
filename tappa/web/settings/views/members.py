"""Members: the list, one of them, and their removal."""

from collections import Counter
from datetime import datetime

from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tappa.core.accounts.actions.change_member import change_member
from tappa.core.accounts.authority import manageable_roles, may_manage
from tappa.core.accounts.grants import Permission, Role
from tappa.core.accounts.models import Invitation, Member, Team
from tappa.core.accounts.queries import members_by_name, members_of, open_invitations, team_by, teams_of
from tappa.core.inbox.actions.remove_member import remove_member
from tappa.core.reports.queries import contacts_of_member
from tappa.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from tappa.web.settings.choices import restriction_name, role_name, roles, teams
from tappa.web.settings.forms import Errors, MemberForm, errors_of
from tappa.web.settings.frame import Place, frame
from tappa.web.settings.pages import (
    ConfirmDialog,
    InvitationRow,
    MemberPage,
    MemberRow,
    MembersPage,
    MembersPart,
    TeamRow,
)
from tappa.web.shell.answers import done
from tappa.web.shell.door import door
from tappa.web.shell.formats import number
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit

FIELDS = ("role", "restrictions", "team", "email")


@door(Permission.MANAGE_AGENTS, "GET")
def members(visit: Visit) -> HttpResponseBase:
    """Everybody, who was invited, and the teams."""
    return show_members(visit)


@door(Permission.MANAGE_AGENTS, "GET")
def members_part(visit: Visit) -> HttpResponseBase:
    """The live part of the page."""
    return render(visit, _part(visit))


@door(Permission.MANAGE_AGENTS, "GET", "POST")
def member(visit: Visit, *, member_id: int) -> HttpResponseBase:
    """Role, restrictions and team of one member."""
    found = _manageable(visit, member_id)
    if visit.request.method == "GET":
        return _member_page(visit, found, MemberForm.of(found), {})
    form = MemberForm.read(visit.request.POST)
    try:
        change_member(
            found,
            role=form.chosen_role(_("Choose a role.")),
            restrictions=form.restrictions,
            team=chosen_team(visit, form),
            by=visit.actor,
        )
    except (Invalid, Conflict) as refusal:
        return _member_page(visit, found, form, errors_of(refusal, FIELDS))
    toast = _("%(name)s changed") % {"name": found.user.name}
    return done(visit, to=visit.url(Place.MEMBERS), names="settings", toast=toast)


@door(Permission.MANAGE_AGENTS, "GET", "POST")
def member_removal(visit: Visit, *, member_id: int) -> HttpResponseBase:
    """The question, and the removal itself."""
    found = _manageable(visit, member_id)
    if visit.request.method == "GET":
        return show_members(visit, _removal_dialog(visit, found))
    remove_member(found, by=visit.actor)
    toast = _("%(name)s removed") % {"name": found.user.name}
    return done(visit, to=visit.url(Place.MEMBERS), names="settings", toast=toast)


def show_members(visit: Visit, dialog: ConfirmDialog | None = None) -> HttpResponseBase:
    """The page, with a dialog over it; a script asks for the dialog alone."""
    if dialog is not None and visit.by_htmx:
        return render(visit, dialog)
    return render(visit, MembersPage(frame=frame(visit, Place.MEMBERS), part=_part(visit), dialog=dialog))


def chosen_team(visit: Visit, form: MemberForm) -> Team | None:
    """The team chosen in a form. Raises Invalid for one that is gone."""
    if not form.team_id:
        return None
    try:
        return team_by(visit.workspace.id, int(form.team_id))
    except (DomainError, ValueError) as error:
        raise Invalid(_("This team does not exist any more."), field="team") from error


def _manageable(visit: Visit, member_id: int) -> Member:
    """The member, if this visitor may change them. Raises NotFound, or Forbidden for one above them."""
    found = members_of(visit.workspace.id).filter(id=member_id).first()
    if found is None:
        raise NotFound(_("This person is not a member any more."))
    if not may_manage(visit.member, Role(found.role)):
        raise Forbidden(_("Only an owner may change this member."))
    return found


def _part(visit: Visit) -> MembersPart:
    present = members_by_name(visit.workspace.id)
    in_team = Counter(each.team_id for each in present)
    now = timezone.now()
    return MembersPart(
        members=tuple(_member_row(visit, each) for each in present),
        invitations=tuple(_invitation_row(visit, each, now) for each in open_invitations(visit.workspace.id)),
        teams=tuple(TeamRow(team, in_team[team.id]) for team in teams_of(visit.workspace.id)),
        may_change_teams=visit.may(Permission.CHANGE_SETTINGS),
    )


def _member_row(visit: Visit, each: Member) -> MemberRow:
    is_self = each.id == visit.member.id
    may = may_manage(visit.member, Role(each.role))
    return MemberRow(
        member=each,
        role=role_name(each.role),
        restrictions=tuple(restriction_name(restriction) for restriction in each.restrictions),
        is_self=is_self,
        change=visit.url("settings_member", member_id=each.id) if may else "",
        removal=visit.url("settings_member_removal", member_id=each.id) if may else "",
    )


def _invitation_row(visit: Visit, each: Invitation, now: datetime) -> InvitationRow:
    role = Role(each.role)
    return InvitationRow(each, role_name(role), each.expires_at <= now, may_manage(visit.member, role))


def _member_page(visit: Visit, found: Member, form: MemberForm, errors: Errors) -> HttpResponseBase:
    page = MemberPage(
        frame=frame(visit, Place.MEMBERS),
        member=found,
        form=form,
        roles=roles(manageable_roles(visit.member)),
        teams=teams(teams_of(visit.workspace.id)),
        errors=errors,
    )
    return render(visit, page, status=422 if errors else 200)


def _removal_dialog(visit: Visit, found: Member) -> ConfirmDialog:
    texts = [
        _("%(name)s can no longer open this workspace, from this moment on.") % {"name": found.user.name}
    ]
    if count := contacts_of_member(found):
        freed = ngettext(
            "%(count)s contact assigned to them becomes unassigned.",
            "%(count)s contacts assigned to them become unassigned.",
            count,
        )
        texts.append(freed % {"count": number(count)})
    if open_invitations(visit.workspace.id).filter(invited_by=found).exists():
        texts.append(_("Invitations that they sent and that are still open are taken back."))
    texts.append(_("Their name stays in the history."))
    return ConfirmDialog(
        title=_("Remove %(name)s?") % {"name": found.user.name},
        texts=tuple(texts),
        button=_("Remove %(name)s") % {"name": found.user.name},
        action=visit.url("settings_member_removal", member_id=found.id),
        cancel=visit.url(Place.MEMBERS),
    )
