"""What uses a stage, a tag or a field, as pages name it and link to it (L14)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from tappa.core.contacts.filters.uses import Use
from tappa.core.contacts.segments import SEGMENT
from tappa.web.shell.visit import Visit


@dataclass(frozen=True, slots=True)
class ShownUse:
    """Something that keeps a filter: its name, the icon of its kind where it has no emoji, and where it is."""

    name: str
    emoji: str
    icon: str
    address: str


def shown_uses(visit: Visit, uses: Iterable[Use]) -> tuple[ShownUse, ...]:
    """The uses as a page shows them, by name."""
    return tuple(
        ShownUse(use.name, use.emoji, _ICONS[use.kind], _ADDRESSES[use.kind](visit, use.id))
        for use in sorted(uses, key=lambda use: use.name.casefold())
    )


def _segment(visit: Visit, segment_id: int) -> str:
    return f"{visit.url('contacts')}?segment={segment_id}"


# Whoever registers what keeps filters has its row here.
_ADDRESSES: Final[dict[str, Callable[[Visit, int], str]]] = {SEGMENT: _segment}
_ICONS: Final = {SEGMENT: "segment"}
