"""A contact's history read from the log: the thread between the messages (E2), and the Activity tab (E3).

In the order of the log, which is the order in which things became known: a provider's clock runs to the second, and
an answer to a message would otherwise stand before it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from tappa.core.activity.models import Event
from tappa.core.contacts.models import Contact
from tappa.core.inbox.facts import CommentAdded, MessageReceived, MessageSent
from tappa.core.inbox.timeline import CommentItem, SaidItem, TimelineItem
from tappa.core.inbox.timeline_items import MAKERS, item_of
from tappa.core.inbox.timeline_rows import fetch_rows

LIMIT: Final = 50
_IN_THREADS: Final = frozenset(fact.NAME for fact in MAKERS)
_IN_ACTIVITY: Final = _IN_THREADS - {MessageReceived.NAME, MessageSent.NAME, CommentAdded.NAME}


@dataclass(frozen=True, slots=True)
class Thread:
    """Items in the order of time, the newest last. `before` is where older ones begin, None when there are none."""

    items: list[TimelineItem]
    before: int | None


@dataclass(frozen=True, slots=True)
class Activity:
    """Items, the newest first. `before` is where older ones begin, None when there are none."""

    items: list[TimelineItem]
    before: int | None


def read_thread(contact: Contact, *, before: int | None = None, limit: int = LIMIT) -> Thread:
    """The last `limit` items of all conversations with the contact, or of those before an item's id.

    The contact is one that the member may see (contacts/queries.py, visible_contact).
    """
    items, further = _read(contact, _IN_THREADS, before, limit)
    return Thread(items[::-1], further)


def activity_of(
    contact: Contact,
    *,
    before: int | None = None,
    limit: int = LIMIT,
    kinds: Collection[str] = _IN_ACTIVITY,
) -> Activity:
    """What happened to the contact, newest first, without what was said. `kinds` are names of facts."""
    return Activity(*_read(contact, frozenset(kinds) & _IN_THREADS, before, limit))


def recent_activity(contact: Contact, thread: Thread, *, limit: int) -> Activity:
    """What activity_of answers, out of the contact's thread as it is now where that holds enough of it."""
    items: list[TimelineItem] = [
        item for item in reversed(thread.items) if not isinstance(item, SaidItem | CommentItem)
    ]
    if len(items) > limit:
        return Activity(items[:limit], items[limit - 1].id)
    if thread.before is None:
        return Activity(items, None)
    return activity_of(contact, limit=limit)


def _read(
    contact: Contact, kinds: Collection[str], before: int | None, limit: int
) -> tuple[list[TimelineItem], int | None]:
    """Items from the newest on, and the id that older ones come before."""
    told = Event.objects.filter(
        workspace_id=contact.workspace_id, contact_id=contact.id, kind__in=sorted(kinds)
    )
    if before is not None:
        told = told.filter(id__lt=before)
    events = list(told.order_by("-id")[: limit + 1])
    page = events[:limit]
    rows = fetch_rows(contact, page)
    items = [item for event in page if (item := item_of(event, rows)) is not None]
    return items, page[-1].id if len(events) > limit else None
