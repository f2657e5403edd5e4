"""What may be said to have happened in the inbox. Ids only: words that were written stand in the messages (E5)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from tappa.core.activity.facts import Fact, fact


@fact("channel.created", sentence=_("connected a channel"))
class ChannelCreated(Fact, frozen=True):
    """A channel was connected."""

    channel_id: int
    kind: str


@fact("channel.edited", sentence=_("changed a channel"))
class ChannelEdited(Fact, frozen=True):
    """A channel's name or settings became others."""

    channel_id: int
    name_before: str
    name: str


@fact("channel.removed", sentence=_("removed a channel"))
class ChannelRemoved(Fact, frozen=True):
    """A channel takes and carries nothing any more. What was written through it stays."""

    channel_id: int
    kind: str


@fact("conversation.opened", sentence=_("opened the conversation"))
class ConversationOpened(Fact, frozen=True):
    """A conversation began, by a message or by hand."""


@fact("conversation.woken", sentence=_("woke the snoozed conversation"))
class ConversationWoken(Fact, frozen=True):
    """A snoozed conversation is open again."""


@fact("conversation.closed", sentence=_("closed the conversation"))
class ConversationClosed(Fact, frozen=True):
    """A conversation ended."""

    category: str


@fact("conversation.snoozed", sentence=_("snoozed the conversation"))
class ConversationSnoozed(Fact, frozen=True):
    """A conversation sleeps until a time, or until the contact writes."""

    until: datetime


@fact("conversation.reopened", sentence=_("took the closing back"))
class ConversationReopened(Fact, frozen=True):
    """A closing was taken back: the conversation goes on as if it had not been closed."""


@fact("comment.added", sentence=_("commented"))
class CommentAdded(Fact, frozen=True):
    """The team said something to itself. `mentioned` are the members who were called."""

    comment_id: int
    mentioned: list[int]


@fact("contact.assigned", sentence=_("changed the assignee"))
class ContactAssigned(Fact, frozen=True):
    """The contact has another assignee, or none. The team is that of the assignee, or, where there is none, the one that
    it waits in for somebody to take it; older rows do not tell the former."""

    from_member_id: int | None
    member_id: int | None
    team_id: int | None
    from_team_id: int | None = None


@fact("message.received", sentence=_("wrote"))
class MessageReceived(Fact, frozen=True):
    """The contact wrote."""

    message_id: int
    channel_id: int


@fact("message.sent", sentence=_("answered"))
class MessageSent(Fact, frozen=True):
    """The workspace wrote. With `echo` it was sent elsewhere, and the channel told us."""

    message_id: int
    channel_id: int
    echo: bool


@fact("message.status_changed", sentence=_("heard how the message fared"))
class MessageStatusChanged(Fact, frozen=True):
    """An outgoing message was sent, delivered, read, or failed."""

    message_id: int
    status: str


@fact("contact.introduced", sentence=_("said who they are"))
class ContactIntroduced(Fact, frozen=True):
    """A visitor of a website chat told of themselves: which `fields`, "name" or "email".

    `email_is_taken`: another contact has that address. Nobody has shown that it is theirs, so both stay as they were.
    """

    channel_id: int
    fields: list[str]
    email_is_taken: bool


@fact("inbox.created", sentence=_("made an inbox"))
class InboxCreated(Fact, frozen=True):
    """A member made a custom inbox (I2). Its name is not told: it may be private."""

    inbox_id: int
    visibility: str


@fact("inbox.edited", sentence=_("changed an inbox"))
class InboxEdited(Fact, frozen=True):
    """Its maker changed it: which of its name, emoji, filter and audience."""

    inbox_id: int
    changes: list[str]
    visibility_before: str
    visibility: str
    version: int


@fact("inbox.deleted", sentence=_("deleted an inbox"))
class InboxDeleted(Fact, frozen=True):
    """A custom inbox is hidden from everybody. The conversations stay where they are."""

    inbox_id: int


@fact("inbox.restored", sentence=_("brought an inbox back"))
class InboxRestored(Fact, frozen=True):
    """A deleted inbox is there again."""

    inbox_id: int


@fact("inbox.handed_over", sentence=_("handed an inbox over to an owner"))
class InboxHandedOver(Fact, frozen=True):
    """Who made a shared inbox was removed, and an owner may edit it from now on."""

    inbox_id: int
    from_member_id: int
    to_member_id: int
