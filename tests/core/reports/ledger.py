"""What the figures may be while many act: the effect of each act is noted when it begins, and once it has ended."""

import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tappa.core.accounts.models import Member

TOTAL = "total"
# ("open", 7): those at the stage 7. ("open", None): those at none. ("open", TOTAL): all. ("mine", 3): the member 3's.
Figure = tuple[str, int | str | None]


@dataclass(frozen=True, slots=True)
class Known:
    """A contact as it is known to whoever alone acts on it. `status` is its conversation's, "" without one."""

    stage: int | None
    status: str = ""
    assignee: Member | None = None

    @property
    def counts_in(self) -> Counter[Figure]:
        """The figures in which it counts, once in each."""
        words = ["contacts", *([self.status] if self.status in {"open", "snoozed"} else [])]
        if self.status == "open" and self.assignee is None:
            words.append("unassigned")
        found = Counter[Figure]((word, place) for word in words for place in (self.stage, TOTAL))
        if self.status == "open" and self.assignee is not None:
            found["mine", self.assignee.id] += 1
            if self.assignee.team_id is not None:
                found["team", self.assignee.team_id] += 1
        return found


@dataclass
class Effect:
    """By how much an act alters figures: as far as it may when it begins, and as it did in the end."""

    minus: Counter[Figure]
    plus: Counter[Figure]


def change(before: Known | None, after: Known | None) -> Effect:
    """The effect when a contact was known as the one and then is as the other; None is one who is not there."""
    was = before.counts_in if before else Counter[Figure]()
    is_now = after.counts_in if after else Counter[Figure]()
    return Effect(was - is_now, is_now - was)


@dataclass
class Ledger:
    """What is known of the figures from outside. All begins with `base`."""

    base: Counter[Figure]
    in_flight: dict[int, Effect] = field(default_factory=dict)
    ended: Effect = field(default_factory=lambda: Effect(Counter(), Counter()))
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def act(self, effect: Effect) -> Iterator[Effect]:
        """An act that may have this effect. Whoever acts may say what it really was, before it ends."""
        with self.lock:
            self.in_flight[id(effect)] = effect
            really = Effect(effect.minus, effect.plus)
        yield really
        with self.lock:
            del self.in_flight[id(effect)]
            self.ended.minus.update(really.minus)
            self.ended.plus.update(really.plus)

    def surely(self) -> Effect:
        """What has ended by now."""
        with self.lock:
            return Effect(self.ended.minus.copy(), self.ended.plus.copy())

    def perhaps(self) -> Effect:
        """What has ended, and whatever may have come of what has begun."""
        with self.lock:
            effects = [self.ended, *self.in_flight.values()]
            return Effect(
                sum((effect.minus for effect in effects), Counter()),
                sum((effect.plus for effect in effects), Counter()),
            )

    def check(self, found: Iterable[tuple[Figure, int]], before: Effect) -> None:
        """Each figure that was read since `before` (`surely`) was within what was in flight meanwhile."""
        since = self.perhaps()
        for figure, number in found:
            least = self.base[figure] + before.plus[figure] - since.minus[figure]
            most = self.base[figure] + since.plus[figure] - before.minus[figure]
            assert least <= number <= most, f"{figure}: {number}, and not from {least} to {most}"
