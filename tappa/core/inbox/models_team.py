"""Nouns that only the team sees: Comment, ConversationRead, and Draft, which only its writer sees."""

from django.db import models
from django.db.models import Q

from tappa.core.accounts.models import Member, Workspace
from tappa.core.contacts.models import Contact
from tappa.core.inbox.rules import Writing
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.tenancy import WithinWorkspace, one_per_workspace


class Comment(models.Model):
    """What the team says to itself about a contact. Never sent to the contact (E2).

    It stands in the conversation of its time, or in none when there was none. Whom it mentions: contacts.Mention.
    `client_id` is made by who writes it, as a message's is.
    """

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="comments", db_constraint=False, db_index=False
    )
    conversation_id = models.BigIntegerField(null=True)
    client_id = models.UUIDField(null=True)
    text = models.TextField()
    by_kind = models.TextField()
    by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=ClockTimestamp())

    class Meta:
        constraints = [
            one_per_workspace("inbox_comment"),
            models.UniqueConstraint(
                fields=["workspace", "client_id"],
                condition=Q(client_id__isnull=False),
                name="inbox_comment_written_once",
            ),
            WithinWorkspace(
                column="contact_id",
                to="contacts.Contact",
                name="inbox_comment_contact_within",
                on_delete_cascade=True,
            ),
        ]
        indexes = [models.Index(fields=["workspace", "contact", "-id"], name="inbox_comment_by_contact")]


class ConversationRead(models.Model):
    """How far a member has read a conversation: up to this message. `last_message_id` is a plain id. `is_unread`: they
    put it aside as unread, whatever they have read."""

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    conversation = models.ForeignKey(
        "inbox.Conversation", models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(Member, models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    last_message_id = models.BigIntegerField()
    is_unread = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            one_per_workspace("inbox_conversationread"),
            models.UniqueConstraint(
                fields=["workspace", "conversation", "member"], name="inbox_conversationread_once"
            ),
            WithinWorkspace(
                column="conversation_id",
                to="inbox.Conversation",
                name="inbox_conversationread_conversation_within",
                on_delete_cascade=True,
            ),
            WithinWorkspace(
                column="member_id",
                to="accounts.Member",
                name="inbox_conversationread_member_within",
                on_delete_cascade=True,
            ),
        ]


class Draft(models.Model):
    """What a member has begun to write to or about a contact: one of each kind. Gone once it is sent."""

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(Member, models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    kind = models.CharField(max_length=7)
    text = models.TextField()
    written_at = models.DateTimeField(db_default=ClockTimestamp())

    class Meta:
        constraints = [
            one_per_workspace("inbox_draft"),
            models.UniqueConstraint(
                fields=["workspace", "contact", "member", "kind"], name="inbox_draft_one_of_each"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Writing]), name="inbox_draft_kind_known"
            ),
            WithinWorkspace(
                column="contact_id",
                to="contacts.Contact",
                name="inbox_draft_contact_within",
                on_delete_cascade=True,
            ),
            WithinWorkspace(
                column="member_id",
                to="accounts.Member",
                name="inbox_draft_member_within",
                on_delete_cascade=True,
            ),
        ]
