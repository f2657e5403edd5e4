"""The contact filter as the API writes it, read into the house's one filter.

Every field is a set of values (a stage, an assignee and an e-mail are sets of at most one), so that isEqualTo,
hasAnyOf, hasAllOf and hasNoneOf mean the same everywhere.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

import msgspec
from django.utils.translation import gettext as _

from tappa.api.filter_values import ids_of, moment_of, raw_values
from tappa.api.spelling import Shape
from tappa.core.contacts.field_rules import field_key
from tappa.core.contacts.fields import field_named
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.fields import Field, Kind
from tappa.core.contacts.filters.terms import (
    DEPTH_LIMIT,
    EVERYONE,
    TERM_LIMIT,
    Condition,
    Filter,
    Group,
    Operator,
    Part,
)
from tappa.core.contacts.filters.values import AGO, read_condition
from tappa.core.lifecycle.rules import fold_name
from tappa.kernel.errors import Invalid

FIELDS: Final = {
    "name": "name",
    "firstName": "first_name",
    "lastName": "last_name",
    "phone": "phone",
    "email": "email",
    "language": "language",
    "countryCode": "country_code",
    "profilePic": "profile_pic",
    "id": "id",
    "created_at": "created_at",
    "assigneeUserId": "assignee",
    "isBlocked": "is_blocked",
}
ALSO: Final = {"createdAt": "created_at", "assignee": "assignee"}  # as others write them
CATEGORIES: Final = {"lifecycle": "stage", "contactTag": "tag"}  # of one field each
NO_TAG: Final = -1

OperatorName = Literal[
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
    "contains",
    "doesNotContain",
    "isMoreThanDaysAgo",
    "isLessThanDaysAgo",
]


class FilterNode(Shape):
    """A group (`$and` or `$or`) or a condition (`category`, `field`, `operator`, `value`)."""

    and_: list["FilterNode"] | None = None
    or_: list["FilterNode"] | None = None
    category: Literal["contactField", "contactTag", "lifecycle"] | None = None
    field: Annotated[str, msgspec.Meta(description="null for contactTag and lifecycle")] | None = None
    operator: OperatorName | None = None
    value: Any = None


def read_filter(root: FilterNode | None, *, workspace_id: int) -> Filter:
    """The filter. Raises Invalid for a part that cannot be understood, naming its place."""
    if root is None:
        return EVERYONE
    if _count(root, 0) > TERM_LIMIT:
        raise Invalid(
            _("filter: at most %(limit)d conditions are possible.") % {"limit": TERM_LIMIT}, field="filter"
        )
    part = _Reader(Catalogue(workspace_id)).node(root, "filter")
    return part if isinstance(part, Group) else Group((part,))


def _count(node: FilterNode, depth: int) -> int:
    """How many conditions and groups there are below a node. Raises Invalid when they are nested too deeply."""
    if depth > DEPTH_LIMIT:
        raise Invalid(
            _("filter: groups may be nested at most %(limit)d deep.") % {"limit": DEPTH_LIMIT}, field="filter"
        )
    inner = (node.and_ or []) + (node.or_ or [])
    return len(inner) + sum(_count(child, depth + 1) for child in inner)


@dataclass(frozen=True, slots=True)
class _Reader:
    catalogue: Catalogue

    def node(self, node: FilterNode, where: str) -> Part:
        """A group or a condition."""
        if node.and_ is not None and node.or_ is not None:
            raise Invalid(
                _("%(where)s: give either $and or $or; one may stand within the other.") % {"where": where},
                field=where,
            )
        if node.and_ is not None:
            return Group(self._members(node.and_, f"{where}.$and"))
        if node.or_ is not None:
            return Group(self._members(node.or_, f"{where}.$or"), some=True)
        if node.category is None and node.operator is None and node.field is None:
            return EVERYONE
        if node.category is None or node.operator is None:
            missing = "category" if node.category is None else "operator"
            raise Invalid(_("%(where)s is required.") % {"where": f"{where}.{missing}"}, field=where)
        field = self._field(node, node.category, where)
        return self._condition(field, Operator(node.operator), node.value, where)

    def _members(self, nodes: list[FilterNode], where: str) -> tuple[Part, ...]:
        return tuple(self.node(node, f"{where}[{index}]") for index, node in enumerate(nodes))

    def _field(self, node: FilterNode, category: str, where: str) -> Field:
        name = node.field or ""
        key = CATEGORIES.get(category) or FIELDS.get(name) or ALSO.get(name)
        if key is None and (own := field_named(self.catalogue.custom, name)):
            key = field_key(own.id)
        field = self.catalogue.field(key) if key else None
        if field is None:
            raise Invalid(
                _("%(where)s.field: there is no contact field %(name)s. There are: %(known)s.")
                % {
                    "where": where,
                    "name": node.field,
                    "known": ", ".join([*FIELDS, *(own.slug for own in self.catalogue.custom)]),
                },
                field=f"{where}.field",
            )
        return field

    def _condition(self, field: Field, operator: Operator, value: Any, where: str) -> Condition:
        texts = raw_values(operator, value, where)
        raw: list[str] | list[int] = texts
        match field.kind:
            case Kind.STAGE:
                raw = self._stages(field, texts, where)
                if len(raw) > 1:  # one name, of both kinds
                    operator = {Operator.IS: Operator.ANY_OF, Operator.IS_NOT: Operator.NONE_OF}.get(
                        operator, operator
                    )
            case Kind.TAG:
                raw = self._tags(field, texts)
            case Kind.MEMBER:
                raw = ids_of(texts, where)
            case Kind.MOMENT if operator not in AGO:
                raw = [moment_of(each) for each in texts]
        try:
            # Nobody has a tag or a member that does not exist, and that is an answer too.
            return read_condition(field, operator, raw, self.catalogue, known=False)
        except Invalid as refusal:
            place = f"{where}.{refusal.field}"
            raise Invalid(
                _("%(where)s: %(reason)s") % {"where": place, "reason": refusal.message}, field=place
            ) from None

    def _stages(self, field: Field, names: list[str], where: str) -> list[int]:
        """Stages by name, of both kinds where both have it. A name of no stage is a mistake, not "nobody" (L14 is
        about stages that were deleted, which stand in a kept filter by id)."""
        known = self.catalogue.choices(field)
        found: list[int] = []
        for name in names:
            ids = [int(id_) for id_, stage in known.items() if fold_name(stage.name) == fold_name(name)]
            if not ids:
                raise Invalid(
                    _("%(where)s.value: this workspace has no stage named %(name)s. It has: %(names)s.")
                    % {
                        "where": where,
                        "name": name,
                        "names": ", ".join(each.name for each in known.values()),
                    },
                    field=f"{where}.value",
                )
            found += ids
        return found

    def _tags(self, field: Field, names: list[str]) -> list[int]:
        ids = {fold_name(tag.name): int(id_) for id_, tag in self.catalogue.choices(field).items()}
        return [ids.get(fold_name(name), NO_TAG) for name in names]
