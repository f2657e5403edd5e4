"""Channels: the list, one of them, a new one, and removal."""

from collections.abc import Mapping
from typing import Any, Final

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tappa.channels.registry import kind_of
from tappa.core.accounts.grants import Permission
from tappa.core.inbox.actions.create_channel import create_channel
from tappa.core.inbox.actions.edit_channel import edit_channel
from tappa.core.inbox.actions.remove_channel import remove_channel
from tappa.core.inbox.chats import hosted_path
from tappa.core.inbox.models import Channel
from tappa.core.inbox.queries import channels_of
from tappa.core.inbox.rules import WEBSITE_CHAT
from tappa.core.reports.queries import contacts_of_channel
from tappa.kernel.errors import Invalid, NotFound
from tappa.web.settings.bridge import credentials, revealed
from tappa.web.settings.choices import languages
from tappa.web.settings.forms import ChannelForm, Errors, errors_of
from tappa.web.settings.frame import Place, frame
from tappa.web.settings.pages import ChannelPage, ChannelRow, ChannelsPage, ChannelsPart, ConfirmDialog
from tappa.web.shell.answers import done
from tappa.web.shell.door import door
from tappa.web.shell.formats import number
from tappa.web.shell.mail import public_address
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit

FIELDS: Final = ("name", "contact_id", "outbound_url", "greeting", "language", "ask_details")
CUSTOM: Final = "custom"
ICONS: Final = {WEBSITE_CHAT: "ch-web"}


@door(Permission.CHANGE_INTEGRATIONS, "GET")
def channels(visit: Visit) -> HttpResponseBase:
    """All channels."""
    return _list(visit)


@door(Permission.CHANGE_INTEGRATIONS, "GET")
def channels_part(visit: Visit) -> HttpResponseBase:
    """The live part of the page."""
    return render(visit, _part(visit))


@door(Permission.CHANGE_INTEGRATIONS, "GET", "POST")
def new_website_chat(visit: Visit) -> HttpResponseBase:
    """A website chat is added."""
    return _add(visit, WEBSITE_CHAT)


@door(Permission.CHANGE_INTEGRATIONS, "GET", "POST")
def new_custom_channel(visit: Visit) -> HttpResponseBase:
    """A custom channel is added."""
    return _add(visit, CUSTOM)


def _add(visit: Visit, kind: str) -> HttpResponseBase:
    if visit.request.method == "GET":
        return _page(visit, kind, ChannelForm("", _defaults(kind)), {})
    form = ChannelForm.read(visit.request.POST, kind)
    try:
        settings = kind_of(kind).read_settings(form.settings)
        issued = create_channel(visit.workspace, kind=kind, name=form.name, settings=settings, by=visit.actor)
    except Invalid as refusal:
        return _page(visit, kind, form, errors_of(refusal, FIELDS))
    to = visit.url("settings_channel", channel_id=issued.channel.id)
    return done(visit, to=to, names="settings", toast=_("%(name)s connected") % {"name": form.name})


@door(Permission.CHANGE_INTEGRATIONS, "GET", "POST")
def channel(visit: Visit, *, channel_id: int) -> HttpResponseBase:
    """One channel, with what its provider or its visitors need."""
    found = _connected(visit, channel_id)
    if visit.request.method == "GET":
        return _page(visit, found.kind, _as_it_is(found), {}, found)
    form = ChannelForm.read(visit.request.POST, found.kind)
    try:
        settings = kind_of(found.kind).read_settings(form.settings)
        edit_channel(found, name=form.name, settings=settings, by=visit.actor)
    except Invalid as refusal:
        return _page(visit, found.kind, form, errors_of(refusal, FIELDS), found)
    to = visit.url("settings_channel", channel_id=found.id)
    return done(visit, to=to, names="settings", toast=_("%(name)s saved") % {"name": form.name})


@door(Permission.CHANGE_INTEGRATIONS, "POST")
def channel_token(visit: Visit, *, channel_id: int) -> HttpResponseBase:
    """The page once more, with the token and a line that tries it. A POST, so that no address shows a secret."""
    found = _connected(visit, channel_id)
    if found.kind != CUSTOM:
        raise NotFound(_("Only a custom channel has a token to be shown."))
    shown = revealed(visit, found)
    if visit.by_htmx:
        response = render(visit, shown)
    else:
        form = _as_it_is(found)
        response = render(visit, _channel_page(visit, found.kind, form, {}, found, {"credentials": shown}))
    response.headers["Cache-Control"] = "no-store"
    return response


@door(Permission.CHANGE_INTEGRATIONS, "GET", "POST")
def channel_removal(visit: Visit, *, channel_id: int) -> HttpResponseBase:
    """The question, and the removal itself."""
    found = _connected(visit, channel_id)
    if visit.request.method == "GET":
        return _list(visit, _removal_dialog(visit, found))
    remove_channel(found, by=visit.actor)
    toast = _("%(name)s removed") % {"name": found.name}
    return done(visit, to=visit.url(Place.CHANNELS), names="settings", toast=toast)


def _connected(visit: Visit, channel_id: int) -> Channel:
    found = channels_of(visit.workspace.id).filter(id=channel_id).first()
    if found is None:
        raise NotFound(_("This channel does not exist any more."))
    return found


def _as_it_is(found: Channel) -> ChannelForm:
    """What its form shows first. A setting that came after the channel has its default."""
    return ChannelForm(found.name, {**_defaults(found.kind), **found.settings})


def _list(visit: Visit, dialog: ConfirmDialog | None = None) -> HttpResponseBase:
    if dialog is not None and visit.by_htmx:
        return render(visit, dialog)
    return render(visit, ChannelsPage(frame=frame(visit, Place.CHANNELS), part=_part(visit), dialog=dialog))


def _part(visit: Visit) -> ChannelsPart:
    return ChannelsPart(rows=tuple(_row(visit, each) for each in channels_of(visit.workspace.id)))


def _row(visit: Visit, each: Channel) -> ChannelRow:
    kind, icon = _kind_name(each.kind), ICONS.get(each.kind, "link")
    if each.kind == WEBSITE_CHAT:
        return ChannelRow(
            each, kind, icon, hosted_path(each), public_address(visit.request, hosted_path(each))
        )
    outbound = each.settings.get("outbound_url")
    return ChannelRow(each, kind, icon, str(outbound) if outbound else _("Receives only"), "")


def _kind_name(kind: str) -> str:
    return _("Website chat") if kind == WEBSITE_CHAT else _("Custom channel")


def _defaults(kind: str) -> Mapping[str, Any]:
    return kind_of(kind).read_settings({})


def _page(
    visit: Visit, kind: str, form: ChannelForm, errors: Errors, found: Channel | None = None
) -> HttpResponseBase:
    return render(visit, _channel_page(visit, kind, form, errors, found, {}), status=422 if errors else 200)


def _channel_page(
    visit: Visit,
    kind: str,
    form: ChannelForm,
    errors: Errors,
    found: Channel | None,
    parts: Mapping[str, Any],
) -> ChannelPage:
    given = dict(parts)
    if found is not None and kind == WEBSITE_CHAT:
        given["link"] = public_address(visit.request, hosted_path(found))
    elif found is not None and not given:
        given["credentials"] = credentials(visit, found)
    return ChannelPage(
        frame=frame(visit, Place.CHANNELS),
        kind=kind,
        title=found.name if found else _kind_name(kind),
        form=form,
        languages=[("", _("The workspace's language")), *languages()],
        channel=found,
        errors=errors,
        **given,
    )


def _removal_dialog(visit: Visit, found: Channel) -> ConfirmDialog:
    texts = [_("Nobody can write or be answered through %(name)s any more.") % {"name": found.name}]
    if found.kind == WEBSITE_CHAT:
        texts.append(_("Its page is gone at once, wherever you linked to it."))
    else:
        texts.append(_("Its token stops working, and answers still on their way fail and say why."))
    if count := contacts_of_channel(found):
        known = ngettext(
            "%(count)s contact writes there. Contacts, conversations and messages stay.",
            "%(count)s contacts write there. Contacts, conversations and messages stay.",
            count,
        )
        texts.append(known % {"count": number(count)})
    else:
        texts.append(_("Contacts, conversations and messages stay."))
    return ConfirmDialog(
        title=_("Remove %(name)s?") % {"name": found.name},
        texts=tuple(texts),
        button=_("Remove channel"),
        action=visit.url("settings_channel_removal", channel_id=found.id),
        cancel=visit.url(Place.CHANNELS),
    )
