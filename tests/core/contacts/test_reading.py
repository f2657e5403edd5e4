"""Pages of the table under filters (C1, C3): made-up ones, in every sort, walked and gathered, against a plain reading."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from tappa.core.accounts.models import Member, Workspace
from tappa.core.contacts import reading
from tappa.core.contacts.actions.tag import create_tags
from tappa.core.contacts.counting import Count, count_contacts
from tappa.core.contacts.filters.compile import compile_filter
from tappa.core.contacts.filters.fields import fields
from tappa.core.contacts.filters.terms import (
    EVERYONE,
    NOBODY,
    Broken,
    Condition,
    Filter,
    Group,
    Operator,
    Part,
)
from tappa.core.contacts.filters.times import Reading
from tappa.core.contacts.lists import list_contacts
from tappa.core.contacts.models import Contact, ContactTag
from tappa.core.contacts.rules import Sort
from tappa.core.contacts.sql_table import BOTH
from tappa.core.contacts.table import TableQuery, read_table
from tappa.core.lifecycle.queries import stages_of
from tappa.kernel.pages import Place
from tappa.kernel.sql import fetch_all
from tests.cast import Cast
from tests.core.acts import robot
from tests.core.contacts.plain_table import EPOCH, make_people, read_plainly

NOW = Reading(ZoneInfo("UTC"), EPOCH + timedelta(days=10))
SORTS = [(sort, falls) for sort in Sort for falls in (False, True)]
LIMIT = 4
MOMENTS = ("created_at", "entered_stage", "last_interaction", "last_incoming")


@dataclass(frozen=True)
class Id:
    """A row of an id."""

    id: int


def made_up(workspace: Workspace, chance: random.Random) -> Filter:
    """A filter of several parts, about what leads to contacts and what does not."""
    tags = [tag.id for tag in create_tags(["A", "B"], by=robot(workspace))]
    stages = [*(stage.id for stage in stages_of(workspace.id)), NOBODY]

    def condition(key: str, operator: Operator, *values: str | int) -> Part:
        return Condition(fields()[key], operator, values)

    def at_stage() -> Part:
        operators = (Operator.IS, Operator.IS_NOT, Operator.ANY_OF, Operator.NONE_OF, Operator.ALL_OF)
        given = (Operator.EXISTS, Operator.DOES_NOT_EXIST)
        operator = chance.choice([*operators, *given])
        if operator in given:
            return condition("stage", operator)
        single = operator in {Operator.IS, Operator.IS_NOT}
        return condition("stage", operator, *chance.sample(stages, 1 if single else chance.randint(1, 3)))

    def in_time() -> Part:
        hours = sorted(chance.sample(range(6), 2))
        told = [(EPOCH + timedelta(hours=hour)).isoformat() for hour in hours]
        operator = chance.choice([Operator.AFTER, Operator.BEFORE, Operator.WITHIN, Operator.IS_NOT])
        return condition(
            chance.choice(MOMENTS), operator, *(told if operator is Operator.WITHIN else told[:1])
        )

    def other() -> Part:
        return chance.choice(
            [
                condition("tag", Operator.ANY_OF, chance.choice(tags)),
                condition("tag", Operator.NONE_OF, *tags),
                condition("first_name", Operator.CONTAINS, "ana"),
                condition("time_at_stage", Operator.MORE_THAN, 9),
                condition("assignee", Operator.DOES_NOT_EXIST),
            ]
        )

    def part(depth: int) -> Part:
        kinds: list[Callable[[], Part]] = [at_stage, at_stage, in_time, in_time, other]
        if depth and chance.random() < 0.4:
            return Group(tuple(part(depth - 1) for _ in range(chance.randint(0, 3))), chance.random() < 0.5)
        return chance.choice(kinds)()

    return Group(tuple(part(2) for _ in range(chance.randint(1, 3))), chance.random() < 0.2)


def matching_ids(workspace: Workspace, where: Filter) -> set[int]:
    """Whom the filter takes, of everybody, by its clause alone."""
    clause = compile_filter(where, NOW)
    statement = f"SELECT contact.id FROM {BOTH} AND {clause.sql}"  # noqa: S608  what is put together is ours
    return {row.id for row in fetch_all(Id, statement, {"workspace": workspace.id, **clause.values})}


def read_pages(member: Member, query: TableQuery) -> list[int]:
    """All ids by pages, forwards; each page must lead back to the one before."""
    stages = [stage.id for stage in stages_of(member.workspace_id)]
    ids: list[int] = []
    while True:
        page = read_table(member, query, stages=stages)
        if page.before:
            back = read_table(member, replace(query, place=page.before), stages=stages)
            assert [row.id for row in back.rows] == ids[-LIMIT:], "the page before"
        ids += [row.id for row in page.rows]
        if not page.after:
            return ids
        query = replace(query, place=page.after)


@pytest.fixture
def people(workspace: Workspace, cast: Cast) -> Workspace:
    """Contacts at every stage, some with tags."""
    make_people(workspace, cast)
    chance = random.Random(1)
    tags = create_tags(["A", "B"], by=robot(workspace))
    ContactTag.objects.bulk_create(
        ContactTag(workspace_id=workspace.id, contact=contact, tag=tag)
        for contact in Contact.objects.filter(workspace=workspace)
        for tag in tags
        if chance.random() < 0.4
    )
    return workspace


@pytest.mark.parametrize("walked", [5, 5000], ids=["gathered", "walked"])
@pytest.mark.parametrize(("sort", "descending"), SORTS)
def test_c3_filtered_pages_are_the_sorted_table_without_the_others(
    sort: Sort,
    descending: bool,
    walked: int,
    people: Workspace,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """C1, C3: whatever is asked, in both directions; the count says as many as there are."""
    monkeypatch.setattr(reading, "WALKED_FIRST", 3)
    monkeypatch.setattr(reading, "PACE", replace(reading.PACE, least=walked))
    chance = random.Random(f"{sort} {descending}")
    stages = [stage.id for stage in stages_of(people.id)]
    sizes = set()
    for _ in range(16):
        where = made_up(people, chance)
        taken = matching_ids(people, where)
        member = chance.choice([cast.owner, cast.owner, cast.team_only])
        wanted = [each for each in read_plainly(member, sort, descending) if each in taken]
        query = TableQuery(sort, descending, limit=LIMIT, where=where, reading=NOW)
        assert read_pages(member, query) == wanted, where
        counted = count_contacts(member, where=where, reading=NOW, stages=stages)
        assert counted == Count(len(wanted), exact=True), where
        assert count_contacts(member, where=where, reading=NOW) == counted, "the stages are found out"
        sizes.add(len(wanted))
    assert max(sizes) > 2 * LIMIT, "several pages were read"


@pytest.mark.parametrize("walked", [5, 5000], ids=["gathered", "walked"])
def test_a_programs_list_is_filtered_alike(
    walked: int, people: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By id, newest first, forwards and backwards."""
    monkeypatch.setattr(reading, "WALKED_FIRST", 3)
    monkeypatch.setattr(reading, "PACE", replace(reading.PACE, least=walked))
    monkeypatch.setattr(reading, "ROWS_PACE", replace(reading.ROWS_PACE, least=walked))
    chance = random.Random(2)
    for _ in range(30):
        where = made_up(people, chance)
        wanted = sorted(matching_ids(people, where), reverse=True)
        place = Place(LIMIT)
        ids: list[int] = []
        while True:
            found = [row.id for row in list_contacts(people.id, place=place, where=where, reading=NOW)]
            if place.cursor is not None:
                back = replace(place, cursor=found[0] if found else 0, backwards=True)
                before = [row.id for row in list_contacts(people.id, place=back, where=where, reading=NOW)]
                assert not found or before[:LIMIT] == ids[-LIMIT:][::-1]
            ids += found[:LIMIT]
            if len(found) <= LIMIT:
                break
            place = replace(place, cursor=found[LIMIT - 1])
        assert ids == wanted, where


def test_l14_a_broken_filter_finds_nobody(people: Workspace, cast: Cast) -> None:
    """Never everybody."""
    broken = Group((Group((Broken("?", "gone"),), some=True),))
    stages = [stage.id for stage in stages_of(people.id)]
    assert read_table(cast.owner, TableQuery(where=EVERYONE), stages=stages).rows
    assert read_table(cast.owner, TableQuery(where=broken), stages=stages).rows == []
    assert count_contacts(cast.owner, where=broken, stages=stages) == Count(0, exact=True)
    assert list_contacts(people.id, place=Place(), where=broken, reading=NOW) == []
