"""Questions about tags."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tappa.core.contacts.models import Contact, ContactTag, Tag
from tappa.core.contacts.sql_labels import CARRIED, Carried
from tappa.core.lifecycle.rules import fold_name
from tappa.kernel.errors import NotFound
from tappa.kernel.sql import fetch_all


def tags_in(workspace_id: int) -> "QuerySet[Tag]":
    """The tags of a workspace, by name."""
    return Tag.objects.filter(workspace_id=workspace_id, deleted_at=None).order_by("folded_name")


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


def tags_of(contact: Contact) -> list[Tag]:
    """The tags that a contact carries, by name."""
    carried = ContactTag.objects.filter(
        workspace_id=contact.workspace_id, contact=contact, tag__deleted_at=None
    )
    return [row.tag for row in carried.select_related("tag").order_by("tag__folded_name")]


def contacts_tagged(workspace_id: int, tag_ids: Collection[int], *, most: int) -> dict[int, int]:
    """How many contacts carry each of these tags: exact up to `most`, one more beyond."""
    parameters = {"workspace": workspace_id, "tags": list(tag_ids), "most": most + 1}
    return {row.tag_id: row.contacts for row in fetch_all(Carried, CARRIED, parameters)}
