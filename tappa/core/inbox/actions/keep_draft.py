"""What a member has begun to write is kept, for them alone. No fact: it is not said yet."""

from django.utils.translation import gettext as _

from tappa.core.accounts.models import Member
from tappa.core.contacts.models import Contact
from tappa.core.inbox.models_team import Draft
from tappa.core.inbox.rules import DRAFT_LIMIT, Writing
from tappa.kernel.clock import ClockTimestamp
from tappa.kernel.errors import Invalid


def keep_draft(contact: Contact, text: str, *, kind: Writing, member: Member) -> None:
    """Keep the text in place of what the member had begun before; nothing but spaces is no draft. Raises Invalid for one
    too long to be sent."""
    text = text.replace("\x00", "")
    if len(text) > DRAFT_LIMIT:
        raise Invalid(
            _("A draft must have at most %(limit)d characters.") % {"limit": DRAFT_LIMIT}, field="text"
        )
    if not text.strip():
        drop_draft(contact, kind=kind, member=member)
        return
    draft = Draft(
        workspace_id=contact.workspace_id,
        contact=contact,
        member=member,
        kind=kind,
        text=text,
        written_at=ClockTimestamp(),
    )
    Draft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["workspace", "contact", "member", "kind"],
        update_fields=["text", "written_at"],
    )


def drop_draft(contact: Contact, *, kind: Writing, member: Member) -> None:
    """It was sent, or thrown away."""
    Draft.objects.filter(
        workspace_id=contact.workspace_id, contact=contact, member=member, kind=kind
    ).delete()
