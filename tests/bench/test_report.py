"""What the bench says of what it measured."""

from dataclasses import replace

from tests.bench.report import Measured, Trial, as_json, missed, table

MOVE = Measured(
    operation="move",
    contacts=10_000,
    clients=8,
    requests=1000,
    per_second=500.0,
    p50=10.0,
    p95=20.0,
    raw_per_second=1000.0,
    application_ms=2.0,
    database_ms=1.0,
    goal=0.25,
)
GROWN = replace(MOVE, contacts=100_000, p50=16.0, per_second=200.0)


def test_a_line_says_the_share_and_the_growth() -> None:
    head, first, second = table([MOVE, GROWN]).splitlines()
    assert "share" in head
    assert first.split()[-5:] == ["1,000", "0.50", "0.25", "2.00", "1.00"]
    assert second.split()[-1] == "1.60", "against a tenth of the contacts"


def test_goals_that_were_missed_are_named() -> None:
    told = list(missed([MOVE, GROWN], goals_at=100_000, clients=8))
    assert told == [
        "move: 0.20 of raw SQL, the goal is 0.25",
        "move, 8 clients: p50 16.0 ms with 100,000 contacts, 10.0 ms with 10,000",
    ]
    assert list(missed([MOVE], goals_at=10_000, clients=8)) == []


def test_a_slow_one_and_a_trial_are_named() -> None:
    slow = replace(MOVE, slowest=15.0)
    assert list(missed([slow], goals_at=1, clients=8)) == [
        "move, 8 clients: p95 20.0 ms with 10,000 contacts, the goal is 15 ms"
    ]
    fast = Trial("bulk, contacts a second", 100_000, 12_345.6, 10_000, at_least=True)
    assert fast.line() == "  100,000  bulk, contacts a second: 12,345.60 (at least 10,000)"
    late = Trial("message, p95 ms", 10_000, 80, 50, at_least=False)
    assert late.line().endswith("80.00 (at most 50, missed)")


def test_the_json_says_what_the_table_says() -> None:
    slow = Trial("message, p95 ms", 10_000, 80, 50, at_least=False)
    told = as_json([MOVE, GROWN], [slow], goals_at=100_000, clients=8)
    first, second = told["operations"]
    assert (first["share"], first["goal_met"], first["p50_to_a_tenth"]) == (0.5, None, None)
    assert (second["share"], second["goal_met"], second["p50_to_a_tenth"]) == (0.2, False, 1.6)
    assert told["trials"][0]["goal_met"] is False
    assert told["missed"] == list(missed([MOVE, GROWN], goals_at=100_000, clients=8))


def test_a_run_of_trials_alone_misses_nothing_of_operations() -> None:
    assert as_json([], [], goals_at=100_000, clients=8) == {"operations": [], "trials": [], "missed": []}
