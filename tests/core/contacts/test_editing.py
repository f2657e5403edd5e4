"""Filters changed by hand (C3): parts put, added, removed, switched and enclosed, wherever they stand."""

from tappa.core.contacts.filters.editing import (
    add,
    can_add,
    can_enclose,
    enclose,
    part_at,
    put,
    remove,
    switch,
)
from tappa.core.contacts.filters.fields import fields
from tappa.core.contacts.filters.terms import EVERYONE, Condition, Filter, Group, Operator

NAME = fields()["name"]


def named(text: str) -> Condition:
    return Condition(NAME, Operator.CONTAINS, (text,))


A, B, C, D = (named(letter) for letter in "abcd")
INNER = Group((B, C), some=True)
FILTER = Group((A, INNER))


def test_a_part_is_found_by_the_way_to_it() -> None:
    assert part_at(FILTER, ()) == FILTER
    assert part_at(FILTER, (1, 0)) == B
    for nowhere in ((2,), (0, 0), (1, 5), (-1,)):
        assert part_at(FILTER, nowhere) is None


def test_parts_are_put_and_added_where_they_are_wanted() -> None:
    assert put(FILTER, (1, 0), D) == Group((A, Group((D, C), some=True)))
    assert add(FILTER, (), D) == Group((A, INNER, D))
    assert add(FILTER, (1,), D) == Group((A, Group((B, C, D), some=True)))
    assert add(EVERYONE, (), A) == Group((A,))


def test_a_group_that_is_left_with_one_member_is_no_group_any_more() -> None:
    assert remove(FILTER, (1, 0)) == Group((A, C))
    assert remove(FILTER, (0,)) == Group((INNER,))
    assert remove(FILTER, (1,)) == Group((A,))
    assert remove(Group((A,)), (0,)) == EVERYONE
    assert remove(FILTER, ()) == EVERYONE
    alone = Group((A, Group((B, Group((C,))), some=True)))
    assert remove(alone, (1, 1, 0)) == Group((A, B))


def test_the_word_between_is_switched_for_the_whole_group() -> None:
    assert switch(FILTER, ()) == Group((A, INNER), some=True)
    assert switch(FILTER, (1,)) == Group((A, Group((B, C))))
    assert switch(FILTER, (0,)) == FILTER


def test_a_condition_becomes_a_group_of_the_other_word() -> None:
    assert enclose(FILTER, (0,)) == Group((Group((A,), some=True), INNER))
    assert enclose(FILTER, (1, 0)) == Group((A, Group((Group((B,)), C), some=True)))


def test_a_way_that_leads_nowhere_changes_nothing() -> None:
    for nowhere in ((9,), (0, 0), (1, 2)):
        assert put(FILTER, nowhere, D) == FILTER
        assert add(FILTER, nowhere, D) == FILTER
        assert remove(FILTER, nowhere) == FILTER
        assert switch(FILTER, nowhere) == FILTER
        assert enclose(FILTER, nowhere) == FILTER
    assert add(FILTER, (0,), D) == FILTER, "a condition has no members"


def test_groups_are_nested_five_deep_and_no_deeper() -> None:
    filter_: Filter = Group((A,))
    way: tuple[int, ...] = (0,)
    for _depth in range(5):
        assert can_enclose(filter_, way)
        filter_, way = enclose(filter_, way), (*way, 0)
    assert not can_enclose(filter_, way)
    assert enclose(filter_, way) == filter_
    assert not can_enclose(filter_, (0,)), "what is in it would be too deep"


def test_there_are_fifty_conditions_and_no_more() -> None:
    filter_ = Group(tuple(named(str(number)) for number in range(49)))
    assert can_add(filter_)
    full = add(filter_, (), A)
    assert not can_add(full)
    assert enclose(full, (0,)) == full
