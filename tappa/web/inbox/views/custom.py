"""Custom inboxes: made, changed, deleted (I2)."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tappa.core.accounts.grants import Permission, Role
from tappa.core.inbox.actions.create_inbox import create_inbox
from tappa.core.inbox.actions.delete_inbox import delete_inbox
from tappa.core.inbox.actions.edit_inbox import require_maker
from tappa.core.inbox.actions.restore_inbox import restore_inbox
from tappa.core.inbox.custom import inbox_for, inbox_seen_by, lost_filter
from tappa.core.inbox.inbox_checks import Audience
from tappa.core.inbox.inbox_rules import Visibility
from tappa.core.inbox.models_inbox import CustomInbox
from tappa.web.shell.answers import done, see
from tappa.web.shell.door import door
from tappa.web.shell.visit import Visit

NAMES = "inboxes"


@door(Permission.USE_CONTACTS, "POST")
def lost(visit: Visit) -> HttpResponseBase:
    """An inbox for who left the process, in one step; on to the one that there is already. Who leads makes it for all,
    for it is how a team wins people back; an agent for themselves."""
    wanted = lost_filter(visit.workspace.id)
    if wanted is None or not visit.stages_shown:
        raise Http404
    inbox = inbox_for(visit.member, wanted)
    if inbox is None:
        leads = visit.member.role != Role.AGENT
        audience = Audience(Visibility.PUBLIC if leads else Visibility.PRIVATE)
        inbox = create_inbox(
            visit.member, name=_("Lost"), emoji="🧊", wanted=wanted, audience=audience, by=visit.actor
        )
    return see(_list(visit, inbox))


@door(Permission.USE_CONTACTS, "POST")
def deletion(visit: Visit, *, inbox_id: int) -> HttpResponseBase:
    """Delete it; the message takes that back."""
    deleted = delete_inbox(inbox_seen_by(visit.member, inbox_id), by=visit.actor)
    toast = _("Deleted the inbox %(name)s") % {"name": deleted.name}
    undo = visit.url("inbox_custom_restoration", deleted_id=deleted.id)
    return done(visit, to=visit.url("inbox"), names=NAMES, toast=toast, undo=undo)


@door(Permission.USE_CONTACTS, "POST")
def restoration(visit: Visit, *, deleted_id: int) -> HttpResponseBase:
    """Take a deletion back."""
    restored = restore_inbox(inbox_seen_by(visit.member, deleted_id, deleted=True), by=visit.actor)
    toast = _("The inbox %(name)s is there again") % {"name": restored.name}
    return done(visit, to=_list(visit, restored), names=NAMES, toast=toast)


def _list(visit: Visit, inbox: CustomInbox) -> str:
    return visit.url("inbox_list", box=f"custom-{inbox.id}")


@door(Permission.USE_CONTACTS, "GET", "POST")
def new(visit: Visit) -> HttpResponseBase:
    """STUB"""
    return see(visit.url("inbox"))


@door(Permission.USE_CONTACTS, "GET", "POST")
def edit(visit: Visit, *, inbox_id: int) -> HttpResponseBase:
    """STUB"""
    inbox = inbox_seen_by(visit.member, inbox_id)
    require_maker(inbox, by=visit.actor)
    return see(_list(visit, inbox))
