"""Questions about custom inboxes: which a member sees, and what is in them (I2)."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tappa.core.accounts.models import Member, Workspace
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.fields import fields
from tappa.core.contacts.filters.parse import read_filter, write_filter
from tappa.core.contacts.filters.terms import Condition, Filter, Group, Operator
from tappa.core.contacts.filters.times import Reading
from tappa.core.contacts.filters.uses import Use, holder
from tappa.core.inbox.inbox_checks import Audience
from tappa.core.inbox.inbox_rules import Visibility
from tappa.core.inbox.inboxes import Filtered
from tappa.core.inbox.models_inbox import CustomInbox, InboxShare, InboxSidebar
from tappa.core.lifecycle.queries import stages_of
from tappa.core.lifecycle.rules import Kind
from tappa.kernel.errors import NotFound
from tappa.kernel.fixed import Fixed

NO_TEAM: Final = 0  # no team has this id
CUSTOM_INBOX: Final = "custom_inbox"  # the kind of use, as pages address it


def inboxes_seen_by(member: Member, *, deleted: bool = False) -> "QuerySet[CustomInbox]":
    """Their own, those shared with them or their team, and those for all; with who made each. Or the same of those that
    were deleted."""
    return _seen_by(member.workspace_id, member.id, member.team_id or NO_TEAM, deleted=deleted)


def inboxes_beside(member: Member) -> list[CustomInbox]:
    """The same, for the sidebar, which asks on every page."""
    return _BESIDE.all(
        workspace_id=member.workspace_id, member_id=member.id, team_id=member.team_id or NO_TEAM
    )


def _seen_by(
    workspace_id: int, member_id: int, team_id: int, *, deleted: bool = False
) -> "QuerySet[CustomInbox]":
    shares = InboxShare.objects.filter(workspace_id=workspace_id, inbox=OuterRef("id"))
    with_me = Q(member=member_id) | Q(team=team_id)
    shared = Q(visibility=Visibility.SHARED) & Q(Exists(shares.filter(with_me)))
    seen = Q(maker=member_id) | Q(visibility=Visibility.PUBLIC) | shared
    inboxes = CustomInbox.objects.filter(workspace_id=workspace_id, deleted_at__isnull=not deleted)
    return inboxes.filter(seen).select_related("maker__user").order_by("id")


_ARRANGED: Final = Fixed(
    lambda workspace_id, member_id: InboxSidebar.objects.filter(
        workspace_id=workspace_id, member_id=member_id
    ),
    workspace_id=-1,
    member_id=-2,
)
_BESIDE: Final = Fixed(_seen_by, workspace_id=-1, member_id=-2, team_id=-3)
_ONE: Final = Fixed(
    lambda workspace_id, member_id, team_id, inbox_id: _seen_by(workspace_id, member_id, team_id).filter(
        id=inbox_id
    ),
    workspace_id=-1,
    member_id=-2,
    team_id=-3,
    inbox_id=-4,
)


def inbox_seen_by(member: Member, inbox_id: int, *, deleted: bool = False) -> CustomInbox:
    """One of these. Raises NotFound, also for another member's private one."""
    if deleted:
        inbox = inboxes_seen_by(member, deleted=True).filter(id=inbox_id).first()
    else:
        inbox = _ONE.first(
            workspace_id=member.workspace_id,
            member_id=member.id,
            team_id=member.team_id or NO_TEAM,
            inbox_id=inbox_id,
        )
    if inbox is None:
        raise NotFound(_("There is no such inbox."), field="inbox")
    return inbox


def audience_of(inbox: CustomInbox) -> Audience:
    """Who sees it besides its maker; members and teams that are gone left out."""
    shares = InboxShare.objects.filter(workspace_id=inbox.workspace_id, inbox=inbox)
    members = shares.filter(member__removed_at=None, member__isnull=False).values_list("member_id", flat=True)
    teams = shares.filter(team__deleted_at=None, team__isnull=False).values_list("team_id", flat=True)
    return Audience(Visibility(inbox.visibility), frozenset(members), frozenset(teams))


def sidebar_of_member(member: Member) -> InboxSidebar:
    """How the member has arranged the sidebar; not saved yet where they never did."""
    found = _ARRANGED.first(workspace_id=member.workspace_id, member_id=member.id)
    return found or InboxSidebar(workspace_id=member.workspace_id, member=member)


def in_order(inboxes: Iterable[CustomInbox], order: Iterable[int]) -> list[CustomInbox]:
    """The inboxes in this order; those that it does not name come after, as they were made."""
    places = {id_: place for place, id_ in enumerate(order)}
    return sorted(inboxes, key=lambda inbox: (places.get(inbox.id, len(places)), inbox.id))


def content_of(inbox: CustomInbox, workspace: Workspace, catalogue: Catalogue) -> Filtered:
    """What a list of it asks for. It counts by the workspace's days, whoever looks: an inbox that several share must
    not hold other conversations for each of them."""
    reading = Reading(ZoneInfo(workspace.time_zone), timezone.now())
    return Filtered(read_filter(inbox.filter, catalogue), reading)


def lost_filter(workspace_id: int) -> Filter | None:
    """Everybody at one of the lost stages; None where there is none."""
    lost = tuple(stage.id for stage in stages_of(workspace_id) if stage.kind == Kind.LOST)
    return Group((Condition(fields()["stage"], Operator.ANY_OF, lost),)) if lost else None


def inbox_of_lost(member: Member) -> CustomInbox | None:
    """An inbox that the member sees and that asks for just these, whatever their order was when it was made."""
    wanted = lost_filter(member.workspace_id)
    if wanted is None:
        return None
    raw = write_filter(wanted)
    alike = inboxes_seen_by(member).filter(filter__contains=raw, filter__contained_by=raw)
    return next((inbox for inbox in alike if _in_order(inbox.filter) == _in_order(raw)), None)


def _in_order(raw: Mapping[str, Any]) -> list[Any]:
    """The conditions of a filter that was kept, whose values may stand in any order."""
    return [[*words, sorted(values)] for *words, values in raw["all"]]


@holder
def _inboxes(workspace_id: int) -> Iterable[Use]:
    """Custom inboxes hold filters: stages, tags and fields are told what they are used by (L14). Private ones keep
    their name to themselves."""
    for inbox in CustomInbox.objects.filter(workspace_id=workspace_id, deleted_at=None).order_by("id"):
        is_private = inbox.visibility != Visibility.PUBLIC
        name, emoji = ("", "") if is_private else (inbox.name, inbox.emoji)
        yield Use(CUSTOM_INBOX, inbox.id, name, emoji, inbox.filter)
