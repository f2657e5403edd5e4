"""The drawer of a contact, made ready to be shown."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from django.utils import timezone

from tappa.core.accounts.models import Team
from tappa.core.accounts.queries import teams_of
from tappa.core.contacts.models import Contact, Standing
from tappa.core.contacts.queries import visible_contact
from tappa.core.contacts.tags import tags_in, tags_of
from tappa.core.inbox.models import Conversation
from tappa.core.inbox.queries import all_addresses_of, conversations_of
from tappa.core.inbox.thread import activity_of
from tappa.web.contacts.addresses import query_of
from tappa.web.contacts.asked import Asked, Tab
from tappa.web.contacts.drawer_pages import ActivityFragment, Details, DrawerView, KindLink, Mark, Month, Talk
from tappa.web.contacts.fielding import detail_fields
from tappa.web.contacts.kinds import LABELS, facts_of, shown_kinds
from tappa.web.contacts.tables import marks_of
from tappa.web.contacts.world import country_name
from tappa.web.shell.formats import in_words
from tappa.web.shell.mates import Mate, mates_of
from tappa.web.shell.people import whole_name
from tappa.web.shell.visit import Visit
from tappa.web.stage.bar import read_bar
from tappa.web.stage.choices import Stages
from tappa.web.timeline.lines import Line, entries_of

TALKS: Final = 100
OFFERED: Final = 500  # tags that are suggested as one types


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
        activity=activity_view(visit, contact, stages, asked) if asked.tab is Tab.ACTIVITY else None,
        details=_details(visit, contact, marks, asked) if asked.tab is Tab.DETAILS else None,
        talks=[Talk(talk, _address(visit, talk)) for talk in talks] if asked.tab is Tab.CONVERSATIONS else [],
    )


def activity_view(
    visit: Visit, contact: Contact, stages: Stages, asked: Asked, *, before: int | None = None
) -> ActivityFragment:
    """A stretch of what happened to the contact, by months (E3)."""
    activity = activity_of(contact, before=before, kinds=facts_of(asked.show))
    lines = entries_of(visit, activity.items, contact=contact, stages=stages)
    older = visit.url("contact_activity", contact_id=contact.id)
    query = query_of([("before", activity.before), ("show", asked.show_word)])
    return ActivityFragment(
        months_of(lines),
        _kinds(visit, contact, asked) if before is None else [],
        older + query if activity.before is not None else "",
    )


def _kinds(visit: Visit, contact: Contact, asked: Asked) -> list[KindLink]:
    address = visit.url("contact", contact_id=contact.id)
    return [
        KindLink(str(LABELS[show]), address + asked.drawer_query(Tab.ACTIVITY, show), show is asked.show)
        for show in shown_kinds(visit)
    ]


def months_of(lines: Sequence[Line]) -> list[Month]:
    """The lines by the months in which they happened."""
    return [Month(name, list(stretch)) for name, stretch in groupby(lines, key=_month)]


def _month(line: Line) -> str:
    date, today = timezone.localtime(line.at).date(), timezone.localdate()
    name = in_words(date, "LLLL" if date.year == today.year else "LLLL y")
    return name[:1].upper() + name[1:]


def _about(contact: Contact, name: str) -> str:
    """What stands below the name: the country, else an address that is not the name itself."""
    country = country_name(contact.country_code)
    return country or next((text for text in (contact.email, contact.phone) if text and text != name), "")


def _details(visit: Visit, contact: Contact, marks: dict[int, Mark], asked: Asked) -> Details:
    back = visit.url("contact", contact_id=contact.id) + asked.drawer_query(Tab.DETAILS)
    mates, teams = mates_of(visit), tuple(teams_of(visit.workspace.id))
    return details_view(visit, contact, marks, mates=mates, teams=teams, back=back)


def details_view(
    visit: Visit,
    contact: Contact,
    marks: dict[int, Mark],
    *,
    mates: tuple[Mate, ...],
    teams: tuple[Team, ...],
    back: str,
) -> Details:
    """What is known of the contact, to be changed in place on the page `back`; `mates` and `teams` are who can be given it."""
    unknown = Mark("globe", "")
    return Details(
        back=back,
        fields=detail_fields(contact),
        tags=tags_of(contact),
        known_tags=list(tags_in(visit.workspace.id)[:OFFERED]),
        mates=mates,
        teams=teams,
        team=_waits_in(contact.standing),
        channels=[(marks.get(address.channel_id, unknown), address) for address in all_addresses_of(contact)],
    )


def _waits_in(standing: Standing) -> Team | None:
    team = standing.team if standing.assignee_id is None else None
    return None if team is None or team.deleted_at is not None else team


def _address(visit: Visit, conversation: Conversation) -> str:
    return visit.url("inbox_conversation", box="all", conversation_id=conversation.id)
