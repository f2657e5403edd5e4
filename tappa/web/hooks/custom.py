"""The custom channel's letterbox. docs/channels.md is its contract."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from tappa.channels.custom.kind import CustomChannel
from tappa.channels.letterbox import understand
from tappa.core.inbox.actions.take_post import take_post
from tappa.core.inbox.models import Channel
from tappa.core.inbox.queries import channel_by_token
from tappa.kernel.access import open_to
from tappa.kernel.errors import DomainError, MethodNotAllowed, TooLarge, Unauthorized
from tappa.web.hooks.answers import refuse, taken

LONGEST_TOKEN = 500


@csrf_exempt
@open_to("the channel's own token")
def webhook(request: HttpRequest) -> HttpResponse:
    """Take a bridge's post: 200 once all of it is stored, 4xx when none of it was and none of it will be.

    A bug of ours is a 500 by the middleware; the post is kept all the same and understood later (take_post).
    """
    try:
        if request.method != "POST":
            raise MethodNotAllowed(_("Post here: other methods are not possible."), allowed=("POST",))
        channel = _channel(request)
        if entry := request.META.get("tappa.entry"):
            entry.caller = f"channel={channel.id}"
        raw = _body(request)
        take_post(channel, raw, understand)
    except DomainError as refusal:
        return refuse(refusal)
    return taken(raw)


def _channel(request: HttpRequest) -> Channel:
    """The channel whose token the request carries. Raises Unauthorized: a stranger is never told which channels there
    are."""
    scheme, _space, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    token = token.strip()
    known = scheme.lower() == "bearer" and 1 <= len(token) <= LONGEST_TOKEN
    channel = channel_by_token(token) if known else None
    if channel is None or channel.kind != CustomChannel.name:
        raise Unauthorized(_("Give the channel's token in the header Authorization: Bearer <token>."))
    return channel


def _body(request: HttpRequest) -> bytes:
    """The body as it came. Raises TooLarge."""
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise _too_large() from error
    if len(body) > settings.BODY_LIMIT:
        raise _too_large()
    return body


def _too_large() -> TooLarge:
    return TooLarge(_("The body must have at most %(limit)d bytes.") % {"limit": settings.BODY_LIMIT})
