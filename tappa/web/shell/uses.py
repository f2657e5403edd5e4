"""What uses a stage, a tag or a field, as pages name it and link to it (L14)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import ngettext

from tappa.core.contacts.filters.uses import Use
from tappa.core.contacts.segments import SEGMENT
from tappa.core.inbox.custom import CUSTOM_INBOX
from tappa.web.shell.visit import Visit


@dataclass(frozen=True, slots=True)
class ShownUse:
    """Something that keeps a filter: its name, the icon of its kind where it has no emoji, and where it is. Those that
    keep their names to themselves are `number` in one, without an address."""

    name: str
    emoji: str
    icon: str
    address: str = ""
    number: int = 1


def shown_uses(visit: Visit, uses: Iterable[Use]) -> tuple[ShownUse, ...]:
    """The uses as a page shows them, by name; last how many there are besides."""
    told = sorted(uses, key=lambda use: use.name.casefold())
    named = tuple(
        ShownUse(use.name, use.emoji, _ICONS[use.kind], _ADDRESSES[use.kind](visit, use.id))
        for use in told
        if use.name
    )
    hidden = len(told) - len(named)
    return (*named, ShownUse(not_for_all(hidden), "", "lock", number=hidden)) if hidden else named


def not_for_all(number: int) -> str:
    """So many inboxes keep their names to themselves."""
    words = ngettext(
        "%(number)d inbox that is not for all", "%(number)d inboxes that are not for all", number
    )
    return words % {"number": number}


def _segment(visit: Visit, segment_id: int) -> str:
    return f"{visit.url('contacts')}?segment={segment_id}"


def _inbox(visit: Visit, inbox_id: int) -> str:
    return visit.url("inbox_list", box=f"custom-{inbox_id}")


# Whoever registers what keeps filters has its row here.
_ADDRESSES: Final[dict[str, Callable[[Visit, int], str]]] = {SEGMENT: _segment, CUSTOM_INBOX: _inbox}
_ICONS: Final = {SEGMENT: "segment", CUSTOM_INBOX: "inbox"}
