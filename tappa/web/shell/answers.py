"""What a page answers to an act: on to a page, or, where htmx asked, word of what changed and a message."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme

from tappa.web.shell.visit import Visit

ERROR = "error"


@dataclass(frozen=True, slots=True)
class Toast:
    """A short message. `undo` is the address that takes the act back, "" where there is none; `tone` "" or "error"."""

    text: str
    undo: str = ""
    tone: str = ""


def done(
    visit: Visit,
    *,
    to: str,
    names: str = "",
    toast: str = "",
    undo: str = "",
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Answer an act that went well.

    A plain form goes on to `to`. htmx gets 204: live regions of these `names` are fetched anew, the toast shows, and
    the page's scripts are told what is `more`, as events by name.
    """
    if not visit.by_htmx:
        if toast:
            messages.success(visit.request, toast, extra_tags=undo)
        return see(to)
    told: dict[str, Any] = {"live:told": {"names": names}} if names else {}
    told |= more or {}
    if toast:
        told["toast"] = asdict(Toast(toast, undo))
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(told)})


def see(to: str) -> HttpResponse:
    """On to another page, by GET."""
    response = HttpResponseRedirect(to)
    response.status_code = 303
    return response


def go(visit: Visit, to: str) -> HttpResponse:
    """On to another page, whole, also where htmx asked."""
    if visit.by_htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    return see(to)


def back_to(visit: Visit, default: str) -> str:
    """Where a form says that it came from (`next`), if that is a page of ours; else the default."""
    return own_address(visit, visit.request.POST.get("next", "")) or default


def own_address(visit: Visit, address: str) -> str:
    """The address, if it is one of ours, with nothing in it that a header cannot carry; else ""."""
    host = {visit.request.get_host()}
    return iri_to_uri(address) if address and url_has_allowed_host_and_scheme(address, host) else ""


def read_toast(message: Message) -> Toast:
    """A message that waited for the next page."""
    return Toast(
        str(message.message), message.extra_tags or "", ERROR if message.level >= messages.ERROR else ""
    )
