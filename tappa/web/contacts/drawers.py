"""The drawer of a contact, made ready to be shown."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from tappa.core.contacts.models import Contact
from tappa.core.contacts.queries import visible_contact
from tappa.core.inbox.models import ContactChannel, Conversation
from tappa.core.inbox.queries import addresses_of, conversations_of
from tappa.core.inbox.thread import activity_of
from tappa.web.contacts.asked import Asked, Tab
from tappa.web.contacts.pages import ActivityFragment, DrawerView, Mark, Month, Talk
from tappa.web.contacts.tables import marks_of
from tappa.web.contacts.world import country_name, language_name
from tappa.web.shell.formats import in_words, moment_and_clock
from tappa.web.shell.people import whole_name
from tappa.web.shell.visit import Visit
from tappa.web.stage.bar import read_bar
from tappa.web.stage.choices import Stages
from tappa.web.timeline.lines import Line, entries_of

TALKS: Final = 100


def drawer_view(visit: Visit, contact_id: int, asked: Asked, stages: Stages) -> DrawerView:
    """The drawer of a contact that this member may see. Raises NotFound."""
    contact = visible_contact(visit.member, contact_id)
    name = whole_name(contact)
    address = visit.url("contact", contact_id=contact.id)
    talks = list(conversations_of(contact)[:TALKS])
    marks = marks_of(visit)
    return DrawerView(
        contact=contact,
        name=name,
        about=_about(contact, name),
        mark=marks.get(contact.standing.last_channel_id or 0),
        stage=stages.by_id(contact.standing.stage_id),
        bar=read_bar(visit, contact, stages, name=name) if visit.stages_shown else None,
        asked=asked,
        address=address,
        close=visit.url("contacts") + asked.list_query(),
        src=visit.url("contact_drawer", contact_id=contact.id) + asked.drawer_query(),
        conversation=_address(visit, talks[0]) if talks else "",
        conversations=len(talks),
        activity=activity_view(visit, contact, stages) if asked.tab is Tab.ACTIVITY else None,
        details=_details(contact) if asked.tab is Tab.DETAILS else [],
        channels=_channels(contact, marks) if asked.tab is Tab.DETAILS else [],
        talks=[Talk(talk, _address(visit, talk)) for talk in talks] if asked.tab is Tab.CONVERSATIONS else [],
    )


def activity_view(
    visit: Visit, contact: Contact, stages: Stages, *, before: int | None = None
) -> ActivityFragment:
    """A stretch of what happened to the contact, by months (E3)."""
    activity = activity_of(contact, before=before)
    lines = entries_of(visit, activity.items, contact=contact, stages=stages)
    older = visit.url("contact_activity", contact_id=contact.id)
    return ActivityFragment(
        _months(lines), f"{older}?before={activity.before}" if activity.before is not None else ""
    )


def _months(lines: Sequence[Line]) -> list[Month]:
    return [Month(name, list(stretch)) for name, stretch in groupby(lines, key=_month)]


def _month(line: Line) -> str:
    date, today = timezone.localtime(line.at).date(), timezone.localdate()
    name = in_words(date, "LLLL" if date.year == today.year else "LLLL y")
    return name[:1].upper() + name[1:]


def _about(contact: Contact, name: str) -> str:
    """What stands below the name: the country, else an address that is not the name itself."""
    country = country_name(contact.country_code)
    return country or next((text for text in (contact.email, contact.phone) if text and text != name), "")


def _details(contact: Contact) -> list[tuple[str, str]]:
    assignee = contact.standing.assignee
    return [
        (_("First name"), contact.first_name),
        (_("Last name"), contact.last_name),
        (_("Phone"), contact.phone),
        (_("E-mail"), contact.email),
        (_("Language"), language_name(contact.language)),
        (_("Country"), country_name(contact.country_code)),
        (_("Assignee"), assignee.user.name if assignee else _("Nobody")),
        (_("Created"), moment_and_clock(contact.created_at)),
    ]


def _channels(contact: Contact, marks: dict[int, Mark]) -> list[tuple[Mark, ContactChannel]]:
    unknown = Mark("globe", "")
    return [(marks.get(address.channel_id, unknown), address) for address in addresses_of(contact)]


def _address(visit: Visit, conversation: Conversation) -> str:
    return visit.url("inbox_conversation", box="all", conversation_id=conversation.id)
