"""Every fact is complete."""

from typing import ClassVar

from tappa.core.activity.facts import Erasure, Fact
from tests.house import facts


class Moved(Fact, frozen=True):
    """A made fact with all that a fact needs."""

    NAME: ClassVar[str] = "made.moved"
    SENTENCE: ClassVar[str] = "moved"
    ERASURE: ClassVar[Erasure] = Erasure.KEPT
    to_stage_id: int


class Told(Fact, frozen=True):
    """A made fact that lacks everything and tells a phone number."""

    NAME: ClassVar[str] = "made.told"
    SENTENCE: ClassVar[str] = " "
    ERASURE: ClassVar[Erasure] = "perhaps"  # type: ignore[assignment]  # what the rule must find
    phone: str


def tables(*rows: type[Fact]) -> dict[str, list[type[Fact]]]:
    """Both tables, with these rows."""
    return {name: list(rows) for name in facts.TABLES}


def test_a_complete_fact_is_fine() -> None:
    assert facts.incomplete_facts({"made.moved": Moved}, tables(Moved)) == []


def test_what_a_fact_lacks_is_found_and_what_it_tells_of_a_person() -> None:
    assert facts.incomplete_facts({"made.told": Told}, tables()) == [
        "made.told has no sentence for the timeline.",
        "made.told does not say what erasing a person does to it.",
        "made.told has no row in worker/reactions.py: give it one, with () when nothing follows.",
        "made.told has no row in realtime/topics.py: give it one, with Topic() when nobody hears of it.",
        "made.told holds phone, which may say who somebody is (E5).",
    ]


def test_a_row_for_no_fact_is_found() -> None:
    assert facts.incomplete_facts({}, tables(Moved)) == [
        "worker/reactions.py has a row for Moved, which is no registered fact.",
        "realtime/topics.py has a row for Moved, which is no registered fact.",
    ]
