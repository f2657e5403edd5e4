"""The list of contacts: searched, filtered, by pages."""

from typing import Annotated

import msgspec
from django.utils import timezone

from tappa.api.calls import Call
from tappa.api.contacts import contact_shape
from tappa.api.field_values import Shown
from tappa.api.filter_values import zone_named
from tappa.api.filters import FilterNode, read_filter
from tappa.api.paging import Page, page, read_place
from tappa.api.registry import endpoint
from tappa.api.shapes import Contact
from tappa.api.spelling import Shape
from tappa.core.accounts.grants import Scope
from tappa.core.contacts.filters.times import Reading
from tappa.core.contacts.lists import list_contacts


class ContactQuery(Shape):
    """Which contacts to list. `timezone` is an IANA name (in any case) and says which day a date is; without it the
    workspace's."""

    search: Annotated[str, msgspec.Meta(max_length=255)] | None = None
    timezone: str | None = None
    filter: FilterNode | None = None


@endpoint("POST", "contact/list", scope=Scope.CONTACTS_READ, refusals=(422,))
def list_all(call: Call[ContactQuery | None]) -> Page[Contact]:
    """Contacts, newest first.

    `search` is part of the first, last or full name, the e-mail or the phone. The filter is
    `{"$and": [condition, …]}` or `{"$or": […]}`; conditions may be groups again. An empty group matches everyone.
    """
    query = call.body or ContactQuery()
    place = read_place(call.query)
    reading = Reading(zone_named(query.timezone or call.token.workspace.time_zone), timezone.now())
    where = read_filter(query.filter, workspace_id=call.workspace_id)
    rows = list_contacts(
        call.workspace_id, place=place, where=where, reading=reading, search=query.search or ""
    )
    shown = Shown(call.workspace_id, [row.id for row in rows])
    return page(
        rows,
        place=place,
        address=call.address,
        id_of=lambda row: row.id,
        shape=lambda row: contact_shape(row, shown),
    )
