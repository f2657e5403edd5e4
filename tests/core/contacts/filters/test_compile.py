"""The SQL of a filter takes exactly those whom its plain reading takes (C3, L14)."""

import os
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tappa.core.accounts.models import Workspace
from tappa.core.contacts import counting
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.counting import Count, count_contacts
from tappa.core.contacts.field_rules import DataType
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.fields import IDS, Field, Kind
from tappa.core.contacts.filters.parse import read_address, read_filter, write_address
from tappa.core.contacts.filters.terms import (
    EVERYONE,
    NOBODY,
    OF_SEVERAL,
    OF_TWO,
    WITHOUT_VALUE,
    Filter,
    Operator,
    broken_parts,
)
from tappa.core.contacts.filters.times import Reading
from tappa.core.contacts.filters.values import AGO, OPERATORS
from tappa.core.contacts.lists import list_contacts
from tappa.core.contacts.models import Contact
from tappa.kernel.pages import Place
from tests.cast import Cast
from tests.core.acts import robot
from tests.core.contacts.filters.people import NAMES, NOW, VALUES, Person, make_people, read_people
from tests.core.contacts.filters.reading import takes

EXAMPLES = 3000 if os.environ.get("TAPPA_TEST_THOROUGH") else 150
ZONES = ("Europe/Rome", "UTC", "America/New_York", "Pacific/Auckland")
MOMENTS = (
    "2026-06-01",
    "2026-05-20",
    "2026-06-14",
    "2026-06-15",
    "2026-06-10T23:30:00",
    "2026-06-10T21:30:00+00:00",
)
KEPT = {Kind.DAY: VALUES[DataType.DATE], Kind.CLOCK: VALUES[DataType.TIME]}
TEXTS = (
    *(text for kind in (DataType.TEXT, DataType.EMAIL, DataType.URL) for text in VALUES[kind]),
    *filter(None, NAMES),
    "an",
    "%",
    "_",
    "example.com",
    "+393330000001",
    "IT",
    "it",
    "ES",
    "open",
    "closed",
)


@pytest.fixture
def reading() -> Reading:
    """Read in Rome, on a day in June."""
    return Reading(ZoneInfo("Europe/Rome"), NOW)


def _taken(workspace: Workspace, filter_: Filter, reading: Reading) -> set[int]:
    rows = list_contacts(workspace.id, place=Place(limit=1000), where=filter_, reading=reading)
    return {row.id for row in rows}


def _written(draw: Any, catalogue: Catalogue) -> object:
    """A condition as it is kept, with values that some of the people have."""
    field = draw(st.sampled_from(list(catalogue.fields.values())))
    operator = draw(st.sampled_from(sorted(OPERATORS[field.kind])))
    least, most = (0, 0) if operator in WITHOUT_VALUE else (1, 3) if operator in OF_SEVERAL else (1, 1)
    if operator in OF_TWO:
        least = most = 2
    values = draw(st.lists(_values(field, operator, catalogue), min_size=least, max_size=most))
    return [field.key, operator, sorted(values, key=_order) if operator in OF_TWO else values]


def _order(value: Any) -> Any:
    """Numbers by their size, whatever they are written as; all else as it is."""
    try:
        return (Decimal(value), "")
    except InvalidOperation:
        return (Decimal(0), value)


def _values(field: Field, operator: Operator, catalogue: Catalogue) -> st.SearchStrategy[Any]:
    if operator in AGO or field.kind is Kind.DURATION:
        return st.integers(0, 40)
    if field.kind in IDS:
        nobody = [] if field.source else [NOBODY]
        return st.sampled_from([*catalogue.choices(field), *nobody])
    if field.kind is Kind.MOMENT:
        return st.sampled_from(MOMENTS)
    if field.kind is Kind.FLAG:
        return st.sampled_from(["true", "false"])
    if field.kind in KEPT:
        return st.sampled_from(KEPT[field.kind])
    if field.kind is Kind.NUMBER:
        return st.integers(1, 200) | st.sampled_from(VALUES[DataType.NUMBER])
    if field.offers:
        return st.sampled_from([*catalogue.choices(field)])
    return st.sampled_from(TEXTS)


@st.composite
def _filters(draw: Any, catalogue: Catalogue, depth: int = 3) -> object:
    members = []
    for _member in range(draw(st.integers(0, 3))):
        nested = depth and draw(st.integers(0, 3)) == 0
        members.append(draw(_filters(catalogue, depth - 1)) if nested else _written(draw, catalogue))
    return {draw(st.sampled_from(["all", "any"])): members}


@pytest.mark.parametrize(("seed", "gone"), [(1, 1000), (2, 0)])
def test_the_sql_takes_whom_the_plain_reading_takes(
    workspace: Workspace, cast: Cast, seed: int, gone: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C3, C4: every field and operator, in nested groups, over random people; and so many are counted, whether few were
    deleted or more."""
    monkeypatch.setattr(counting, "GONE", gone)
    make_people(workspace, cast, seed=seed, count=45)
    for contact in Contact.objects.filter(workspace=workspace).order_by("id")[:3]:
        delete_contact(contact, by=robot(workspace))
    people, catalogue = read_people(workspace), Catalogue(workspace.id)
    used: set[tuple[str, str]] = set()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(raw=_filters(catalogue), zone=st.sampled_from(ZONES))
    def holds(raw: object, zone: str) -> None:
        filter_, read = read_filter(raw, catalogue), Reading(ZoneInfo(zone), NOW)
        wanted = {person.id for person in people if takes(filter_, person, read)}
        assert _taken(workspace, filter_, read) == wanted, raw
        assert count_contacts(cast.owner, where=filter_, reading=read) == Count(len(wanted), exact=True), raw
        assert read_address(write_address(filter_), catalogue) == filter_
        used.update(_pairs(raw))

    holds()
    every = {
        (field.key, operator) for field in catalogue.fields.values() for operator in OPERATORS[field.kind]
    }
    assert len(used) > min(EXAMPLES, len(every)) / 2  # so many kinds of conditions were really there


def _pairs(raw: Any) -> Iterator[tuple[str, str]]:
    if isinstance(raw, dict):
        for member in next(iter(raw.values())):
            yield from _pairs(member)
    else:
        yield raw[0], raw[1]


def test_every_field_and_operator_by_itself(workspace: Workspace, cast: Cast, reading: Reading) -> None:
    """C3: each of them takes somebody, or leaves somebody out, and so says something."""
    make_people(workspace, cast, seed=7, count=45)
    people, catalogue = read_people(workspace), Catalogue(workspace.id)
    for field in catalogue.fields.values():
        for operator in OPERATORS[field.kind]:
            raw = {"all": [[field.key, operator, _some_values(field, operator, people, catalogue)]]}
            filter_ = read_filter(raw, catalogue)
            assert not broken_parts(filter_), raw
            wanted = {person.id for person in people if takes(filter_, person, reading)}
            assert _taken(workspace, filter_, reading) == wanted, raw
            counted = count_contacts(cast.owner, where=filter_, reading=reading)
            assert counted == Count(len(wanted), exact=True), raw


def _some_values(field: Field, operator: Operator, people: list[Person], catalogue: Catalogue) -> list[Any]:
    """As many values as the operator wants, of those that somebody has."""
    if operator in WITHOUT_VALUE:
        return []
    if operator in AGO or field.kind is Kind.DURATION:
        return [5, 20][: 2 if operator in OF_TWO else 1]
    if field.kind is Kind.MOMENT:
        return ["2026-06-01", "2026-06-10"][: 2 if operator in OF_TWO else 1]
    if field.kind in KEPT:
        return sorted(KEPT[field.kind])[: 2 if operator in OF_TWO else 1]
    found = sorted({value for person in people for value in person.values[field.key]}, key=str)[:2]
    if field.kind is Kind.FLAG:
        return ["true"]
    values = found or list(catalogue.choices(field))[:2] or ["https://example.com/a.png"]
    if field.kind is Kind.NUMBER:
        values = [str(value) for value in sorted(values)]
    return (values * 2)[:2] if operator in OF_TWO else values[:1]


def test_a_filter_with_a_broken_part_matches_nobody(
    workspace: Workspace, cast: Cast, reading: Reading
) -> None:
    """L14: never everybody, wherever in the filter it stands, under "or" and under "not" too."""
    make_people(workspace, cast, seed=3, count=5)
    catalogue = Catalogue(workspace.id)
    assert len(_taken(workspace, EVERYONE, reading)) == 5
    gone = 2**40
    for broken in (
        ["stage", "hasAnyOf", [gone]],
        ["stage", "hasNoneOf", [gone]],
        [f"custom:{gone}", "doesNotExist", []],
        ["tag", "isNotEqualTo", [gone]],
        ["stage", "isLike", [1]],
        ["email", "isGreaterThan", ["a"]],
        "nonsense",
        None,
    ):
        for raw in ({"all": [broken]}, {"any": [["first_name", "exists", []], {"all": [broken]}]}, broken):
            filter_ = read_filter(raw, catalogue)
            assert [part.reason for part in broken_parts(filter_)], raw
            assert _taken(workspace, filter_, reading) == set(), raw
