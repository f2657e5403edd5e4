"""A contact's history read from the log: the thread between the messages (E2), and the Activity tab (E3).

In the order of the log, which is the order in which things became known: a provider's clock runs to the second, and
an answer to a message would otherwise stand before it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from tappa.core.activity.models import Event
from tappa.core.contacts.models import Contact
from tappa.core.inbox.facts import CommentAdded, MessageReceived, MessageSent
from tappa.core.inbox.timeline import CommentItem, SaidItem, TimelineItem
from tappa.core.inbox.timeline_items import MAKERS, item_of
from tappa.core.inbox.timeline_known import NOTHING, EventRow, Known
from tappa.core.inbox.timeline_rows import fetch_rows
from tappa.kernel.fixed import Fixed

LIMIT: Final = 50
_END: Final = 2**63 - 1  # no item has a greater id
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


def read_thread(
    contact: Contact, *, before: int | None = None, limit: int = LIMIT, known: Known = NOTHING
) -> Thread:
    """The last `limit` items of all conversations with the contact, or of those before an item's id.

    The contact is one that the member may see (contacts/queries.py, visible_contact).
    """
    items, further = _read(contact, _IN_THREADS, before, limit, known)
    return Thread(items[::-1], further)


def end_of(contact: Contact, conversation_id: int) -> int | None:
    """The last item of an earlier conversation with the contact; None for the latest, which ends with the thread."""
    if conversation_id == contact.standing.conversation_id:
        return None
    told = _told(contact).filter(conversation_id=conversation_id)
    return told.order_by("-id").values_list("id", flat=True).first()


def further(contact: Contact, after: int, *, limit: int = LIMIT) -> tuple[bool, int | None]:
    """Whether there are items after this one, and which is the last of the next `limit`: None where these are all."""
    told = _told(contact).filter(id__gt=after)
    found = list(told.order_by("id").values_list("id", flat=True)[: limit + 1])
    return bool(found), found[limit - 1] if len(found) > limit else None


def activity_of(
    contact: Contact,
    *,
    before: int | None = None,
    limit: int = LIMIT,
    kinds: Collection[str] = _IN_ACTIVITY,
    known: Known = NOTHING,
) -> Activity:
    """What happened to the contact, newest first, without what was said. `kinds` are names of facts."""
    return Activity(*_read(contact, frozenset(kinds) & _IN_THREADS, before, limit, known))


def recent_activity(contact: Contact, thread: Thread, *, limit: int, known: Known = NOTHING) -> Activity:
    """What activity_of answers, out of the contact's thread as it is now where that holds enough of it."""
    items: list[TimelineItem] = [
        item for item in reversed(thread.items) if not isinstance(item, SaidItem | CommentItem)
    ]
    if len(items) > limit:
        return Activity(items[:limit], items[limit - 1].id)
    if thread.before is None:
        return Activity(items, None)
    return activity_of(contact, limit=limit, known=known)


def _read(
    contact: Contact, kinds: Collection[str], before: int | None, limit: int, known: Known
) -> tuple[list[TimelineItem], int | None]:
    """Items from the newest on, and the id that older ones come before."""
    rows = _newest(limit + 1).tuples(
        workspace_id=contact.workspace_id,
        contact_id=contact.id,
        kinds=sorted(kinds),
        before=_END if before is None else before,
    )
    events = list(map(EventRow._make, rows))
    page = events[:limit]
    named = fetch_rows(contact, page, known)
    items = [item for event in page if (item := item_of(event, named)) is not None]
    return items, page[-1].id if len(events) > limit else None


@lru_cache
def _newest(limit: int) -> Fixed[Event]:
    """So many events, the newest first."""
    return Fixed(
        lambda workspace_id, contact_id, kinds, before: (
            Event.objects.filter(
                workspace_id=workspace_id, contact_id=contact_id, kind__any_of=kinds, id__lt=before
            )
            .annotate(told=Cast("data", TextField()))
            .order_by("-id")
            .values_list(*EventRow._fields)[:limit]
        ),
        workspace_id=-1,
        contact_id=-2,
        kinds=["a kind"],
        before=-3,
    )


def _told(contact: Contact) -> QuerySet[Event]:
    """All that its thread tells."""
    return Event.objects.filter(
        workspace_id=contact.workspace_id, contact_id=contact.id, kind__any_of=sorted(_IN_THREADS)
    )
