"""The contact filter as the API writes it, read into terms.

Every field is a set of values (a stage, an assignee and an e-mail are sets of at most one), so that isEqualTo,
hasAnyOf, hasAllOf and hasNoneOf mean the same everywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Final, Literal
from zoneinfo import ZoneInfo

import msgspec
from django.utils.translation import gettext as _

from tappa.api.filter_times import zone_named
from tappa.api.filter_values import (
    id_condition,
    members_of_values,
    one_value,
    refuse_operator,
    several_values,
    time_condition,
)
from tappa.api.spelling import Shape
from tappa.core.accounts.models import Workspace
from tappa.core.contacts.filters.terms import (
    DEPTH_LIMIT,
    EVERYONE,
    TERM_LIMIT,
    AssigneeGiven,
    AssigneeIn,
    Blocked,
    Every,
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
)
from tappa.core.contacts.rules import e164
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import stages_of
from tappa.core.lifecycle.rules import fold_name
from tappa.kernel.errors import Invalid

TEXTS: Final = {
    "name": TextField.NAME,
    "firstName": TextField.FIRST_NAME,
    "lastName": TextField.LAST_NAME,
    "phone": TextField.PHONE,
    "email": TextField.EMAIL,
    "language": TextField.LANGUAGE,
    "countryCode": TextField.COUNTRY_CODE,
    "profilePic": TextField.PROFILE_PIC,
}
KNOWN: Final = (*TEXTS, "id", "created_at", "assigneeUserId", "isBlocked")

Operator = Literal[
    "isEqualTo",
    "isNotEqualTo",
    "isTimestampAfter",
    "isTimestampBefore",
    "isTimestampBetween",
    "exists",
    "doesNotExist",
    "isGreaterThan",
    "isLessThan",
    "isBetween",
    "hasAnyOf",
    "hasAllOf",
    "hasNoneOf",
]


class FilterNode(Shape):
    """A group (`$and` or `$or`) or a condition (`category`, `field`, `operator`, `value`)."""

    and_: list["FilterNode"] | None = None
    or_: list["FilterNode"] | None = None
    category: Literal["contactField", "contactTag", "lifecycle"] | None = None
    field: Annotated[str, msgspec.Meta(description="null for contactTag and lifecycle")] | None = None
    operator: Operator | None = None
    value: Any = None


def read_filter(root: FilterNode | None, *, timezone: str | None, workspace: Workspace) -> Term:
    """The filter as a term. Raises Invalid for a part that cannot be understood, naming its place."""
    reader = _Reader(workspace.id, zone_named(timezone or workspace.time_zone))
    if root is None:
        return EVERYONE
    if _count(root, 0) > TERM_LIMIT:
        raise Invalid(
            _("filter: at most %(limit)d conditions are possible.") % {"limit": TERM_LIMIT}, field="filter"
        )
    return reader.node(root, "filter")


def _count(node: FilterNode, depth: int) -> int:
    """How many conditions and groups there are below a node. Raises Invalid when they are nested too deeply."""
    if depth > DEPTH_LIMIT:
        raise Invalid(
            _("filter: groups may be nested at most %(limit)d deep.") % {"limit": DEPTH_LIMIT}, field="filter"
        )
    inner = (node.and_ or []) + (node.or_ or [])
    return len(inner) + sum(_count(child, depth + 1) for child in inner)


@dataclass(frozen=True)
class _Reader:
    workspace_id: int
    zone: ZoneInfo

    @cached_property
    def stages(self) -> list[Stage]:
        """Read once, however many conditions name one."""
        return stages_of(self.workspace_id)

    def node(self, node: FilterNode, where: str) -> Term:
        """A group or a condition."""
        if node.and_ is not None and node.or_ is not None:
            raise Invalid(
                _("%(where)s: give either $and or $or; one may stand within the other.") % {"where": where},
                field=where,
            )
        if node.and_ is not None:
            return Every(self._children(node.and_, f"{where}.$and"))
        if node.or_ is not None:
            return Some(self._children(node.or_, f"{where}.$or"))
        if node.category is None and node.operator is None and node.field is None:
            return EVERYONE
        if node.category is None or node.operator is None:
            missing = "category" if node.category is None else "operator"
            raise Invalid(_("%(where)s is required.") % {"where": f"{where}.{missing}"}, field=where)
        return self._condition(node, node.category, node.operator, where)

    def _children(self, nodes: list[FilterNode], where: str) -> tuple[Term, ...]:
        return tuple(self.node(node, f"{where}[{index}]") for index, node in enumerate(nodes))

    def _condition(self, node: FilterNode, category: str, operator: str, where: str) -> Term:
        if category == "lifecycle":
            return _set(
                operator,
                node.value,
                where,
                lambda names: StageIn(self._stage_ids(names, where)),
                StageGiven(),
            )
        if category == "contactTag":
            return _set(
                operator,
                node.value,
                where,
                lambda names: Tagged(tuple(fold_name(name) for name in names)),
                TaggedAtAll(),
                all_of=lambda names: TaggedWithAll(frozenset(fold_name(name) for name in names)),
            )
        return self._field(node, operator, where)

    def _field(self, node: FilterNode, operator: str, where: str) -> Term:
        name, value = node.field, node.value
        if name in TEXTS:
            field = TEXTS[name]
            return _set(operator, value, where, lambda values: _text(field, values), TextGiven(field))
        if name == "id":
            return id_condition(operator, value, where)
        if name in {"created_at", "createdAt"}:
            return time_condition(TimeField.CREATED_AT, operator, value, zone=self.zone, where=where)
        if name in {"assigneeUserId", "assignee"}:
            return _set(
                operator,
                value,
                where,
                lambda values: AssigneeIn(members_of_values(values, where)),
                AssigneeGiven(),
            )
        if name == "isBlocked":
            return _yes_or_no(operator, value, where)
        raise Invalid(
            _("%(where)s.field: there is no contact field %(name)s. There are: %(known)s.")
            % {"where": where, "name": name, "known": ", ".join(KNOWN)},
            field=f"{where}.field",
        )

    def _stage_ids(self, names: list[str], where: str) -> tuple[int, ...]:
        """Stages by name, of both kinds where both have it. A name of no stage is a mistake, not "nobody" (L14 is
        about stages that were deleted, which stand in a saved filter by id)."""
        found: list[int] = []
        for name in names:
            ids = [stage.id for stage in self.stages if stage.folded_name == fold_name(name)]
            if not ids:
                raise Invalid(
                    _("%(where)s.value: this workspace has no stage named %(name)s. It has: %(names)s.")
                    % {"where": where, "name": name, "names": ", ".join(stage.name for stage in self.stages)},
                    field=f"{where}.value",
                )
            found += ids
        return tuple(found)


def _set(
    operator: str,
    value: Any,
    where: str,
    one_of: Callable[[list[str]], Term],
    given: Term,
    all_of: Callable[[list[str]], Term] | None = None,
) -> Term:
    """A condition on a set of values. `one_of` is the term for "one of these is in it", `given` for "not empty",
    `all_of` for "all of these are in it" where a set can have more than one."""
    match operator:
        case "exists":
            return given
        case "doesNotExist":
            return Not(given)
        case "isEqualTo":
            return one_of([one_value(value, where)])
        case "isNotEqualTo":
            return Not(one_of([one_value(value, where)]))
        case "hasAnyOf":
            return one_of(several_values(value, where))
        case "hasNoneOf":
            return Not(one_of(several_values(value, where)))
        case "hasAllOf":
            wanted = several_values(value, where)
            return all_of(wanted) if all_of else Every(tuple(one_of([each]) for each in wanted))
    return refuse_operator(operator, where)


def _text(field: TextField, values: list[str]) -> Term:
    if field is TextField.PHONE:
        values = [e164(value) or value for value in values]
    return TextIn(field, tuple(value.strip() for value in values))


def _yes_or_no(operator: str, value: Any, where: str) -> Term:
    wanted = one_value(value, where).casefold()
    if wanted not in {"true", "false"}:
        raise Invalid(_("%(where)s.value must be true or false.") % {"where": where}, field=f"{where}.value")
    if operator not in {"isEqualTo", "isNotEqualTo"}:
        return refuse_operator(operator, where)
    return Blocked() if (operator == "isEqualTo") == (wanted == "true") else Not(Blocked())
