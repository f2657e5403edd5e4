"""What the settings' audit log says, in words: what was changed, from what to what (L15)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tappa.core.activity.facts import Fact
from tappa.core.lifecycle import facts
from tappa.core.lifecycle.audit import SettingsChange
from tappa.core.lifecycle.rules import Kind
from tappa.web.shell.formats import number
from tappa.web.timeline.words import named


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after: "" where there was or is nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the history: the sentence, without who and when, and what changed."""

    sentence: str
    changes: tuple[Change, ...] = ()


def doer_of(change: SettingsChange) -> str:
    """Who made it, always with a name."""
    return named(change.by_kind, change.by_name, change.cause or "", change.via)


def told(fact: Fact) -> Told:
    """What a change of the settings says."""
    tell = _TELLING.get(type(fact))
    return tell(fact) if tell else Told(str(fact.SENTENCE))


def _added(fact: facts.StageAdded) -> Told:
    lost = fact.kind == Kind.LOST
    sentence = _("added the lost stage %(stage)s") if lost else _("added the lifecycle stage %(stage)s")
    return Told(sentence % {"stage": fact.name})


def _edited(fact: facts.StageEdited) -> Told:
    pairs = (
        (_("Name"), fact.name_before, fact.name),
        (_("Description"), fact.description_before, fact.description),
        (_("Emoji"), fact.emoji_before, fact.emoji),
    )
    changes = tuple(Change(*pair) for pair in pairs if pair[1] != pair[2])
    return Told(_("edited the stage %(stage)s") % {"stage": fact.name_before}, changes)


def _converted(fact: facts.StageConverted) -> Told:
    before, after = (
        _("Lost stage") if kind == Kind.LOST else _("Lifecycle stage")
        for kind in (fact.kind_before, fact.kind)
    )
    sentence = _("changed the kind of %(stage)s") % {"stage": fact.name}
    return Told(sentence, (Change(_("Kind"), before, after),))


def _reordered(fact: facts.StagesReordered) -> Told:
    lost = fact.kind == Kind.LOST
    sentence = (
        _("changed the order of the lost stages") if lost else _("changed the order of the lifecycle stages")
    )
    before, after = (" · ".join(names) for names in (fact.names_before, fact.names))
    return Told(sentence, (Change(_("Order"), before, after),))


def _default(fact: facts.DefaultStageChanged) -> Told:
    change = Change(_("Default"), fact.name_before, fact.name)
    return Told(_("changed the default stage"), (change,))


def _won(fact: facts.WonStageChanged) -> Told:
    change = Change(_("Won stage"), fact.name_before, fact.name)
    return Told(_("changed the won stage"), (change,))


def _deleted(fact: facts.StageDeleted) -> Told:
    sentence = _("deleted the stage %(stage)s") % {"stage": fact.name}
    if not fact.contacts:
        return Told(sentence)
    count = ngettext("%(count)s contact", "%(count)s contacts", fact.contacts) % {
        "count": number(fact.contacts)
    }
    return Told(sentence, (Change(count, fact.name, fact.to_name or _("No stage")),))


def _emptied(fact: facts.StageEmptied) -> Told:
    """Where they went stands in the line of the deletion."""
    sentence = ngettext(
        "finished moving %(count)s contact of %(stage)s",
        "finished moving %(count)s contacts of %(stage)s",
        fact.contacts,
    )
    return Told(sentence % {"count": number(fact.contacts), "stage": fact.name})


def _shown(fact: facts.LifecycleShown) -> Told:
    return Told(_("showed the lifecycle stages") if fact.show else _("hid the lifecycle stages"))


_TELLING: Final[dict[type[Fact], Callable[[Any], Told]]] = {
    facts.StageAdded: _added,
    facts.StageEdited: _edited,
    facts.StageConverted: _converted,
    facts.StagesReordered: _reordered,
    facts.DefaultStageChanged: _default,
    facts.WonStageChanged: _won,
    facts.StageDeleted: _deleted,
    facts.StageEmptied: _emptied,
    facts.LifecycleShown: _shown,
}
