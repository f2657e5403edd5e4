"""Nouns: Contact and its narrow changing half Standing, Transition, Tag. TransitionNote stands in models_note.py,
Mention in models_mention.py, Tally in models_tally.py, Operation in models_operation.py, CustomField and FieldValue in
models_field.py, Segment in models_segment.py.

What is searched (Contact) stands apart from what changes with every message and move (Standing), so that a move
touches no text index.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from tappa.core.accounts.models import Member, Team, Workspace
from tappa.core.contacts import (  # noqa: F401  where Django looks
    models_field,
    models_mention,
    models_note,
    models_operation,
    models_segment,
    models_tally,
)
from tappa.core.contacts.indexes import CONTACT_INDEXES, INBOX_INDEXES, TABLE_INDEXES
from tappa.core.contacts.rules import TAG_LIMIT
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.rules import DESCRIPTION_LIMIT, HUES
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.tenancy import WithinWorkspace, one_per_workspace

models.CharField.register_lookup(Lower)


class Contact(models.Model):
    """A person, as we know them. Made by a first inbound message, by hand, by import or by the API.

    `phone` is E.164 ("+39…") or empty, `language` ISO 639-1, `country_code` ISO 3166-1 alpha-2. `search` holds names,
    e-mail and phone folded for the substring search (rules.search_text). A deleted contact is hidden at once and its
    phone and e-mail are free again.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="contacts", db_index=False)
    first_name = models.CharField(max_length=255, blank=True)
    last_name = models.CharField(max_length=255, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    email = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=2, blank=True)
    profile_pic = models.CharField(max_length=2000, blank=True)
    country_code = models.CharField(max_length=2, blank=True)
    search = models.TextField()
    is_blocked = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=ClockTimestamp())
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_per_workspace("contacts_contact"),
            models.UniqueConstraint(
                fields=["workspace", "phone"],
                condition=~Q(phone="") & Q(deleted_at=None),
                name="contacts_contact_phone_unique",
            ),
            models.UniqueConstraint(
                "workspace",
                Lower("email"),
                condition=~Q(email="") & Q(deleted_at=None),
                name="contacts_contact_email_unique",
            ),
        ]
        indexes = [
            # The deleted ones, by when they are erased: over all workspaces, and on their page.
            models.Index(
                fields=["deleted_at", "id"],
                condition=Q(deleted_at__isnull=False),
                name="contacts_contact_to_erase",
            ),
            models.Index(
                fields=["workspace", "deleted_at", "id"],
                condition=Q(deleted_at__isnull=False),
                name="contacts_contact_deleted",
            ),
            GinIndex(
                fields=["workspace", "search"],
                opclasses=["int8_ops", "gin_trgm_ops"],
                name="contacts_contact_search",
            ),
            *CONTACT_INDEXES,
        ]


class Standing(models.Model):
    """Where a contact stands now: stage, assignee, last messages. One narrow row a contact, and its lock.

    `stage_since` is when the present stage (or the lack of one) began; a move that was taken back is no end of it.
    `transitions` counts the contact's transitions: the next one has this number plus one as its `seq`. `last_channel_id`
    is a plain id, for channels stand above.
    `is_deleted` repeats Contact.deleted_at, so that counts per stage and moves look at this row alone.

    `conversation_…`, `last_message_at` and `waiting_since` repeat the contact's latest conversation, for the same
    reason: an inbox is chosen by stage and assignee and sorted by time, which no index does across two tables. Whoever
    changes a conversation holds this row's lock and writes both (inbox/actions/note_conversation.py). Empty while there
    was none. `conversation_id` is a plain id, for conversations stand above.
    """

    contact = models.OneToOneField(
        Contact, models.CASCADE, primary_key=True, related_name="standing", db_constraint=False
    )
    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    stage = models.ForeignKey(
        Stage, models.DO_NOTHING, null=True, related_name="standings", db_constraint=False, db_index=False
    )
    stage_since = models.DateTimeField(db_default=ClockTimestamp())
    transitions = models.IntegerField(default=0)
    assignee = models.ForeignKey(
        Member, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    team = models.ForeignKey(
        Team, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    last_channel_id = models.BigIntegerField(null=True)
    last_incoming_at = models.DateTimeField(null=True)
    last_outgoing_at = models.DateTimeField(null=True)
    conversation_id = models.BigIntegerField(null=True)
    conversation_status = models.CharField(max_length=7, blank=True, default="", db_default="")
    conversation_opened_at = models.DateTimeField(null=True)
    last_message_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)
    is_deleted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            WithinWorkspace(
                column="contact_id",
                to="contacts.Contact",
                name="contacts_standing_contact_within",
                on_delete_cascade=True,
            ),
            WithinWorkspace(column="stage_id", to="lifecycle.Stage", name="contacts_standing_stage_within"),
            WithinWorkspace(
                column="assignee_id", to="accounts.Member", name="contacts_standing_assignee_within"
            ),
            WithinWorkspace(column="team_id", to="accounts.Team", name="contacts_standing_team_within"),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "stage", "contact"],
                condition=Q(is_deleted=False),
                name="contacts_standing_by_stage",
            ),
            models.Index(
                fields=["workspace", "assignee", "contact"],
                condition=Q(assignee__isnull=False, is_deleted=False),
                name="contacts_standing_by_assignee",
            ),
            *INBOX_INDEXES,
            *TABLE_INDEXES,
        ]


class Transition(models.Model):
    """One change of a contact's stage. Never edited, never deleted while the contact lives.

    `seq` counts a contact's transitions from 1 without gaps. Names and kinds are those of the time (L13); "" and None
    stand for no stage. `seconds_before` is how long the contact had been at the stage before, None for the first.
    `undoes` names the transition that this one takes back. Ids are kept without keys: the row outlives what it names.
    """

    APPEND_ONLY = True

    workspace_id = models.BigIntegerField()
    contact_id = models.BigIntegerField()
    seq = models.IntegerField()
    from_stage_id = models.BigIntegerField(null=True)
    from_name = models.TextField(blank=True)
    from_kind = models.TextField(blank=True)
    to_stage_id = models.BigIntegerField(null=True)
    to_name = models.TextField(blank=True)
    to_kind = models.TextField(blank=True)
    by_kind = models.TextField()
    by_id = models.BigIntegerField(null=True)
    via = models.TextField()
    cause = models.TextField(null=True)  # noqa: DJ001  "no cause" is not an empty one
    batch = models.UUIDField(null=True)
    undoes = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=ClockTimestamp())
    seconds_before = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            one_per_workspace("contacts_transition", "workspace_id"),
            models.UniqueConstraint(
                fields=["workspace_id", "contact_id", "seq"], name="contacts_transition_seq_once"
            ),
            models.CheckConstraint(
                condition=Q(from_stage_id__isnull=True, to_stage_id__isnull=False)
                | Q(from_stage_id__isnull=False, to_stage_id__isnull=True)
                | ~Q(from_stage_id=F("to_stage_id")),
                name="contacts_transition_changes_something",
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace_id", "undoes"],
                condition=Q(undoes__isnull=False),
                name="contacts_transition_undone",
            ),
        ]


class Tag(models.Model):
    """A label on contacts. `folded_name` is the name as names are compared; `hue` picks its colours, 0 is grey.

    A deleted tag (`deleted_at`) is gone for everybody at once and gives back its name; it is taken off its contacts by
    the batch, and its row goes after the last of them (actions/clear_labels.py). Ask for those that stand (tags.tags_in).
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="tags", db_index=False)
    name = models.CharField(max_length=TAG_LIMIT)
    folded_name = models.TextField()
    description = models.CharField(max_length=DESCRIPTION_LIMIT, blank=True, default="", db_default="")
    emoji = models.CharField(max_length=16, blank=True, default="", db_default="")
    hue = models.PositiveSmallIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField(db_default=ClockTimestamp())
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_per_workspace("contacts_tag"),
            models.CheckConstraint(condition=Q(hue__gte=0, hue__lte=HUES), name="contacts_tag_hue_known"),
            models.UniqueConstraint(
                fields=["workspace", "folded_name"],
                condition=Q(deleted_at=None),
                name="contacts_tag_name_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["deleted_at"], condition=Q(deleted_at__isnull=False), name="contacts_tag_to_clear"
            )
        ]


class ContactTag(models.Model):
    """A tag that a contact carries."""

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="+", db_constraint=False, db_index=False)

    class Meta:
        constraints = [
            one_per_workspace("contacts_contacttag"),
            models.UniqueConstraint(fields=["workspace", "contact", "tag"], name="contacts_contacttag_once"),
            WithinWorkspace(
                column="contact_id",
                to="contacts.Contact",
                name="contacts_contacttag_contact_within",
                on_delete_cascade=True,
            ),
            WithinWorkspace(
                column="tag_id",
                to="contacts.Tag",
                name="contacts_contacttag_tag_within",
                on_delete_cascade=True,
            ),
        ]
        indexes = [models.Index(fields=["workspace", "tag", "contact"], name="contacts_contacttag_by_tag")]
