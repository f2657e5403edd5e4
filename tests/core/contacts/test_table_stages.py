"""The table of contacts filtered by stages (C3): against a plain reading, in every sort, gathered and walked."""

import random
from dataclasses import replace

import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.contacts import reading
from tappa.core.contacts.counting import Count, count_contacts
from tappa.core.contacts.filters.fields import fields
from tappa.core.contacts.filters.terms import NOBODY, Condition, Filter, Group, Operator
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
        asked = replace(query, place=place, limit=5)
        page = read_table(getattr(cast, who), asked, stages=stages)
        ids += [row.id for row in page.rows]
        if not (place := page.after):
            return ids


def at_one_of(*stages: int | None) -> Filter:
    """The filter for those who stand at one of them, or at none."""
    ids = tuple(NOBODY if stage is None else stage for stage in stages)
    return Group((Condition(fields()["stage"], Operator.ANY_OF, ids),))


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
        monkeypatch.setattr(reading, "WALKED_FIRST", 3)
    else:
        monkeypatch.setattr(reading, "WALKED_FIRST", 2)
        monkeypatch.setattr(reading, "PACE", replace(reading.PACE, least=4))
    first, second, *_others = (stage.id for stage in stages_of(people.id))
    everybody = read_all(people, cast, TableQuery(sort, descending))
    for stages, search in (((first,), ""), ((None,), ""), ((second, None), ""), ((first, second), "ana")):
        found = read_all(people, cast, TableQuery(sort, descending, search, where=at_one_of(*stages)))
        wanted = at(people, stages, search)
        assert found == [each for each in everybody if each in wanted]


def test_a_stage_that_is_gone_keeps_nobody(people: Workspace, cast: Cast) -> None:
    """L14: a filter whose stage is gone matches nothing, never everything."""
    assert read_all(people, cast, TableQuery(where=at_one_of(NO_SUCH_STAGE))) == []


def test_a_filter_shows_nobody_whom_one_may_not_see(people: Workspace, cast: Cast) -> None:
    stage = stages_of(people.id)[0].id
    seen = set(read_all(people, cast, TableQuery(), "mine_only"))
    assert seen
    assert set(read_all(people, cast, TableQuery(where=at_one_of(stage, None)), "mine_only")) == seen & at(
        people, (stage, None)
    )


def test_the_count_is_that_of_the_filter(people: Workspace, cast: Cast) -> None:
    """Of everybody at the stages it is summed (D1); of those whom an agent may see, counted."""
    stages = [stage.id for stage in stages_of(people.id)]
    for only in ((stages[0],), (None,), (stages[1], None), (NO_SUCH_STAGE,)):
        wanted = at(people, only)
        assert count_contacts(cast.owner, where=at_one_of(*only), stages=stages) == Count(
            len(wanted), exact=True
        )
        seen = wanted & set(read_all(people, cast, TableQuery(), "mine_only"))
        counted = count_contacts(cast.mine_only, where=at_one_of(*only), stages=stages)
        assert counted == Count(len(seen), exact=True)
