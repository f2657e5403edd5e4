"""What was measured, as a table for people and as JSON for programs."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

TENTH = 10
GROWTH = 1.5  # at most, from the smallest size to the largest


@dataclass(frozen=True)
class Measured:
    """One operation by so many clients at one size. Times in milliseconds, processor time in milliseconds a request;
    `raw_per_second` is what the same SQL does by itself, `rows` how many an answer that is a list has."""

    operation: str
    contacts: int
    clients: int
    requests: int
    per_second: float
    p50: float
    p95: float
    raw_per_second: float
    application_ms: float
    database_ms: float
    goal: float | None
    slowest: float | None = None
    rows: int | None = None

    @property
    def share(self) -> float:
        """The part of raw SQL that it reaches."""
        return self.per_second / self.raw_per_second


@dataclass(frozen=True)
class Trial:
    """One figure and what it should be: at least `goal`, or at most."""

    name: str
    contacts: int
    value: float
    goal: float
    at_least: bool

    @property
    def is_met(self) -> bool:
        """Whether it is as it should be."""
        return self.value >= self.goal if self.at_least else self.value <= self.goal

    def line(self) -> str:
        """As people read it."""
        wanted = f"{'at least' if self.at_least else 'at most'} {self.goal:,g}"
        return f"{self.contacts:>9,}  {self.name}: {self.value:,.2f} ({wanted}{'' if self.is_met else ', missed'})"


HEAD = (
    "operation", "contacts", "clients", "req/s", "p50 ms", "p95 ms", "raw/s", "share", "goal", "app ms", "db ms",
    "p50 to a tenth",
)  # fmt: skip


def table(measured: Sequence[Measured]) -> str:
    """All of it in columns, an operation after the other."""
    rows = [HEAD, *(row(one, measured) for one in measured)]
    widths = [max(len(each[column]) for each in rows) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if place == 0 else text.rjust(width)
            for place, (text, width) in enumerate(zip(each, widths, strict=True))
        ).rstrip()
        for each in rows
    )


def row(one: Measured, measured: Sequence[Measured]) -> tuple[str, ...]:
    """A line of the table."""
    growth = growth_of(one, measured)
    return (
        one.operation,
        f"{one.contacts:,}",
        str(one.clients),
        f"{one.per_second:,.0f}",
        f"{one.p50:.1f}",
        f"{one.p95:.1f}",
        f"{one.raw_per_second:,.0f}",
        f"{one.share:.2f}",
        "" if one.goal is None else f"{one.goal:.2f}",
        f"{one.application_ms:.2f}",
        f"{one.database_ms:.2f}",
        "" if growth is None else f"{growth:.2f}",
    )


def growth_of(one: Measured, measured: Sequence[Measured]) -> float | None:
    """The middle time against that with a tenth of the contacts, where that was measured."""
    tenth = same(one, measured, contacts=one.contacts / TENTH)
    return one.p50 / tenth.p50 if tenth else None


def same(one: Measured, measured: Sequence[Measured], *, contacts: float) -> Measured | None:
    """The same operation by as many clients at another size."""
    wanted = (one.operation, one.clients, contacts)
    return next((each for each in measured if (each.operation, each.clients, each.contacts) == wanted), None)


def is_met(one: Measured, *, goals_at: int, clients: int) -> bool | None:
    """Whether it has the share that it should have; None where none is meant: the goals are of one size."""
    if one.goal is None or (one.contacts, one.clients) != (goals_at, clients):
        return None
    return one.share >= one.goal


def as_json(
    measured: Sequence[Measured], tried: Sequence[Trial], *, goals_at: int, clients: int
) -> dict[str, Any]:
    """All that the table says, for programs."""
    operations = [
        {
            **asdict(one),
            "share": one.share,
            "goal_met": is_met(one, goals_at=goals_at, clients=clients),
            "p50_to_a_tenth": growth_of(one, measured),
        }
        for one in measured
    ]
    return {
        "operations": operations,
        "trials": [{**asdict(one), "goal_met": one.is_met} for one in tried],
        "missed": list(missed(measured, goals_at=goals_at, clients=clients)),
    }


def missed(measured: Sequence[Measured], *, goals_at: int, clients: int) -> Iterator[str]:
    """The goals that were not reached: shares at one size, and middle times that grow by more than half from the
    smallest size to the largest."""
    for one in measured:
        if is_met(one, goals_at=goals_at, clients=clients) is False:
            yield f"{one.operation}: {one.share:.2f} of raw SQL, the goal is {one.goal:.2f}"
    for one in measured:
        if one.slowest is not None and one.p95 > one.slowest:
            yield (
                f"{one.operation}, {one.clients} clients: p95 {one.p95:.1f} ms with {one.contacts:,} contacts, "
                f"the goal is {one.slowest:.0f} ms"
            )
    if not measured:
        return
    smallest, largest = min(one.contacts for one in measured), max(one.contacts for one in measured)
    for one in measured:
        first = same(one, measured, contacts=smallest)
        if one.contacts == largest and first and one.p50 > GROWTH * first.p50:
            yield (
                f"{one.operation}, {one.clients} clients: p50 {one.p50:.1f} ms with {largest:,} contacts, "
                f"{first.p50:.1f} ms with {smallest:,}"
            )
