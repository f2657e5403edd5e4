"""Custom inboxes: made, changed, deleted (I2)."""

from typing import Final

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tappa.core.accounts.grants import Permission, Role
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.parse import write_address
from tappa.core.contacts.filters.terms import Filter
from tappa.core.inbox.actions.create_inbox import create_inbox
from tappa.core.inbox.actions.delete_inbox import delete_inbox
from tappa.core.inbox.actions.edit_inbox import edit_inbox, require_maker
from tappa.core.inbox.actions.restore_inbox import restore_inbox
from tappa.core.inbox.custom import inbox_of_lost, inbox_seen_by, lost_filter
from tappa.core.inbox.inbox_checks import Audience
from tappa.core.inbox.inbox_rules import Visibility
from tappa.core.inbox.models_inbox import CustomInbox
from tappa.kernel.errors import Conflict, Invalid
from tappa.web.contacts.addresses import query_of
from tappa.web.contacts.filtering.asking import Asking, read_wish
from tappa.web.contacts.filtering.changing import changed
from tappa.web.contacts.filtering.pages import Editor
from tappa.web.inbox.custom_forms import FIELDS, InboxForm
from tappa.web.inbox.customs import Draft, address_of, conditions_of, custom_page, draft_of
from tappa.web.inbox.given import whole_number
from tappa.web.settings.forms import errors_of
from tappa.web.shell.answers import done, go, see
from tappa.web.shell.door import door
from tappa.web.shell.render import render
from tappa.web.shell.visit import Visit

NAMES: Final = "inboxes"
REFUSED: Final = 422


@door(Permission.USE_CONTACTS, "POST")
def lost(visit: Visit) -> HttpResponseBase:
    """An inbox for who left the process, in one step; on to the one that there is already. Who leads makes it for all,
    for it is how a team wins people back; an agent for themselves."""
    wanted = lost_filter(visit.workspace.id)
    if wanted is None or not visit.stages_shown:
        raise Http404
    inbox = inbox_of_lost(visit.member)
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
    """A new inbox."""
    return _work_on(visit, None)


@door(Permission.USE_CONTACTS, "GET", "POST")
def edit(visit: Visit, *, inbox_id: int) -> HttpResponseBase:
    """An inbox as its maker changes it."""
    inbox = inbox_seen_by(visit.member, inbox_id)
    require_maker(inbox, by=visit.actor)
    return _work_on(visit, inbox)


@door(Permission.USE_CONTACTS)
def conditions(visit: Visit) -> HttpResponseBase:
    """A chip was pressed: an editor, or on to the page with other conditions. Nothing is written: they are in the
    address until the inbox is saved."""
    given, catalogue = visit.request.GET, Catalogue(visit.workspace.id)
    of = whole_number(given.get("of"))
    draft = draft_of(inbox_seen_by(visit.member, of) if of else None, given.get("filter"), catalogue)
    wish, page = read_wish(given), address_of(visit, draft)
    action, back = visit.url("inbox_custom_conditions"), _with(page, draft.filter)
    made = changed(Asking(visit, draft, action, back, wish)) if wish else draft.filter
    if isinstance(made, Editor):
        return render(visit, made, status=REFUSED if made.error else 200)
    to = _with(page, made)
    return HttpResponse(status=204, headers={"Location": to}) if visit.by_htmx else see(to)


def _work_on(visit: Visit, inbox: CustomInbox | None) -> HttpResponseBase:
    catalogue = Catalogue(visit.workspace.id)
    posted = visit.request.method == "POST"
    given = visit.request.POST if posted else visit.request.GET
    draft = draft_of(inbox, given.get("filter"), catalogue)
    if not posted:
        if visit.by_htmx:
            return render(visit, conditions_of(visit, draft))
        form = InboxForm.of(inbox) if inbox else InboxForm()
        return render(visit, custom_page(visit, draft, form, {}))
    form = InboxForm.read(visit.request.POST)
    try:
        saved = _save(visit, draft, form)
    except (Invalid, Conflict) as refusal:
        errors = errors_of(refusal, FIELDS)
        return render(visit, custom_page(visit, draft, form, errors), status=REFUSED)
    return go(visit, _list(visit, saved))


def _save(visit: Visit, draft: Draft, form: InboxForm) -> CustomInbox:
    if draft.inbox is None:
        return create_inbox(
            visit.member,
            name=form.name,
            emoji=form.emoji,
            wanted=draft.filter,
            audience=form.audience,
            by=visit.actor,
        )
    return edit_inbox(
        draft.inbox,
        version=form.version,
        name=form.name,
        emoji=form.emoji,
        wanted=draft.filter,
        audience=form.audience,
        by=visit.actor,
    )


def _with(page: str, wanted: Filter) -> str:
    """The page with these conditions in its address; with none at all where there are none any more."""
    return page + (query_of([("filter", write_address(wanted))]) or "?filter=")
