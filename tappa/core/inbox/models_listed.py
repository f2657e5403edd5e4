"""The latest conversation of each contact, once more, for the lists of the inbox to go along."""

from django.db import models
from django.db.models import F, Q

from tappa.core.contacts.indexes import OrNever

_NOT_CLOSED = ~Q(conversation_status="closed")


class Listed(models.Model):
    """What the lists of the inbox are chosen and sorted by, but for the stage: of each contact with a conversation who is
    not deleted.

    It repeats Standing, and its columns are named as there. Apart from it, for PostgreSQL writes all index entries of a row
    anew, whichever column changed: a move changes nothing here, and leaves these indexes alone. Lists by stage go along
    standings. A trigger on standings keeps it (migration 0008), so that no way of changing a contact can forget to. Ids
    are plain. docs/decisions/0031-what-a-move-leaves-alone.md.
    """

    pk = models.CompositePrimaryKey("workspace_id", "contact_id")
    workspace_id = models.BigIntegerField()
    contact_id = models.BigIntegerField()
    conversation_status = models.CharField(max_length=7)
    conversation_opened_at = models.DateTimeField(null=True)
    assignee_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    last_channel_id = models.BigIntegerField(null=True)
    last_incoming_at = models.DateTimeField(null=True)
    last_outgoing_at = models.DateTimeField(null=True)
    last_message_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)

    class Meta:
        # One for each way of choosing, and one for each further sort.
        indexes = [
            models.Index(
                fields=["workspace_id", "conversation_status", "last_message_at", "contact_id"],
                name="inbox_listed_all",
            ),
            models.Index(
                fields=[
                    "workspace_id",
                    "conversation_status",
                    "assignee_id",
                    "last_message_at",
                    "contact_id",
                ],
                name="inbox_listed_assignee",
            ),
            models.Index(
                fields=["workspace_id", "conversation_status", "team_id", "last_message_at", "contact_id"],
                condition=Q(team_id__isnull=False),
                name="inbox_listed_team",
            ),
            models.Index(
                F("workspace_id"),
                F("conversation_status"),
                OrNever("waiting_since"),
                F("contact_id"),
                condition=_NOT_CLOSED,
                name="inbox_listed_waiting",
            ),
            models.Index(
                fields=["workspace_id", "conversation_status", "conversation_opened_at", "contact_id"],
                condition=_NOT_CLOSED,
                name="inbox_listed_opened",
            ),
        ]
