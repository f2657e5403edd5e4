"""The values of a filter's conditions as the API writes them: texts, lists, ranges, names, epoch seconds."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from tappa.api.calls import whole_number
from tappa.core.contacts.filters.terms import OF_SEVERAL, OF_TWO, VALUE_LIMIT, WITHOUT_VALUE, Operator
from tappa.kernel.errors import Invalid

_WRITTEN_DAY: Final = len("20261130")


def raw_values(operator: Operator, value: Any, where: str) -> list[str]:
    """The values that the operator takes, as texts: none, one, from and to, or a list of which one may stand alone.
    Raises Invalid."""
    if operator in WITHOUT_VALUE:
        return []
    if operator in OF_TWO:
        if not isinstance(value, dict) or value.get("from") is None or value.get("to") is None:
            raise Invalid(
                _('%(where)s.value must be {"from": …, "to": …}.') % {"where": where}, field=f"{where}.value"
            )
        return [_one(value["from"], where), _one(value["to"], where)]
    if operator in OF_SEVERAL and isinstance(value, list):
        if len(value) > VALUE_LIMIT:  # before each is looked up among the workspace's stages or tags
            place = f"{where}.value"
            reason = _("Give 1 to %(limit)d values: these are %(number)d.")
            told = reason % {"limit": VALUE_LIMIT, "number": len(value)}
            raise Invalid(_("%(where)s: %(reason)s") % {"where": place, "reason": told}, field=place)
        return [_one(each, where) for each in value]
    return [_one(value, where)]


def _one(value: Any, where: str) -> str:
    if isinstance(value, bool):
        return str(value).casefold()
    if isinstance(value, str | int | float) and str(value).strip():
        return str(value)
    raise Invalid(_("%(where)s.value must be one text.") % {"where": where}, field=f"{where}.value")


def ids_of(values: Sequence[str], where: str) -> list[int]:
    """Ids. Raises Invalid."""
    numbers = [whole_number(value.strip()) for value in values]
    if None in numbers:
        place = f"{where}.value"
        raise Invalid(_("%(where)s must be a whole number.") % {"where": place}, field=place)
    return [number for number in numbers if number is not None]


def moment_of(value: str) -> str:
    """A time as filters have it: epoch seconds become a moment. Eight digits are a day, as in 20261130."""
    number = whole_number(value.strip()) if len(value.strip()) != _WRITTEN_DAY else None
    if number is None:
        return value
    try:
        return datetime.fromtimestamp(number, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return value


def zone_named(name: str) -> ZoneInfo:
    """The IANA time zone of this name, in any case. Raises Invalid."""
    known = _zones().get(name.strip().casefold())
    if known is None:
        raise Invalid(
            _("timezone must be an IANA name such as Europe/Rome; %(name)s is none.") % {"name": name},
            field="timezone",
        )
    return ZoneInfo(known)


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}
