"""A workspace gets a tag."""

from django.db import transaction

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.facts import TagCreated
from tappa.core.contacts.locks import lock_labels
from tappa.core.contacts.models import Tag
from tappa.core.contacts.tag_checks import TagDefinition, checked_tag, name_taken, require_room, same_name
from tappa.core.lifecycle.rules import fold_name


def create_tag(definition: TagDefinition, *, by: Actor) -> Tag:
    """Make a tag. Raises Invalid for a definition that is none, Conflict when the name is taken, or there are as many
    tags as there may be."""
    wanted = checked_tag(definition)
    with transaction.atomic():
        lock_labels(by.workspace_id)
        if other := same_name(by.workspace_id, wanted.name):
            raise name_taken(other.name)
        require_room(by.workspace_id, 1, field="name")
        tag = Tag.objects.create(
            workspace_id=by.workspace_id,
            name=wanted.name,
            folded_name=fold_name(wanted.name),
            description=wanted.description,
            emoji=wanted.emoji,
            hue=wanted.hue,
        )
        record([Happening(TagCreated(tag_id=tag.id, name=tag.name))], by=by)
    return tag
