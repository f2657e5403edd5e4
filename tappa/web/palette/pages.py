"""What the templates of the palette show."""

from dataclasses import dataclass
from typing import ClassVar

from tappa.core.lifecycle.models import Stage


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """Somewhere to go: with its icon, or an emoji or a hue where it is a stage's."""

    label: str
    address: str
    icon: str = ""
    emoji: str = ""
    hue: int = 0


@dataclass(frozen=True, slots=True)
class PlaceGroup:
    """Places under a title."""

    title: str
    rows: tuple[PlaceRow, ...]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A contact. `conversation` is the address of the latest one, "" where there never was one; `status` how it stands."""

    id: int
    name: str
    about: str
    stage: Stage | None
    address: str
    conversation: str
    status: str

    @property
    def best(self) -> str:
        """Where one most likely wants to go."""
        return self.conversation or self.address


@dataclass(frozen=True)
class Opening:
    """What the palette shows before anything is typed, and searches by itself."""

    TEMPLATE: ClassVar[str] = "palette/_opening.html"
    groups: tuple[PlaceGroup, ...]
    recent: tuple[PersonRow, ...]


@dataclass(frozen=True)
class Found:
    """Whom a search found."""

    TEMPLATE: ClassVar[str] = "palette/_found.html"
    people: tuple[PersonRow, ...]
