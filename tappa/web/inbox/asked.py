"""What the address asks of a list: status, stages, assignee, channel, unreplied, search, order. Read, and written again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Self, TypeVar
from urllib.parse import urlencode

from django.http import QueryDict

from tappa.core.inbox.inboxes import EVERY_OPEN, ConversationFilter, Sort
from tappa.core.inbox.rules import ConversationStatus
from tappa.web.inbox.given import whole_number

NONE: Final = "none"
IDS_LIMIT: Final = 100  # of one kind
SEARCH_LIMIT: Final = 200

Word = TypeVar("Word")


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter and an order, as an address carries them; `usual_…` is what goes without saying in this inbox."""

    where: ConversationFilter = EVERY_OPEN
    sort: Sort = Sort.NEWEST
    usual_status: ConversationStatus = ConversationStatus.OPEN
    usual_sort: Sort = Sort.NEWEST

    @property
    def is_plain(self) -> bool:
        """Whether the list shows what its inbox counts: all that are open."""
        return self.where == ConversationFilter(status=self.usual_status)

    @property
    def narrowings(self) -> int:
        """How many conditions stand beside the status."""
        where = self.where
        return sum(map(bool, (where.stages, where.assignees, where.channels, where.unreplied, where.search)))

    def having(self, **changes: object) -> Self:
        """The same with another status, stages, assignees, channels, unreplied or search."""
        return replace(self, where=replace(self.where, **changes))  # type: ignore[arg-type]

    def sorted_by(self, sort: Sort) -> Self:
        """The same in another order."""
        return replace(self, sort=sort)

    def toggled(self, stage: int | None) -> Self:
        """The same with this stage wanted, or not wanted any more; None is no stage."""
        stages = self.where.stages
        kept = tuple(each for each in stages if each != stage) if stage in stages else (*stages, stage)
        return self.having(stages=kept)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What an address says for it, without what goes without saying."""
        where = self.where
        said: list[tuple[str, str]] = []
        if where.status is not self.usual_status:
            said.append(("status", where.status.value))
        said += [("stage", _written(stage)) for stage in where.stages]
        said += [("assignee", _written(assignee)) for assignee in where.assignees]
        said += [("channel", str(channel)) for channel in where.channels]
        if where.unreplied:
            said.append(("unreplied", "1"))
        if where.search:
            said.append(("search", where.search))
        if self.sort is not self.usual_sort:
            said.append(("sort", self.sort.value))
        return said

    @property
    def query(self) -> str:
        """The same as the end of an address: "?status=closed", or ""."""
        pairs = self.pairs
        return f"?{urlencode(pairs)}" if pairs else ""


def read_asked(given: QueryDict, usual: Asked) -> Asked:
    """What an address asks of an inbox; a word that means nothing is as good as none, for addresses are kept and retyped."""
    where = ConversationFilter(
        status=_one_of(ConversationStatus, given.get("status", ""), usual.usual_status),
        stages=tuple(_ids(given.getlist("stage"))),
        assignees=tuple(_ids(given.getlist("assignee"))),
        channels=tuple(each for each in _ids(given.getlist("channel")) if each is not None),
        unreplied=given.get("unreplied", "") not in {"", "0"},
        search=given.get("search", "").strip()[:SEARCH_LIMIT],
    )
    return replace(usual, where=where, sort=_one_of(Sort, given.get("sort", ""), usual.usual_sort))


def _one_of(kind: Callable[[str], Word], word: str, otherwise: Word) -> Word:
    try:
        return kind(word)
    except ValueError:
        return otherwise


def _ids(words: Sequence[str]) -> list[int | None]:
    """Ids, and None for "none", each once."""
    # Every link of the page says all of them again: a thousand made a page of three megabytes.
    read: dict[int | None, None] = {}
    for word in words[:IDS_LIMIT]:
        id_ = None if word == NONE else whole_number(word)
        if id_ is not None or word == NONE:
            read[id_] = None
    return list(read)


def _written(id_: int | None) -> str:
    return NONE if id_ is None else str(id_)
