"""What a hub remembers: whoever comes back soon hears what it missed, and is never told too little."""

from tappa.realtime.listeners import Tick
from tappa.realtime.memory import KEEP_SECONDS, MARGIN_SECONDS, MOST_TICKS, Memory
from tappa.realtime.topics import Telling


def tick(name: str) -> Tick:
    """Something told to workspace 1."""
    return Tick([Telling(1, None, (name,))], {})


def names(memory: Memory, since: float, now: float) -> list[str] | None:
    """What is told again."""
    missed = memory.since(1, since, now=now)
    return None if missed is None else [name for one in missed for name in one.names]


def test_what_was_told_since_is_told_again() -> None:
    memory = Memory()
    memory.want([1], known_from=100, now=100)
    memory.keep(1, tick("early"), now=105)
    memory.keep(1, tick("late"), now=110)
    assert names(memory, 108, 111) == ["late"]
    assert names(memory, 110 + MARGIN_SECONDS + 0.1, 113) == []
    assert names(memory, 105 + MARGIN_SECONDS, 111) == ["early", "late"], "clocks may differ a little"


def test_what_is_not_known_is_not_guessed() -> None:
    memory = Memory()
    memory.want([1], known_from=100, now=100)
    assert names(memory, 100 + MARGIN_SECONDS, 110) is None, "what was told before that nobody knows"
    assert names(memory, 120, 110) is None, "by a clock that is ahead"
    assert memory.since(2, 109, now=110) is None, "a workspace that is not followed"
    assert names(memory, float("nan"), 110) is None
    memory.forget()
    assert names(memory, 109, 110) is None


def test_a_workspace_is_remembered_for_a_while_after_its_last_page() -> None:
    memory = Memory()
    assert memory.want([1], known_from=100, now=100) == [1]
    assert memory.want([], known_from=101, now=100 + KEEP_SECONDS) == [1]
    assert memory.want([], known_from=101, now=101 + KEEP_SECONDS) == []
    assert names(memory, 101 + KEEP_SECONDS, 101 + KEEP_SECONDS) is None


def test_it_is_bounded_and_knows_what_it_forgot() -> None:
    memory = Memory()
    memory.want([1], known_from=0, now=0)
    for number in range(MOST_TICKS + 1):
        memory.keep(1, tick(str(number)), now=10 + number / 100)
    assert names(memory, 10 + MARGIN_SECONDS, 20) is None
    assert len(names(memory, 10.005 + MARGIN_SECONDS, 20) or []) == MOST_TICKS
    memory.keep(1, tick("last"), now=30 + KEEP_SECONDS)
    assert names(memory, 30 + KEEP_SECONDS, 30 + KEEP_SECONDS) is not None
    assert names(memory, 12 + MARGIN_SECONDS, 30 + KEEP_SECONDS) is None
