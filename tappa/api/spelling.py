"""How our names are written in the API: camelCase, but for the few that the contract writes otherwise."""

from typing import Any, Final

import msgspec

_AS_THEY_ARE: Final = frozenset({"created_at", "custom_fields"})
_OTHERWISE: Final = {"and_": "$and", "or_": "$or", "from_": "from"}


def spelled(name: str) -> str:
    """A field's name in the API: first_name is firstName, created_at stays."""
    if name in _AS_THEY_ARE:
        return name
    if name in _OTHERWISE:
        return _OTHERWISE[name]
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


class Shape(msgspec.Struct, kw_only=True, rename=spelled):
    """The base of everything that is read from a body or written into an answer."""


def respelled(message: str, field: str | None) -> str:
    """A refusal's sentence with its field as the API spells it."""
    if field is None or not field.isidentifier():
        return message
    return message.replace(field, spelled(field))


def encode(value: Any) -> bytes:
    """JSON, in UTF-8."""
    return msgspec.json.encode(value)
