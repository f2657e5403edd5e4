"""Nouns: Channel, ContactChannel, InboundPost, Conversation, Message, MessageStatus, Delivery; models_*.py hold more."""

from django.db import models
from django.db.models import Q

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.models import Contact
from tappa.core.inbox import models_chat, models_inbox, models_listed, models_tally, models_team  # noqa: F401
from tappa.core.inbox.rules import ConversationStatus, DeliveryState, Traffic
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.tenancy import WithinWorkspace, one_per_workspace


class Channel(models.Model):
    """A way by which contacts reach the workspace. `kind` names its folder in tappa/channels.

    `settings` holds what the kind needs and is no secret. The token is kept twice: as a fingerprint to recognise who
    posts to us, and sealed, because the same token goes out with what we post (kernel/secrets.py). `public_id` stands
    in the address of a website chat's page; other kinds have none.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="channels", db_index=False)
    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=100)
    settings = models.JSONField(default=dict)
    token_fingerprint = models.BinaryField(max_length=32, unique=True)
    token_sealed = models.BinaryField()
    public_id = models.CharField(max_length=12, null=True, unique=True)  # noqa: DJ001  unique where there is one
    created_at = models.DateTimeField(db_default=ClockTimestamp())
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [one_per_workspace("inbox_channel")]


class ContactChannel(models.Model):
    """What a contact is called on a channel. One person per external id and channel. `said_name` and `said_email` are
    what a visitor of a website chat says of themselves, unchecked; `introduced_at` is when they did, or chose not to.
    """

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="channels", db_constraint=False, db_index=False
    )
    channel = models.ForeignKey(
        Channel, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    external_id = models.CharField(max_length=50)
    last_message_at = models.DateTimeField(null=True)
    last_incoming_at = models.DateTimeField(null=True)
    said_name = models.CharField(max_length=255, blank=True, db_default="")
    said_email = models.CharField(max_length=254, blank=True, db_default="")
    introduced_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=ClockTimestamp())

    class Meta:
        constraints = [
            one_per_workspace("inbox_contactchannel"),
            models.UniqueConstraint(
                fields=["workspace", "channel", "external_id"], name="inbox_contactchannel_once"
            ),
            WithinWorkspace(
                column="contact_id",
                to="contacts.Contact",
                name="inbox_contactchannel_contact_within",
                on_delete_cascade=True,
            ),
            WithinWorkspace(
                column="channel_id", to="inbox.Channel", name="inbox_contactchannel_channel_within"
            ),
        ]
        indexes = [models.Index(fields=["workspace", "contact"], name="inbox_contactchannel_contact")]


class InboundPost(models.Model):
    """What a channel's provider posted, as it came, stored before it is understood: a parsing bug loses nothing.

    `failure` is empty once understood. Kept for a week (worker/schedule.py), then removed: it holds people's words.
    """

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    channel = models.ForeignKey(
        Channel, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    body = models.BinaryField()
    failure = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=1)
    next_attempt_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(db_default=ClockTimestamp())

    class Meta:
        constraints = [
            one_per_workspace("inbox_inboundpost"),
            WithinWorkspace(column="channel_id", to="inbox.Channel", name="inbox_inboundpost_channel_within"),
        ]
        indexes = [
            models.Index(fields=["received_at"], name="inbox_inboundpost_by_age"),
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(next_attempt_at__isnull=False),
                name="inbox_inboundpost_to_retry",
            ),
        ]


class Conversation(models.Model):
    """A stretch of interaction with a contact: open, snoozed or closed. At most one per contact is not closed.

    A closed conversation is not reopened: what comes next opens a new one. `waiting_since` is the first message that
    nobody has answered yet. `category` and `summary` are the closing note.
    """

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="conversations", db_constraint=False, db_index=False
    )
    status = models.CharField(max_length=7, default=ConversationStatus.OPEN)
    snoozed_until = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(db_default=ClockTimestamp())
    closed_at = models.DateTimeField(null=True)
    last_message_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)
    category = models.CharField(max_length=128, blank=True)
    summary = models.CharField(max_length=512, blank=True)

    class Meta:
        constraints = [
            one_per_workspace("inbox_conversation"),
            models.UniqueConstraint(
                fields=["workspace", "id", "contact"], name="inbox_conversation_of_contact"
            ),
            models.UniqueConstraint(
                fields=["workspace", "contact"],
                condition=~Q(status=ConversationStatus.CLOSED),
                name="inbox_conversation_one_unclosed",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in ConversationStatus]),
                name="inbox_conversation_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status=ConversationStatus.CLOSED, closed_at__isnull=False)
                | (~Q(status=ConversationStatus.CLOSED) & Q(closed_at=None)),
                name="inbox_conversation_closed_has_time",
            ),
            WithinWorkspace(
                column="contact_id",
                to="contacts.Contact",
                name="inbox_conversation_contact_within",
                on_delete_cascade=True,
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "contact", "-id"], name="inbox_conversation_by_contact"),
            models.Index(
                fields=["workspace", "status", "-last_message_at", "-id"],
                condition=~Q(status=ConversationStatus.CLOSED),
                name="inbox_conversation_unclosed",
            ),
            models.Index(
                fields=["snoozed_until"],
                condition=Q(status=ConversationStatus.SNOOZED),
                name="inbox_conversation_to_wake",
            ),
        ]


class Message(models.Model):
    """One message, in or out. `body` is as the API shows it ({"type": "text", "text": …}), `text` what is read of it.

    `channel_message_id` is the provider's id and unique within the channel: the same message told twice is stored
    once. `client_id` is made by who sends it from here, for the same reason. `happened_at` is the provider's time,
    `recorded_at` ours.
    """

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="messages", db_constraint=False, db_index=False
    )
    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="messages", db_constraint=False, db_index=False
    )
    channel = models.ForeignKey(
        Channel, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    traffic = models.CharField(max_length=8)
    channel_message_id = models.CharField(max_length=255, null=True)  # noqa: DJ001  unknown until sent
    client_id = models.UUIDField(null=True)
    body = models.JSONField()
    text = models.TextField(blank=True)
    by_kind = models.TextField()
    by_id = models.BigIntegerField(null=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=ClockTimestamp())

    class Meta:
        constraints = [
            one_per_workspace("inbox_message"),
            models.UniqueConstraint(
                fields=["workspace", "channel", "channel_message_id"],
                condition=Q(channel_message_id__isnull=False),
                name="inbox_message_once",
            ),
            models.UniqueConstraint(
                fields=["workspace", "client_id"],
                condition=Q(client_id__isnull=False),
                name="inbox_message_sent_once",
            ),
            models.CheckConstraint(
                condition=Q(traffic__in=[traffic.value for traffic in Traffic]),
                name="inbox_message_traffic_known",
            ),
            WithinWorkspace(
                column="conversation_id",
                to="inbox.Conversation",
                shared=("contact_id",),
                name="inbox_message_conversation_within",
                on_delete_cascade=True,
            ),
            WithinWorkspace(column="channel_id", to="inbox.Channel", name="inbox_message_channel_within"),
        ]
        indexes = [models.Index(fields=["workspace", "contact", "-id"], name="inbox_message_by_contact")]


class MessageStatus(models.Model):
    """A step in an outgoing message's way: pending, sent, delivered, read, or failed with the reason."""

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    message = models.ForeignKey(
        Message, models.CASCADE, related_name="statuses", db_constraint=False, db_index=False
    )
    value = models.CharField(max_length=9)
    reason = models.TextField(blank=True)
    happened_at = models.DateTimeField(db_default=ClockTimestamp())

    class Meta:
        constraints = [
            one_per_workspace("inbox_messagestatus"),
            WithinWorkspace(
                column="message_id",
                to="inbox.Message",
                name="inbox_messagestatus_message_within",
                on_delete_cascade=True,
            ),
        ]
        indexes = [models.Index(fields=["workspace", "message"], name="inbox_messagestatus_by_message")]


class Delivery(models.Model):
    """An outgoing message on its way to the provider: written with the message, worked off by the worker.

    One contact's deliveries go out in order: the head of the line holds back the rest. A worker leases a delivery
    until `leased_until`; one that dies lets the lease run out and another sends again, under the same message id.
    """

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    message = models.OneToOneField(Message, models.CASCADE, related_name="delivery", db_constraint=False)
    contact_id = models.BigIntegerField()
    state = models.CharField(max_length=7, default=DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(db_default=ClockTimestamp())
    leased_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_per_workspace("inbox_delivery"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DeliveryState]),
                name="inbox_delivery_state_known",
            ),
            WithinWorkspace(
                column="message_id",
                to="inbox.Message",
                name="inbox_delivery_message_within",
                on_delete_cascade=True,
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "contact_id", "id"],
                condition=Q(state=DeliveryState.QUEUED),
                name="inbox_delivery_line",
            ),
            models.Index(
                fields=["next_attempt_at"], condition=Q(state=DeliveryState.QUEUED), name="inbox_delivery_due"
            ),
        ]
