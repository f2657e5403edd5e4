"""Pieces that are kept as they were written once: a row of a list looks the same the next time, unless what it shows is not
the same. Making a piece anew costs a hundred times as much as finding it.

A template says `keep(macro)` of a macro that it has imported and calls what it gets. Such a macro knows nothing but what it is
given, who reads (language, time zone) and which day it is, and by all of that it is kept: filters that write a date or a
clock are right in it, those that say how long ago something was are not, and come as text. What is given are plain
values, alone or in tuples, each place always of one type: two of them that are equal look alike then, which a model's objects
do not.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any, Final

from tappa.web.shell.reader import Reader, reader

MOST: Final = 2048  # of each macro: a row with an emoji takes some nine kilobytes, its key with it
PLAIN: Final = frozenset({str, int, float, bool, type(None), date, datetime})

Macro = Callable[..., str]


def keep(macro: Macro, most: int = MOST) -> Macro:
    """The macro for who reads the page that is being made. `most`: how many pieces of it are kept, fewer where they are
    large. What is asked for once and never again, as while somebody types a search, is better not kept."""
    return partial(_keeping(macro, most), reader())


@lru_cache(None)  # one for each that a template names
def _keeping(macro: Macro, most: int) -> Macro:
    @lru_cache(most)
    def kept(_reader: Reader, *given: object) -> str:
        for each in given:
            _check(each)
        return macro(*given)

    return kept


def _check(given: Any) -> None:
    """Raise TypeError for what could look otherwise and be equal all the same: an object of a model, a text that is
    markup already."""
    if isinstance(given, tuple):
        for each in given:
            _check(each)
    elif type(given) not in PLAIN:
        raise TypeError(f"a piece that is kept is given {type(given).__name__}: give it plain values")
