"""The page of the chat and its parts, as what a template shows and as answers."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import zip_longest
from typing import ClassVar, Final
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup

from tappa.channels.webchat.parse import page_id_of
from tappa.core.contacts.rules import is_picture_url as is_web_address
from tappa.core.inbox.chats import ChatMessage, ChatStretch, read_chat
from tappa.kernel.errors import DomainError
from tappa.kernel.statuses import headers_of, status_of
from tappa.web.chat.guest import Guest
from tappa.web.shell.links import linked
from tappa.web.shell.render import POLICY, Page

RUN: Final = timedelta(minutes=5)  # what one side says within it stands together, with one time below


@dataclass(frozen=True)
class Line:
    """A message. `day` is its date where it is the first of that one; `ends_run`: what comes next is of somebody else, or later. `file`: its address and name."""

    message: ChatMessage
    page_id: str
    html: Markup
    file: tuple[str, str] | None
    day: str
    ends_run: bool


@dataclass(frozen=True)
class Asked:
    """What stands in the form for name and e-mail, and what is wrong with it."""

    name: str = ""
    email: str = ""
    error: str = ""
    field: str = ""


@dataclass(frozen=True)
class Messages:
    """A stretch of the chat; `before` is the id from which older ones are read, None where there are none.

    `asks` stands below the visitor's first message, `asks_after`; None where nobody is asked who they are.
    """

    TEMPLATE: ClassVar[str] = "chat/_messages.html"
    guest: Guest
    lines: tuple[Line, ...]
    before: int | None
    greeting: Markup
    asks: Asked | None
    asks_after: int


@dataclass(frozen=True)
class Thread:
    """The live part of the page. `last_of_team` is the id of what the team said last, 0 for nothing."""

    TEMPLATE: ClassVar[str] = "chat/_thread.html"
    guest: Guest
    messages: Messages
    last_of_team: int


@dataclass(frozen=True)
class ChatPage:
    """The whole page. `text` stands in the composer, with `error` below it; `message_id` tells a form sent twice."""

    TEMPLATE: ClassVar[str] = "chat/page.html"
    guest: Guest
    thread: Thread
    text: str
    error: str
    message_id: str
    languages: tuple[tuple[str, str], ...]
    is_past: bool


def page_of(
    guest: Guest, *, before: int | None = None, text: str = "", error: str = "", asked: Asked | None = None
) -> ChatPage:
    """The page as it stands now, or, with `before`, at an earlier time."""
    return ChatPage(
        guest=guest,
        thread=thread_of(guest, before=before, asked=asked),
        text=text,
        error=error,
        message_id=secrets.token_hex(16),
        languages=tuple(settings.LANGUAGES),
        is_past=before is not None,
    )


def thread_of(guest: Guest, *, before: int | None = None, asked: Asked | None = None) -> Thread:
    """The newest messages, or those before the id `before`."""
    messages = messages_of(guest, before=before, asked=asked)
    of_team = [line.message.id for line in messages.lines if not line.message.is_own]
    return Thread(guest, messages, of_team[-1] if of_team else 0)


def messages_of(guest: Guest, *, before: int | None = None, asked: Asked | None = None) -> Messages:
    """A stretch of messages; where it begins at the beginning, with the greeting and the question who one is."""
    stretch = read_chat(guest.address, before=before) if guest.address else ChatStretch((), older=False)
    own = [message.id for message in stretch.messages if message.is_own]
    greeting = guest.settings.greeting or _("Hello! How can we help? Write to us here.")
    return Messages(
        guest=guest,
        lines=tuple(_lines(stretch.messages)),
        before=stretch.messages[0].id if stretch.older else None,
        greeting=linked(greeting),
        asks=(asked or Asked()) if own and not stretch.older and _may_ask(guest) else None,
        asks_after=own[0] if own else 0,
    )


def _may_ask(guest: Guest) -> bool:
    """Whether they have not been asked, or not answered, and the workspace wants to know."""
    return guest.address is not None and guest.address.introduced_at is None and guest.settings.ask_details


def answer(page: Page, *, status: int = 200) -> HttpResponse:
    """The page, or the part of it."""
    response = HttpResponse(render_to_string(page.TEMPLATE, {"page": page}), status=status)
    response.headers["Content-Security-Policy"] = POLICY
    return response


def refused_guest(guest: Guest, refusal: DomainError) -> HttpResponse:
    """A refusal: to the script the sentence alone; else the page, with the sentence and all that was typed."""
    status = status_of(refusal)
    if guest.by_script:
        response = HttpResponse(refusal.message, status=status, content_type="text/plain; charset=utf-8")
    else:
        response = answer(_page_with(guest, refusal), status=status)
    for name, value in headers_of(refusal).items():
        response.headers[name] = value
    return response


def _page_with(guest: Guest, refusal: DomainError) -> ChatPage:
    posted = guest.request.POST
    if "email" in posted:
        typed = Asked(posted.get("name", ""), posted["email"], refusal.message, refusal.field or "")
        return page_of(guest, asked=typed)
    return page_of(guest, text=posted.get("text", ""), error=refusal.message)


def _lines(messages: tuple[ChatMessage, ...]) -> Iterator[Line]:
    day: date | None = None
    for message, after in zip_longest(messages, messages[1:]):
        today = _day(message.at)
        yield Line(
            message=message,
            page_id=page_id_of(message.channel_message_id) if message.is_own else "",
            html=linked(message.text),
            file=_file(message),
            day=today.isoformat() if today != day else "",
            ends_run=after is None or not _together(message, after),
        )
        day = today


def _together(one: ChatMessage, other: ChatMessage) -> bool:
    same_side = (one.is_own, one.name) == (other.is_own, other.name)
    return same_side and other.at - one.at < RUN and _day(one.at) == _day(other.at)


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


def _file(message: ChatMessage) -> tuple[str, str] | None:
    if message.body.get("type") != "attachment":
        return None
    told = message.body["attachment"]
    address = str(told.get("url", ""))
    if not is_web_address(address):
        return None
    name = told.get("fileName") or unquote(urlsplit(address).path.rpartition("/")[2]) or _("File")
    return address, str(name)
