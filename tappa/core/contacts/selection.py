"""Which contacts somebody chose: ticked one by one, or all that a filter and a search find. Only what they may see:
what they may not is left out, as if it did not exist."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from tappa.core.accounts.models import Member
from tappa.core.contacts.filters.compile import Clause, compile_filter
from tappa.core.contacts.filters.terms import Filter, broken_parts
from tappa.core.contacts.filters.times import Reading
from tappa.core.contacts.matching import search_clause
from tappa.core.contacts.sight import visible_ids
from tappa.kernel.errors import Invalid, NotFound

TICKED_LIMIT: Final = 1000
HIGHEST_ID: Final = 2**53


@dataclass(frozen=True, slots=True)
class Ticked:
    """These contacts."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """All whom the filter takes, as it is read, and the search finds."""

    where: Filter
    reading: Reading
    search: str = ""


Selection = Ticked | Matching

_CHOSEN: Final = """
SELECT standing.contact_id FROM contacts_standing standing
JOIN contacts_contact contact ON contact.workspace_id = %(workspace)s AND contact.id = standing.contact_id
WHERE standing.workspace_id = %(workspace)s AND NOT standing.is_deleted AND contact.deleted_at IS NULL AND """


def chosen_ids(selection: Selection, *, member: Member | None) -> Clause:
    """The ids of the chosen contacts that this member may see, as a SELECT; without a member it is a program that asks,
    and sees all. `%(workspace)s` is left for the statement around it.

    Raises Invalid where none or too many were ticked, and for a filter with a broken part.
    """
    parts, values = _parts(selection)
    visible = visible_ids(member) if member else None
    if visible is not None:
        parts.append(f"standing.contact_id IN ({visible.sql})")
        values |= visible.values
    return Clause(_CHOSEN + " AND ".join(parts), values)


def nobody_chosen(selection: Selection) -> Invalid | NotFound:
    """The refusal where nobody is left of what was chosen."""
    if isinstance(selection, Ticked):
        return NotFound(_("These contacts do not exist any more."), field="contacts")
    return Invalid(_("Nobody matches this filter any more: nothing was changed."), field="contacts")


def _parts(selection: Selection) -> tuple[list[str], dict[str, Any]]:
    if isinstance(selection, Ticked):
        ids = sorted({id_ for id_ in selection.ids if 0 < id_ < HIGHEST_ID})
        if not selection.ids:
            raise Invalid(_("Choose at least one contact."), field="contacts")
        if len(ids) > TICKED_LIMIT:
            raise Invalid(
                _("At most %(limit)d contacts can be named one by one: give a filter instead.")
                % {"limit": TICKED_LIMIT},
                field="contacts",
            )
        return ["standing.contact_id = ANY (%(ticked)s::bigint[])"], {"ticked": ids}
    for broken in broken_parts(selection.where):
        raise Invalid(broken.reason, field="filter")
    clause = compile_filter(selection.where, selection.reading)
    parts, values = [clause.sql], dict(clause.values)
    if searched := search_clause(selection.search):
        parts.append(searched.sql)
        values |= searched.values
    return parts, values
