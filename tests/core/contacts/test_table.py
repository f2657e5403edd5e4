"""The table of contacts (C1, C5): its five sorts against a plain reading, its pages, its search, who sees what."""

from dataclasses import replace
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tappa.core.accounts.models import Member, Workspace
from tappa.core.contacts import counting, reading, table
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.counting import Count, count_contacts
from tappa.core.contacts.queries import visible_contacts
from tappa.core.contacts.rules import Sort
from tappa.core.contacts.table import TableQuery, read_table
from tappa.core.lifecycle.queries import stages_of
from tests.cast import Cast
from tests.core.acts import new_contact, robot, stage_named
from tests.core.contacts.plain_table import make_people, read_plainly

DIRECTIONS = [(sort, descending) for sort in Sort for descending in (False, True)]


def _read(member: Member, query: TableQuery) -> table.TablePage:
    return read_table(member, query, stages=[stage.id for stage in stages_of(member.workspace_id)])


def _forwards(member: Member, sort: Sort, descending: bool, search: str = "", limit: int = 7) -> list[int]:
    """All ids by pages, each of which must say its own number and lead back to the page before."""
    ids: list[int] = []
    place = previous = ""
    while True:
        page = _read(member, TableQuery(sort, descending, search, place, limit))
        assert page.first == len(ids) + 1
        if page.before:
            back = _read(member, TableQuery(sort, descending, search, page.before, limit))
            assert [row.id for row in back.rows] == ids[-limit:], "the page before"
            assert back.after
            assert back.first == len(ids) - limit + 1
            assert bool(back.before) == (len(ids) > limit)
        assert bool(page.before) == bool(previous or ids)
        ids += [row.id for row in page.rows]
        if not page.after:
            return ids
        previous, place = place, page.after


@pytest.mark.parametrize(("sort", "descending"), DIRECTIONS)
def test_c1_each_sort_is_what_its_name_says_for_everybody(
    workspace: Workspace, cast: Cast, sort: Sort, descending: bool
) -> None:
    """C1, C5: by pages, forwards and backwards."""
    make_people(workspace, cast)
    for member in (cast.owner, cast.agent, cast.mine_only, cast.team_only, cast.stranger):
        assert _forwards(member, sort, descending) == read_plainly(member, sort, descending)


@pytest.mark.parametrize(("sort", "descending"), DIRECTIONS)
def test_c1_a_search_is_sorted_alike_whether_few_are_found_or_many(
    workspace: Workspace, cast: Cast, sort: Sort, descending: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few are gathered and sorted, many are met along the index: the answer is the same."""
    make_people(workspace, cast)
    expected = read_plainly(cast.owner, sort, descending, "ana")
    assert len(expected) > 6
    assert _forwards(cast.owner, sort, descending, "Ána") == expected
    monkeypatch.setattr(reading, "WALKED_FIRST", 2)
    monkeypatch.setattr(reading, "PACE", replace(reading.PACE, least=4))
    assert _forwards(cast.owner, sort, descending, "ANA") == expected


def test_c1_two_letters_find_the_beginning_of_a_name(workspace: Workspace, cast: Cast) -> None:
    """Three find it anywhere, in the e-mail and the phone too; wildcards are letters like others."""
    ana = new_contact(workspace, first_name="Ana", last_name="Ruiz", email="a.ruiz@example.com")
    odd = new_contact(workspace, first_name="50%_off")
    new_contact(workspace, first_name="Diana", last_name="Bo", phone="+393331234567")

    def found(search: str) -> list[str]:
        return [
            row.first_name
            for row in _read(cast.owner, TableQuery(Sort.NAME, descending=False, search=search)).rows
        ]

    assert found("an") == [ana.first_name]
    assert found("ana") == ["Ana", "Diana"]
    assert found("  RUIZ@ex") == ["Ana"]
    assert found("333123") == ["Diana"]
    assert found("0%_") == [odd.first_name]
    assert found("%%%") == found("___") == found("\x00zz") == []
    assert found("\x00") == ["50%_off", "Ana", "Diana"], "no letter at all is no search"


def test_c1_nothing_is_skipped_or_shown_twice_while_rows_change(workspace: Workspace, cast: Cast) -> None:
    """Those who stay as they are stand once each in the pages; those who come, go and move disturb nobody."""
    stages = [stage.id for stage in stages_of(workspace.id)]
    people = [new_contact(workspace, first_name=f"P{number:02}") for number in range(30)]
    seen: list[int] = []
    place = ""
    for turn in range(20):
        page = read_table(
            cast.owner, TableQuery(Sort.STAGE, descending=False, place=place, limit=4), stages=stages
        )
        seen += [row.id for row in page.rows]
        new_contact(workspace, first_name="New")
        if turn == 1:
            delete_contact(people[0], by=robot(workspace))
            move_contact(people[29], to=stage_named(workspace, "Customer"), by=robot(workspace))
        place = page.after
        if not place:
            break
    unchanged = [contact.id for contact in people[1:29]]
    assert [contact for contact in seen if contact in unchanged] == unchanged[::-1]
    assert seen.count(people[29].id) == 2, "moved after it was seen, and met again where it went"


def test_c1_going_back_to_a_shortened_beginning_shows_a_whole_page(workspace: Workspace, cast: Cast) -> None:
    people = [new_contact(workspace) for _ in range(8)]
    first = _read(cast.owner, TableQuery(limit=3))
    second = _read(cast.owner, TableQuery(limit=3, place=first.after))
    delete_contact(people[7], by=robot(workspace))
    back = _read(cast.owner, TableQuery(limit=3, place=second.before))
    assert [row.id for row in back.rows] == [people[6].id, people[5].id, people[4].id]
    assert (back.first, back.before) == (1, "")


@pytest.mark.parametrize("place", ["x", "%%%", "WzFd", "", "W2ZhbHNlLDEsImFiYyIsMSwxXQ", "é" * 50])
def test_a_place_that_is_none_is_the_beginning(workspace: Workspace, cast: Cast, place: str) -> None:
    """Addresses are kept, cut and retyped, and a stage may be gone since."""
    contact = new_contact(workspace)
    for sort in Sort:
        page = _read(cast.owner, TableQuery(sort, place=place))
        assert [row.id for row in page.rows] == [contact.id]


def test_the_place_of_a_stage_that_is_gone_is_the_beginning(workspace: Workspace, cast: Cast) -> None:
    for _ in range(3):
        new_contact(workspace)
    page = _read(cast.owner, TableQuery(Sort.STAGE, limit=1))
    others = [stage.id for stage in stages_of(workspace.id)][1:]
    assert read_table(cast.owner, TableQuery(Sort.STAGE, place=page.after), stages=others).first == 1


def test_a_count_is_exact_at_first_and_about_beyond(
    workspace: Workspace,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    owner_connection: "psycopg.Connection[Any]",
) -> None:
    make_people(workspace, cast, 30)
    assert count_contacts(cast.owner) == Count(30, exact=True)
    mine = visible_contacts(cast.mine_only).count()
    assert count_contacts(cast.mine_only) == Count(mine, exact=True)
    monkeypatch.setattr(counting, "COUNTED", 5)
    owner_connection.execute("ANALYZE contacts_contact")
    owner_connection.execute("ANALYZE contacts_standing")
    assert count_contacts(cast.owner) == Count(30, exact=True), "everybody is summed, not counted"
    about = count_contacts(cast.owner, search="ana")
    assert not about.exact
    assert about.number >= 5


@pytest.mark.parametrize("sort", list(Sort))
def test_the_table_asks_the_same_statements_for_1_and_30_rows(
    workspace: Workspace, cast: Cast, sort: Sort
) -> None:
    asked = []
    stages = [stage.id for stage in stages_of(workspace.id)]
    for wanted in (1, 30):
        make_people(workspace, cast, wanted)
        with CaptureQueriesContext(connection) as queries:
            page = read_table(cast.owner, TableQuery(sort), stages=stages)
        assert len(page.rows) >= wanted
        asked.append(len(queries))
    assert asked[0] == asked[1]
