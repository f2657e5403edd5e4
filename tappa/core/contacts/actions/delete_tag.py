"""A tag is deleted, and taken off all contacts."""

from django.db import transaction

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.actions.edit_tag import lock_tag
from tappa.core.contacts.facts import TagDeleted
from tappa.core.contacts.locks import lock_labels
from tappa.core.contacts.models import Tag
from tappa.kernel.clock import ClockTimestamp


def delete_tag(tag: Tag, *, by: Actor) -> None:
    """Delete a tag: nobody sees it on a contact from now on, however many carry it. The schedule takes it off them
    (clear_labels.py). Raises NotFound when it is gone already."""
    with transaction.atomic():
        lock_labels(by.workspace_id)
        tag = lock_tag(tag, by=by)
        tag.deleted_at = ClockTimestamp()
        tag.save(update_fields=["deleted_at"])
        record([Happening(TagDeleted(tag_id=tag.id, name=tag.name))], by=by)
