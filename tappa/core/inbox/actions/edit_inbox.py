"""A custom inbox gets another name, emoji, filter or audience: from its maker alone (I2)."""

from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor, By
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.filters.terms import Filter
from tappa.core.inbox.actions.share_inbox import share_with
from tappa.core.inbox.custom import audience_of
from tappa.core.inbox.facts import InboxEdited
from tappa.core.inbox.inbox_checks import (
    Audience,
    checked_audience,
    checked_emoji,
    checked_filter,
    checked_name,
)
from tappa.core.inbox.models_inbox import CustomInbox
from tappa.kernel.errors import Conflict, Forbidden, NotFound


class Changes(TypedDict, total=False):
    """What may be changed of an inbox. What is left out stays."""

    name: str
    emoji: str
    wanted: Filter
    audience: Audience


def edit_inbox(inbox: CustomInbox, *, version: int, by: Actor, **changes: Unpack[Changes]) -> CustomInbox:
    """Change what is given. Raises Invalid for what cannot be, Conflict when it was changed since `version`, Forbidden for
    anybody but its maker, NotFound when it is gone."""
    columns = _checked(changes)
    with transaction.atomic():
        found = lock_own_inbox(inbox, by=by)
        if found.version != version:
            raise Conflict(
                _("This inbox was changed in another window meanwhile. Open it anew, and change it there."),
                field="version",
            )
        present = audience_of(found)
        audience = (
            checked_audience(changes["audience"], by.workspace_id) if "audience" in changes else present
        )
        changed = sorted(name for name, value in columns.items() if getattr(found, name) != value)
        changed += ["audience"] if audience != present else []
        if not changed:
            return found
        for name, value in columns.items():
            setattr(found, name, value)
        found.version += 1
        found.save()
        if audience != present:
            share_with(found, audience)
        fact = InboxEdited(
            inbox_id=found.id,
            changes=changed,
            visibility_before=present.visibility.value,
            visibility=found.visibility,
            version=found.version,
        )
        record([Happening(fact)], by=by)
    return found


def _checked(changes: Changes) -> dict[str, Any]:
    """The columns as they are to be."""
    columns: dict[str, Any] = {}
    if "name" in changes:
        columns["name"] = checked_name(changes["name"])
    if "emoji" in changes:
        columns["emoji"] = checked_emoji(changes["emoji"])
    if "wanted" in changes:
        columns["filter"] = checked_filter(changes["wanted"])
    return columns


def lock_own_inbox(inbox: CustomInbox, *, by: Actor, deleted: bool = False) -> CustomInbox:
    """The inbox as it is now, locked for its maker. Raises Forbidden for anybody else, NotFound when it is gone, or, for
    a deleted one that is wanted, when it is not."""
    rows = CustomInbox.objects.select_for_update(no_key=True, of=("self",)).select_related("maker__user")
    found = rows.filter(workspace_id=by.workspace_id, id=inbox.id, deleted_at__isnull=not deleted).first()
    if found is None:
        raise NotFound(_("There is no such inbox."), field="inbox")
    require_maker(found, by=by)
    return found


def require_maker(inbox: CustomInbox, *, by: Actor) -> None:
    """Raises Forbidden for anybody but who made it."""
    if (by.by, by.id) != (By.MEMBER, inbox.maker_id):
        raise Forbidden(
            _("Only %(name)s, who made this inbox, can change it.") % {"name": inbox.maker.user.name},
            field="inbox",
        )
