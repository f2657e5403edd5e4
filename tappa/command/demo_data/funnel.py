"""How people of the demo go through the stages: where next, how long before, and what is said on the way.

The funnel narrows: most stand at the first stage or are lost, few reach payment, fewer buy, and some of those again.
"""

import random
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate
from typing import Final

from tappa.command.demo_data.hours import DAY, HOUR
from tappa.command.demo_data.words import Line


class Place(IntEnum):
    """The parts that stages play in the demo's story; which stage plays which is found in stages.py."""

    NEW = 0
    HOT = 1
    PAYMENT = 2
    CUSTOMER = 3
    COLD = 4
    NONE = 5


@dataclass(frozen=True, slots=True)
class Passage:
    """One way from a place to the next: how often it is taken, what is said, and why the contact was lost.

    The move comes after the last line. `days` is the median wait before the first line.
    """

    to: Place
    weight: int
    days: float
    lines: tuple[Line, ...]
    reason: str = ""


_ASKED: Final = (Line.ASK, Line.PRICE)

PASSAGES: Final[dict[Place, tuple[Passage, ...]]] = {
    Place.NEW: (
        Passage(Place.HOT, 46, 0.3, (Line.INTERESTED, Line.DATES)),
        Passage(Place.HOT, 14, 1.0, (Line.ASK_MORE, Line.ANSWER, Line.INTERESTED, Line.DATES)),
        Passage(Place.COLD, 26, 6.0, (Line.FOLLOW_UP,), "No answer"),
        Passage(Place.COLD, 12, 1.0, (Line.NOT_NOW, Line.UNDERSTOOD), "Price"),
        Passage(Place.PAYMENT, 2, 0.5, (Line.BOOK, Line.LINK)),
    ),
    Place.HOT: (
        Passage(Place.PAYMENT, 34, 1.0, (Line.BOOK, Line.LINK)),
        Passage(Place.PAYMENT, 10, 2.0, (Line.QUESTION, Line.ANSWER, Line.BOOK, Line.LINK)),
        Passage(Place.COLD, 32, 7.0, (Line.FOLLOW_UP,), "No answer"),
        Passage(Place.COLD, 14, 2.0, (Line.NOT_NOW, Line.UNDERSTOOD), "Dates"),
        Passage(Place.NEW, 8, 1.0, ()),
        Passage(Place.NONE, 2, 5.0, ()),
    ),
    Place.PAYMENT: (
        Passage(Place.CUSTOMER, 34, 0.3, (Line.PAID, Line.CONFIRM)),
        Passage(Place.CUSTOMER, 16, 0.6, (Line.PAID, Line.CONFIRM, Line.THANKS, Line.GOODBYE)),
        Passage(Place.COLD, 24, 3.0, (Line.REMIND,), "No answer"),
        Passage(Place.HOT, 18, 1.0, (Line.POSTPONE, Line.NO_HURRY)),
        Passage(Place.COLD, 8, 1.0, (Line.CANCEL, Line.UNDERSTOOD), "Cancelled"),
    ),
    Place.CUSTOMER: (
        Passage(Place.PAYMENT, 50, 16.0, (Line.AGAIN, Line.LINK)),
        Passage(Place.HOT, 35, 20.0, (Line.ANOTHER, Line.PRICE)),
        Passage(Place.COLD, 15, 30.0, (Line.CANCEL, Line.UNDERSTOOD), "Cancelled"),
    ),
    Place.COLD: (
        Passage(Place.NEW, 55, 12.0, (Line.BACK, Line.WELCOME_BACK)),
        Passage(Place.HOT, 45, 15.0, (Line.BACK_READY, Line.DATES)),
    ),
    Place.NONE: (Passage(Place.NEW, 100, 10.0, _ASKED),),
}

# How often a life stays where it is, for good, once it came to a place.
_STAYS: Final = {
    Place.NEW: 0.17,
    Place.HOT: 0.06,
    Place.PAYMENT: 0.05,
    Place.CUSTOMER: 0.3,
    Place.COLD: 0.36,
    Place.NONE: 0.5,
}
_WEIGHTS: Final = {place: list(accumulate(way.weight for way in ways)) for place, ways in PASSAGES.items()}
_SPREAD: Final = 0.8  # of the logarithm of a wait


def next_passage(place: Place, rng: random.Random) -> Passage | None:
    """The way on from here, or None when the contact stays."""
    if rng.random() < _STAYS[place]:
        return None
    return rng.choices(PASSAGES[place], cum_weights=_WEIGHTS[place])[0]


def wait_before(passage: Passage, rng: random.Random) -> int:
    """Seconds that pass before the first line: now and then much more than usual."""
    return HOUR // 4 + int(passage.days * DAY * rng.lognormvariate(0, _SPREAD))
