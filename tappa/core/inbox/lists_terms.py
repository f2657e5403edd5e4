"""What is asked of a list becomes its statement. Values never stand in its text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Final

from tappa.core.accounts.models import Member
from tappa.core.contacts.filters.compile import TRIGRAM, Clause
from tappa.core.contacts.matching import BEGINS, CONTAINS
from tappa.core.contacts.rules import fold_text, literal
from tappa.core.contacts.sight import sight_branches
from tappa.core.inbox.custom_terms import Ids, Terms, contact_join, terms_of
from tappa.core.inbox.inboxes import (
    All,
    AtStage,
    ConversationFilter,
    Filtered,
    Inbox,
    Mine,
    OfTeam,
    Sort,
    Unassigned,
)
from tappa.core.inbox.rules import PREVIEW_LIMIT, UNREAD_LIMIT
from tappa.core.inbox.sections import Section
from tappa.core.inbox.sql_lists import (
    BRANCH,
    FEW,
    FILTERED,
    FOUND,
    GATHER,
    GATHERED,
    MANY,
    ROWS,
    WALK,
    along_listed,
    looking_at,
    of_listed,
)

_KEYS: Final = {
    Sort.NEWEST: "standing.last_message_at",
    Sort.OLDEST: "standing.last_message_at",
    Sort.LONGEST_WAITING: "coalesce(standing.waiting_since, 'infinity'::timestamptz)",
    Sort.LONGEST_OPEN: "standing.conversation_opened_at",
}
_BY_MESSAGE: Final = (Sort.NEWEST, Sort.OLDEST)  # sorted so within a stage by an index of standings
_STAGE: Final = "standing.stage_id"
# More branches than this cost more to plan than one condition costs to read.
_BRANCHES_LIMIT: Final = 24
GATHERED_AT_MOST: Final = 5000  # contacts that a search gathers before it walks along an index instead
FILTERED_AT_MOST: Final = 1000  # the same for a custom inbox, which has to test each of them


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a list is asked for. `values` gathers the statement's parameters."""

    member: Member
    inbox: Inbox
    section: Section
    where: ConversationFilter
    sort: Sort
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def falls(self) -> bool:
        """Whether moments fall in the direction of reading."""
        return (self.sort is Sort.NEWEST) != self.section.backwards

    @property
    def limit(self) -> int:
        """How many rows are read: one more than are shown. It stands in the text, for PostgreSQL keeps a plan only if it
        knows how few they are, and makes a new one for longer than it reads."""
        return self.section.limit + 1

    @property
    def direction(self) -> str:
        """The same, as SQL has it."""
        return "DESC" if self.falls else "ASC"


def page_statement(asked: Asked) -> str:
    """The statement of a page with its rows; its parameters are then in `asked.values`."""
    return gathering(asked) + rows_of_page(asked.direction)


def rows_of_page(direction: str) -> str:
    """What stands behind a page of contacts and reads their rows."""
    return ROWS.format(direction=direction, preview=PREVIEW_LIMIT, unread=UNREAD_LIMIT + 1)


def gathering(asked: Asked) -> str:
    """The statement's first part, which finds the page's contacts."""
    own, sight, terms, choices = _asked_for(asked)
    any_of = [_any(seen.sql for seen in sight), _any(" AND ".join(chosen or ("true",)) for chosen in choices)]
    found, tests = _found(asked, own, [*terms, *any_of], by_filter=len(sight) == 1)
    terms += _beyond(asked)
    joined = contact_join(" ".join(tests))
    walked = [*terms, *tests, *([MANY] if found else [])]
    branches = [
        _branch(asked, [*walked, seen.sql], joined, chosen) for seen, chosen in product(sight, choices)
    ]
    if found:
        tested = contact_join(own.rest.sql) if asked.where.search else ""
        rest = [own.rest.sql] if asked.where.search else []
        branches.append(_branch(asked, [*terms, *any_of, *rest, FEW], GATHERED + tested))
    # A contact may be seen by several rules, but stands at one stage with one assignee.
    union = " UNION ALL " if len(sight) == 1 else " UNION "
    return GATHER.format(
        found=found, branches=union.join(branches), direction=asked.direction, limit=asked.limit
    )


def walking(asked: Asked, looks: int) -> str:
    """The statement that looks at so many contacts along the branches' indexes, and tests each by itself. For who sees
    everybody, and without a search."""
    own, _sight, terms, choices = _asked_for(asked)
    terms += _beyond(asked)
    along = along_standings(asked, choices[0])
    beside, looking = looking_at(own.rest.sql, all_columns=along)
    branches = [_branch(asked, terms, "", chosen, limit=looks, beside=beside) for chosen in choices]
    return WALK.format(
        branches=" UNION ALL ".join(branches),
        looking=looking,
        looks=looks,
        direction=asked.direction,
        limit=asked.limit,
    )


def goes_by_index(asked: Asked) -> bool:
    """Whether an index has the list's own order: none has a stage and waiting or opened."""
    return asked.sort in _BY_MESSAGE or not (asked.where.stages or terms_of(asked.inbox).stages)


def _asked_for(asked: Asked) -> tuple[Terms, tuple[Clause, ...], list[str], list[tuple[str, ...]]]:
    """What the inbox asks beyond its own kind, the member's sight, the terms of all branches, and those of each; their
    values go to the others."""
    asked.values.update(workspace=asked.member.workspace_id, member=asked.member.id)
    own = terms_of(asked.inbox)
    asked.values.update(own.rest.values)
    sight = sight_branches(asked.member)
    for branch in sight:
        asked.values.update(branch.values)
    return own, sight, [*_of_inbox(asked), *_of_filter(asked)], _choices(asked, own)


def _found(asked: Asked, own: Terms, terms: list[str], *, by_filter: bool) -> tuple[str, list[str]]:
    """The statement's part that gathers a few, "" for none, and what must be tested where one walks instead.

    Not `by_filter`: the member sees few, and their filter is tested on each of these.
    """
    tests = [own.rest.sql] if own.rest.sql != "true" else []
    if search := _search(asked):
        asked.values["few"] = GATHERED_AT_MOST
        return FOUND.format(search=search), [*tests, search]
    if not tests or not by_filter:
        return "", tests
    asked.values["few"] = FILTERED_AT_MOST
    found = FILTERED.format(
        joined=contact_join(own.rest.sql),
        status=asked.where.status.value,
        condition=" AND ".join([*terms, *tests]),
    )
    return of_listed(found), tests


def _branch(
    asked: Asked,
    terms: list[str],
    joined: str,
    chosen: tuple[str, ...] = (),
    *,
    limit: int | None = None,
    beside: str = "",
) -> str:
    branch = BRANCH.format(
        key=_KEYS[asked.sort],
        beside=beside,
        status=asked.where.status.value,
        joined=joined,
        condition=" AND ".join([*terms, *chosen]) or "true",
        direction=asked.direction,
        limit=limit or asked.limit,
    )
    return branch if along_standings(asked, chosen) else along_listed(branch)


def along_standings(asked: Asked, chosen: tuple[str, ...]) -> bool:
    """Whether a branch goes along an index of standings: by stage, for the sorts that it has."""
    at_stage = isinstance(asked.inbox, AtStage) or any(term.startswith(_STAGE) for term in chosen)
    return at_stage and asked.sort in _BY_MESSAGE


def _any(terms: Iterable[str]) -> str:
    return "(" + " OR ".join(terms) + ")"


def _of_inbox(asked: Asked) -> Iterator[str]:
    match asked.inbox:
        case Mine():
            yield "standing.assignee_id = %(member)s"
        case Unassigned():
            yield "standing.assignee_id IS NULL"
        case AtStage(stage_id):
            asked.values["inbox_stage"] = stage_id
            yield "standing.stage_id = %(inbox_stage)s"
        case OfTeam(team_id):
            asked.values["inbox_team"] = team_id
            yield "standing.team_id = %(inbox_team)s"
        case All() | Filtered():
            pass


def _of_filter(asked: Asked) -> Iterator[str]:
    where = asked.where
    if where.unreplied:
        yield "standing.waiting_since IS NOT NULL"
    if where.channels:
        asked.values["channels"] = list(where.channels)
        yield "standing.last_channel_id = ANY (%(channels)s::bigint[])"


def _search(asked: Asked) -> str:
    """The contact's name, e-mail or phone holds the text; by fewer than three letters the name begins. "" for no text."""
    wanted = fold_text(asked.where.search.replace("\x00", ""))
    if not wanted:
        return ""
    if len(wanted) < TRIGRAM:
        asked.values.update(search=wanted, search_end=wanted + chr(0x10FFFF))
        return BEGINS
    asked.values["search"] = f"%{literal(wanted)}%"
    return CONTAINS


def _beyond(asked: Asked) -> Iterator[str]:
    cursor = asked.section.cursor
    if cursor is not None:
        asked.values.update(moment=cursor.moment, beyond=cursor.id)
        row = "(coalesce(%(moment)s::timestamptz, 'infinity'), %(beyond)s::bigint)"
        yield f"({_KEYS[asked.sort]}, standing.contact_id) {'<' if asked.falls else '>'} {row}"


def _choices(asked: Asked, own: Terms) -> list[tuple[str, ...]]:
    """The terms by which branches differ: a stage and an assignee each, as long as that makes few of them."""
    wanted = {
        "stage": _both(asked.where.stages, own.stages),
        "assignee": _both(asked.where.assignees, own.assignees),
    }
    if None in wanted.values():
        return [("false",)]
    ways = [
        [_is(asked, column, number, value) for number, value in enumerate(dict.fromkeys(ids))]
        for column, ids in wanted.items()
        if ids
    ]
    choices = list(product(*ways))
    if len(choices) <= _BRANCHES_LIMIT:
        return choices
    return [tuple(map(_any, ways))]


def _both(asked_for: Ids, own: Ids) -> Ids | None:
    """What the address and the inbox both want; None where they contradict each other."""
    if not asked_for or not own:
        return asked_for or own
    return tuple(each for each in asked_for if each in own) or None


def _is(asked: Asked, column: str, number: int, value: int | None) -> str:
    if value is None:
        return f"standing.{column}_id IS NULL"
    name = f"{column}_{number}"
    asked.values[name] = value
    return f"standing.{column}_id = %({name})s"
