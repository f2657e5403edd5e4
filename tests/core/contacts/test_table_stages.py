"""The table of contacts filtered by stages (C3): against a plain reading, in every sort, gathered and walked."""

import random

import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.contacts import table
from tappa.core.contacts.queries import contacts_of
from tappa.core.contacts.rules import Sort
from tappa.core.contacts.table import TableQuery, read_table
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.lifecycle.queries import stages_of
from tests.cast import Cast
from tests.core.acts import new_contact, robot

SORTS = [(sort, falls) for sort in Sort for falls in (False, True)]
NO_SUCH_STAGE = 9_007_199_254_740_000


@pytest.fixture
def people(workspace: Workspace, cast: Cast) -> Workspace:
    """Forty contacts, at every stage and at none; some are the restricted agent's."""
    chance = random.Random(7)
    for number in range(40):
        stage = chance.choice([*stages_of(workspace.id), None])
        contact = new_contact(workspace, stage, first_name=chance.choice(["Ana", "Bea", f"Ana {number}"]))
        if chance.random() < 0.4:
            assign_contact(contact, to=cast.mine_only, by=robot(workspace))
    return workspace


def read_all(workspace: Workspace, cast: Cast, query: TableQuery, who: str = "owner") -> list[int]:
    """All ids, page after page."""
    stages = [stage.id for stage in stages_of(workspace.id)]
    ids: list[int] = []
    place = ""
    while True:
        asked = TableQuery(query.sort, query.descending, query.search, place, 5, query.stages)
        page = read_table(getattr(cast, who), asked, stages=stages)
        ids += [row.id for row in page.rows]
        if not (place := page.after):
            return ids


def at(workspace: Workspace, stages: tuple[int | None, ...], search: str = "") -> set[int]:
    """The same, read row by row."""
    return {
        contact.id
        for contact in contacts_of(workspace.id)
        if contact.standing.stage_id in stages and search in contact.search
    }


@pytest.mark.parametrize("walked", [False, True], ids=["gathered", "walked"])
@pytest.mark.parametrize(("sort", "descending"), SORTS)
def test_c3_a_filter_keeps_those_at_the_stages_in_the_order_of_the_sort(
    sort: Sort,
    descending: bool,
    walked: bool,
    people: Workspace,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if walked:
        monkeypatch.setattr(table, "COUNTED", 0)
        monkeypatch.setattr(table, "GATHERED", 0)
    first, second, *_others = (stage.id for stage in stages_of(people.id))
    everybody = read_all(people, cast, TableQuery(sort, descending))
    for stages, search in (((first,), ""), ((None,), ""), ((second, None), ""), ((first, second), "ana")):
        found = read_all(people, cast, TableQuery(sort, descending, search, stages=stages))
        wanted = at(people, stages, search)
        assert found == [each for each in everybody if each in wanted]


def test_a_stage_that_is_gone_keeps_nobody(people: Workspace, cast: Cast) -> None:
    """L14: a filter whose stage is gone matches nothing, never everything."""
    assert read_all(people, cast, TableQuery(stages=(NO_SUCH_STAGE,))) == []


def test_a_filter_shows_nobody_whom_one_may_not_see(people: Workspace, cast: Cast) -> None:
    stage = stages_of(people.id)[0].id
    seen = set(read_all(people, cast, TableQuery(), "mine_only"))
    assert seen
    assert set(read_all(people, cast, TableQuery(stages=(stage, None)), "mine_only")) == seen & at(
        people, (stage, None)
    )


def test_the_count_is_that_of_the_filter(people: Workspace, cast: Cast) -> None:
    stage = stages_of(people.id)[0].id
    page = read_table(cast.owner, TableQuery(stages=(stage,)), stages=[stage])
    assert (page.count.number, page.count.exact) == (len(at(people, (stage,))), True)
