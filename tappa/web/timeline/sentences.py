"""What happened to a contact, each kind of item in one whole sentence. Changes of stage stand in moves.py."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from tappa.core.activity.actor import By, Via
from tappa.core.inbox.timeline import (
    AssignedItem,
    BlockedItem,
    Called,
    ClosedItem,
    CreatedItem,
    DeletedItem,
    EditedItem,
    IntroducedItem,
    OpenedItem,
    ReopenedItem,
    RestoredItem,
    SnoozedItem,
    TaggedItem,
    TimelineItem,
    WokenItem,
)
from tappa.web.shell.formats import moment_and_clock
from tappa.web.timeline.words import doer, field_name, filled, isolated, strong

ICONS: Final[dict[type[TimelineItem], str]] = {
    AssignedItem: "user",
    BlockedItem: "block",
    ClosedItem: "check",
    CreatedItem: "plus",
    DeletedItem: "trash",
    EditedItem: "pencil",
    IntroducedItem: "user",
    OpenedItem: "inbox",
    ReopenedItem: "inbox",
    RestoredItem: "undo",
    SnoozedItem: "snooze",
    TaggedItem: "tag",
    WokenItem: "inbox",
}


def sentence(item: TimelineItem, contact: str) -> Markup:
    """The item as a sentence about `contact`, who is named as one speaks of them."""
    template, words = _SENTENCES[type(item)](item)
    return filled(template, {"by": strong(doer(item.by)), "contact": isolated(contact), **words})


Told = tuple[str, Mapping[str, str]]


def _assigned(item: AssignedItem) -> Told:
    if item.team is not None:
        return _("%(by)s assigned %(contact)s to the team %(team)s"), {"team": _team(item.team)}
    if item.to is None:
        return _let_go(item)
    to = {"to": strong(item.to.name or _("a former member"))}
    if item.by.kind == By.SYSTEM:
        return _("%(contact)s was assigned to %(to)s"), to
    if item.by.kind == By.MEMBER and item.by.id == item.to.id:
        return _("%(by)s took over %(contact)s"), {}
    return _("%(by)s assigned %(contact)s to %(to)s"), to


def _let_go(item: AssignedItem) -> Told:
    if item.team_before is not None:
        return _("%(by)s took %(contact)s from the team %(team)s: nobody is assigned"), {
            "team": _team(item.team_before)
        }
    before = strong(item.before.name if item.before else "")
    return _("%(by)s took %(contact)s from %(before)s: nobody is assigned"), {"before": before}


def _team(team: Called) -> Markup:
    return strong(team.name)


def _opened(item: OpenedItem) -> Told:
    if item.by.kind == By.SYSTEM:
        return _("%(contact)s began a conversation"), {}
    return _("%(by)s opened the conversation"), {}


def _closed(_item: ClosedItem) -> Told:
    return _("%(by)s closed the conversation"), {}


def _reopened(_item: ReopenedItem) -> Told:
    return _("%(by)s took the closing back"), {}


def _snoozed(item: SnoozedItem) -> Told:
    until = strong(moment_and_clock(item.until))
    return _("%(by)s snoozed the conversation until %(until)s"), {"until": until}


def _woken(item: WokenItem) -> Told:
    if item.by.kind == By.MEMBER:
        return _("%(by)s ended the snooze"), {}
    if item.by.via == Via.INBOUND:
        return _("%(contact)s wrote, and the snoozed conversation is open again"), {}
    return _("The snooze ended: the conversation is open again"), {}


def _created(item: CreatedItem) -> Told:
    if item.by.via == Via.INBOUND:
        return _("%(contact)s wrote for the first time"), {}
    if item.by.via == Via.IMPORT:
        return _("%(contact)s came with an import"), {}
    return _("%(by)s added %(contact)s"), {}


def _edited(item: EditedItem) -> Told:
    custom = (isolated(name) if name else _("a field that is gone") for name in item.custom)
    names = Markup(", ").join([*map(field_name, item.fields), *custom])
    return _("%(by)s changed details: %(fields)s"), {"fields": names}


def _introduced(item: IntroducedItem) -> Told:
    if item.email_is_taken:
        return _("%(contact)s gave an e-mail that another contact has: nobody has shown whose it is"), {}
    if item.fields == ("name",):
        return _("%(contact)s told their name"), {}
    if item.fields == ("email",):
        return _("%(contact)s told their e-mail"), {}
    return _("%(contact)s told their name and e-mail"), {}


def _tagged(item: TaggedItem) -> Told:
    tags = Markup(" ").join(Markup('<span class="tag">{}</span>').format(tag) for tag in item.tags)
    count = len(item.tags)
    if item.added:
        return ngettext("%(by)s added the tag %(tags)s", "%(by)s added the tags %(tags)s", count), {
            "tags": tags
        }
    return ngettext("%(by)s removed the tag %(tags)s", "%(by)s removed the tags %(tags)s", count), {
        "tags": tags
    }


def _blocked(item: BlockedItem) -> Told:
    return _("%(by)s blocked %(contact)s") if item.blocked else _("%(by)s unblocked %(contact)s"), {}


def _deleted(_item: DeletedItem) -> Told:
    return _("%(by)s deleted the contact"), {}


def _restored(_item: RestoredItem) -> Told:
    return _("%(by)s brought the contact back"), {}


_SENTENCES: Final[dict[type[TimelineItem], Callable[[Any], Told]]] = {
    AssignedItem: _assigned,
    BlockedItem: _blocked,
    ClosedItem: _closed,
    CreatedItem: _created,
    DeletedItem: _deleted,
    EditedItem: _edited,
    IntroducedItem: _introduced,
    OpenedItem: _opened,
    ReopenedItem: _reopened,
    RestoredItem: _restored,
    SnoozedItem: _snoozed,
    TaggedItem: _tagged,
    WokenItem: _woken,
}
