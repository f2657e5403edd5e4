"""The door: who calls, how often, may they, what did they send; then the endpoint; then one shape of answer.

Token (401), rate limit (429), address and method (404, 405), scope (403), body (400, 413), and only then the action.
Anything that is no refusal is a bug and left to crash: the middleware answers 500 and logs it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tappa.api.bodies import read_body, read_bytes
from tappa.api.calls import Call
from tappa.api.idempotency import once
from tappa.api.limits import KEPT_HEADERS, nothing_left, take
from tappa.api.refusals import refuse, unknown_path
from tappa.api.registry import Endpoint, status_of_answer
from tappa.api.spelling import encode
from tappa.core.accounts.actions.use_token import use_token
from tappa.core.accounts.grants import Scope
from tappa.core.accounts.models import ApiToken
from tappa.core.accounts.queries import token_by_secret
from tappa.kernel.access import Open
from tappa.kernel.errors import DomainError, Forbidden, Invalid, MethodNotAllowed, Unauthorized

LONGEST_SECRET: Final = 500
KEY_HEADER: Final = "HTTP_IDEMPOTENCY_KEY"


@dataclass(frozen=True, eq=False)  # one door is not another, and Django keeps its views in sets
class Door:
    """The view of one path template, with its endpoints by method; with none it is the door of unknown addresses."""

    path: str
    methods: Mapping[str, Endpoint] = field(default_factory=dict)
    # A token is sent by a program on purpose, never by a browser of itself.
    csrf_exempt: ClassVar[bool] = True

    def __post_init__(self) -> None:
        """What logs and Django's table of addresses call this view."""
        for name in ("__name__", "__qualname__"):
            object.__setattr__(self, name, self.path)

    @property
    def permission(self) -> dict[str, Scope] | Open:
        """Which scope each method needs: no address goes without."""
        scopes = {method: endpoint.scope for method, endpoint in self.methods.items()}
        return scopes or Open("any token: it says only that nothing is there")

    def __call__(self, request: HttpRequest, **path: str) -> HttpResponse:
        """Answer a call."""
        try:
            token = caller(request)
            _note_caller(request, token)
            take(token.id, f"{request.method} /v2/{self.path}").write(request)
            return self._answer(request, token, path)
        except DomainError as refusal:
            request.META.setdefault(KEPT_HEADERS, nothing_left().headers)
            return refuse(refusal)

    def _answer(self, request: HttpRequest, token: ApiToken, path: Mapping[str, str]) -> HttpResponse:
        endpoint = self._endpoint(request)
        if endpoint.scope not in token.scopes:
            raise Forbidden(
                _("This token lacks the scope %(scope)s: make one that has it.") % {"scope": endpoint.scope}
            )
        if any("\0" in part for part in (*path.values(), *request.GET.keys(), *request.GET.values())):
            raise Invalid(_("The address must not contain the character NUL."))
        raw = read_bytes(request, settings.BODY_LIMIT)
        call: Call[Any] = Call(
            token=token,
            locate=partial(_address, request),
            path=path,
            query=request.GET.dict(),
            body=read_body(raw, endpoint.decoder) if endpoint.decoder else None,
        )
        key = request.META.get(KEY_HEADER)

        def act() -> tuple[bytes, int]:
            said = endpoint.handler(call)
            return encode(said), status_of_answer(endpoint, said)

        if key is None or request.method != "POST":
            answer, status = act()
        else:
            asked = f"POST {request.get_full_path()}\n".encode() + raw
            answer, status = once(token.id, key, asked, act)
        return HttpResponse(answer, status=status, content_type="application/json")

    def _endpoint(self, request: HttpRequest) -> Endpoint:
        if not self.methods:
            raise unknown_path()
        endpoint = self.methods.get(request.method or "")
        if endpoint is None:
            allowed = tuple(self.methods)
            raise MethodNotAllowed(
                _("%(method)s is not possible at this address. Possible: %(allowed)s.")
                % {"method": request.method, "allowed": ", ".join(allowed)},
                allowed=allowed,
            )
        return endpoint


def caller(request: HttpRequest) -> ApiToken:
    """The living token that the call carries. Raises Unauthorized, for an unknown and a revoked one alike."""
    kind, _space, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    secret = secret.strip()
    if kind.casefold() != "bearer" or not 1 <= len(secret) <= LONGEST_SECRET:
        raise Unauthorized(_("Give your API token in the header Authorization: Bearer <token>."))
    token = token_by_secret(secret)
    if token is None:
        raise Unauthorized(_("This API token is unknown or was revoked."))
    use_token(token)
    return token


def _note_caller(request: HttpRequest, token: ApiToken) -> None:
    """Tell the request's line in the log who asks (config/request_log.py)."""
    entry = request.META.get("tappa.entry")
    if entry is not None:
        entry.caller = f"token={token.id}"


def _address(request: HttpRequest) -> str:
    """The absolute URL of the call without its query, under the public address where one is set."""
    path = request.build_absolute_uri(request.path)
    return f"{settings.PUBLIC_URL}{request.path}" if settings.PUBLIC_URL else path
