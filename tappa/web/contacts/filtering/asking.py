"""What a click on the chips asks for: to change the filter at once, or for an editor to choose in."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from django.http import QueryDict

from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.editing import Way
from tappa.core.contacts.filters.terms import Filter
from tappa.web.shell.visit import Visit

LONGEST: Final = 40  # characters of what is asked, and of a key or an operator
MOST: Final = 200  # values that are read; of more than a condition may have, its refusal speaks


class Verb(StrEnum):
    """What is to happen at a place of the filter."""

    ADD = "add"  # choose a field for one more condition in this group
    FIELD = "field"  # choose another field
    OPERATOR = "operator"
    VALUE = "value"
    PUT = "put"  # what was chosen takes the place of what stands there
    PUT_IN = "put-in"  # what was chosen is added to this group
    REMOVE = "remove"
    SWITCH = "switch"
    ENCLOSE = "enclose"


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked. `field` and `operator` are as the form sent them, "" where it did not. `is_done`: the person
    confirmed what they chose, and is told what is wrong with it; `steps`: they want to see the editor in any case."""

    verb: Verb
    way: Way
    field: str = ""
    operator: str = ""
    values: tuple[str, ...] = ()
    is_done: bool = False
    steps: bool = False


class Filtering(Protocol):
    """A page that has a filter, and what its forms send along to come back to it: the table of contacts, a custom inbox."""

    @property
    def filter(self) -> Filter:
        """The filter as it is."""

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What a form sends along, the filter itself among it."""

    @property
    def catalogue(self) -> Catalogue:
        """What can be filtered by there."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody wishes something for a page's filter. Chips and editors send their forms to `action`; `back` is the page
    as it is."""

    visit: Visit
    asked: Filtering
    action: str
    back: str
    wish: Wish

    @property
    def catalogue(self) -> Catalogue:
        """What can be filtered by here."""
        return self.asked.catalogue


def read_wish(given: QueryDict) -> Wish | None:
    """What these words ask for; None where they make no sense."""
    verb, _space, way = given.get("do", "")[:LONGEST].partition(" ")
    places = way.split(".") if way else []
    if verb not in set(Verb) or not all(place.isascii() and place.isdigit() for place in places):
        return None
    lines = [line for text in given.getlist("lines")[:1] for line in text.splitlines()]
    return Wish(
        verb=Verb(verb),
        way=tuple(map(int, places)),
        field=given.get("field", "")[:LONGEST],
        operator=given.get("operator", "")[:LONGEST],
        values=tuple([*given.getlist("value"), *lines][:MOST]),
        is_done="done" in given,
        steps="step" in given,
    )


def way_word(way: Way) -> str:
    """A way as a form sends it: 0.1; "" for the whole filter."""
    return ".".join(map(str, way))
