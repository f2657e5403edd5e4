"""Choosing a workspace, or founding another one."""

from dataclasses import dataclass
from typing import ClassVar

from allauth.core.ratelimit import consume_or_429
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from tappa.core.accounts.grants import Role
from tappa.core.accounts.models import Member, User
from tappa.core.accounts.queries import memberships_of
from tappa.core.inbox.actions.found_for_owner import found_for_owner
from tappa.kernel.errors import Forbidden, Invalid
from tappa.web.shell.answers import see
from tappa.web.shell.render import render_alone
from tappa.web.signin.frame import for_person
from tappa.web.signin.guesses import country_of


@dataclass(frozen=True)
class WorkspacesPage:
    """Where the person is a member, and whether they may found one more (TAPPA_SIGN_UP)."""

    TEMPLATE: ClassVar[str] = "signin/workspaces.html"
    members: list[Member]
    may_found: bool
    name: str = ""
    error: str = ""

    def role(self, member: Member) -> str:
        """What the person is there."""
        names = {Role.OWNER: _("Owner"), Role.MANAGER: _("Manager"), Role.AGENT: _("Agent")}
        return names[Role(member.role)]


@for_person("GET", "POST")
def workspaces(request: HttpRequest, user: User) -> HttpResponseBase:
    """Shows the person's workspaces; a post founds one."""
    members, may_found = list(memberships_of(user)), settings.SIGN_UP_IS_OPEN
    if request.method == "GET":
        return render_alone(request, WorkspacesPage(members, may_found))
    if not may_found:
        raise Forbidden(_("New workspaces are made by whoever runs this server."))
    too_many: HttpResponse | None = consume_or_429(request, action="found_workspace")
    if too_many is not None:
        return too_many
    name = request.POST.get("workspace_name", "")
    try:
        member = found_for_owner(user, name=name, country_code=country_of(request))
    except Invalid as refusal:
        page = WorkspacesPage(members, may_found, name, refusal.message)
        return render_alone(request, page, status=400)
    return see(reverse("inbox", kwargs={"slug": member.workspace.slug}))
