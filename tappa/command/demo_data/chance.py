"""Chance, cheaply: lives are told by the hundred thousand."""

import random
from collections.abc import Sequence
from typing import TypeVar

Thing = TypeVar("Thing")


def pick(things: Sequence[Thing], rng: random.Random) -> Thing:
    """One of them. `Random.choice` is exact over huge ranges, for which it takes three times as long."""
    return things[int(rng.random() * len(things))]
