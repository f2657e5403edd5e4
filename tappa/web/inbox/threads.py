"""Building the thread, its head and its composer from what the core answers."""

from dataclasses import dataclass, replace
from typing import Final, Self

from django.http import QueryDict

from tappa.channels.registry import carries
from tappa.core.contacts.models import Contact
from tappa.core.inbox.queries import unclosed_conversation
from tappa.core.inbox.reading import drafts_of, first_unread
from tappa.core.inbox.rules import ConversationStatus
from tappa.core.inbox.thread import LIMIT, further, read_thread
from tappa.core.inbox.thread import Thread as ReadThread
from tappa.core.inbox.timeline import TimelineItem
from tappa.core.inbox.timeline_known import NOTHING, Known
from tappa.core.inbox.ways import open_ways
from tappa.web.inbox.given import whole_number
from tappa.web.inbox.naps import naps_of, wall_clock
from tappa.web.inbox.pieces import pieces_of
from tappa.web.inbox.spot import Spot
from tappa.web.inbox.subject import Subject
from tappa.web.inbox.thread_pages import Composer, Flow, Head, Newer, Older, Piece, Thread
from tappa.web.shell.people import whole_name

READS: Final = (
    10  # pages of the log that a thread fetches again at once, for a person who has scrolled far up
)


@dataclass(frozen=True, slots=True)
class Span:
    """What of a thread is shown: from the item `since` to the item `until`, None for the newest; and what is `unread`, whose
    mark stays where it was. The thread's address says so: what one reads is still there when it is fetched again."""

    since: int | None
    until: int | None
    unread: int | None = None

    @classmethod
    def of(cls, given: QueryDict) -> Self:
        """What an address asks for."""
        return cls(*(whole_number(given.get(name)) for name in ("since", "until", "unread")))

    def src(self, spot: Spot, contact: Contact) -> str:
        """Where the thread is fetched with it."""
        return spot.contact_src(
            "inbox_thread", contact.id, since=self.since, until=self.until, unread=self.unread
        )


def read_until(contact: Contact, until: int | None, known: Known = NOTHING) -> ReadThread:
    """The items up to this one, or the newest."""
    return read_thread(contact, before=None if until is None else until + 1, known=known)


def thread_of(subject: Subject, read: ReadThread, *, until: int | None = None) -> Thread:
    """The middle pane, of the items that were read, of which `until` is the last, None for the newest."""
    unread = None if until else first_unread(subject.contact, member=subject.spot.visit.member)
    since = read.items[0].id if read.items else None
    return _thread(subject, read.items, read.before, Span(since, until, unread))


def thread_again(subject: Subject, span: Span) -> Thread:
    """The same, of the items of this span."""
    items, older = _items(subject.contact, span, subject.known)
    return _thread(subject, items, older, span)


def _thread(subject: Subject, items: list[TimelineItem], older: int | None, span: Span) -> Thread:
    spot, contact = subject.spot, subject.contact
    newer = _newer(spot, contact, items, span)
    if newer is None:
        span = replace(span, until=None)  # from now on it goes on with what comes
    return Thread(
        contact,
        whole_name(contact),
        span.src(spot, contact),
        head_of(spot, contact),
        _older(spot, contact, (), older),
        Flow(contact, pieces_of(spot, items, contact=contact, unread=span.unread)),
        newer,
        composer_of(subject),
    )


def older_of(spot: Spot, contact: Contact, *, before: int) -> Older:
    """The items above."""
    known = Known(standing=contact.standing, stages=spot.open_stages)
    read = read_thread(contact, before=before, known=known)
    return _older(spot, contact, pieces_of(spot, read.items, contact=contact), read.before)


def _older(spot: Spot, contact: Contact, pieces: tuple[Piece, ...], before: int | None) -> Older:
    if before is None:
        return Older(contact, pieces, "", "")
    older = spot.contact_src("inbox_older", contact.id, before=before)
    return Older(contact, pieces, older, _here_with(spot, contact, f"before={before}"))


def _newer(spot: Spot, contact: Contact, items: list[TimelineItem], span: Span) -> Newer | None:
    if span.until is None:
        return None
    is_more, until = further(contact, span.until)
    if not is_more:
        return None
    conversation = contact.standing.conversation_id
    return Newer(
        src=replace(span, until=until).src(spot, contact) if len(items) <= LIMIT * (READS - 1) else "",
        href=_here_with(spot, contact, f"after={span.until}"),
        down=here_of(spot, contact),
        down_src=spot.panes_src(conversation) if conversation else "",
    )


def _here_with(spot: Spot, contact: Contact, asked: str) -> str:
    here = here_of(spot, contact)
    return f"{here}{'&' if '?' in here else '?'}{asked}"


def _items(contact: Contact, span: Span, known: Known) -> tuple[list[TimelineItem], int | None]:
    """The items of a span, or a page of them where it has no beginning, and the id that older ones come before."""
    since = span.since
    read = read_until(contact, span.until, known)
    items, older = read.items, read.before
    for _page in range(READS):
        if since is None or older is None or older <= since:
            break
        read = read_thread(contact, before=older, known=known)
        items, older = [*read.items, *items], read.before
    kept = [item for item in items if since is None or item.id >= since]
    return kept, since if len(kept) < len(items) else older


def head_of(spot: Spot, contact: Contact) -> Head:
    """Who it is, and what can be done."""
    standing = contact.standing
    conversation = None
    if standing.conversation_status == ConversationStatus.SNOOZED:
        conversation = unclosed_conversation(contact)
    return Head(
        spot=spot,
        contact=contact,
        here=here_of(spot, contact),
        stage=spot.stages.by_id(standing.stage_id),
        status=standing.conversation_status,
        snoozed_until=conversation.snoozed_until if conversation else None,
        mates=spot.mates,
        teams=spot.teams,
        naps=naps_of(spot.visit.zone),
        earliest=wall_clock(spot.visit.zone),
    )


def composer_of(subject: Subject) -> Composer:
    """Where one writes."""
    spot, contact = subject.spot, subject.contact
    channels = tuple(way for way in open_ways(contact, subject.ways) if carries(way.kind, "text"))
    return Composer(
        contact=contact,
        here=here_of(spot, contact),
        shelf=f"draft-{spot.visit.member.id}-{contact.id}",
        begun=drafts_of(contact, member=spot.visit.member),
        channels=channels,
    )


def here_of(spot: Spot, contact: Contact) -> str:
    """The page with this contact's conversation, where a form without a script comes back to."""
    conversation = contact.standing.conversation_id
    return spot.href(conversation) if conversation else spot.list_href
