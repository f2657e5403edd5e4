"""The kinds of events by which the Activity tab can be narrowed (E3, E4)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tappa.core.activity.facts import Fact
from tappa.core.contacts import facts as contacts
from tappa.core.inbox import facts as inbox
from tappa.web.shell.visit import Visit


class Show(StrEnum):
    """What of the activity is shown."""

    ALL = "all"
    MOVES = "moves"
    CONVERSATIONS = "conversations"
    ASSIGNMENT = "assignment"
    DETAILS = "details"


LABELS: Final[Mapping[Show, str | Promise]] = {
    Show.ALL: pgettext_lazy("activity", "All"),
    Show.MOVES: pgettext_lazy("activity", "Moves"),
    Show.CONVERSATIONS: _("Conversations"),
    Show.ASSIGNMENT: _("Assignment"),
    Show.DETAILS: _("Tags and fields"),
}
FACTS: Final[Mapping[Show, tuple[type[Fact], ...]]] = {
    Show.MOVES: (contacts.ContactMoved,),
    Show.CONVERSATIONS: (
        inbox.ConversationOpened,
        inbox.ConversationClosed,
        inbox.ConversationReopened,
        inbox.ConversationSnoozed,
        inbox.ConversationWoken,
    ),
    Show.ASSIGNMENT: (inbox.ContactAssigned,),
    Show.DETAILS: (
        contacts.ContactCreated,
        contacts.ContactEdited,
        contacts.ContactTagged,
        contacts.ContactUntagged,
        contacts.ContactBlocked,
        contacts.ContactUnblocked,
        contacts.ContactDeleted,
        inbox.ContactIntroduced,
    ),
}


def shown_kinds(visit: Visit) -> list[Show]:
    """The kinds there are to choose from: where stages are hidden (L2) there are no moves to show."""
    return [show for show in Show if show is not Show.MOVES or visit.stages_shown]


def facts_of(show: Show) -> list[str]:
    """The names of the facts of a kind."""
    return [fact.NAME for each in ([show] if show in FACTS else FACTS) for fact in FACTS[each]]
