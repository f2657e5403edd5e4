"""What the buttons of the rows do to the draft where no script does it in the page: nothing of it is saved."""

from collections.abc import Callable
from typing import Final

import msgspec

from tappa.core.lifecycle.rules import Kind
from tappa.web.settings.stages.drafts import PageDraft, Row

replace = msgspec.structs.replace


def acted(draft: PageDraft, act: str, key: str) -> PageDraft:
    """The draft after this act on the row with this key; as it was where there is no such row."""
    row, change = draft.row(key), ACTS.get(act)
    return draft if row is None or change is None else change(draft, row)


def _up(draft: PageDraft, row: Row) -> PageDraft:
    return _stepped(draft, row, -1)


def _down(draft: PageDraft, row: Row) -> PageDraft:
    return _stepped(draft, row, 1)


def _stepped(draft: PageDraft, row: Row, by: int) -> PageDraft:
    """Changes places with the next row of its list."""
    own = draft.of_kind(row.kind)
    place = own.index(row) + by
    if not 0 <= place < len(own):
        return draft
    swapped = {row.key: own[place], own[place].key: row}
    return replace(draft, rows=tuple(swapped.get(each.key, each) for each in draft.rows))


def _default(draft: PageDraft, row: Row) -> PageDraft:
    """Set, or unset where it was it (L7)."""
    return replace(draft, default="" if draft.default == row.key else _eligible(draft.default, row))


def _won(draft: PageDraft, row: Row) -> PageDraft:
    return replace(draft, won="" if draft.won == row.key else _eligible(draft.won, row))


def _eligible(present: str, row: Row) -> str:
    return row.key if row.kind == Kind.LIFECYCLE else present


def _kind(draft: PageDraft, row: Row) -> PageDraft:
    """To the end of the other list (L12). The default passes on to the first that remains, the won stage to none (L11)."""
    to_lost = row.kind == Kind.LIFECYCLE
    rest = tuple(each for each in draft.rows if each.key != row.key)
    changed = replace(row, kind=Kind.LOST if to_lost else Kind.LIFECYCLE)
    first = next((each.key for each in rest if each.kind == Kind.LIFECYCLE), "")
    if to_lost and not first:
        return draft  # the last lifecycle stage stays one (L10)
    return replace(
        draft,
        rows=(*rest, changed),
        default=first if to_lost and draft.default == row.key else draft.default,
        won="" if to_lost and draft.won == row.key else draft.won,
    )


def _drop(draft: PageDraft, row: Row) -> PageDraft:
    """Takes back a row that was never saved; saved ones are deleted by their own dialog."""
    if row.stage_id is not None:
        return draft
    return replace(
        draft,
        rows=tuple(each for each in draft.rows if each.key != row.key),
        default="" if draft.default == row.key else draft.default,
        won="" if draft.won == row.key else draft.won,
    )


ACTS: Final[dict[str, Callable[[PageDraft, Row], PageDraft]]] = {
    "up": _up,
    "down": _down,
    "default": _default,
    "won": _won,
    "kind": _kind,
    "drop": _drop,
}
