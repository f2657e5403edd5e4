"""The door of the chat: open to everybody who knows its address; what is posted must come from the visitor's own page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tappa.core.inbox.actions.limit_chat import ChatLimit, limit_chat
from tappa.core.inbox.chats import chat_by_public_id
from tappa.kernel.access import open_to
from tappa.kernel.errors import DomainError, Forbidden, NotFound, TooMany
from tappa.web.chat.guest import Guest, guest_of, language_of, zone_info
from tappa.web.chat.parts import refused_guest
from tappa.web.shell.errors import refused
from tappa.web.shell.reader import in_words

ChatView = Callable[[Guest], HttpResponseBase]


def chat_door(*methods: str) -> Callable[[ChatView], Callable[..., HttpResponseBase]]:
    """Turn `view(guest)` into the view of an address below /chat/<public id>.

    Django's own token against forged forms is not asked for: it lives in a cookie of the whole site. A form of the chat
    carries one that is made of the visitor (guest.token), and the visitor's cookie is not sent along by other sites.
    """

    def build(view: ChatView) -> Callable[..., HttpResponseBase]:
        @csrf_exempt
        @require_http_methods(list(methods))
        def enter(request: HttpRequest, *, public_id: str) -> HttpResponseBase:
            try:
                channel = chat_by_public_id(public_id)
            except NotFound as refusal:
                with in_words(language_of(request, None)):
                    return refused(
                        request, NotFound(_("There is no chat at this address.") or refusal.message)
                    )
            guest = guest_of(request, channel)
            with in_words_of(guest):
                try:
                    _check(guest)
                    return _too_often(guest) or view(guest)
                except DomainError as refusal:
                    return refused_guest(guest, refusal)

        enter.__name__, enter.__doc__, enter.__module__ = view.__name__, view.__doc__, view.__module__
        return open_to("the chat's address; what is posted also by the visitor's cookie and form")(enter)

    return build


@contextmanager
def in_words_of(guest: Guest) -> Iterator[None]:
    """The guest's language and time zone, for as long as the block lasts."""
    with in_words(guest.language, zone_info(guest)):
        yield


def _check(guest: Guest) -> None:
    if guest.request.method == "POST" and not guest.is_form_ours():
        raise Forbidden(
            _(
                "Your browser has to allow cookies for this page. Allow them, reload the page and send it again."
            )
        )


def _too_often(guest: Guest) -> HttpResponse | None:
    """A refusal that costs little, for those who look and look. What is written has limits of its own (views.py)."""
    if guest.request.method != "GET":
        return None
    try:
        limit_chat(guest.channel, ChatLimit.LOOKS_OF_ADDRESS, guest.network)
    except TooMany as refusal:
        sentence = _("That was too often in a short time. Wait some minutes, then try again.")
        return refused(guest.request, TooMany(sentence, retry_after=refusal.retry_after))
    return None
