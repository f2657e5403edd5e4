"""What a visitor does: look, write, say who they are. The page works without a script; with it, it is live."""

import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

import msgspec
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from tappa.channels.letterbox import understand
from tappa.channels.webchat.parse import Post, visitor_mark
from tappa.core.accounts.rules import LANGUAGES
from tappa.core.activity.whisper import Whisper, whisper
from tappa.core.inbox.actions.introduce import introduce
from tappa.core.inbox.actions.limit_chat import ChatLimit, limit_chat
from tappa.core.inbox.actions.report_seen import report_seen
from tappa.core.inbox.actions.take_post import take_post
from tappa.core.inbox.rules import Status
from tappa.kernel.errors import TooMany
from tappa.web.chat.door import chat_door
from tappa.web.chat.guest import Guest, remember, remember_language
from tappa.web.chat.parts import Thread, answer, messages_of, page_of, thread_of
from tappa.web.shell.answers import see

_ID: Final = re.compile(r"[0-9]{1,18}")


@chat_door("GET")
def page(guest: Guest) -> HttpResponseBase:
    """The whole page; `?language=it` chooses one, `?before=42` reads earlier messages without a script."""
    chosen = guest.request.GET.get("language", "")
    if chosen in LANGUAGES:
        response: HttpResponseBase = see(guest.url("chat"))
        remember_language(guest, response, chosen)
        return response
    shown = page_of(guest, before=_number(guest.request.GET.get("before", "")))
    _note_delivered(guest, shown.thread)
    response = answer(shown)
    remember(guest, response)
    return response


@chat_door("GET")
def thread(guest: Guest) -> HttpResponseBase:
    """The live part."""
    return _thread(guest)


@chat_door("GET", "POST")
def messages(guest: Guest) -> HttpResponseBase:
    """GET: those before `?before=42`. POST: the visitor writes `text`, under the `id` that their page made for it."""
    if guest.request.method == "GET":
        return answer(messages_of(guest, before=_number(guest.request.GET.get("before", ""))))
    _limit_writing(guest)
    post = Post(
        visitor=guest.visitor,
        message_id=guest.request.POST.get("id", ""),
        text=guest.request.POST.get("text", ""),
        language=guest.language,
        at=datetime.now(UTC),
    )
    take_post(guest.channel, msgspec.json.encode(post), understand)
    return _after(guest)


@chat_door("POST")
def details(guest: Guest) -> HttpResponseBase:
    """The visitor says their `name` and `email`, or, with `skip`, that they would rather not."""
    if guest.address is not None:
        limit_chat(guest.channel, ChatLimit.DETAILS_OF_ADDRESS, guest.network)
        said = {} if "skip" in guest.request.POST else guest.request.POST
        introduce(
            guest.address,
            name=said.get("name", ""),
            email=said.get("email", ""),
            still_called=visitor_mark(guest.visitor),
            workspace=guest.workspace,
            by=guest.actor,
        )
    return _after(guest)


@chat_door("POST")
def seen(guest: Guest) -> HttpResponseBase:
    """The visitor has the page before their eyes, up to the message `up_to`."""
    up_to = _number(guest.request.POST.get("up_to", ""))
    if guest.address is not None and up_to is not None:
        report_seen(guest.address, up_to=up_to, status=Status.READ, by=guest.actor)
    return HttpResponse(status=204)


@chat_door("POST")
def typing(guest: Guest) -> HttpResponseBase:
    """The visitor is at it. Told to whoever has them open, written nowhere; too often is simply not told."""
    if guest.address is not None and not guest.address.contact.is_blocked:
        with suppress(TooMany):
            limit_chat(guest.channel, ChatLimit.TYPING, guest.visitor)
            whisper(Whisper(guest.channel.workspace_id, guest.address.contact_id))
    return HttpResponse(status=204)


def _after(guest: Guest) -> HttpResponseBase:
    """What comes after a form: to the script the live part as it is now, else the page."""
    return _thread(guest.known_now()) if guest.by_script else see(guest.url("chat"))


def _thread(guest: Guest) -> HttpResponseBase:
    part = thread_of(guest)
    _note_delivered(guest, part)
    return answer(part)


def _note_delivered(guest: Guest, part: Thread) -> None:
    if guest.address is not None and part.last_of_team:
        report_seen(guest.address, up_to=part.last_of_team, status=Status.DELIVERED, by=guest.actor)


def _limit_writing(guest: Guest) -> None:
    """A visitor's own bucket first: whoever empties it takes nothing from those at the same address."""
    limit_chat(guest.channel, ChatLimit.MESSAGES, guest.visitor)
    limit_chat(guest.channel, ChatLimit.MESSAGES_OF_ADDRESS, guest.network)
    if guest.address is None:
        limit_chat(guest.channel, ChatLimit.FIRST_MESSAGES_OF_ADDRESS, guest.network)


def _number(text: str) -> int | None:
    return int(text) if _ID.fullmatch(text) else None
