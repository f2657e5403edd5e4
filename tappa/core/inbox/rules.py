"""What a conversation, a message and a delivery may be: plain decisions, no database."""

from enum import StrEnum
from typing import Final

CATEGORY_LIMIT: Final = 128
SUMMARY_LIMIT: Final = 512
COMMENT_LIMIT: Final = 4000
DRAFT_LIMIT: Final = 10_000  # as long as a message may be
PREVIEW_LIMIT: Final = 200  # characters of a last message that lists show
UNREAD_LIMIT: Final = 99  # more are told as this and one more, which pages show as "99+"
SNOOZE_DAYS: Final = 366
REOPEN_SECONDS: Final = 600  # for so long a closing can be taken back
RAW_POST_DAYS: Final = 7  # how long an inbound post is kept as it came
WEBSITE_CHAT: Final = (
    "webchat"  # the kind of channel that has a page of its own, and that every workspace begins with
)


class ConversationStatus(StrEnum):
    """Where a conversation is."""

    OPEN = "open"
    SNOOZED = "snoozed"
    CLOSED = "closed"


class Writing(StrEnum):
    """What a member writes: to the contact, or to the team."""

    REPLY = "reply"
    COMMENT = "comment"


class Traffic(StrEnum):
    """The direction of a message, seen from the workspace."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"


class DeliveryState(StrEnum):
    """Where an outgoing message is on its way to the provider."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class Status(StrEnum):
    """The steps of an outgoing message, as the API names them."""

    PENDING = "pending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


class ContactIdKind(StrEnum):
    """What a channel calls people by: their phone in E.164, or an id of the provider's own."""

    PHONE = "phone"
    CUSTOM = "custom"


# After how many seconds an inbound post that could not be understood is tried again, by attempt; then it rests.
POST_RETRY_SECONDS: Final = (2, 10, 60, 600, 3600, 6 * 3600, 24 * 3600)
