"""What open pages hear of what happened: ONE table, fact → names of the regions that it touches.

A page hears names, never what happened: it fetches the regions of these names again, from their ordinary addresses
and under its own permission.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tappa.core.accounts import facts as accounts
from tappa.core.activity.facts import Fact
from tappa.core.activity.tail import Told
from tappa.core.activity.whisper import Whisper
from tappa.core.contacts import facts as contacts
from tappa.core.inbox import facts as inbox
from tappa.core.lifecycle import facts as lifecycle

REFRESH: Final = "refresh"  # everything
OFFLINE: Final = "offline"  # nothing can be told just now
INBOX: Final = "inbox"  # the lists of conversations and their counts
CONTACTS: Final = "contacts"  # tables of contacts
INBOXES: Final = "inboxes"  # the custom inboxes, and who sees them
SEGMENTS: Final = "segments"  # the saved filters
DASHBOARD: Final = "dashboard"
LIFECYCLE: Final = "lifecycle"  # the stages, or whether they are shown
SETTINGS: Final = "settings"  # members, teams, channels, tokens, fields, tags, the workspace
THREAD: Final = "thread"  # a visitor's own messages
TYPING: Final = "typing"  # to a visitor: somebody answers


@dataclass(frozen=True, slots=True)
class Topic:
    """What one kind of fact touches. Where it is about a contact, `contact-<id>` is touched beside `lists`.

    `seats`: it may change who hears what. `is_thread`: a visitor of the website chat sees it. `ends_visit`: there is
    nothing more for them to see.
    """

    lists: tuple[str, ...] = ()
    seats: bool = False
    is_thread: bool = False
    ends_visit: bool = False


_ALL_LISTS: Final = (INBOX, CONTACTS, DASHBOARD)

# Every registered fact has its row: "nobody hears of it" is a decision too (tests/house).
TOPICS: Final[dict[type[Fact], Topic]] = {
    accounts.WorkspaceCreated: Topic(),
    accounts.WorkspaceEdited: Topic((SETTINGS,)),
    accounts.TeamCreated: Topic((SETTINGS,)),
    accounts.TeamRenamed: Topic((SETTINGS,)),
    accounts.TeamDeleted: Topic((SETTINGS,), seats=True),
    accounts.MemberAdded: Topic((SETTINGS,), seats=True),
    accounts.MemberChanged: Topic((SETTINGS,), seats=True),
    accounts.MemberRemoved: Topic((SETTINGS,), seats=True),
    accounts.MemberInvited: Topic((SETTINGS,)),
    accounts.InvitationSentAgain: Topic((SETTINGS,)),
    accounts.InvitationRevoked: Topic((SETTINGS,)),
    accounts.InvitationAccepted: Topic((SETTINGS,)),
    accounts.TokenCreated: Topic((SETTINGS,)),
    accounts.TokenRevoked: Topic((SETTINGS,)),
    lifecycle.StageAdded: Topic((LIFECYCLE,)),
    lifecycle.StageEdited: Topic((LIFECYCLE,)),
    lifecycle.StageConverted: Topic((LIFECYCLE,)),
    lifecycle.StagesReordered: Topic((LIFECYCLE,)),
    lifecycle.DefaultStageChanged: Topic((LIFECYCLE,)),
    lifecycle.WonStageChanged: Topic((LIFECYCLE,)),
    lifecycle.StageDeleted: Topic((LIFECYCLE,)),
    lifecycle.StageEmptied: Topic((LIFECYCLE,)),
    lifecycle.LifecycleShown: Topic((LIFECYCLE,)),
    lifecycle.StagesSettled: Topic((LIFECYCLE,)),
    contacts.ContactCreated: Topic((CONTACTS, DASHBOARD)),
    contacts.ContactEdited: Topic((INBOX, CONTACTS)),
    contacts.ContactMoved: Topic(_ALL_LISTS),
    contacts.ContactDeleted: Topic(_ALL_LISTS, ends_visit=True),
    contacts.ContactRestored: Topic(_ALL_LISTS),
    contacts.ContactErased: Topic((CONTACTS,)),
    contacts.ContactTagged: Topic((CONTACTS,)),
    contacts.ContactUntagged: Topic((CONTACTS,)),
    contacts.ContactBlocked: Topic((INBOX, CONTACTS)),
    contacts.ContactUnblocked: Topic((INBOX, CONTACTS)),
    contacts.BulkBegan: Topic((CONTACTS,)),
    contacts.BulkEnded: Topic((CONTACTS,)),
    contacts.FieldCreated: Topic((SETTINGS, CONTACTS)),
    contacts.FieldEdited: Topic((SETTINGS, CONTACTS)),
    contacts.FieldsReordered: Topic((SETTINGS, CONTACTS)),
    contacts.FieldDeleted: Topic((SETTINGS, CONTACTS)),
    contacts.TagCreated: Topic((SETTINGS,)),
    contacts.TagEdited: Topic((SETTINGS, CONTACTS)),
    contacts.TagDeleted: Topic((SETTINGS, CONTACTS)),
    contacts.SegmentCreated: Topic((SEGMENTS,)),
    contacts.SegmentEdited: Topic((SEGMENTS,)),
    contacts.SegmentsReordered: Topic((SEGMENTS,)),
    contacts.SegmentDeleted: Topic((SEGMENTS,)),
    inbox.ChannelCreated: Topic((SETTINGS,)),
    inbox.ChannelEdited: Topic((SETTINGS,)),
    inbox.ChannelRemoved: Topic((SETTINGS,)),
    inbox.ConversationOpened: Topic(_ALL_LISTS),
    inbox.ConversationWoken: Topic(_ALL_LISTS),
    inbox.ConversationSnoozed: Topic(_ALL_LISTS),
    inbox.ConversationClosed: Topic(_ALL_LISTS),
    inbox.ConversationReopened: Topic(_ALL_LISTS),
    inbox.CommentAdded: Topic((INBOX,)),
    inbox.ContactAssigned: Topic(_ALL_LISTS),
    inbox.MessageReceived: Topic((INBOX, CONTACTS), is_thread=True),
    inbox.MessageSent: Topic((INBOX, CONTACTS), is_thread=True),
    # The visitor's page is what reports on them: told of it, the page would fetch itself again for each report.
    inbox.MessageStatusChanged: Topic((INBOX,)),
    inbox.ContactIntroduced: Topic((INBOX, CONTACTS)),
    inbox.InboxCreated: Topic((INBOXES,)),
    inbox.InboxEdited: Topic((INBOXES,)),
    inbox.InboxDeleted: Topic((INBOXES,)),
    inbox.InboxRestored: Topic((INBOXES,)),
    inbox.InboxHandedOver: Topic((INBOXES,)),
}
# What a newer process wrote while this one still serves: better too much than nothing.
UNKNOWN: Final = Topic((*_ALL_LISTS, INBOXES, SEGMENTS, LIFECYCLE, SETTINGS), seats=True)
_BY_NAME: Final = {fact.NAME: topic for fact, topic in TOPICS.items()}


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing to tell the pages of a workspace.

    `contact_id`: only who may hear of this contact is told. `lost`: assignee and team who had it until now.
    `is_passing`: it is true at this moment only, and told to nobody who comes later.
    """

    workspace_id: int
    contact_id: int | None
    names: tuple[str, ...]
    lost: tuple[int | None, int | None] | None = None
    seats: bool = False
    is_thread: bool = False
    is_answering: bool = False
    is_passing: bool = False
    ends_visit: bool = False


def telling_of(event: Told) -> Telling:
    """What to tell of an event of the log."""
    topic = _BY_NAME.get(event.kind, UNKNOWN)
    names = topic.lists if event.contact_id is None else (f"contact-{event.contact_id}", *topic.lists)
    if event.kind == inbox.MessageStatusChanged.NAME and event.data.get("status") != "failed":
        names = names[:1]  # lists show that a message failed, not how far it has come
    return Telling(
        event.workspace_id,
        event.contact_id,
        names,
        lost=_lost(event.data) if event.kind == inbox.ContactAssigned.NAME else None,
        seats=topic.seats,
        is_thread=topic.is_thread,
        ends_visit=topic.ends_visit,
    )


def telling_of_whisper(said: Whisper) -> Telling:
    """What to tell of somebody who types: `typing-<contact>` of the contact, `answering-<contact>-<member>` of one of us."""
    if said.member_id is None:
        name = f"typing-{said.contact_id}"
    else:
        name = f"answering-{said.contact_id}-{said.member_id}"
    is_answering = said.member_id is not None
    return Telling(said.workspace_id, said.contact_id, (name,), is_answering=is_answering, is_passing=True)


def _lost(data: Mapping[str, int | None]) -> tuple[int | None, int | None]:
    return data.get("from_member_id"), data.get("from_team_id")
