"""Reading a JSON body, or refusing it with a sentence that names the field as the API spells it."""

import re
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
# Within the marks that msgspec puts around them, and nowhere else: a value from the body may hold anything.
_MARKED: Final = re.compile(r"`([^`]*)`")
_TYPE: Final = re.compile(rf"\b(?:{'|'.join(_TYPES)})\b")
SHOWN_CHARACTERS: Final = 100


def read_bytes(request: HttpRequest, limit: int) -> bytes:
    """The body as it came. Raises TooLarge."""
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise _too_large(limit) from error
    if len(body) > limit:
        raise _too_large(limit)
    return body


def _too_large(limit: int) -> TooLarge:
    return TooLarge(_("The body must have at most %(limit)d bytes: send less at a time.") % {"limit": limit})


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
    choice = _CHOICE.fullmatch(wish)
    if choice and place:
        return Invalid(
            _("%(field)s cannot be %(value)s. What it may be is listed at /v2/docs.")
            % {"field": place, "value": choice[1][:SHOWN_CHARACTERS]},
            field=place,
        )
    wish = _MARKED.sub(lambda marked: _TYPE.sub(lambda name: _TYPES[name[0]], marked[1]), wish)
    wish = wish.replace(" | ", " or ")
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
    place = _place_of_nul(value)
    if place is not None:
        place = place.removeprefix(".")
        raise Invalid(
            _("%(field)s must not contain the character NUL.") % {"field": place or _("The body")},
            field=place or None,
        )


def _place_of_nul(value: Any) -> str | None:
    """Where the first NUL stands; None where there is none. Put together only once it is found: the name of every text
    below one long key took as much time as the key is long."""
    if isinstance(value, str):
        return "" if "\0" in value else None
    if isinstance(value, dict):
        within = ((f".{key}", key, item) for key, item in value.items())
    elif isinstance(value, list):
        within = ((f"[{index}]", "", item) for index, item in enumerate(value))
    else:
        return None
    for name, key, item in within:
        place = "" if "\0" in key else _place_of_nul(item)
        if place is not None:
            return name + place
    return None
