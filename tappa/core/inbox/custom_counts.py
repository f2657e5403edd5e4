"""The counts beside custom inboxes: exact up to 999, and never more than a twentieth of a processor's time.

A filter can ask for anything, so that counting may have to look at each open conversation. What was counted is therefore
kept for twenty times as long as it took, by each process for itself, and whoever asks meanwhile gets the kept number and
is told when to ask again. What takes seconds is not told at all. A small workspace counts anew each time and never notices.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

from django.utils.translation import gettext as _

from tappa.core.accounts.models import Member
from tappa.core.contacts.filters.compile import Clause
from tappa.core.contacts.sight import holder_branches, sight_branches
from tappa.core.inbox.custom_terms import contact_join, leading_terms, terms_of, usual_status
from tappa.core.inbox.inbox_rules import COUNT_LIMIT
from tappa.core.inbox.inboxes import Filtered
from tappa.core.inbox.models_inbox import CustomInbox
from tappa.core.inbox.sql_counts import CUSTOM, CUSTOM_BRANCH
from tappa.core.inbox.sql_lists import of_listed
from tappa.kernel.errors import TooSlow
from tappa.kernel.patience import patience
from tappa.kernel.sql import fetch_all

REST: Final = 20  # times as long as counting took
LONGEST_REST: Final = 10.0  # seconds
KEPT: Final = 60.0  # seconds for which an older number is better than none
PATIENCE_MS: Final = 2_000
MOST_KEPT: Final = 20_000

_Key = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Kept:
    """`number` is None where counting took too long."""

    number: int | None
    at: float
    until: float


_kept: Final[dict[_Key, _Kept]] = {}


@dataclass(frozen=True, slots=True)
class CustomCounts:
    """How many open conversations are in each inbox, by its id: COUNT_LIMIT + 1 for more than that. Those that are not
    in it are not known. `again`: in how many seconds some of them can be counted anew, None where all are of now."""

    numbers: Mapping[int, int] = field(default_factory=dict)
    again: float | None = None


@dataclass(frozen=True, slots=True)
class _Counted:
    """`number` is None where counting took too long: so many seconds."""

    number: int | None
    seconds: float


@dataclass(frozen=True, slots=True)
class _Count:
    id: int
    conversations: int


def kept_counts(member: Member, inboxes: Iterable[CustomInbox]) -> CustomCounts:
    """What is known without asking the database: for the first sight of a page, which asks for the truth at once."""
    now = monotonic()
    found = {inbox.id: _kept.get(_key(member, inbox)) for inbox in inboxes}
    known = {id_: kept.number for id_, kept in found.items() if kept and kept.at + KEPT > now}
    return CustomCounts(_told(known), 0)


def count_custom(member: Member, contents: Mapping[CustomInbox, Filtered]) -> CustomCounts:
    """The counts over what the member may see, those that have to be counted now."""
    began = monotonic()
    kept = {inbox: _kept.get(_key(member, inbox)) for inbox in contents}
    resting = {inbox: one for inbox, one in kept.items() if one and one.until > began}
    numbers: dict[int, int | None] = {inbox.id: one.number for inbox, one in resting.items()}
    due = [inbox for inbox in contents if inbox not in resting]
    if due:
        counted = _count_patiently(member, {inbox.id: contents[inbox] for inbox in due})
        ended = monotonic()
        if len(_kept) > MOST_KEPT:
            _kept.clear()
        for inbox in due:
            one = counted[inbox.id]
            rest = min(LONGEST_REST, REST * one.seconds)
            _kept[_key(member, inbox)] = _Kept(one.number, began, ended + rest)
            numbers[inbox.id] = one.number
    again = min((one.until for one in resting.values()), default=None)
    return CustomCounts(_told(numbers), None if again is None else again - began)


def count_found(member: Member, content: Filtered) -> int | None:
    """How many open conversations a filter finds, saved or not: counted now; None where that takes too long."""
    return _count_patiently(member, {0: content})[0].number


def _told(numbers: Mapping[int, int | None]) -> dict[int, int]:
    return {id_: number for id_, number in numbers.items() if number is not None}


def _key(member: Member, inbox: CustomInbox) -> _Key:
    """Whoever sees everybody counts alike; others each for themselves, by whose contacts they see."""
    held = holder_branches(member)
    team = (member.team_id or 0) if len(held) > 1 else 0
    return inbox.id, inbox.version, member.id if held else 0, team


def _count_patiently(member: Member, contents: Mapping[int, Filtered]) -> dict[int, _Counted]:
    """The counts, in no more than PATIENCE_MS for all. One statement, as long as that goes well; otherwise each by itself
    in its share of the time, so that one that takes too long hides no count but its own."""
    if len(contents) == 1:
        return _count_within(PATIENCE_MS, member, contents)
    counted = _count_within(PATIENCE_MS // 2, member, contents)
    if all(one.number is not None for one in counted.values()):
        return counted
    ends = monotonic() + PATIENCE_MS / 2000
    for place, (id_, content) in enumerate(contents.items()):
        share = 1000 * (ends - monotonic()) / (len(contents) - place)
        counted |= _count_within(max(1, int(share)), member, {id_: content})
    return counted


def _count_within(milliseconds: int, member: Member, contents: Mapping[int, Filtered]) -> dict[int, _Counted]:
    """The counts by one statement; none of them where it takes longer."""
    began = monotonic()
    numbers: dict[int, int] = {}
    with suppress(TooSlow), patience(milliseconds, _("These inboxes take too long to count.")):
        numbers = _count(member, contents)
    seconds = monotonic() - began
    return {id_: _Counted(numbers.get(id_), seconds) for id_ in contents}


def _count(member: Member, contents: Mapping[int, Filtered]) -> dict[int, int]:
    values: dict[str, Any] = {"workspace": member.workspace_id, "most": COUNT_LIMIT}
    sight = sight_branches(member)
    for branch in sight:
        values |= branch.values
    statement = " UNION ALL ".join(
        _statement(id_, content, sight, values) for id_, content in contents.items()
    )
    return {row.id: row.conversations for row in fetch_all(_Count, statement, values)}


def _statement(id_: int, content: Filtered, sight: tuple[Clause, ...], values: dict[str, Any]) -> str:
    own = terms_of(content)
    rest = own.rest.sql.replace("%(filter_", f"%(inbox_{id_}_filter_")
    values |= {f"inbox_{id_}_{name}": value for name, value in own.rest.values.items()}
    led = leading_terms(own, f"inbox_{id_}", values)
    branches = [
        of_listed(
            CUSTOM_BRANCH.format(
                joined=contact_join(rest),
                status=usual_status(content).value,
                condition=f"{seen.sql} AND {led} AND {rest}",
            )
        )
        for seen in sight
    ]
    return CUSTOM.format(id=id_, branches=" UNION ".join(branches))
