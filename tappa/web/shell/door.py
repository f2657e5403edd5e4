"""The door of every page of a workspace: who is there, whether they may enter, in which language and time they read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tappa.core.accounts.actions.visit_workspace import visit_workspace
from tappa.core.accounts.grants import Permission, Role, allowed
from tappa.core.accounts.models import Member, User
from tappa.core.lifecycle.queries import visitor_at
from tappa.kernel.access import guarded
from tappa.kernel.errors import DomainError, Forbidden
from tappa.web.shell.errors import refused
from tappa.web.shell.reader import in_words
from tappa.web.shell.visit import Visit, is_htmx, zone_of

PageView = Callable[..., HttpResponseBase]


def door(permission: Permission, *methods: str) -> Callable[[PageView], PageView]:
    """Turn `view(visit, **parts)` into the view of an address below /w/<slug>/ that needs this permission.

    Nobody is sent to sign in; a stranger gets 404, as for what never existed; a member without the permission 403.
    A refusal of the core becomes a message.
    """

    def build(view: PageView) -> PageView:
        @require_http_methods(list(methods) or ["GET"])
        def enter(request: HttpRequest, *, slug: str, **parts: Any) -> HttpResponseBase:
            user = request.user
            if not isinstance(user, User):
                return _to_sign_in(request)
            with in_words_of(user):
                found = visitor_at(slug, user)
                if found is None:
                    raise Http404
                member, stages_shown = found
                visit = Visit(request, member, stages_shown)
                try:
                    _check(member, permission)
                    if not visit.by_htmx:
                        visit_workspace(member)
                    return view(visit, **parts)
                except DomainError as refusal:
                    return refused(request, refusal)

        enter.__name__, enter.__doc__, enter.__module__ = view.__name__, view.__doc__, view.__module__
        return guarded(permission)(enter)

    return build


@contextmanager
def in_words_of(user: User) -> Iterator[None]:
    """The user's language and time zone, for as long as the block lasts."""
    with in_words(user.language, zone_of(user)):
        yield


def _check(member: Member, permission: Permission) -> None:
    if not allowed(Role(member.role), member.restrictions, permission):
        raise Forbidden(_("Your role in this workspace does not allow this. Ask an owner."))


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    if is_htmx(
        request
    ):  # a fragment cannot show the sign-in page: the whole page goes there, and comes back to itself
        page = request.headers.get("HX-Current-URL", "/")
        answer = redirect_to_login(_path_of(page), reverse("account_login"))
        return HttpResponse(status=401, headers={"HX-Redirect": answer.url})
    return redirect_to_login(request.get_full_path(), reverse("account_login"))


def _path_of(address: str) -> str:
    """The path of an address of ours, for the way back: whoever sends the header cannot lead elsewhere by it."""
    _scheme, _mark, rest = address.partition("://")
    path = "/" + rest.partition("/")[2] if rest else "/"
    return path if not path.startswith("//") else "/"
