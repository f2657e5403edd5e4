"""The drawer of a contact, made ready to be shown."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from tappa.core.accounts.holders import holders_of
from tappa.core.contacts.models import Contact, Standing
from tappa.core.contacts.queries import visible_contact
from tappa.core.contacts.tags import offered_tags
from tappa.core.inbox.models import Conversation
from tappa.core.inbox.queries import conversations_of
from tappa.core.inbox.thread import activity_of
from tappa.core.inbox.ways import Way, known_on, ways_to
from tappa.web.contacts.addresses import query_of
from tappa.web.contacts.asked import Asked, Tab
from tappa.web.contacts.drawer_pages import ActivityFragment, Details, DrawerView, KindLink, Mark, Month, Talk
from tappa.web.contacts.fielding import detail_fields
from tappa.web.contacts.kinds import LABELS, facts_of, shown_kinds
from tappa.web.contacts.world import country_name
from tappa.web.shell.formats import in_words, local
from tappa.web.shell.marks import channel_icon
from tappa.web.shell.mates import Crew, Mate, crews_among, mates_among
from tappa.web.shell.people import whole_name
from tappa.web.shell.reader import reader
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
    ways = ways_to(contact)
    return DrawerView(
        contact=contact,
        name=name,
        about=_about(contact, name),
        mark=next((_mark(way) for way in ways if way.id == contact.standing.last_channel_id), None),
        stage=stages.by_id(contact.standing.stage_id),
        bar=read_bar(visit, contact, stages, name=name) if visit.stages_shown else None,
        asked=asked,
        address=address,
        close=visit.url("contacts") + asked.list_query(),
        src=visit.url("contact_drawer", contact_id=contact.id) + asked.drawer_query(),
        conversation=_address(visit, talks[0]) if talks else "",
        conversations=len(talks),
        activity=activity_view(visit, contact, stages, asked) if asked.tab is Tab.ACTIVITY else None,
        details=_details(visit, contact, ways, asked) if asked.tab is Tab.DETAILS else None,
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
    date, today = local(line.at).date(), reader().today
    name = in_words(date, "LLLL" if date.year == today.year else "LLLL y")
    return name[:1].upper() + name[1:]


def _about(contact: Contact, name: str) -> str:
    """What stands below the name: the country, else an address that is not the name itself."""
    country = country_name(contact.country_code)
    return country or next((text for text in (contact.email, contact.phone) if text and text != name), "")


def _details(visit: Visit, contact: Contact, ways: Sequence[Way], asked: Asked) -> Details:
    back = visit.url("contact", contact_id=contact.id) + asked.drawer_query(Tab.DETAILS)
    holders = holders_of(visit.workspace.id)
    mates, teams = mates_among(visit, holders), crews_among(holders)
    return details_view(contact, ways, mates=mates, teams=teams, back=back)


def details_view(
    contact: Contact,
    ways: Sequence[Way],
    *,
    mates: tuple[Mate, ...],
    teams: tuple[Crew, ...],
    back: str,
) -> Details:
    """What is known of the contact, to be changed in place on the page `back`; `mates` and `teams` are who can be given it."""
    tags, known_tags = offered_tags(contact)
    return Details(
        back=back,
        fields=detail_fields(contact),
        tags=tags,
        known_tags=known_tags,
        mates=mates,
        teams=teams,
        team=_waits_in(contact.standing, teams),
        channels=[_mark(way) for way in known_on(ways)],
    )


def _waits_in(standing: Standing, teams: tuple[Crew, ...]) -> Crew | None:
    if standing.assignee_id is not None:
        return None
    return next((team for team in teams if team.id == standing.team_id), None)


def _mark(way: Way) -> Mark:
    return Mark(channel_icon(way.kind), way.name)


def _address(visit: Visit, conversation: Conversation) -> str:
    return visit.url("inbox_conversation", box="all", conversation_id=conversation.id)
