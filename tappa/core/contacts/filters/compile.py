"""A filter becomes SQL: a condition on the tables `contact` and `standing`, with its values as parameters.

Values never stand in the text of the statement. `%(workspace)s` is left for the statement around it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tappa.core.contacts.filters.terms import (
    AssigneeGiven,
    AssigneeIn,
    Blocked,
    Every,
    IdWithin,
    Not,
    Some,
    StageGiven,
    StageIn,
    Tagged,
    TaggedAtAll,
    TaggedWithAll,
    Term,
    TextField,
    TextGiven,
    TextIn,
    TimeField,
    TimeWithin,
)

_TEXTS: Final = {field: f"contact.{field.value}" for field in TextField if field is not TextField.NAME} | {
    TextField.NAME: "btrim(contact.first_name || ' ' || contact.last_name)"
}
_TIMES: Final = {TimeField.CREATED_AT: "contact.created_at"}
_TAGS: Final = """FROM contacts_contacttag JOIN contacts_tag
    ON contacts_tag.workspace_id = contacts_contacttag.workspace_id AND contacts_tag.id = contacts_contacttag.tag_id
    WHERE contacts_contacttag.workspace_id = %(workspace)s AND contacts_contacttag.contact_id = contact.id
      AND contacts_tag.deleted_at IS NULL"""


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL that stands in a WHERE, and the values it names."""

    sql: str
    values: dict[str, Any] = field(default_factory=dict)


def compile_filter(term: Term) -> Condition:
    """The condition that this filter is."""
    values: dict[str, Any] = {}
    return Condition(_sql(term, values), values)


def _sql(term: Term, values: dict[str, Any]) -> str:
    match term:
        case Every(terms):
            return _joined(terms, " AND ", values)
        case Some(terms):
            return _joined(terms, " OR ", values)
        case Not(inner):
            return f"NOT coalesce({_sql(inner, values)}, false)"
        case TextIn() | TextGiven() | TimeWithin() | IdWithin() | Blocked():
            return _own(term, values)
        case _:
            return _standing(term, values)


def _joined(terms: Sequence[Term], word: str, values: dict[str, Any]) -> str:
    return "(" + word.join(_sql(term, values) for term in terms) + ")" if terms else "true"


def _own(term: TextIn | TextGiven | TimeWithin | IdWithin | Blocked, values: dict[str, Any]) -> str:
    """What stands in the contact's own row."""
    match term:
        case TextIn(name, wanted):
            names = [_named(each, values) for each in wanted]
            return f"lower({_TEXTS[name]}) IN ({', '.join(f'lower({each})' for each in names)})"
        case TextGiven(name):
            return f"{_TEXTS[name]} <> ''"
        case TimeWithin(name, start, end):
            bounds = [
                f"{_TIMES[name]} {sign} {_named(bound, values)}"
                for sign, bound in ((">=", start), ("<", end))
                if bound is not None
            ]
            return "(" + " AND ".join(bounds or ["true"]) + ")"
        case IdWithin(lowest, highest):
            return f"contact.id BETWEEN {_named(lowest, values)} AND {_named(highest, values)}"
        case Blocked():
            return "contact.is_blocked"


def _standing(
    term: StageIn | StageGiven | AssigneeIn | AssigneeGiven | Tagged | TaggedWithAll | TaggedAtAll,
    values: dict[str, Any],
) -> str:
    """What stands beside the contact: stage, assignee, tags."""
    match term:
        case StageIn(ids):
            return f"standing.stage_id = ANY ({_named(list(ids), values)}::bigint[])"
        case StageGiven():
            return "standing.stage_id IS NOT NULL"
        case AssigneeIn(ids):
            return f"standing.assignee_id = ANY ({_named(list(ids), values)}::bigint[])"
        case AssigneeGiven():
            return "standing.assignee_id IS NOT NULL"
        case Tagged(names):
            return f"EXISTS (SELECT {_tags(names, values)})"
        case TaggedWithAll(names):
            # Counted, not one EXISTS a name: PostgreSQL makes a join of each, and planning four hundred joins took all
            # of a machine's memory. The EXISTS before it lets a rare tag lead the search.
            some, each = _tags(names, values), _tags(names, values)
            return f"(EXISTS (SELECT {some}) AND (SELECT count(*) {each}) = {_named(len(names), values)})"
        case TaggedAtAll():
            return f"EXISTS (SELECT {_TAGS})"


def _tags(names: Collection[str], values: dict[str, Any]) -> str:
    """The contact's tags of these names."""
    return f"{_TAGS} AND contacts_tag.folded_name = ANY ({_named(sorted(names), values)}::text[])"


def _named(value: Any, values: dict[str, Any]) -> str:
    name = f"filter_{len(values)}"
    values[name] = value
    return f"%({name})s"
