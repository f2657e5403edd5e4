"""Whom the palette finds: contacts that this member sees, with the way to them and to what was said."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from tappa.core.contacts.models import Contact
from tappa.core.contacts.queries import visible_contacts
from tappa.core.contacts.rules import Sort
from tappa.core.contacts.table import TableQuery, read_table
from tappa.core.inbox.rules import ConversationStatus
from tappa.web.palette.pages import PersonRow
from tappa.web.shell.people import whole_name
from tappa.web.shell.visit import Visit
from tappa.web.stage.choices import Stages, read_stages

MOST: Final = 6
RECENT: Final = 6
LONGEST: Final = 200  # letters of a search


def found_by(visit: Visit, text: str) -> tuple[PersonRow, ...]:
    """The first few whose name, e-mail or phone has these letters, by name. Raises TooSlow."""
    wanted = text.strip()[:LONGEST]
    if not wanted:
        return ()
    stages = read_stages(visit.workspace.id)
    query = TableQuery(sort=Sort.NAME, descending=False, search=wanted, limit=MOST)
    table = read_table(visit.member, query, stages=stages.ids)
    return _people(visit, stages, [row.id for row in table.rows])


def seen_again(visit: Visit, ids: Sequence[int]) -> tuple[PersonRow, ...]:
    """These contacts, in this order: a page remembers no more of them than their ids."""
    return _people(visit, read_stages(visit.workspace.id), ids[:RECENT])


def _people(visit: Visit, stages: Stages, ids: Sequence[int]) -> tuple[PersonRow, ...]:
    seen = visible_contacts(visit.member).filter(id__in=ids)
    contacts = {contact.id: contact for contact in seen}
    return tuple(_person(visit, contacts[id_], stages) for id_ in ids if id_ in contacts)


def _person(visit: Visit, contact: Contact, stages: Stages) -> PersonRow:
    standing = contact.standing
    conversation = ""
    if standing.conversation_id is not None:
        conversation = visit.url("inbox_conversation", box="all", conversation_id=standing.conversation_id)
    return PersonRow(
        id=contact.id,
        name=whole_name(contact),
        about=contact.email or contact.phone,
        stage=stages.by_id(standing.stage_id),
        address=visit.url("contact", contact_id=contact.id),
        conversation=conversation,
        status=_status(standing.conversation_status),
    )


def _status(word: str) -> str:
    words = {
        ConversationStatus.OPEN.value: _("Open"),
        ConversationStatus.SNOOZED.value: _("Snoozed"),
        ConversationStatus.CLOSED.value: _("Closed"),
    }
    return words.get(word, "")
