"""Facts: everything that may be said to have happened, each a frozen struct registered once under one name.

A fact holds ids and values that are no personal data (E5), so that erasing a person rewrites no fact. Each names its
sentence for the timeline and its answer to erasure.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import ClassVar, TypeVar

import msgspec
from django.utils.functional import Promise


class Erasure(StrEnum):
    """What erasing a contact does to facts of this kind (E6)."""

    KEPT = "kept"  # ids and arithmetic only: stays as it is, anonymous once the person is gone


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """The base of all facts. Fields are what happened; who, when and to whom stand in the log's own columns."""

    NAME: ClassVar[str]
    SENTENCE: ClassVar[str | Promise]
    ERASURE: ClassVar[Erasure]


FactType = TypeVar("FactType", bound=type[Fact])
_registry: dict[str, type[Fact]] = {}


def fact(
    name: str, *, sentence: str | Promise, erasure: Erasure = Erasure.KEPT
) -> Callable[[FactType], FactType]:
    """Register a fact under its name ("contact.moved"). Raises ValueError when the name is taken."""

    def register(kind: FactType) -> FactType:
        if name in _registry:
            raise ValueError(
                f"Two facts are named {name}: {_registry[name].__qualname__} and {kind.__qualname__}."
            )
        kind.NAME, kind.SENTENCE, kind.ERASURE = name, sentence, erasure
        _registry[name] = kind
        return kind

    return register


def fact_kinds() -> dict[str, type[Fact]]:
    """All registered facts by name."""
    return dict(_registry)


def read_fact(name: str, data: object) -> Fact:
    """The fact that a row of the log holds. Raises KeyError for a name nobody registers."""
    return msgspec.convert(data, _registry[name])


def parse_fact(name: str, told: str) -> Fact:
    """The same, of a row's JSON as text: without an object in between."""
    return msgspec.json.decode(told, type=_registry[name])
