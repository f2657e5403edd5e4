"""Indexes for the lists of the inbox and for the sorts of the table of contacts."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Collate, Greatest, Left


class OrNever(models.Func):
    """A moment, or one after all others where there is none: so that a sort has one key and no nulls."""

    template = "coalesce(%(expressions)s, 'infinity'::timestamptz)"
    output_field = models.DateTimeField()


# The lists of the inbox by stage; all others go along inbox/models_listed.py, which a move leaves alone.
INBOX_INDEXES = [
    models.Index(
        fields=["workspace", "conversation_status", "stage", "last_message_at", "contact"],
        condition=~Q(conversation_status="") & Q(is_deleted=False),
        name="contacts_inbox_stage",
    )
]

# The sorts of the table of contacts (sorts.py): an index each, those of standings with the stage before the key, and
# merged where all stages are asked for. By stage it goes along contacts_standing_by_stage.
CONTACT_INDEXES = [
    models.Index(
        F("workspace"),
        Collate(Left("search", 64), "C"),
        F("id"),
        condition=Q(deleted_at=None),
        name="contacts_contact_by_name",
    ),
    models.Index(
        fields=["workspace", "created_at", "id"],
        condition=Q(deleted_at=None),
        name="contacts_contact_by_created",
    ),
    # Few are, and the sidebar says how many.
    models.Index(
        fields=["workspace", "id"],
        condition=Q(is_blocked=True, deleted_at=None),
        name="contacts_contact_blocked",
    ),
]
TABLE_INDEXES = [
    models.Index(
        F("workspace"),
        F("stage"),
        Greatest("last_incoming_at", "last_outgoing_at"),
        F("contact"),
        # For those long at their stage, by their last message: the newest are passed over without a look at the table,
        # which PostgreSQL does only where the index has what the expression is made of.
        include=["stage_since", "last_incoming_at", "last_outgoing_at"],
        condition=Q(is_deleted=False),
        name="contacts_standing_stage_last",
    ),
    models.Index(
        fields=["workspace", "stage", "stage_since", "contact"],
        condition=Q(stage__isnull=False, is_deleted=False),
        name="contacts_standing_stage_since",
    ),
    # Agents who see what is their team's.
    models.Index(
        fields=["workspace", "team", "contact"],
        condition=Q(team__isnull=False, is_deleted=False),
        name="contacts_standing_by_team",
    ),
]
