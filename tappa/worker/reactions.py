"""What follows from what happened: ONE table, read by following the log.

A consequence gets the events of its fact in the log's order, inside the transaction that moves the reader's place: it
runs at least once for each, after the happening is certain. What takes long or leaves the house belongs into a queue
of its own (deliveries), which the consequence fills.
"""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Final

from tappa.core.accounts import facts as accounts
from tappa.core.activity.facts import Fact
from tappa.core.activity.models import Event
from tappa.core.activity.reader import follow
from tappa.core.contacts import facts as contacts
from tappa.core.inbox import facts as inbox
from tappa.core.lifecycle import facts as lifecycle

Consequence = Callable[[Sequence[Event]], None]

READER: Final = "reactions"
IDLE_SECONDS: Final = 0.25
PASSING_SECONDS: Final = 30.0  # as long as nothing follows from anything: it only keeps up with the log

# Every registered fact has its row: "nothing follows" is a decision too (tests/house).
REACTIONS: Final[dict[type[Fact], tuple[Consequence, ...]]] = {
    accounts.WorkspaceCreated: (),
    accounts.WorkspaceEdited: (),
    accounts.TeamCreated: (),
    accounts.TeamRenamed: (),
    accounts.TeamDeleted: (),
    accounts.MemberAdded: (),
    accounts.MemberChanged: (),
    accounts.MemberRemoved: (),
    accounts.MemberInvited: (),
    accounts.InvitationSentAgain: (),
    accounts.InvitationRevoked: (),
    accounts.InvitationAccepted: (),
    accounts.TokenCreated: (),
    accounts.TokenRevoked: (),
    lifecycle.StageAdded: (),
    lifecycle.StageEdited: (),
    lifecycle.StageConverted: (),
    lifecycle.StagesReordered: (),
    lifecycle.DefaultStageChanged: (),
    lifecycle.WonStageChanged: (),
    lifecycle.StageDeleted: (),
    lifecycle.StageEmptied: (),
    lifecycle.LifecycleShown: (),
    lifecycle.StagesSettled: (),
    contacts.ContactCreated: (),
    contacts.ContactEdited: (),
    contacts.ContactMoved: (),
    contacts.ContactDeleted: (),
    contacts.ContactRestored: (),
    contacts.ContactErased: (),
    contacts.ContactTagged: (),
    contacts.ContactUntagged: (),
    contacts.ContactBlocked: (),
    contacts.ContactUnblocked: (),
    contacts.BulkBegan: (),
    contacts.BulkEnded: (),
    contacts.FieldCreated: (),
    contacts.FieldEdited: (),
    contacts.FieldsReordered: (),
    contacts.FieldDeleted: (),
    contacts.TagCreated: (),
    contacts.TagEdited: (),
    contacts.TagDeleted: (),
    contacts.SegmentCreated: (),
    contacts.SegmentEdited: (),
    contacts.SegmentsReordered: (),
    contacts.SegmentDeleted: (),
    inbox.ChannelCreated: (),
    inbox.ChannelEdited: (),
    inbox.ChannelRemoved: (),
    inbox.ConversationOpened: (),
    inbox.ConversationWoken: (),
    inbox.ConversationClosed: (),
    inbox.ConversationSnoozed: (),
    inbox.ConversationReopened: (),
    inbox.CommentAdded: (),
    inbox.ContactAssigned: (),
    inbox.ContactIntroduced: (),
    inbox.MessageReceived: (),
    inbox.MessageSent: (),
    inbox.MessageStatusChanged: (),
    inbox.InboxCreated: (),
    inbox.InboxEdited: (),
    inbox.InboxDeleted: (),
    inbox.InboxRestored: (),
    inbox.InboxHandedOver: (),
}
_BY_NAME: Final = {fact.NAME: consequences for fact, consequences in REACTIONS.items() if consequences}


def turn() -> float:
    """Act upon the next events. Returns the seconds until the next turn."""
    if follow(READER, react, kinds=_BY_NAME):
        return 0
    return IDLE_SECONDS if _BY_NAME else PASSING_SECONDS


def keep_up() -> None:
    """Pass by what was written since, as long as nothing follows from it: a version that makes something follow begins at
    its own time. What does follow waits for the next worker: many consequences would hold up the stop."""
    if not _BY_NAME:
        turn()


def react(events: Sequence[Event]) -> None:
    """Run the consequences of a stretch of the log, neighbours of one fact together."""
    for name, stretch in groupby(events, key=lambda event: event.kind):
        same = list(stretch)
        for consequence in _BY_NAME.get(name, ()):
            consequence(same)
