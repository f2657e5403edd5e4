"""Items of a contact's history as lines to show: for the thread whole sentences, for the Activity tab shorter ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from markupsafe import Markup

from tappa.core.activity.actor import By, Cause
from tappa.core.contacts.models import Contact
from tappa.core.inbox.timeline import ClosedItem, CommentItem, MovedItem, SaidItem, TimelineItem
from tappa.web.shell.formats import after
from tappa.web.shell.people import short_name
from tappa.web.shell.visit import Visit
from tappa.web.timeline.moves import StageLookup, move_in_short, move_sentence
from tappa.web.timeline.sentences import ICONS, sentence
from tappa.web.timeline.words import doer


@dataclass(frozen=True, slots=True)
class Line:
    """A line: `text` is the sentence with its names marked, `who` and `extra` are told beside the time.

    `hue` colours the mark (0 is grey) that holds the `emoji`, or else the `icon`. `undo` is the address that takes it
    back, "" where nothing can; `undone` says that it was.
    """

    id: int
    at: datetime
    hue: int | None
    icon: str
    emoji: str
    text: Markup
    who: str = ""
    extra: tuple[str, ...] = ()
    undo: str = ""
    undone: bool = False


Undo = Callable[[ClosedItem], str]


def lines_of(
    visit: Visit,
    items: Sequence[TimelineItem],
    *,
    contact: Contact,
    stages: StageLookup,
    undo_closing: Undo | None = None,
) -> list[Line]:
    """A line between the messages for each item that is neither a message nor a comment (E2).

    Where stages are hidden (L2) moves are left out. `undo_closing` gives the address that takes a closing back.
    """
    name = short_name(contact)
    lines = []
    for item in _shown(visit, items):
        text = move_sentence(item, name, stages) if isinstance(item, MovedItem) else sentence(item, name)
        lines.append(_line(visit, item, text, contact, stages, undo_closing))
    return lines


def entries_of(
    visit: Visit,
    items: Sequence[TimelineItem],
    *,
    contact: Contact,
    stages: StageLookup,
    undo_closing: Undo | None = None,
) -> list[Line]:
    """The same for the Activity tab (E3), where moves are told shorter, with who made them beside the time."""
    name = short_name(contact)
    lines = []
    for item in _shown(visit, items):
        if isinstance(item, MovedItem):
            text, who = move_in_short(item, stages), doer(item.by)
        else:
            text, who = sentence(item, name), ""
        lines.append(_line(visit, item, text, contact, stages, undo_closing, who))
    return lines


def _shown(visit: Visit, items: Sequence[TimelineItem]) -> list[TimelineItem]:
    hidden = (SaidItem, CommentItem) if visit.stages_shown else (SaidItem, CommentItem, MovedItem)
    return [item for item in items if not isinstance(item, hidden)]


def _line(
    visit: Visit,
    item: TimelineItem,
    text: Markup,
    contact: Contact,
    stages: StageLookup,
    undo_closing: Undo | None,
    who: str = "",
) -> Line:
    hue, emoji, icon = None, "", ICONS.get(type(item), "route")
    if isinstance(item, MovedItem):
        stage = stages.by_id(item.to_stage_id)
        hue = stage.hue if stage and stage.kind == "lifecycle" else 0
        emoji, icon = stage.emoji if stage else "", "route"
    return Line(
        id=item.id,
        at=item.at,
        hue=hue,
        icon=icon,
        emoji=emoji,
        text=text,
        who=who,
        extra=_extra(item, who),
        undo=_undo(visit, item, contact, undo_closing),
        undone=isinstance(item, MovedItem) and item.undone,
    )


def _extra(item: TimelineItem, who: str) -> tuple[str, ...]:
    """What is told beside the time: how long it was before (E3), why, and what was noted."""
    parts: list[str] = []
    if isinstance(item, MovedItem):
        if not who and item.by.kind == By.SYSTEM and item.by.cause == Cause.DEFAULT:
            parts.append(doer(item.by))
        if item.seconds_before is not None:
            parts.append(after(item.seconds_before))
        parts += [text for text in (item.reason, item.note) if text]
        if item.undone:
            parts.append(_("taken back"))
    if isinstance(item, ClosedItem):
        parts += [text for text in (item.category, item.summary) if text]
    return tuple(parts)


def _undo(visit: Visit, item: TimelineItem, contact: Contact, undo_closing: Undo | None) -> str:
    if isinstance(item, MovedItem) and item.undoable:
        return visit.url("transition_undo", contact_id=contact.id, transition_id=item.transition_id)
    if isinstance(item, ClosedItem) and item.reopenable and undo_closing:
        return undo_closing(item)
    return ""
