"""The draft of the stages as a page holds it: every row has a key, also one that is not saved yet (L8)."""

from typing import Final

import msgspec

from tappa.core.lifecycle.drafts import Draft
from tappa.core.lifecycle.rules import Kind

NEW: Final = "new-"
BLANK: Final = f"{NEW}0"  # of the row that the page's script copies


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A stage in the draft. `key` is its id, or "new-…" for one that is not saved yet."""

    key: str
    kind: Kind
    name: str = ""
    description: str = ""
    emoji: str = ""

    @property
    def stage_id(self) -> int | None:
        """The id of a saved stage."""
        return int(self.key) if self.key.isdecimal() else None


class PageDraft(msgspec.Struct, frozen=True, kw_only=True):
    """All rows in order, each kind in its own. `version`: that of the settings it began with. `default` and `won`: keys."""

    version: int
    rows: tuple[Row, ...]
    default: str = ""
    won: str = ""

    def row(self, key: str) -> Row | None:
        """The row with this key."""
        return next((row for row in self.rows if row.key == key), None)

    def of_kind(self, kind: Kind) -> tuple[Row, ...]:
        """The rows of one list."""
        return tuple(row for row in self.rows if row.kind == kind)

    def replaced(self, row: Row) -> "PageDraft":
        """The draft with this row in the place of the one with its key."""
        rows = tuple(row if each.key == row.key else each for each in self.rows)
        return msgspec.structs.replace(self, rows=rows)


def page_draft(saved: Draft) -> PageDraft:
    """The stages as they are saved."""
    return PageDraft(
        version=saved.version,
        rows=tuple(
            Row(
                key=str(stage.id),
                kind=stage.kind,
                name=stage.name,
                description=stage.description,
                emoji=stage.emoji,
            )
            for stage in saved.stages
        ),
        default=str(saved.default.id) if saved.default else "",
        won=str(saved.won.id) if saved.won else "",
    )


def with_new_row(
    draft: PageDraft, kind: Kind, *, name: str = "", description: str = "", emoji: str = ""
) -> PageDraft:
    """The draft with a further row at the end of its list."""
    taken = {row.key for row in draft.rows}
    key = next(f"{NEW}{number}" for number in range(1, len(taken) + 2) if f"{NEW}{number}" not in taken)
    row = Row(key=key, kind=kind, name=name, description=description, emoji=emoji)
    return msgspec.structs.replace(draft, rows=(*draft.rows, row))
