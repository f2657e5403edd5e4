"""The shape of what the form of a custom inbox posts. What it must be is decided by the actions, which refuse by field."""

from dataclasses import dataclass

from django.http import QueryDict

from tappa.core.inbox.custom import audience_of
from tappa.core.inbox.inbox_checks import Audience
from tappa.core.inbox.inbox_rules import SHARED_LIMIT, Visibility
from tappa.core.inbox.models_inbox import CustomInbox
from tappa.web.inbox.given import whole_number

FIELDS = ("name", "emoji", "filter", "audience")


@dataclass(frozen=True, slots=True)
class InboxForm:
    """What was typed and ticked; `version` is the one that it began with, 0 for a new inbox."""

    name: str = ""
    emoji: str = ""
    visibility: Visibility = Visibility.PRIVATE
    members: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()
    version: int = 0

    @classmethod
    def read(cls, post: QueryDict) -> "InboxForm":
        """What was sent. Who is ticked under another choice than "shared" means nothing."""
        word = post.get("visibility", "")
        return cls(
            name=post.get("name", ""),
            emoji=post.get("emoji", ""),
            visibility=Visibility(word) if word in set(Visibility) else Visibility.PRIVATE,
            members=_ids(post.getlist("member")),
            teams=_ids(post.getlist("team")),
            version=whole_number(post.get("version")) or 0,
        )

    @classmethod
    def of(cls, inbox: CustomInbox) -> "InboxForm":
        """An inbox as it is."""
        seen = audience_of(inbox)
        return cls(inbox.name, inbox.emoji, seen.visibility, seen.members, seen.teams, inbox.version)

    @property
    def audience(self) -> Audience:
        """Who is to see it."""
        return Audience(self.visibility, self.members, self.teams)


def _ids(words: list[str]) -> frozenset[int]:
    # One more than there may be: the action then says how many.
    return frozenset(id_ for word in words[: SHARED_LIMIT + 1] if (id_ := whole_number(word)) is not None)
