"""Two people changed the stages at once: the second keeps what they typed and is told what the first did (L8).

Three drafts are compared: the `base` both began with, `mine`, and `theirs`, which is saved. Where only they changed
something it is taken over; where both did, mine stands and the choice is offered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from tappa.core.lifecycle.rules import Kind
from tappa.web.settings.stages.drafts import NEW, PageDraft, Row

FIELDS: Final = ("name", "description", "emoji", "kind")
HOLDERS: Final = ("default", "won")
Value = str | tuple[str, ...]
replace = msgspec.structs.replace


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that they changed. `place` as in the form: "name-42", "order-lost", "default", "added-7", "deleted-7".

    The values are those of the field: keys for `default` and `won`, keys in their order for an order. Of a deleted stage
    `mine` is the key under which it stays, "" where I had changed nothing of it.
    """

    place: str
    key: str
    before: Value
    theirs: Value
    mine: Value

    @property
    def field(self) -> str:
        """What was changed."""
        return self.place.partition("-")[0]

    @property
    def is_choice(self) -> bool:
        """Whether both changed it, each otherwise."""
        return self.mine not in {self.before, self.theirs}


def merged(base: PageDraft, mine: PageDraft, theirs: PageDraft) -> tuple[PageDraft, tuple[Difference, ...]]:
    """My draft, begun anew on what is saved now; and what they changed."""
    merging = _Merging(base, mine, theirs)
    merging.merge_rows()
    merging.keep_what_they_deleted()
    rows = tuple(merging.rows[key] for kind in Kind for key in merging.order(kind))
    default, won = (merging.holder(name) for name in HOLDERS)
    draft = PageDraft(version=theirs.version, rows=rows, default=default, won=won)
    return draft, tuple(merging.found)


@dataclass
class _Merging:
    """`rows` by their keys in the new draft; `renamed`: from old keys to new ones."""

    base: PageDraft
    mine: PageDraft
    theirs: PageDraft
    rows: dict[str, Row] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    found: list[Difference] = field(default_factory=list)

    def merge_rows(self) -> None:
        for theirs in self.theirs.rows:
            self.rows[theirs.key] = self.merged_row(theirs)
        self.rows |= {row.key: row for row in self.mine.rows if row.key.startswith(NEW)}

    def merged_row(self, theirs: Row) -> Row:
        key, before, mine = theirs.key, self.base.row(theirs.key), self.mine.row(theirs.key)
        if before is None:
            self.found.append(Difference(f"added-{key}", key, "", theirs.name, ""))
        if before is None or mine is None:
            return theirs
        row = theirs
        for name in FIELDS:
            was, wanted, saved = (str(getattr(each, name)) for each in (before, mine, theirs))
            if saved != was:
                self.found.append(Difference(f"{name}-{key}", key, was, saved, wanted))
            if wanted != was:
                row = replace(row, **{name: Kind(wanted) if name == "kind" else wanted})
        return row

    def keep_what_they_deleted(self) -> None:
        """A stage that they deleted is gone; what I had typed there stays, as a new stage."""
        for before in self.base.rows:
            if self.theirs.row(before.key) is not None:
                continue
            row = self.mine.row(before.key)
            kept = row if row is not None and row != before else None
            key = f"{NEW}of-{before.key}" if kept else ""
            self.found.append(Difference(f"deleted-{before.key}", before.key, "", "", key))
            if kept is not None:
                self.renamed[before.key] = key
                self.rows[key] = replace(kept, key=key)

    def order(self, kind: Kind) -> list[str]:
        """The order of one list: mine where I changed it, else theirs. Who is missing there follows who stood before."""
        base, mine, theirs = (
            [row.key for row in draft.of_kind(kind)] for draft in (self.base, self.mine, self.theirs)
        )
        common = {*base} & {*mine} & {*theirs}
        was, wanted, saved = (tuple(key for key in each if key in common) for each in (base, mine, theirs))
        if saved != was:
            self.found.append(Difference(f"order-{kind}", kind, was, saved, wanted))
        mine = [self.renamed.get(key, key) for key in mine]
        first, second = (mine, theirs) if wanted != was else (theirs, mine)
        here = {key for key, row in self.rows.items() if row.kind == kind}
        order = [key for key in first if key in here]
        for source in (second, sorted(here)):
            for place, key in enumerate(source):
                if key in here and key not in order:
                    order.insert(_place_after(order, source[:place]), key)
        return order

    def holder(self, name: str) -> str:
        """Which stage is the default, or the won one."""
        was, wanted, saved = (getattr(draft, name) for draft in (self.base, self.mine, self.theirs))
        if saved != was:
            self.found.append(Difference(name, "", was, saved, wanted))
        key = self.renamed.get(wanted, wanted) if wanted != was else saved
        row = self.rows.get(key)
        return key if row is not None and row.kind == Kind.LIFECYCLE else ""


def _place_after(order: Sequence[str], before: Sequence[str]) -> int:
    """Behind the nearest one that stood before; in front where none of them is here."""
    return next((order.index(key) + 1 for key in reversed(before) if key in order), 0)


def settled(draft: PageDraft, saved: PageDraft, theirs: frozenset[str]) -> PageDraft:
    """The draft with what is saved wherever "theirs" was chosen: "name-42", "order-lost", "default"."""
    for place in sorted(theirs):
        name, _mark, key = place.partition("-")
        row, their_row = draft.row(key), saved.row(key)
        if name in FIELDS and row is not None and their_row is not None:
            draft = draft.replaced(replace(row, **{name: getattr(their_row, name)}))
        elif name in HOLDERS:
            draft = replace(draft, **{name: getattr(saved, name)})
        elif name == "order":
            draft = _reordered(draft, saved, key)
    return draft


def _reordered(draft: PageDraft, saved: PageDraft, kind: str) -> PageDraft:
    """The saved rows of a list in their saved order, in the places where they stand; new ones stay where they are."""
    known = [row for each in saved.rows if (row := draft.row(each.key)) and row.kind == kind]
    keys, following = {row.key for row in known}, iter(known)
    return replace(draft, rows=tuple(next(following) if row.key in keys else row for row in draft.rows))
