"""Questions about tags."""

from collections.abc import Collection
from typing import Final, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from tappa.core.contacts.models import Contact, ContactTag, Tag
from tappa.core.contacts.sql_labels import CARRIED, Carried
from tappa.core.lifecycle.rules import fold_name
from tappa.kernel.errors import NotFound
from tappa.kernel.fixed import Fixed
from tappa.kernel.sql import fetch_all


class TagRow(NamedTuple):
    """A Tag as it is shown."""

    id: int
    name: str
    emoji: str
    hue: int


def tags_in(workspace_id: int) -> "QuerySet[Tag]":
    """The tags of a workspace, by name."""
    return Tag.objects.filter(workspace_id=workspace_id, deleted_at=None).order_by("folded_name")


OFFERED: Final = 500
_CARRIED: Final = Fixed(
    lambda workspace_id, contact_id: (
        tags_in(workspace_id).filter(_is_carried(workspace_id, contact_id)).values_list(*TagRow._fields)
    ),
    workspace_id=-1,
    contact_id=-2,
)
_OFFERED: Final = Fixed(
    lambda workspace_id, contact_id: (
        tags_in(workspace_id)
        .annotate(carried=_is_carried(workspace_id, contact_id))
        .values_list(*TagRow._fields, "carried")[:OFFERED]
    ),
    workspace_id=-1,
    contact_id=-2,
)


def _is_carried(workspace_id: int, contact_id: int) -> Exists:
    carried = ContactTag.objects.filter(workspace_id=workspace_id, contact_id=contact_id)
    return Exists(carried.filter(tag_id=OuterRef("id")))


def offered_tags(contact: Contact) -> tuple[list[TagRow], list[TagRow]]:
    """The tags that the contact carries, by name, and those that every look at it offers as one types: the first so many
    of the workspace's."""
    rows = _OFFERED.tuples(workspace_id=contact.workspace_id, contact_id=contact.id)
    offered = [TagRow._make(row[:-1]) for row in rows]
    if len(offered) == OFFERED:  # there may be others among the further ones
        return tags_of(contact), offered
    return [tag for tag, row in zip(offered, rows, strict=True) if row[-1]], offered


def tag_by_id(workspace_id: int, tag_id: int) -> Tag:
    """One tag. Raises NotFound."""
    tag = tags_in(workspace_id).filter(id=tag_id).first()
    if tag is None:
        raise NotFound(_("There is no such tag."), field="id")
    return tag


def tag_named(workspace_id: int, name: str) -> Tag:
    """The tag of this name, as names are compared. Raises NotFound."""
    tag = tags_in(workspace_id).filter(folded_name=fold_name(name)).first()
    if tag is None:
        raise NotFound(_("There is no tag named %(name)s.") % {"name": name}, field="name")
    return tag


def tags_of(contact: Contact) -> list[TagRow]:
    """The tags that a contact carries, by name."""
    rows = _CARRIED.tuples(workspace_id=contact.workspace_id, contact_id=contact.id)
    return list(map(TagRow._make, rows))


def contacts_tagged(workspace_id: int, tag_ids: Collection[int], *, most: int) -> dict[int, int]:
    """How many contacts carry each of these tags: exact up to `most`, one more beyond."""
    parameters = {"workspace": workspace_id, "tags": list(tag_ids), "most": most + 1}
    return {row.tag_id: row.contacts for row in fetch_all(Carried, CARRIED, parameters)}
