"""What a member does with a conversation: assign, snooze, close, take the closing back, open."""

from datetime import datetime

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tappa.core.accounts.grants import Permission
from tappa.core.accounts.models import Member, Team
from tappa.core.accounts.queries import member_by, team_by
from tappa.core.contacts.models import Contact
from tappa.core.contacts.queries import visible_contact
from tappa.core.inbox.actions.assign import Holder, assign_contact
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.actions.open import open_conversation
from tappa.core.inbox.actions.reopen import reopen_conversation
from tappa.core.inbox.actions.snooze import snooze_conversation
from tappa.kernel.errors import Invalid, NotFound
from tappa.web.inbox.given import whole_number
from tappa.web.inbox.moments import until
from tappa.web.inbox.naps import read_nap
from tappa.web.inbox.views.after import page_with
from tappa.web.shell.answers import done
from tappa.web.shell.door import door
from tappa.web.shell.people import whole_name
from tappa.web.shell.visit import Visit


@door(Permission.USE_CONTACTS, "POST")
def assignee(visit: Visit, *, contact_id: int) -> HttpResponseBase:
    """Give the contact to a member (`member`), to a team (`team`), or to nobody (an empty `member`). Undo gives it back
    to whoever had it."""
    contact = visible_contact(visit.member, contact_id)
    to = wanted_holder(visit)
    before = assign_contact(contact, to=to, by=visit.actor)
    return done(
        visit,
        to=_page_after_assigning(visit, contact),
        names=_names(contact),
        toast=_assigned_to(to) if before else "",
        undo=f"{visit.url('inbox_assignee', contact_id=contact.id)}?{_who(before)}" if before else "",
    )


@door(Permission.USE_CONTACTS, "POST")
def snooze(visit: Visit, *, contact_id: int) -> HttpResponseBase:
    """Let the conversation sleep until a time. Undo wakes it."""
    contact = visible_contact(visit.member, contact_id)
    posted = visit.request.POST
    at: datetime = read_nap(posted.get("until", "") or posted.get("chosen", ""), visit.zone)
    snooze_conversation(contact, until=at, by=visit.actor)
    return done(
        visit,
        to=page_with(visit, contact),
        names=_names(contact),
        toast=_("Snoozed until %(time)s") % {"time": until(at)},
        undo=visit.url("inbox_opening", contact_id=contact.id),
    )


@door(Permission.USE_CONTACTS, "POST")
def closure(visit: Visit, *, contact_id: int) -> HttpResponseBase:
    """Close the conversation."""
    contact = visible_contact(visit.member, contact_id)
    closed = close_conversation(contact, by=visit.actor)
    undo = ""
    if closed is not None:
        undo = visit.url("inbox_reopening", contact_id=contact.id, conversation_id=closed.id)
    return done(
        visit,
        to=page_with(visit, contact),
        names=_names(contact),
        toast=_("Closed the conversation with %(contact)s") % {"contact": whole_name(contact)},
        undo=undo,
    )


@door(Permission.USE_CONTACTS, "POST")
def reopening(visit: Visit, *, contact_id: int, conversation_id: int) -> HttpResponseBase:
    """Take a closing back (I5)."""
    contact = visible_contact(visit.member, contact_id)
    reopen_conversation(contact, conversation_id=conversation_id, by=visit.actor)
    return done(
        visit, to=page_with(visit, contact), names=_names(contact), toast=_("The conversation is open again")
    )


@door(Permission.USE_CONTACTS, "POST")
def opening(visit: Visit, *, contact_id: int) -> HttpResponseBase:
    """Open: wakes a snoozed conversation; after a closed one a new one begins (I5)."""
    contact = visible_contact(visit.member, contact_id)
    opened = open_conversation(contact, by=visit.actor)
    contact.standing.conversation_id = opened.id
    return done(
        visit, to=page_with(visit, contact), names=_names(contact), toast=_("The conversation is open")
    )


def wanted_holder(visit: Visit) -> Member | Team | None:
    """Who is to have it, None for nobody. Raises Invalid when nothing is said, NotFound for those who are gone."""
    posted, given = visit.request.POST, visit.request.GET
    if team := posted.get("team", given.get("team")):
        return team_by(visit.workspace.id, whole_number(team) or 0)
    member = posted.get("member", given.get("member"))
    if member is None:
        raise Invalid(_("Choose a member or a team."), field="member")
    return member_by(visit.workspace.id, whole_number(member) or 0) if member else None


def _who(holder: Holder) -> str:
    """What `wanted_holder` reads, for the way back."""
    if holder.member_id is None and holder.team_id is not None:
        return f"team={holder.team_id}"
    return f"member={holder.member_id or ''}"


def _assigned_to(to: Member | Team | None) -> str:
    if isinstance(to, Team):
        return _("Assigned to the team %(team)s") % {"team": to.name}
    return _("Assigned to %(member)s") % {"member": to.user.name} if to else _("Assigned to nobody")


def _page_after_assigning(visit: Visit, contact: Contact) -> str:
    """A restricted agent who gave it away does not see it any more: on to the list."""
    try:
        visible_contact(visit.member, contact.id)
    except NotFound:
        return visit.url("inbox")
    return page_with(visit, contact)


def _names(contact: Contact) -> str:
    return f"contact-{contact.id} inbox contacts dashboard"
