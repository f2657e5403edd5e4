"""A guest: a visitor on the page of one chat, in which language and time they read."""

from dataclasses import dataclass, replace
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation.trans_real import parse_accept_lang_header

from tappa.channels.webchat.settings import ChatSettings, settings_of
from tappa.channels.webchat.visitors import (
    COOKIE_SECONDS,
    VISITOR_COOKIE,
    cookie_of,
    form_token,
    is_form_token,
    new_visitor,
    visitor_of,
)
from tappa.core.accounts.models import Workspace
from tappa.core.accounts.rules import LANGUAGES, is_time_zone
from tappa.core.activity.actor import Actor, Via, system
from tappa.core.inbox.actions.limit_chat import network_of
from tappa.core.inbox.chats import hosted_path, visitor_address
from tappa.core.inbox.models import Channel, ContactChannel

LANGUAGE_COOKIE: Final = "tappa_chat_language"
ZONE_COOKIE: Final = "tappa_zone"  # set by the page's script: browsers tell their time zone to nobody else


@dataclass(frozen=True)
class Guest:
    """A visitor with their chat. `address` is who they are to the workspace, None before their first message.

    `is_remembered`: the browser sent our cookie; without it `visitor` is a fresh id.
    """

    request: HttpRequest
    channel: Channel
    visitor: str
    is_remembered: bool
    address: ContactChannel | None
    language: str

    @property
    def workspace(self) -> Workspace:
        """To whom they write."""
        return self.channel.workspace

    @property
    def settings(self) -> ChatSettings:
        """How the chat is set up."""
        return settings_of(self.channel.settings)

    @property
    def zone(self) -> str:
        """The visitor's time zone as their browser tells it; until then the workspace's."""
        told = self.request.COOKIES.get(ZONE_COOKIE, "")
        return told if is_time_zone(told) else self.workspace.time_zone

    @property
    def by_script(self) -> bool:
        """Whether the page's script asks, for a part of the page."""
        return self.request.headers.get("X-Requested-With") == "fetch"

    @property
    def network(self) -> str:
        """Whom the address stands for. X-Forwarded-For has been heeded already where it comes from a trusted proxy."""
        return network_of(self.request.META.get("REMOTE_ADDR", ""))

    @property
    def actor(self) -> Actor:
        """In whose name what they do is recorded: they are none of us."""
        return system(self.channel.workspace_id, via=Via.INBOUND)

    @property
    def token(self) -> str:
        """What the page's forms carry."""
        return form_token(self.public_id, self.visitor)

    @property
    def public_id(self) -> str:
        """The chat's name in addresses."""
        return self.channel.public_id or ""

    def url(self, name: str) -> str:
        """The address of a part of this chat."""
        return reverse(name, kwargs={"public_id": self.public_id})

    def is_form_ours(self) -> bool:
        """Whether what is posted comes from the page of this very visitor."""
        given = self.request.POST.get("token", "")
        return self.is_remembered and is_form_token(self.public_id, self.visitor, given)

    def known_now(self) -> "Guest":
        """The same guest, after they have written."""
        return replace(self, address=visitor_address(self.channel, self.visitor))


def guest_of(request: HttpRequest, channel: Channel) -> Guest:
    """Who stands at the door of this chat."""
    known = visitor_of(channel.public_id or "", request.COOKIES.get(VISITOR_COOKIE, ""))
    return Guest(
        request=request,
        channel=channel,
        visitor=known or new_visitor(),
        is_remembered=known is not None,
        address=visitor_address(channel, known) if known else None,
        language=language_of(request, channel),
    )


def language_of(request: HttpRequest, channel: Channel | None) -> str:
    """The language that the visitor chose, else the first of ours that the browser asks for, else the chat's own."""
    chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    for asked, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500]):
        if (language := asked.partition("-")[0]) in LANGUAGES:
            return language
    if channel is None:
        return settings.LANGUAGE_CODE
    return settings_of(channel.settings).language or channel.workspace.language


def remember(guest: Guest, response: HttpResponseBase) -> None:
    """Have the browser remember the visitor, from now on for a year."""
    _set(response, guest, VISITOR_COOKIE, cookie_of(guest.public_id, guest.visitor))


def remember_language(guest: Guest, response: HttpResponseBase, language: str) -> None:
    """Have the browser remember which language they chose."""
    _set(response, guest, LANGUAGE_COOKIE, language)


def zone_info(guest: Guest) -> ZoneInfo:
    """The visitor's time zone, to write times in."""
    return ZoneInfo(guest.zone)


def _set(response: HttpResponseBase, guest: Guest, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=COOKIE_SECONDS,
        path=hosted_path(guest.channel),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
