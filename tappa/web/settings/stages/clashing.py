"""What somebody else saved while one was editing, in words: field by field, theirs and mine (L8)."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.utils.translation import gettext as _

from tappa.core.lifecycle.audit import changes_since
from tappa.core.lifecycle.rules import Kind
from tappa.web.settings.stages.drafts import PageDraft
from tappa.web.settings.stages.merging import HOLDERS, Difference, Value
from tappa.web.settings.stages.pages import Clash, Line
from tappa.web.settings.stages.telling import doer_of
from tappa.web.shell.visit import Visit


def clash(
    visit: Visit, differences: Iterable[Difference], *, base: PageDraft, saved: PageDraft, mine: PageDraft
) -> Clash:
    """The differences by stage; those of the whole come last."""
    words = _Words({row.key: row.name for draft in (mine, saved, base) for row in draft.rows})
    subjects = sorted(differences, key=lambda each: each.field in {*HOLDERS, "order"})
    groups = ((words.subject(list_of), tuple(map(words.line, list_of))) for list_of in _by_subject(subjects))
    return Clash(_who(visit, base.version), tuple(groups))


def _by_subject(differences: Iterable[Difference]) -> Iterator[list[Difference]]:
    for _key, found in groupby(
        differences, key=lambda each: "" if each.field in {*HOLDERS, "order"} else each.key
    ):
        yield list(found)


def _who(visit: Visit, version: int) -> str:
    """Everybody who saved since then, but for the person themselves: who has two windows open is told all the same."""
    return ", ".join(dict.fromkeys(map(doer_of, changes_since(visit.workspace.id, version))))


class _Words:
    """Values as people read them. `names`: of the stages, by key."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def subject(self, differences: list[Difference]) -> str:
        """Which stage it is about."""
        first = differences[0]
        whole = first.field in HOLDERS or first.field == "order"
        return _("All stages") if whole else self.names.get(first.key, "")

    def line(self, difference: Difference) -> Line:
        """One field: what they made it, and what I made it where there is a choice."""
        field = difference.field
        if field in {"added", "deleted"}:
            return Line(*self._coming_or_going(difference))
        before, theirs, mine = (
            self._value(field, value) for value in (difference.before, difference.theirs, difference.mine)
        )
        choice = difference.place if difference.is_choice else ""
        return Line(self._label(difference), theirs, before, mine, choice)

    def _coming_or_going(self, difference: Difference) -> tuple[str, str]:
        if difference.field == "added":
            return _("Added"), str(difference.theirs)
        if difference.mine:
            return _("Deleted"), _("What you changed stays below as a new stage. Remove it if it should go.")
        return _("Deleted"), _("It is gone.")

    def _label(self, difference: Difference) -> str:
        if difference.field == "order":
            lost = difference.key == Kind.LOST
            return _("Order of the lost stages") if lost else _("Order of the lifecycle stages")
        return {
            "name": _("Name"),
            "description": _("Description"),
            "emoji": _("Emoji"),
            "kind": _("Kind"),
            "default": _("Default"),
            "won": _("Won stage"),
        }[difference.field]

    def _value(self, field: str, value: Value) -> str:
        if isinstance(value, tuple):
            return " → ".join(self.names.get(key, key) for key in value)
        if field in HOLDERS:
            return self.names.get(value) or _("None")
        if field == "kind":
            return _("Lost stage") if value == Kind.LOST else _("Lifecycle stage")
        return value or _("Empty")
