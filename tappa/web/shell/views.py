"""The front door: on to the workspace where one works, or to sign in."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from tappa.core.accounts.models import User
from tappa.core.accounts.queries import home_of
from tappa.kernel.access import open_to
from tappa.web.shell.answers import see


@open_to("leads on; the pages it leads to ask")
def home(request: HttpRequest) -> HttpResponseBase:
    """The inbox of the person's workspace; whoever has none chooses or makes one."""
    user = request.user
    if not isinstance(user, User):
        return redirect_to_login("/", reverse("account_login"))
    member = home_of(user)
    if member is None:
        return see(reverse("workspaces"))
    return see(reverse("inbox", kwargs={"slug": member.workspace.slug}))
