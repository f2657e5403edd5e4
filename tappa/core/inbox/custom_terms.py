"""The filter of a custom inbox as terms of a list: what an index of the inbox leads to, and what has to be tested."""

import re
from dataclasses import dataclass
from typing import Any, Final

from tappa.core.contacts.filters.compile import Clause, compile_filter
from tappa.core.contacts.filters.terms import (
    EVERYONE,
    NOBODY,
    Condition,
    Filter,
    Group,
    Operator,
    broken_parts,
)
from tappa.core.inbox.inboxes import Filtered, Inbox
from tappa.core.inbox.rules import ConversationStatus
from tappa.core.inbox.sql_lists import WALKED, WITH_ID

Ids = tuple[int | None, ...]

NOTHING_ELSE: Final = Clause("true")
_LEADING: Final = frozenset({Operator.IS, Operator.ANY_OF})
_OF_CONTACT: Final = re.compile(r"\bcontact\.(\w+)")


@dataclass(frozen=True, slots=True)
class Terms:
    """`stages` and `assignees` of which one must hold, None among them for none; empty for whatever. `rest` is all else
    that must hold, with the SQL "true" for nothing."""

    stages: Ids = ()
    assignees: Ids = ()
    rest: Clause = NOTHING_ELSE


def terms_of(inbox: Inbox) -> Terms:
    """What the inbox asks beyond its own kind: nothing but for a custom one."""
    if not isinstance(inbox, Filtered):
        return Terms()
    wanted = inbox.wanted
    if broken_parts(wanted):  # matches nothing, never everything (L14)
        return Terms(rest=Clause("false"))
    stages, wanted = _taken("stage", wanted)
    assignees, wanted = _taken("assignee", wanted)
    rest = NOTHING_ELSE if wanted == EVERYONE else compile_filter(wanted, inbox.reading)
    return Terms(stages, assignees, rest)


def usual_status(inbox: Inbox) -> ConversationStatus:
    """Of which conversations a list shows those that are so: open ones, unless a custom inbox asks for others only."""
    if isinstance(inbox, Filtered) and not inbox.wanted.some:
        for part in inbox.wanted.members:
            if isinstance(part, Condition) and part.field.key == "conversation_status" and part.values:
                wanted = [ConversationStatus(str(value)) for value in part.values]
                if part.operator in _LEADING and ConversationStatus.OPEN not in wanted:
                    return wanted[0]
    return ConversationStatus.OPEN


def contact_join(tests: str) -> str:
    """What has to be joined to `standing` for these tests: the contact, or nothing where they ask for its id alone."""
    columns = set(_OF_CONTACT.findall(tests))
    if not columns:
        return ""
    return WITH_ID if columns == {"id"} else WALKED


def _taken(key: str, wanted: Filter) -> tuple[Ids, Filter]:
    """The values of the first condition on this field that must hold, and the filter without it."""
    for place, part in enumerate(() if wanted.some else wanted.members):
        if (
            isinstance(part, Condition)
            and part.field.key == key
            and part.operator in _LEADING
            and part.values
        ):
            rest = Group((*wanted.members[:place], *wanted.members[place + 1 :]))
            return tuple(None if value == NOBODY else int(value) for value in part.values), rest
    return (), wanted


def leading_terms(own: Terms, name: str, values: dict[str, Any]) -> str:
    """The stages and assignees as one condition, for where rows are counted; their values go to the others."""
    told = []
    for column, ids in (("stage", own.stages), ("assignee", own.assignees)):
        if ids:
            values[f"{name}_{column}"] = [each for each in ids if each is not None]
            one_of = f"standing.{column}_id = ANY (%({name}_{column})s::bigint[])"
            told.append(f"({one_of} OR standing.{column}_id IS NULL)" if None in ids else one_of)
    return " AND ".join(told) or "true"
