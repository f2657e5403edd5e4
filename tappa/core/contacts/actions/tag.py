"""Tags are put on a contact and taken off."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.facts import ContactTagged, ContactUntagged, TagCreated
from tappa.core.contacts.locks import lock_labels, lock_standing
from tappa.core.contacts.models import Contact, ContactTag, Tag
from tappa.core.contacts.rules import TAG_LIMIT
from tappa.core.contacts.tag_checks import require_room
from tappa.core.contacts.tags import tags_in
from tappa.core.lifecycle.rules import fold_name
from tappa.kernel.errors import Invalid
from tappa.kernel.lines import one_line


def create_tags(names: Sequence[str], *, by: Actor) -> list[Tag]:
    """The workspace's tags of these names, made where they are missing. Raises Invalid for a name that is none, Conflict
    when there are as many tags as there may be."""
    wanted = _folded(names)
    with transaction.atomic():
        return _make(wanted, by=by)


def add_tags(contact: Contact, names: Sequence[str], *, by: Actor) -> list[Tag]:
    """Put tags on a contact, making those that the workspace does not have yet. Returns those that are new on it.

    Raises Invalid for a name that is none, NotFound when the contact is gone, Conflict when there are as many tags as
    there may be.
    """
    wanted = _folded(names)
    with transaction.atomic():
        tags = _make(wanted, by=by)
        lock_standing(contact)
        before = _carried(contact, by)
        added = [tag for tag in tags if tag.id not in before]
        ContactTag.objects.bulk_create(
            [ContactTag(workspace_id=by.workspace_id, contact=contact, tag=tag) for tag in added]
        )
        if added:
            fact = ContactTagged(tag_ids=[tag.id for tag in added])
            record([Happening(fact, contact_id=contact.id)], by=by)
    return added


def remove_tags(contact: Contact, names: Sequence[str], *, by: Actor) -> list[Tag]:
    """Take tags off a contact; names it does not carry change nothing. Returns those that were taken off.

    Raises Invalid for a name that is none, NotFound when the contact is gone.
    """
    wanted = _folded(names)
    with transaction.atomic():
        lock_standing(contact)
        carried = ContactTag.objects.filter(
            workspace_id=by.workspace_id,
            contact=contact,
            tag__folded_name__in=wanted,
            tag__deleted_at=None,
        )
        removed = [row.tag for row in carried.select_related("tag").order_by("tag_id")]
        if removed:
            ids = [tag.id for tag in removed]
            ContactTag.objects.filter(workspace_id=by.workspace_id, contact=contact, tag_id__in=ids).delete()
            record([Happening(ContactUntagged(tag_ids=ids), contact_id=contact.id)], by=by)
    return removed


def _make(wanted: dict[str, str], *, by: Actor) -> list[Tag]:
    """The tags of these names, in their order, made where they are missing."""
    tags = _present(wanted, by)
    if len(tags) < len(wanted):
        lock_labels(by.workspace_id)  # who makes the same tags just now is waited for
        tags = _present(wanted, by)
        missing = [folded for folded in wanted if folded not in tags]
        require_room(by.workspace_id, len(missing), field="tags")
        made = Tag.objects.bulk_create(
            Tag(workspace_id=by.workspace_id, name=wanted[folded], folded_name=folded) for folded in missing
        )
        record([Happening(TagCreated(tag_id=tag.id, name=tag.name)) for tag in made], by=by)
        tags |= {tag.folded_name: tag for tag in made}
    return [tags[folded] for folded in wanted]


def _present(wanted: dict[str, str], by: Actor) -> dict[str, Tag]:
    return {tag.folded_name: tag for tag in tags_in(by.workspace_id).filter(folded_name__in=wanted)}


def _carried(contact: Contact, by: Actor) -> set[int]:
    rows = ContactTag.objects.filter(workspace_id=by.workspace_id, contact=contact)
    return set(rows.values_list("tag_id", flat=True))


def _folded(names: Sequence[str]) -> dict[str, str]:
    """The names by their folded form, the first spelling kept. Raises Invalid for one that is none."""
    wanted: dict[str, str] = {}
    for name in names:
        trimmed = one_line(name)
        if not 1 <= len(trimmed) <= TAG_LIMIT or "\x00" in name or not fold_name(trimmed):
            raise Invalid(
                _("A tag's name must have 1 to %(limit)d characters.") % {"limit": TAG_LIMIT}, field="tags"
            )
        wanted.setdefault(fold_name(trimmed), trimmed)
    return wanted
