"""Building the contact pane from what the core answers: the parts of the drawer of Contacts, beside the thread (I4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from django.http import QueryDict

from tappa.core.contacts.models import Contact
from tappa.core.inbox.thread import LIMIT, Thread, activity_of, recent_activity
from tappa.core.inbox.timeline import TimelineItem
from tappa.web.contacts.drawer_pages import ActivityFragment, KindLink, Talk
from tappa.web.contacts.drawers import details_view, months_of
from tappa.web.contacts.kinds import LABELS, Show, facts_of, shown_kinds
from tappa.web.contacts.world import country_name
from tappa.web.inbox.given import whole_number
from tappa.web.inbox.pane_pages import Pane
from tappa.web.inbox.spot import Spot
from tappa.web.inbox.subject import TALKS, Subject
from tappa.web.inbox.threads import here_of
from tappa.web.shell.marks import channel_icon
from tappa.web.stage.bar import StageBar, read_bar
from tappa.web.timeline.lines import entries_of

ENTRIES: Final = 5  # of the activity at first


@dataclass(frozen=True, slots=True)
class Reach:
    """How much of the activity the pane shows, and of which kind. Its address says so: what has been asked for is still
    there when the pane is fetched again."""

    show: Show = Show.ALL
    entries: int = ENTRIES

    @classmethod
    def of(cls, given: QueryDict) -> Self:
        """What an address asks for."""
        show = given.get("show", "")
        entries = min(whole_number(given.get("entries")) or ENTRIES, LIMIT)
        return cls(Show(show) if show in set(Show) else Show.ALL, entries)

    def src(self, spot: Spot, contact: Contact) -> str:
        """Where the pane is fetched with it."""
        show = "" if self.show is Show.ALL else self.show.value
        entries = "" if self.entries == ENTRIES else self.entries
        return spot.contact_src("inbox_pane", contact.id, show=show, entries=entries)


def pane_of(subject: Subject, *, reach: Reach | None = None, thread: Thread | None = None) -> Pane:
    """The contact beside the thread, whose items need not be read twice where it is there and all kinds are shown."""
    spot, contact = subject.spot, subject.contact
    reach = reach or Reach()
    channel = next((way for way in subject.ways if way.id == contact.standing.last_channel_id), None)
    talks = [talk for talk in subject.latest if talk.id != contact.standing.conversation_id]
    if thread is not None and reach.show is Show.ALL:
        read = recent_activity(contact, thread, limit=reach.entries, known=subject.known)
    else:
        kinds = facts_of(reach.show)
        read = activity_of(contact, limit=reach.entries, kinds=kinds, known=subject.known)
    country = country_name(contact.country_code)
    return Pane(
        spot=spot,
        contact=contact,
        src=reach.src(spot, contact),
        bar=_bar(subject),
        details=details_view(
            contact, subject.ways, mates=spot.mates, teams=spot.teams, back=here_of(spot, contact)
        ),
        talks=[Talk(talk, spot.href(talk.id)) for talk in talks[:TALKS]],
        has_more_talks=len(talks) > TALKS,
        activity=_activity(spot, contact, reach, read.items),
        has_older=read.before is not None,
        longer=Reach(reach.show, LIMIT).src(spot, contact) if reach.entries < LIMIT else "",
        channel_icon=channel_icon(channel.kind) if channel else "",
        lead=country or (channel.name if channel else ""),
    )


def _bar(subject: Subject) -> StageBar | None:
    spot = subject.spot
    if not spot.visit.stages_shown:
        return None
    return read_bar(spot.visit, subject.contact, spot.stages, journey=subject.journey)


def _activity(spot: Spot, contact: Contact, reach: Reach, items: Sequence[TimelineItem]) -> ActivityFragment:
    lines = entries_of(spot.visit, items, contact=contact, stages=spot.stages)
    kinds = [_kind(spot, contact, show, is_current=show is reach.show) for show in shown_kinds(spot.visit)]
    return ActivityFragment(months_of(lines), kinds)


def _kind(spot: Spot, contact: Contact, show: Show, *, is_current: bool) -> KindLink:
    address = f"{spot.visit.url('contact', contact_id=contact.id)}?tab=activity&show={show}"
    return KindLink(str(LABELS[show]), address, is_current, Reach(show).src(spot, contact))
