"""A visit: who is on a page, in which workspace, and how they read dates."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from time import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest
from django.urls import reverse

from tappa.core.accounts.grants import Permission, Role, allowed
from tappa.core.accounts.models import Member, User, Workspace
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Actor, Via


@dataclass(frozen=True)
class Visit:
    """A member on a page of their workspace. `stages_shown` is the switch "Show lifecycle stages" (L2). `began` is when
    the page was asked for, in seconds of the server's clock: what happens later is not in it, and its stream tells it."""

    request: HttpRequest
    member: Member
    stages_shown: bool
    began: float = field(default_factory=time)

    @property
    def workspace(self) -> Workspace:
        """The workspace of this page."""
        return self.member.workspace

    @property
    def user(self) -> User:
        """The person."""
        return self.member.user

    @cached_property
    def zone(self) -> ZoneInfo:
        """The person's time zone."""
        return zone_of(self.user)

    @property
    def actor(self) -> Actor:
        """The member as one who acts by hand on a page."""
        return actor_of(self.member, Via.PAGE)

    @property
    def by_htmx(self) -> bool:
        """Whether a part of a page is asked for, not a whole one."""
        return is_htmx(self.request)

    def may(self, permission: Permission) -> bool:
        """Whether this member may do it."""
        return allowed(Role(self.member.role), self.member.restrictions, permission)

    def url(self, name: str, **parts: object) -> str:
        """The address of a page in this workspace."""
        return _address(name, (("slug", self.workspace.slug), *parts.items()))


@lru_cache(16_384)
def _address(name: str, parts: tuple[tuple[str, object], ...]) -> str:
    """Kept, for finding it takes longer than writing a row of a list, which has two of them."""
    return reverse(name, kwargs=dict(parts))


def zone_of(user: User) -> ZoneInfo:
    """The person's time zone; UTC when the system does not know it any more."""
    try:
        return ZoneInfo(user.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks, for a part of a page."""
    return request.headers.get("HX-Request") == "true"
