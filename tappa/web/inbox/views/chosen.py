"""What a member does with the conversations that they chose in a list: assign, move, snooze, close, put aside as unread, and
take it back.

To assign and to move many changes contacts in bulk, which owners and managers may (section 8). To close and to snooze
handles conversations: whoever sees them may, a page of them at once.
"""

from datetime import datetime

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tappa.core.accounts.grants import Permission
from tappa.core.accounts.holders import holders_of
from tappa.core.accounts.models import Team
from tappa.core.contacts.actions.change_many import change_many
from tappa.core.contacts.actions.undo_change import undo_change
from tappa.core.contacts.changes import Change
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_rules import OperationKind
from tappa.core.contacts.selection import Ticked
from tappa.core.inbox.actions.close_many import close_conversations
from tappa.core.inbox.actions.mark_unread import mark_unread, unmark
from tappa.core.inbox.actions.reopen_many import reopen_conversations
from tappa.core.inbox.actions.snooze_many import snooze_conversations
from tappa.core.inbox.actions.wake_many import wake_conversations
from tappa.core.lifecycle.queries import stage_by_id
from tappa.kernel.errors import Invalid, NotFound
from tappa.web.inbox.chosen import (
    AssignMenu,
    SnoozeMenu,
    StageMenu,
    address_of,
    chosen_contacts,
    chosen_ids,
    moment,
    named_conversations,
    reopening_of,
    unmarking_of,
    waking_of,
)
from tappa.web.inbox.given import whole_number
from tappa.web.inbox.moments import until
from tappa.web.inbox.naps import naps_of, read_nap, wall_clock
from tappa.web.inbox.views.handling import wanted_holder
from tappa.web.shell.answers import back_to, done
from tappa.web.shell.door import door
from tappa.web.shell.mates import crews_among, mates_among
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit
from tappa.web.stage.choices import read_stages

NAMES = "inbox contacts dashboard"


@door(Permission.USE_CONTACTS, "GET", "POST")
def assignee(visit: Visit) -> HttpResponseBase:
    """The menu of members and teams; for a single contact its form is that of the thread. Posted, many go to a `member`, a
    `team`, or nobody."""
    ids = chosen_ids(visit)
    if visit.request.method != "POST":
        one = visit.url("inbox_assignee", contact_id=ids[0])
        action = one if len(ids) == 1 else address_of(visit, "inbox_chosen_assignee", ids)
        holders = holders_of(visit.workspace.id)
        return render(visit, AssignMenu(action, mates_among(visit, holders), crews_among(holders)))
    to = wanted_holder(visit)
    member, team = (None, to) if isinstance(to, Team) else (to, None)
    change = Change(OperationKind.ASSIGN, member=member, team=team)
    made = change_many(Ticked(tuple(ids)), change, member=visit.member, by=visit.actor)
    number = {"number": made.changed, "member": team.name if team else member.user.name if member else ""}
    if to is None:
        text = ngettext(
            "%(number)d contact is nobody's now", "%(number)d contacts are nobody's now", made.changed
        )
    else:
        text = ngettext(
            "%(number)d contact assigned to %(member)s",
            "%(number)d contacts assigned to %(member)s",
            made.changed,
        )
    return _changed(visit, made, text % number)


@door(Permission.CHANGE_IN_BULK, "GET", "POST")
def stage(visit: Visit) -> HttpResponseBase:
    """The stages to choose from, and the move of all that were chosen (S5)."""
    if not visit.stages_shown:
        raise NotFound(_("Lifecycle stages are hidden in this workspace."))
    ids = chosen_ids(visit)
    if visit.request.method != "POST":
        action = address_of(visit, "inbox_chosen_stage", ids)
        name = ngettext("%(number)d contact", "%(number)d contacts", len(ids)) % {"number": len(ids)}
        return render(visit, StageMenu(action, read_stages(visit.workspace.id), name))
    wanted = visit.request.POST.get("stage")
    stage_id = whole_number(wanted)
    if wanted is None or (wanted and stage_id is None):
        raise Invalid(_("Choose a stage."), field="stage")
    to = stage_by_id(visit.workspace.id, stage_id) if stage_id else None
    made = change_many(
        Ticked(tuple(ids)), Change(OperationKind.MOVE, stage=to), member=visit.member, by=visit.actor
    )
    number = {"number": made.changed, "stage": made.to_name}
    if to is None:
        text = ngettext(
            "%(number)d contact is at no stage now", "%(number)d contacts are at no stage now", made.changed
        )
    else:
        text = ngettext(
            "%(number)d contact moved to %(stage)s", "%(number)d contacts moved to %(stage)s", made.changed
        )
    return _changed(visit, made, text % number)


@door(Permission.CHANGE_IN_BULK, "POST")
def undo(visit: Visit) -> HttpResponseBase:
    """A move or an assignment of many (`operation`) is taken back as one (S7)."""
    operation_id = whole_number(visit.request.GET.get("operation"))
    if operation_id is None:
        raise Invalid(_("Say what is to be taken back."), field="operation")
    made = undo_change(operation_id, by=visit.actor)
    text = ngettext("%(number)d contact is as it was", "%(number)d contacts are as they were", made.changed)
    return _done(visit, _with_left(text % {"number": made.changed}, made.total - made.changed))


@door(Permission.USE_CONTACTS, "POST")
def closure(visit: Visit) -> HttpResponseBase:
    """Close what was chosen."""
    closed = close_conversations(chosen_contacts(visit), by=visit.actor)
    text = ngettext("Closed %(number)d conversation", "Closed %(number)d conversations", len(closed))
    return _done(visit, text % {"number": len(closed)}, reopening_of(visit, closed) if closed else "")


@door(Permission.USE_CONTACTS, "GET", "POST")
def snooze(visit: Visit) -> HttpResponseBase:
    """The times to snooze until; for a single contact the form is that of the thread. Posted, all that were chosen sleep."""
    ids = chosen_ids(visit)
    if visit.request.method != "POST":
        one = visit.url("inbox_snooze", contact_id=ids[0])
        action = one if len(ids) == 1 else address_of(visit, "inbox_chosen_snooze", ids)
        return render(visit, SnoozeMenu(action, naps_of(visit.zone), wall_clock(visit.zone)))
    posted = visit.request.POST
    at: datetime = read_nap(posted.get("until", "") or posted.get("chosen", ""), visit.zone)
    slept = snooze_conversations(chosen_contacts(visit), until=at, by=visit.actor)
    text = ngettext(
        "Snoozed %(number)d conversation until %(time)s",
        "Snoozed %(number)d conversations until %(time)s",
        len(slept),
    )
    undo_at = waking_of(visit, slept, at) if slept else ""
    return _done(visit, text % {"number": len(slept), "time": until(at)}, undo_at)


@door(Permission.USE_CONTACTS, "POST")
def unreading(visit: Visit) -> HttpResponseBase:
    """Put what was chosen aside as unread, for this member alone."""
    marked = mark_unread(chosen_contacts(visit), member=visit.member)
    text = ngettext(
        "Marked %(number)d conversation as unread", "Marked %(number)d conversations as unread", len(marked)
    )
    return _done(visit, text % {"number": len(marked)}, unmarking_of(visit, marked) if marked else "")


@door(Permission.USE_CONTACTS, "POST")
def unmarking(visit: Visit) -> HttpResponseBase:
    """Take that back: what they had read is read again (S7)."""
    named = [slept.conversation_id for _contact, slept in named_conversations(visit)]
    return _opened(visit, len(unmark(named, member=visit.member)), len(named))


@door(Permission.USE_CONTACTS, "POST")
def reopening(visit: Visit) -> HttpResponseBase:
    """Take a closing of many back (S7); what came after it is left alone."""
    named = named_conversations(visit)
    closed = {slept.conversation_id: contact for contact, slept in named}
    opened = reopen_conversations(closed, by=visit.actor)
    return _opened(visit, len(opened), len(named))


@door(Permission.USE_CONTACTS, "POST")
def waking(visit: Visit) -> HttpResponseBase:
    """Take a snoozing of many back (S7): each sleeps as before, or not at all."""
    at = moment(visit.request.GET.get("until", ""))
    if at is None:
        raise Invalid(_("Choose a day and a time."), field="until")
    named = named_conversations(visit)
    woken = wake_conversations(named, until=at, by=visit.actor)
    return _opened(visit, len(woken), len(named))


def _opened(visit: Visit, number: int, of: int) -> HttpResponseBase:
    text = ngettext(
        "%(number)d conversation is as it was", "%(number)d conversations are as they were", number
    )
    return _done(visit, _with_left(text % {"number": number}, of - number))


def _changed(visit: Visit, made: Operation, text: str) -> HttpResponseBase:
    address = f"{visit.url('inbox_chosen_undo')}?operation={made.id}"
    return _done(visit, text, address if made.changed else "")


def _with_left(text: str, left: int) -> str:
    if not left:
        return text
    others = ngettext(
        "%(number)d was changed since and is left alone",
        "%(number)d were changed since and are left alone",
        left,
    )
    return f"{text} · {others % {'number': left}}"


def _done(visit: Visit, toast: str, undo_at: str = "") -> HttpResponseBase:
    to = back_to(visit, visit.url("inbox"))
    return done(visit, to=to, names=NAMES, toast=toast, undo=undo_at)
