"""The options of a drop-down list."""

from functools import lru_cache
from typing import Final

from markupsafe import Markup

_OPTION: Final = Markup('<option value="{}"{}>{}</option>')
_SELECTED: Final = Markup(" selected")


@lru_cache(256)
def options_of(choices: tuple[tuple[str, str], ...], chosen: str) -> Markup:
    """A value with its words each, the chosen one selected. Kept: the countries are 250, and all of them stand in the
    details of every contact."""
    return Markup().join(
        _OPTION.format(value, _SELECTED if value == chosen else "", words) for value, words in choices
    )
