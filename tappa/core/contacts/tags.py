"""Questions about tags."""

from tappa.core.contacts.models import Contact, ContactTag, Tag


def tags_of(contact: Contact) -> list[Tag]:
    """The tags that a contact carries, by name."""
    carried = ContactTag.objects.filter(workspace_id=contact.workspace_id, contact=contact)
    return [row.tag for row in carried.select_related("tag").order_by("tag__folded_name")]
