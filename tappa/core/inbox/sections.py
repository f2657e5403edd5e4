"""Sections of the inbox's lists: a page begins beyond a row, by what the list is sorted by and the contact's id."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

import msgspec

from tappa.core.inbox.lists_rows import ConversationRow
from tappa.kernel.cursors import read_cursor, write_cursor

LIMIT: Final = 50


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """A row's moment (None stands for one after all others) and its contact; `backwards` reads towards the top."""

    moment: Annotated[datetime, msgspec.Meta(tz=True)] | None
    id: Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
    backwards: bool


@dataclass(frozen=True, slots=True)
class Section:
    """Which part of a list to read: at most `limit` rows beyond the cursor, from the top without one."""

    limit: int = LIMIT
    cursor: Cursor | None = None

    @property
    def backwards(self) -> bool:
        """Whether it is read towards the top."""
        return self.cursor is not None and self.cursor.backwards


FROM_THE_TOP: Final = Section()


def read_section(word: str, *, limit: int = LIMIT) -> Section:
    """The section that an address asks for: from the top for "" and for a word that we never gave."""
    return Section(limit, read_cursor(Cursor, word))


@dataclass(frozen=True, slots=True)
class ConversationList:
    """A section in the list's own order. `before` and `after` are the words of the sections beside it, "" for none."""

    rows: list[ConversationRow]
    before: str = ""
    after: str = ""


def cut(
    found: Sequence[ConversationRow], moments: Sequence[datetime | None], *, section: Section
) -> ConversationList:
    """What was found in the direction of the section, one row more than its limit where there is more."""
    more = len(found) > section.limit
    pairs = list(zip(found, moments, strict=True))[: section.limit]
    if section.backwards:
        pairs.reverse()
    if not pairs:
        return ConversationList([])
    before = more if section.backwards else section.cursor is not None
    after = section.backwards or more
    return ConversationList(
        [row for row, _moment in pairs],
        _word(*pairs[0], backwards=True) if before else "",
        _word(*pairs[-1], backwards=False) if after else "",
    )


def _word(row: ConversationRow, moment: datetime | None, *, backwards: bool) -> str:
    return write_cursor(Cursor(moment, row.contact_id, backwards))
