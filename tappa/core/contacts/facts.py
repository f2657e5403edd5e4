"""What may be said to have happened to a contact. Ids, stage names and field names only: no personal data (E5)."""

from django.utils.translation import gettext_lazy as _

from tappa.core.activity.facts import Fact, fact


@fact("contact.created", sentence=_("created the contact"))
class ContactCreated(Fact, frozen=True):
    """A contact came into being."""


@fact("contact.edited", sentence=_("edited the contact"))
class ContactEdited(Fact, frozen=True):
    """Details or custom fields ("custom:7") changed. Which ones, not what they were or are: values are personal data."""

    fields: list[str]


@fact("contact.moved", sentence=_("moved the contact from %(from_name)s to %(to_name)s"))
class ContactMoved(Fact, frozen=True):
    """The contact changed its stage (E1). Names are those of the time; "" and None stand for no stage."""

    transition_id: int
    seq: int
    from_stage_id: int | None
    from_name: str
    to_stage_id: int | None
    to_name: str
    seconds_before: int | None


@fact("contact.deleted", sentence=_("deleted the contact"))
class ContactDeleted(Fact, frozen=True):
    """The contact was hidden; it is erased later."""


@fact("contact.restored", sentence=_("brought the contact back"))
class ContactRestored(Fact, frozen=True):
    """The contact was deleted and is there again."""


@fact("contact.erased", sentence=_("erased the contact"))
class ContactErased(Fact, frozen=True):
    """The person is gone for good. What happened stays, and says of nobody that it was theirs (E6)."""


@fact("contact.tagged", sentence=_("added tags"))
class ContactTagged(Fact, frozen=True):
    """Tags were added."""

    tag_ids: list[int]


@fact("contact.untagged", sentence=_("removed tags"))
class ContactUntagged(Fact, frozen=True):
    """Tags were taken away."""

    tag_ids: list[int]


@fact("contact.blocked", sentence=_("blocked the contact"))
class ContactBlocked(Fact, frozen=True):
    """The team no longer wants to hear from the contact."""


@fact("contact.unblocked", sentence=_("unblocked the contact"))
class ContactUnblocked(Fact, frozen=True):
    """The contact is heard again."""


@fact("bulk.began", sentence=_("began to change many contacts"))
class BulkBegan(Fact, frozen=True):
    """Many contacts are being changed at once. Each has its own facts as well, of the same batch."""

    operation_id: int
    change: str
    contacts: int


@fact("bulk.ended", sentence=_("changed many contacts"))
class BulkEnded(Fact, frozen=True):
    """All is done, or it was stopped (`stopped_for`). `contacts` were changed."""

    operation_id: int
    change: str
    contacts: int
    stopped_for: str


@fact("field.created", sentence=_("added a custom field"))
class FieldCreated(Fact, frozen=True):
    """A custom field was added."""

    field_id: int
    name: str
    data_type: str


@fact("field.edited", sentence=_("changed a custom field"))
class FieldEdited(Fact, frozen=True):
    """A custom field changed: which parts of it, and the name that it had before (L15)."""

    field_id: int
    changes: list[str]
    name_before: str
    name: str


@fact("field.reordered", sentence=_("changed the order of the custom fields"))
class FieldsReordered(Fact, frozen=True):
    """The custom fields stand in this order now."""

    field_ids: list[int]


@fact("field.deleted", sentence=_("deleted a custom field"))
class FieldDeleted(Fact, frozen=True):
    """A custom field was deleted, with all values."""

    field_id: int
    name: str
    data_type: str


@fact("tag.created", sentence=_("added a tag"))
class TagCreated(Fact, frozen=True):
    """The workspace has a new tag."""

    tag_id: int
    name: str


@fact("tag.edited", sentence=_("changed a tag"))
class TagEdited(Fact, frozen=True):
    """A tag's name, colour, emoji or description changed: which of them, and the name that it had before (L15)."""

    tag_id: int
    changes: list[str]
    name_before: str
    name: str


@fact("tag.deleted", sentence=_("deleted a tag"))
class TagDeleted(Fact, frozen=True):
    """A tag was deleted, and is off all contacts."""

    tag_id: int
    name: str


@fact("segment.created", sentence=_("added a segment"))
class SegmentCreated(Fact, frozen=True):
    """A filter was saved under a name (C4)."""

    segment_id: int
    name: str


@fact("segment.edited", sentence=_("changed a segment"))
class SegmentEdited(Fact, frozen=True):
    """A segment changed: which of its name, emoji, filter and sort, and the name that it had before (L15). What a filter
    asks for may be personal, and is not told."""

    segment_id: int
    changes: list[str]
    name_before: str
    name: str
    version: int


@fact("segment.reordered", sentence=_("changed the order of the segments"))
class SegmentsReordered(Fact, frozen=True):
    """The segments stand in this order now."""

    segment_ids: list[int]


@fact("segment.deleted", sentence=_("deleted a segment"))
class SegmentDeleted(Fact, frozen=True):
    """A segment was deleted. The contacts stay as they are."""

    segment_id: int
    name: str
