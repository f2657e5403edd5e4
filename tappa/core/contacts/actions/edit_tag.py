"""A tag gets another name, colour, emoji or description. It stays on its contacts."""

from dataclasses import replace
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.facts import TagEdited
from tappa.core.contacts.locks import lock_labels
from tappa.core.contacts.models import Tag
from tappa.core.contacts.refusals import refuse_overwriting
from tappa.core.contacts.tag_checks import TagDefinition, checked_tag, name_taken, same_name
from tappa.core.lifecycle.rules import fold_name
from tappa.kernel.errors import NotFound

_PARTS: Final = ("name", "description", "emoji", "hue")


def edit_tag(tag: Tag, definition: TagDefinition, *, expected: TagDefinition | None = None, by: Actor) -> Tag:
    """Make a tag what the definition says; nothing is logged when it is so already. `expected` is what whoever edits saw
    before, as for `edit_field`.

    Raises Invalid for a definition that is none, Conflict when another tag has the name, or another changed the same,
    NotFound when the tag is gone.
    """
    wanted = checked_tag(definition)
    with transaction.atomic():
        lock_labels(by.workspace_id)
        tag = lock_tag(tag, by=by)
        wanted = _merged(tag, wanted, expected)
        other = same_name(by.workspace_id, wanted.name)
        if other is not None and other.id != tag.id:
            raise name_taken(other.name)
        changed = [part for part in _PARTS if getattr(wanted, part) != getattr(tag, part)]
        name_before = tag.name
        for part in changed:
            setattr(tag, part, getattr(wanted, part))
        tag.folded_name = fold_name(tag.name)
        if changed:
            tag.save(update_fields=[*changed, "folded_name"])
            fact = TagEdited(tag_id=tag.id, changes=changed, name_before=name_before, name=tag.name)
            record([Happening(fact)], by=by)
    return tag


def _merged(tag: Tag, wanted: TagDefinition, expected: TagDefinition | None) -> TagDefinition:
    """What is wanted, and of what was left as it was seen what it is now. Raises Conflict."""
    if expected is None:
        return wanted
    left = [part for part in _PARTS if getattr(wanted, part) == getattr(expected, part)]
    for part in _PARTS:
        if part not in left:
            refuse_overwriting(part, getattr(tag, part), getattr(expected, part), getattr(wanted, part))
    return replace(wanted, **{part: getattr(tag, part) for part in left})


def lock_tag(tag: Tag, *, by: Actor) -> Tag:
    """The tag as it is now, locked. Raises NotFound when it is gone, and for the actor of another workspace."""
    tags = Tag.objects.select_for_update(no_key=True)
    found = tags.filter(workspace_id=by.workspace_id, id=tag.id, deleted_at=None).first()
    if found is None:
        raise NotFound(_("This tag does not exist any more."), field="id")
    return found
