"""Reading a JSON body, or refusing it with a sentence that names the field as the API spells it."""

import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tappa.kernel.errors import Invalid, TooLarge

# What a decoder takes can be deeper than what the encoder, the database and the bridge take after it.
DEPTH_LIMIT: Final = 100
_PLACE: Final = re.compile(r" - at `(?:key in )?\$?([^`]*)`$")
_MISSING: Final = re.compile(r"Object missing required field `([^`]+)`")
_CHOICE: Final = re.compile(r"Invalid (?:enum )?value (.*)", re.DOTALL)
_TYPES: Final = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "object": "an object",
    "array": "a list",
    "null": "null",
}


def read_bytes(request: HttpRequest, limit: int) -> bytes:
    """The body as it came. Raises TooLarge."""
    too_large = TooLarge(
        _("The body must have at most %(limit)d bytes: send less at a time.") % {"limit": limit}
    )
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise too_large from error
    if len(body) > limit:
        raise too_large
    return body


def read_body(raw: bytes, decoder: msgspec.json.Decoder[Any]) -> Any:
    """The body as the endpoint's shape; an empty one is read as null. Raises Invalid."""
    raw = raw.strip() or b"null"
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        raise Invalid(
            _("The body must be JSON in UTF-8; its byte %(place)d is not.") % {"place": error.start}
        ) from error
    try:
        if b"\\u0000" in raw:
            _refuse_nul(msgspec.json.decode(raw))
        if raw.count(b"[") + raw.count(b"{") > DEPTH_LIMIT:
            _refuse_depth(msgspec.json.decode(raw))
        return decoder.decode(raw)
    except msgspec.ValidationError as error:
        raise _invalid(str(error), empty=raw == b"null") from error
    except msgspec.DecodeError as error:
        raise Invalid(_("The body is not valid JSON: %(reason)s.") % {"reason": error}) from error
    except RecursionError as error:
        raise Invalid(_("The body is nested too deeply.")) from error


def _invalid(reason: str, *, empty: bool) -> Invalid:
    """msgspec's complaint as a sentence: `$.message.text` is message.text, `str` is text."""
    if empty:
        return Invalid(
            _("This call needs a JSON body; the addresses and their bodies are listed at /v2/docs.")
        )
    found = _PLACE.search(reason)
    place = found[1].removeprefix(".") if found else ""
    missing = _MISSING.search(reason)
    if missing:
        field = f"{place}.{missing[1]}" if place else missing[1]
        return Invalid(_("%(field)s is required.") % {"field": field}, field=field)
    wish = _PLACE.sub("", reason)
    for name, plain in _TYPES.items():
        wish = re.sub(rf"\b{name}\b(?=[^`]*`)", plain, wish)
    wish = wish.replace("`", "").replace(" | ", " or ")
    choice = _CHOICE.fullmatch(wish)
    if choice and place:
        return Invalid(
            _("%(field)s cannot be %(value)s. What it may be is listed at /v2/docs.")
            % {"field": place, "value": choice[1]},
            field=place,
        )
    return Invalid(
        _("%(field)s: %(wish)s.") % {"field": place or _("The body"), "wish": wish}, field=place or None
    )


def _refuse_depth(value: Any) -> None:
    level = [value]
    for _depth in range(DEPTH_LIMIT):
        level = [
            inner
            for outer in level
            if isinstance(outer, list | dict)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    if any(isinstance(inner, list | dict) for inner in level):
        raise RecursionError


def _refuse_nul(value: Any) -> None:
    """PostgreSQL stores no NUL: it is refused here, by name, instead of deep inside."""
    for place, text in _texts(value, ""):
        if "\0" in text:
            raise Invalid(
                _("%(field)s must not contain the character NUL.") % {"field": place or _("The body")},
                field=place or None,
            )


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, f"{place}[{index}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield f"{place}.{key}".lstrip("."), key
            yield from _texts(item, f"{place}.{key}".lstrip("."))
