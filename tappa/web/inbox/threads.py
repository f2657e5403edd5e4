"""Building the thread, its head and its composer from what the core answers."""

from typing import Final

from tappa.channels.registry import carries
from tappa.core.contacts.models import Contact
from tappa.core.inbox.queries import unclosed_conversation
from tappa.core.inbox.reading import channels_to, drafts_of, first_unread
from tappa.core.inbox.rules import ConversationStatus
from tappa.core.inbox.thread import Thread as ReadThread
from tappa.core.inbox.thread import read_thread
from tappa.core.inbox.timeline import TimelineItem
from tappa.web.inbox.naps import naps_of, wall_clock
from tappa.web.inbox.pieces import pieces_of
from tappa.web.inbox.spot import Spot
from tappa.web.inbox.thread_pages import Composer, Flow, Head, Older, Piece, Thread
from tappa.web.shell.people import whole_name

READS: Final = (
    10  # pages of the log that a thread fetches again at once, for a person who has scrolled far up
)


def thread_of(spot: Spot, contact: Contact, read: ReadThread, *, is_older: bool = False) -> Thread:
    """The middle pane, of the items that were read. `is_older`: the thread as it stood before an item, without a script."""
    unread = None if is_older else first_unread(contact, member=spot.visit.member)
    since = read.items[0].id if read.items else None
    return _thread(spot, contact, read.items, read.before, since=since, unread=unread)


def thread_again(spot: Spot, contact: Contact, *, since: int | None, unread: int | None) -> Thread:
    """The same from the item `since` on. The mark of what is unread stays where it was."""
    items, older = _items(contact, since)
    return _thread(spot, contact, items, older, since=since, unread=unread)


def _thread(
    spot: Spot,
    contact: Contact,
    items: list[TimelineItem],
    older: int | None,
    *,
    since: int | None,
    unread: int | None,
) -> Thread:
    return Thread(
        contact,
        whole_name(contact),
        spot.contact_src("inbox_thread", contact.id, since=since, unread=unread),
        head_of(spot, contact),
        _older(spot, contact, (), older),
        Flow(contact, pieces_of(spot, items, contact=contact, unread=unread)),
        composer_of(spot, contact),
    )


def older_of(spot: Spot, contact: Contact, *, before: int) -> Older:
    """The items above."""
    read = read_thread(contact, before=before)
    return _older(spot, contact, pieces_of(spot, read.items, contact=contact), read.before)


def _older(spot: Spot, contact: Contact, pieces: tuple[Piece, ...], before: int | None) -> Older:
    if before is None:
        return Older(contact, pieces, "", "")
    here = here_of(spot, contact)
    return Older(
        contact,
        pieces,
        spot.contact_src("inbox_older", contact.id, before=before),
        f"{here}{'&' if '?' in here else '?'}before={before}",
    )


def _items(contact: Contact, since: int | None) -> tuple[list[TimelineItem], int | None]:
    """The items from `since` on, or a page of them, and the id that older ones come before."""
    read = read_thread(contact)
    items, older = read.items, read.before
    for _page in range(READS):
        if since is None or older is None or older <= since:
            break
        read = read_thread(contact, before=older)
        items, older = [*read.items, *items], read.before
    return [item for item in items if since is None or item.id >= since], older


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


def composer_of(spot: Spot, contact: Contact) -> Composer:
    """Where one writes."""
    channels = tuple(channel for channel in channels_to(contact) if carries(channel.kind, "text"))
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
