"""Invitations: somebody is asked in, asked again, or no longer."""

from allauth.core.ratelimit import consume_or_429
from django.conf import settings as installation
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tappa.core.accounts.actions.invite_member import IssuedInvitation, invite_member
from tappa.core.accounts.actions.resend_invitation import resend_invitation
from tappa.core.accounts.actions.revoke_invitation import revoke_invitation
from tappa.core.accounts.authority import manageable_roles
from tappa.core.accounts.grants import Permission
from tappa.core.accounts.models import Invitation
from tappa.core.accounts.queries import open_invitation, teams_of
from tappa.kernel.errors import Conflict, Invalid
from tappa.web.settings.choices import roles, teams
from tappa.web.settings.forms import Errors, MemberForm, errors_of
from tappa.web.settings.frame import Place, frame
from tappa.web.settings.pages import ConfirmDialog, InvitedPage, InvitePage
from tappa.web.settings.views.members import FIELDS, chosen_team, show_members
from tappa.web.shell.answers import done
from tappa.web.shell.door import door
from tappa.web.shell.invitations import invitation_address, mail_invitation
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit


@door(Permission.MANAGE_AGENTS, "GET", "POST")
def invitations(visit: Visit) -> HttpResponseBase:
    """The form, and the invitation itself, whose link is shown once."""
    if visit.request.method == "GET":
        return _form_page(visit, MemberForm(), {})
    if too_many := _too_many(visit):
        return too_many
    form = MemberForm.read(visit.request.POST)
    try:
        issued = invite_member(
            visit.workspace,
            email=form.email,
            role=form.chosen_role(_("Choose a role.")),
            restrictions=form.restrictions,
            team=chosen_team(visit, form),
            by=visit.actor,
        )
    except (Invalid, Conflict) as refusal:
        return _form_page(visit, form, errors_of(refusal, FIELDS))
    return _invited(visit, issued)


@door(Permission.MANAGE_AGENTS, "POST")
def invitation_sending(visit: Visit, *, invitation_id: int) -> HttpResponseBase:
    """Send it again, with a new link; the old one stops working."""
    if too_many := _too_many(visit):
        return too_many
    return _invited(visit, resend_invitation(_open(visit, invitation_id), by=visit.actor))


@door(Permission.MANAGE_AGENTS, "GET", "POST")
def invitation_revocation(visit: Visit, *, invitation_id: int) -> HttpResponseBase:
    """Take it back."""
    invitation = _open(visit, invitation_id)
    if visit.request.method == "POST":
        revoke_invitation(invitation, by=visit.actor)
        toast = _("Invitation for %(email)s revoked") % {"email": invitation.email}
        return done(visit, to=visit.url(Place.MEMBERS), names="settings", toast=toast)
    dialog = ConfirmDialog(
        title=_("Revoke the invitation for %(email)s?") % {"email": invitation.email},
        texts=(_("The link that was sent stops working. You can invite this address again."),),
        button=_("Revoke invitation"),
        action=visit.url("settings_invitation_revocation", invitation_id=invitation.id),
        cancel=visit.url(Place.MEMBERS),
    )
    return show_members(visit, dialog)


def _too_many(visit: Visit) -> HttpResponse | None:
    """Invitations are mails to strangers, with words that the inviter has chosen: so many an hour, and no more."""
    refusal: HttpResponse | None = consume_or_429(visit.request, action="invite")
    return refusal


def _open(visit: Visit, invitation_id: int) -> Invitation:
    return open_invitation(visit.workspace.id, invitation_id)


def _invited(visit: Visit, issued: IssuedInvitation) -> HttpResponseBase:
    page = InvitedPage(
        frame=frame(visit, Place.MEMBERS),
        invitation=issued.invitation,
        link=invitation_address(visit.request, issued),
        is_sent=mail_invitation(issued, inviter=visit.user.name) and bool(installation.EMAIL_HOST),
    )
    response = render(visit, page)
    response.headers["Cache-Control"] = "no-store"
    return response


def _form_page(visit: Visit, form: MemberForm, errors: Errors) -> HttpResponseBase:
    page = InvitePage(
        frame=frame(visit, Place.MEMBERS),
        form=form,
        roles=roles(manageable_roles(visit.member)),
        teams=teams(teams_of(visit.workspace.id)),
        errors=errors,
    )
    return render(visit, page, status=422 if errors else 200)
