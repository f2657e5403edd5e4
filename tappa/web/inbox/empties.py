"""What a list without rows says: what would be here, and what to do next."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tappa.core.contacts.queries import visible_contacts
from tappa.core.inbox.chats import first_website_chat, hosted_path
from tappa.core.inbox.counts import InboxCounts, count_inboxes
from tappa.core.inbox.inboxes import AtStage, Mine, OfTeam, Unassigned
from tappa.core.inbox.rules import ConversationStatus
from tappa.web.inbox.list_pages import Empty
from tappa.web.inbox.spot import Spot


def empty_of(spot: Spot, counts: InboxCounts | None) -> Empty:
    """The words for this inbox and filter."""
    asked = spot.asked
    if asked.narrowings:
        plain = asked.having(stages=(), assignees=(), channels=(), unreplied=False, search="")
        return Empty(
            _("Nothing matches"),
            _("No conversation here fits the filter."),
            spot.visit.url("inbox_list", box=spot.box.word) + plain.query,
            _("Clear the filter"),
        )
    if spot.box.custom:
        return _nothing_custom(spot)
    if asked.where.status is not ConversationStatus.OPEN:
        return _nothing_of_status(asked.where.status)
    match spot.box.inbox:
        case Mine():
            return _nothing_mine(spot, counts or count_inboxes(spot.visit.member))
        case Unassigned():
            return Empty(
                _("Everyone has an assignee"), _("Open conversations that nobody has taken appear here.")
            )
        case OfTeam():
            return Empty(
                _("Nobody here right now"),
                _("Open conversations that members of the team %(team)s have appear here.")
                % {"team": spot.box.title},
            )
        case AtStage():
            return Empty(
                _("Nobody here right now"),
                _("Contacts at the stage %(stage)s with an open conversation appear here.")
                % {"stage": spot.box.title},
            )
        case _:
            return _nothing_at_all(spot)


def _nothing_custom(spot: Spot) -> Empty:
    custom, own = (
        spot.box.custom,
        spot.box.custom is not None and spot.box.custom.maker_id == spot.visit.member.id,
    )
    edit = spot.visit.url("inbox_custom_edit", inbox_id=custom.id) if custom and own else ""
    if spot.box.broken:
        text = _("%(reason)s Until its conditions are mended, it takes nothing.") % {
            "reason": spot.box.broken
        }
        return Empty(_("This inbox is broken"), text, edit, _("Mend it") if edit else "")
    return Empty(
        _("Nobody here right now"),
        _("Conversations of contacts that fit the conditions of this inbox appear here."),
        edit,
        _("See the conditions") if edit else "",
    )


def _nothing_of_status(status: ConversationStatus) -> Empty:
    if status is ConversationStatus.SNOOZED:
        return Empty(
            _("Nothing is snoozed"), _("A snoozed conversation waits here and comes back by itself.")
        )
    return Empty(_("Nothing is closed"), _("Closed conversations are kept here."))


def _nothing_mine(spot: Spot, counts: InboxCounts) -> Empty:
    title = _("Nothing is assigned to you")
    if not counts.unassigned:
        return Empty(title, _("Conversations that are assigned to you appear here."))
    text = ngettext(
        "%(number)d conversation waits for somebody to take it.",
        "%(number)d conversations wait for somebody to take them.",
        counts.unassigned,
    )
    address = spot.visit.url("inbox_list", box="unassigned")
    return Empty(
        title,
        text % {"number": counts.unassigned},
        address,
        _("See Unassigned (%(number)d)") % {"number": counts.unassigned},
    )


def _nothing_at_all(spot: Spot) -> Empty:
    if visible_contacts(spot.visit.member).exists():
        return Empty(_("All done"), _("No conversation is open. New messages appear here by themselves."))
    chat = first_website_chat(spot.visit.workspace.id)
    text = _("What customers write, on any channel, appears here by itself.")
    if chat is None:
        return Empty(_("No conversations yet"), text)
    return Empty(
        _("No conversations yet"),
        text,
        hosted_path(chat),
        _("Try it: write as a customer"),
        opens_window=True,
    )
