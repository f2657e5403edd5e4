"""Questions about contacts."""

from dataclasses import dataclass, replace
from typing import Final

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Exists, OuterRef, QuerySet, Sum, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from tappa.core.accounts.models import Member
from tappa.core.accounts.queries import names_of
from tappa.core.activity.actor import By
from tappa.core.contacts.models import Contact, Transition
from tappa.core.contacts.models_tally import Tally
from tappa.core.contacts.rules import e164, normal_phone
from tappa.core.contacts.sight import seen_by
from tappa.kernel.errors import Invalid, NotFound
from tappa.kernel.fixed import Fixed
from tappa.kernel.pages import Place, read_page

_ID_DIGITS: Final = 16


def contacts_of(workspace_id: int) -> "QuerySet[Contact]":
    """All contacts of a workspace that are not deleted, with their standing, its stage and its assignee."""
    return _bare(workspace_id).select_related("standing__stage", "standing__assignee__user")


def _bare(workspace_id: int) -> "QuerySet[Contact]":
    contacts = Contact.objects.filter(workspace_id=workspace_id, deleted_at=None)
    return contacts.select_related("standing")


# At most one contact each. Without ORDER BY id LIMIT 1, which misleads PostgreSQL into reading along the primary key.
_SEEN: Final = Fixed(
    lambda workspace_id, contact_id: contacts_of(workspace_id).filter(id=contact_id),
    workspace_id=-1,
    contact_id=-2,
)
_BY_ID: Final = Fixed(
    lambda workspace_id, contact_id: _bare(workspace_id).filter(id=contact_id),
    workspace_id=-1,
    contact_id=-2,
)
# By lower(), and given: as the unique index has it. Django's iexact is upper(), which reads every contact.
_BY_EMAIL: Final = Fixed(
    lambda workspace_id, email: (
        _bare(workspace_id).exclude(email="").filter(email__lower=Lower(Value(email)))
    ),
    workspace_id=-1,
    email="an e-mail",
)
_BY_PHONE: Final = Fixed(
    lambda workspace_id, phone: _bare(workspace_id).filter(phone=phone),
    workspace_id=-1,
    phone="a phone",
)


def visible_contacts(member: Member) -> "QuerySet[Contact]":
    """The contacts that this member may see (product.md, section 8)."""
    contacts = contacts_of(member.workspace_id)
    seen = seen_by(member)
    return contacts if seen is None else contacts.filter(seen)


def visible_contact(member: Member, contact_id: int) -> Contact:
    """One contact that this member may see. Raises NotFound, for what is hidden from them as for what never was."""
    seen = seen_by(member)
    if seen is None:
        contact = _SEEN.first(workspace_id=member.workspace_id, contact_id=contact_id)
    else:
        # Not by first(): see _SEEN.
        contact = next(iter(contacts_of(member.workspace_id).filter(seen, id=contact_id)), None)
    if contact is None:
        raise NotFound(_("There is no such contact."), field="contact")
    return contact


def find_contact(workspace_id: int, identifier: str) -> Contact:
    """The contact that `id:123`, `email:a@b.c` or `phone:+60123456789` names, with its standing.

    Raises Invalid when the identifier has none of these forms, NotFound when there is no such contact here.
    """
    contact_id = _id_in(identifier)
    kind, _colon, value = identifier.partition(":")
    if contact_id is not None:
        contact = _BY_ID.first(workspace_id=workspace_id, contact_id=contact_id)
    elif kind == "email" and "@" in value:
        contact = _BY_EMAIL.first(workspace_id=workspace_id, email=value.strip())
    elif kind == "phone" and (phone := e164(value)):
        contact = _BY_PHONE.first(workspace_id=workspace_id, phone=phone)
    else:
        raise Invalid(
            _("The contact identifier must be id:123, email:ana@example.com or phone:+393331234567."),
            field="identifier",
        )
    if contact is None:
        raise no_contact(identifier)
    return contact


def named_contact(workspace_id: int, identifier: str) -> Contact:
    """The same for an action that sees by itself whether the contact is there: of `id:123` nothing is asked before
    something beside its id is read."""
    contact_id = _id_in(identifier)
    if contact_id is None:
        return find_contact(workspace_id, identifier)
    return Contact.from_db(DEFAULT_DB_ALIAS, ["id", "workspace_id"], [contact_id, workspace_id])


def no_contact(identifier: str) -> NotFound:
    """The refusal of an identifier that names nobody here."""
    return NotFound(_("There is no contact %(identifier)s.") % {"identifier": identifier}, field="identifier")


def _id_in(identifier: str) -> int | None:
    """The id in `id:123`, None for other identifiers."""
    kind, _colon, value = identifier.partition(":")
    is_id = kind == "id" and value.isascii() and value.isdigit() and len(value) <= _ID_DIGITS
    return int(value) if is_id else None


def holder_of(member: Member, field: str, text: str) -> Contact | None:
    """The contact that has this phone or e-mail already, where this member sees it: whoever does not is told no more than
    that it is taken."""
    workspace = member.workspace
    found = None
    if field == "email":
        found = _BY_EMAIL.first(workspace_id=workspace.id, email=text.strip())
    elif field == "phone" and (phone := normal_phone(text, workspace.country_code)):
        found = _BY_PHONE.first(workspace_id=workspace.id, phone=phone)
    return next(iter(visible_contacts(member).filter(id=found.id)), None) if found else None


def contacts_at(workspace_id: int, stage_id: int) -> int:
    """How many contacts stand at a stage, as the tallies sum it (D1)."""
    tallies = Tally.objects.filter(workspace_id=workspace_id, stage_id=stage_id)
    return tallies.aggregate(contacts=Sum("contacts"))["contacts"] or 0


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A transition as it is told: with the name of who made it, and whether it was taken back since."""

    transition: Transition
    by_name: str
    undone: bool


def history(contact: Contact, *, place: Place) -> list[HistoryRow]:
    """A page of the contact's transitions, newest first (by `seq`); one row more where there is more.

    In the direction of reading. The place's cursor is a transition's id; one that is not this contact's begins nowhere.
    """
    own = Transition.objects.filter(workspace_id=contact.workspace_id, contact_id=contact.id)
    undoing = Transition.objects.filter(workspace_id=contact.workspace_id, undoes=OuterRef("id"))
    if place.cursor is not None:
        seen = own.filter(id=place.cursor).values_list("seq", flat=True).first()
        if seen is None:
            return []
        place = replace(place, cursor=seen)
    rows = read_page(own.annotate(undone=Exists(undoing)), place, newest_first=True, key="seq")
    names = {
        kind: names_of(
            kind, {row.by_id for row in rows if row.by_kind == kind and row.by_id}, contact.workspace_id
        )
        for kind in (By.MEMBER, By.TOKEN)
    }
    return [
        HistoryRow(
            row, names.get(By(row.by_kind), {}).get(row.by_id or 0, ""), bool(getattr(row, "undone", False))
        )
        for row in rows
    ]
