"""What a custom inbox must be before it is saved, worded once. Each raises Invalid and names the field."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tappa.core.accounts.models import Member, Team
from tappa.core.contacts.filters.parse import write_filter
from tappa.core.contacts.filters.terms import Filter, broken_parts, parts
from tappa.core.inbox.inbox_rules import NAME_LIMIT, SHARED_LIMIT, Visibility
from tappa.core.lifecycle.rules import is_emoji
from tappa.kernel.errors import Invalid
from tappa.kernel.lines import one_line


@dataclass(frozen=True, slots=True)
class Audience:
    """Who sees an inbox besides its maker: ids of members and teams where it is shared with chosen ones."""

    visibility: Visibility = Visibility.PRIVATE
    members: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()


def checked_name(name: str) -> str:
    """The name on one line."""
    trimmed = one_line(name)
    if not 1 <= len(trimmed) <= NAME_LIMIT or "\x00" in name:
        raise Invalid(_("name must have 1 to %(limit)d characters.") % {"limit": NAME_LIMIT}, field="name")
    return trimmed


def checked_emoji(emoji: str) -> str:
    """One emoji, or none."""
    emoji = emoji.strip()
    if emoji and not is_emoji(emoji):
        raise Invalid(_("emoji must be one emoji, or be left out."), field="emoji")
    return emoji


def checked_filter(wanted: Filter) -> dict[str, Any]:
    """The filter as it is kept. What is broken is refused, and what asks for nothing: that is All."""
    if broken := broken_parts(wanted):
        raise Invalid(
            _("A condition cannot be saved: %(reason)s Change it or take it away.")
            % {"reason": broken[0].reason},
            field="filter",
        )
    if not any(True for _part in parts(wanted)):
        raise Invalid(
            _("Add at least one condition: without one, this inbox would be the same as All."), field="filter"
        )
    return write_filter(wanted)


def checked_audience(audience: Audience, workspace_id: int) -> Audience:
    """Present members and teams of the workspace, and somebody at all where it is shared; nobody chosen otherwise."""
    if audience.visibility is not Visibility.SHARED:
        return Audience(audience.visibility)
    if not 1 <= len(audience.members) + len(audience.teams) <= SHARED_LIMIT:
        raise Invalid(
            _("Choose 1 to %(limit)d members or teams to share it with.") % {"limit": SHARED_LIMIT},
            field="audience",
        )
    members = Member.objects.filter(workspace_id=workspace_id, removed_at=None, id__in=audience.members)
    teams = Team.objects.filter(workspace_id=workspace_id, deleted_at=None, id__in=audience.teams)
    if not (_all_there(members.values_list("id", flat=True), audience.members)):
        raise Invalid(_("One of the members that you chose is none any more."), field="audience")
    if not _all_there(teams.values_list("id", flat=True), audience.teams):
        raise Invalid(_("One of the teams that you chose is gone."), field="audience")
    return audience


def _all_there(found: Collection[int], wanted: frozenset[int]) -> bool:
    return set(found) == wanted
