"""Coming in by an invitation's link: as who one is, or with a new account."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from allauth.account.internal.flows.signup import complete_signup
from allauth.core.ratelimit import consume_or_429
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tappa.core.accounts.actions.accept_invitation import accept_as_new_user, accept_invitation
from tappa.core.accounts.checks import checked_name
from tappa.core.accounts.models import Invitation, User
from tappa.core.accounts.queries import acceptable_invitation
from tappa.kernel.access import open_to
from tappa.kernel.errors import Conflict, DomainError, Invalid, NotFound
from tappa.kernel.statuses import status_of
from tappa.web.shell.answers import see
from tappa.web.shell.invitations import came_by_mail
from tappa.web.shell.render import render_alone
from tappa.web.signin.addresses import note_address
from tappa.web.signin.frame import in_words_for
from tappa.web.signin.guesses import time_zone_of


@dataclass(frozen=True)
class InvitationPage:
    """Who is invited where, who looks at it (`user`, None when nobody is signed in), and what was wrong."""

    TEMPLATE: ClassVar[str] = "signin/invitation.html"
    invitation: Invitation
    user: User | None
    name: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def inviter(self) -> str:
        """Who invites; "" when it was not a member."""
        return self.invitation.invited_by.user.name if self.invitation.invited_by else ""

    @property
    def is_for_user(self) -> bool:
        """Whether it is for whoever is signed in."""
        return self.user is not None and self.user.email == self.invitation.email


@dataclass(frozen=True)
class ClosedInvitationPage:
    """Why a link does not work any more."""

    TEMPLATE: ClassVar[str] = "signin/invitation_closed.html"
    text: str


@open_to("the secret in the link")
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, *, secret: str) -> HttpResponseBase:
    """Shows the invitation; a post accepts it."""
    with in_words_for(request):
        try:
            found = acceptable_invitation(secret)
            page = InvitationPage(found, request.user if isinstance(request.user, User) else None)
            if request.method == "GET":
                return render_alone(request, page)
            return _accept(request, secret, page)
        except (NotFound, Conflict) as refusal:
            return render_alone(request, ClosedInvitationPage(refusal.message), status=status_of(refusal))


def _accept(request: HttpRequest, secret: str, page: InvitationPage) -> HttpResponseBase:
    if page.user is None:
        return consume_or_429(request, action="signup") or _accept_anew(request, secret, page)
    try:
        member = accept_invitation(secret, page.user)
    except DomainError as refusal:
        if isinstance(refusal, Conflict | NotFound):
            raise
        return _again(request, page, refusal)
    return see(reverse("inbox", kwargs={"slug": member.workspace.slug}))


def _accept_anew(request: HttpRequest, secret: str, page: InvitationPage) -> HttpResponseBase:
    name, password = request.POST.get("name", ""), request.POST.get("password", "")
    try:
        checked_name(name)  # first: comparing a password with a name takes as long as the name is
        _check_password(password, User(name=name, email=page.invitation.email))
        member = accept_as_new_user(
            secret,
            name=name,
            password=password,
            language=get_language() or "en",
            time_zone=time_zone_of(request.POST.get("time_zone", "")),
        )
    except Invalid as refusal:
        return _again(request, page, refusal, name=name)
    except Conflict as refusal:
        if refusal.field != "email":
            raise
        # There is an account with this address already, which is told to whoever has the link, and to nobody else.
        said = _("This address has an account already. Sign in to accept the invitation.")
        return _again(request, page, Conflict(said, field="email"), name=name)
    note_address(member.user, verified=came_by_mail(secret, request.GET.get("proof", "")))
    to = reverse("inbox", kwargs={"slug": member.workspace.slug})
    answer: HttpResponseBase = complete_signup(request, user=member.user, redirect_url=to)
    return answer


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="password") from error


def _again(
    request: HttpRequest, page: InvitationPage, refusal: DomainError, **given: Any
) -> HttpResponseBase:
    shown = InvitationPage(page.invitation, page.user, errors={refusal.field or "": refusal.message}, **given)
    return render_alone(request, shown, status=status_of(refusal))
