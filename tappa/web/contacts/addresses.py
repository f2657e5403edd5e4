"""Addresses of the table: what other pages link to, and how the query of one is written."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote, urlencode

import msgspec

from tappa.core.contacts.filters.parse import ALL
from tappa.core.contacts.filters.terms import NOBODY, Operator
from tappa.web.shell.visit import Visit

NO_STAGE: Final = "none"
PLAIN: Final = ",:[]/"  # characters of a filter that need no other form in a query, so that it stays short and can be read


def query_of(parts: Iterable[tuple[str, object]]) -> str:
    """The query of these parts, with "?"; "" of none. What is empty is left out."""
    words = urlencode([(name, value) for name, value in parts if value], safe=PLAIN, quote_via=quote)
    return f"?{words}" if words else ""


def contacts_at(visit: Visit, stages: Iterable[int | None]) -> str:
    """The table of those who stand at one of these stages, or (None) at none; of everybody where there are none."""
    ids = [NOBODY if stage is None else stage for stage in stages]
    return _among(visit, "stage", ids) if ids else visit.url("contacts")


def contacts_tagged(visit: Visit, tag_id: int) -> str:
    """The table of those who carry the tag."""
    return _among(visit, "tag", [tag_id])


def _among(visit: Visit, field: str, ids: list[int]) -> str:
    kept = msgspec.json.encode({ALL: [[field, Operator.ANY_OF.value, ids]]}).decode()
    return visit.url("contacts") + query_of([("filter", kept)])
