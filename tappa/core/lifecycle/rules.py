"""What a stage may be: plain decisions, no database."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

STAGE_LIMIT: Final = 20  # L5
NAME_LIMIT: Final = 50  # L4
DESCRIPTION_LIMIT: Final = 255  # L4
HUES: Final = 10  # the colours of lifecycle stages; 0 is the grey of lost ones


class Kind(StrEnum):
    """The two kinds of stage. Their alphabetical order is their order in every list."""

    LIFECYCLE = "lifecycle"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class StageDraft:
    """A stage as a workspace is given it: texts in one language, and where it stands."""

    kind: Kind
    name: str
    description: str
    emoji: str
    is_default: bool = False
    is_won: bool = False


def fold_name(name: str) -> str:
    """A name as names are compared (L4): NFKC, without invisible characters, casefolded, spaces collapsed."""
    visible = "".join(
        char for char in unicodedata.normalize("NFKC", name) if unicodedata.category(char) != "Cf"
    )
    return " ".join(unicodedata.normalize("NFKC", visible.casefold()).split())
