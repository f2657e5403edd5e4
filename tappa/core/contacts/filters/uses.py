"""Where a stage, a tag or a field is used: in the filters that are kept (L14).

Whoever keeps filters (segments, custom inboxes) registers one function; nobody else lists them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

STAGE_FIELDS: Final = ("stage", "previous_stage", "ever_at_stage")


@dataclass(frozen=True, slots=True)
class Use:
    """Something that keeps a filter. `kind` says what it is, as pages address it ("segment")."""

    kind: str
    id: int
    name: str
    emoji: str
    filter: object


Holder: TypeAlias = Callable[[int], Iterable[Use]]
_holders: Final[list[Holder]] = []


def holder(function: Holder) -> Holder:
    """Register what keeps filters: a function that gives them all, for a workspace's id."""
    _holders.append(function)
    return function


def stage_uses(workspace_id: int) -> dict[int, list[Use]]:
    """What uses each stage, by the stage's id."""
    found: dict[int, list[Use]] = {}
    for use in _all(workspace_id):
        ids = {value for key, values in conditions_in(use.filter) if key in STAGE_FIELDS for value in values}
        for id_ in ids:
            if isinstance(id_, int):
                found.setdefault(id_, []).append(use)
    return found


def tag_uses(workspace_id: int, tag_id: int) -> list[Use]:
    """What uses a tag."""
    return [
        use
        for use in _all(workspace_id)
        if any(key == "tag" and tag_id in values for key, values in conditions_in(use.filter))
    ]


def field_uses(workspace_id: int, key: str) -> list[Use]:
    """What uses a field, by its key in filters."""
    return [
        use for use in _all(workspace_id) if any(key == each for each, _values in conditions_in(use.filter))
    ]


def conditions_in(raw: object) -> Iterator[tuple[str, list[object]]]:
    """The conditions of a filter as it is kept, each as its field's key and its values."""
    match raw:
        case {"all": list() as members} | {"any": list() as members}:
            for member in members:
                yield from conditions_in(member)
        case [str() as key, str(), list() as values]:
            yield key, values


def _all(workspace_id: int) -> Iterator[Use]:
    for each in _holders:
        yield from each(workspace_id)
