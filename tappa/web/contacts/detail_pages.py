"""What the templates of a contact's fields show."""

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Holder:
    """Another contact, who has the phone or e-mail that was typed."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class DetailField:
    """A field of the details. `value` is what is kept, `shown` how it is written for people; `options` are what can be
    chosen, each with its words; `link` is where the value leads; `holder` is
    who has it already."""

    key: str
    label: str
    input: str
    value: str
    shown: str
    help: str = ""
    options: list[tuple[str, str]] = field(default_factory=list)
    link: str = ""
    error: str = ""
    holder: Holder | None = None

    @property
    def id(self) -> str:
        """Of its element."""
        return f"detail-{self.key.replace(':', '-')}"


@dataclass(frozen=True)
class FieldFragment:
    """One field of the details alone."""

    TEMPLATE: ClassVar[str] = "contacts/_field.html"
    contact_id: int
    field: DetailField
