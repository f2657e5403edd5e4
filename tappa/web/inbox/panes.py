"""Building the contact pane from what the core answers."""

from collections.abc import Iterator
from typing import Final

from babel import Locale
from django.utils import translation
from django.utils.translation import gettext as _
from phonenumbers import PhoneNumberFormat, format_number, parse
from phonenumbers.phonenumberutil import NumberParseException

from tappa.core.contacts.models import Contact, Standing
from tappa.core.contacts.tags import tags_of
from tappa.core.inbox.reading import last_channel
from tappa.core.inbox.thread import Thread, activity_of, recent_activity
from tappa.web.inbox.pane_pages import Pane
from tappa.web.inbox.spot import Spot
from tappa.web.inbox.threads import here_of
from tappa.web.shell.marks import channel_icon
from tappa.web.stage.bar import read_bar
from tappa.web.timeline.lines import entries_of

SHOWN: Final = 3  # of the activity; the whole of it stands in Contacts


def pane_of(spot: Spot, contact: Contact, thread: Thread | None = None) -> Pane:
    """The contact beside the thread, whose items need not be read twice where it is there."""
    standing = contact.standing
    channel = last_channel(contact)
    if thread is not None:
        recent = recent_activity(contact, thread, limit=SHOWN)
    else:
        recent = activity_of(contact, limit=SHOWN).items
    return Pane(
        spot=spot,
        contact=contact,
        src=spot.contact_src("inbox_pane", contact.id),
        here=here_of(spot, contact),
        bar=read_bar(spot.visit, contact, spot.stages) if spot.visit.stages_shown else None,
        details=tuple(_details(contact)),
        assignee=(standing.assignee.id, standing.assignee.user.name) if standing.assignee else None,
        team=_team(standing),
        tags=tuple(tag.name for tag in tags_of(contact)),
        activity=tuple(entries_of(spot.visit, recent, contact=contact, stages=spot.stages)),
        channel_icon=channel_icon(channel.kind) if channel else "",
        lead=_country(contact) or (channel.name if channel else ""),
    )


def _team(standing: Standing) -> str:
    if standing.assignee_id is not None or standing.team is None or standing.team.deleted_at is not None:
        return ""
    return standing.team.name


def _details(contact: Contact) -> Iterator[tuple[str, str, str]]:
    """Label, text and, where it can be called or written to, address of what is known."""
    if contact.phone:
        yield _("Phone"), _phone(contact.phone), f"tel:{contact.phone}"
    if contact.email:
        yield _("E-mail"), contact.email, f"mailto:{contact.email}"
    if language := _language(contact):
        yield _("Language"), language, ""
    if country := _country(contact):
        yield _("Country"), country, ""


def _phone(phone: str) -> str:
    try:
        return str(format_number(parse(phone), PhoneNumberFormat.INTERNATIONAL))
    except NumberParseException:
        return phone


def _language(contact: Contact) -> str:
    name = _words().languages.get(contact.language)
    return str(name).capitalize() if name else contact.language


def _country(contact: Contact) -> str:
    return str(_words().territories.get(contact.country_code) or contact.country_code)


def _words() -> Locale:
    return Locale.parse((translation.get_language() or "en").partition("-")[0])
