"""Two who save at once: what the second typed stays, and what the first changed is told field by field (L8)."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tappa.core.lifecycle.rules import Kind
from tappa.web.settings.stages.drafts import PageDraft
from tappa.web.settings.stages.merging import Difference, merged, settled
from tests.web.settings.stages.made import draft, keys, row

BASE = draft(row("1"), row("2"), row("3"), row("4", kind=Kind.LOST), default="1", won="3")


def test_what_only_they_changed_is_taken_over_and_told() -> None:
    theirs = draft(*BASE.rows[1:3], row("1", "One"), BASE.rows[3], default="2", won="3", version=2)
    result, found = merged(BASE, BASE, theirs)
    assert result == theirs
    assert [(each.place, each.is_choice) for each in found] == [
        ("name-1", False),
        ("order-lifecycle", False),
        ("default", False),
    ]


def test_what_both_changed_stays_mine_and_is_a_choice() -> None:
    mine = draft(row("1", "Mine"), *BASE.rows[1:], default="2", won="3")
    theirs = draft(row("1", "Theirs", emoji="🌱"), *BASE.rows[1:], default="3", won="3", version=2)
    result, found = merged(BASE, mine, theirs)
    first = result.row("1")
    assert first is not None
    assert (first.name, first.emoji, result.default, result.version) == ("Mine", "🌱", "2", 2)
    assert [each for each in found if each.is_choice] == [
        Difference("name-1", "1", "1", "Theirs", "Mine"),
        Difference("default", "", "1", "3", "2"),
    ]
    assert merged(BASE, mine, mine)[1][0].is_choice is False, "both changed it to the same"


def test_theirs_takes_their_value_place_and_default() -> None:
    theirs = draft(row("2"), row("1", "Theirs"), row("3"), row("4", kind=Kind.LOST), default="3", version=2)
    mine = draft(
        row("new-1", "New"), row("3"), row("1", "Mine"), row("2"), row("4", kind=Kind.LOST), default="2"
    )
    result, _found = merged(BASE, mine, theirs)
    assert keys(result.of_kind(Kind.LIFECYCLE)) == ["new-1", "3", "1", "2"]
    chosen = settled(
        result, theirs, frozenset({"name-1", "order-lifecycle", "default", "name-99", "order-nothing"})
    )
    first = chosen.row("1")
    assert first is not None
    assert (first.name, chosen.default) == ("Theirs", "3")
    assert keys(chosen.of_kind(Kind.LIFECYCLE)) == ["new-1", "2", "1", "3"]


def test_a_stage_that_they_added_comes_to_its_place_in_my_order() -> None:
    mine = draft(row("3"), row("2"), row("1"), row("4", kind=Kind.LOST), default="1", won="3")
    theirs = draft(row("1"), row("7"), *BASE.rows[1:], default="1", won="3", version=2)
    result, found = merged(BASE, mine, theirs)
    assert keys(result.of_kind(Kind.LIFECYCLE)) == ["3", "2", "1", "7"]
    assert [each.field for each in found] == ["added"]


def test_a_stage_that_they_deleted_goes_but_what_i_typed_there_stays_as_a_new_one() -> None:
    theirs = draft(row("3"), row("4", kind=Kind.LOST), default="3", version=2)
    mine = draft(
        row("1"), row("2", description="What I typed"), row("3"), row("4", kind=Kind.LOST), default="2"
    )
    result, found = merged(BASE, mine, theirs)
    assert keys(result.of_kind(Kind.LIFECYCLE)) == ["new-of-2", "3"]
    kept = result.row("new-of-2")
    assert kept is not None
    assert kept.description == "What I typed"
    assert result.default == "new-of-2"
    assert [(each.place, each.mine) for each in found if each.field == "deleted"] == [
        ("deleted-1", ""),
        ("deleted-2", "new-of-2"),
    ]


def test_a_stage_that_they_made_a_lost_one_is_not_the_default_that_i_chose() -> None:
    mine = draft(*BASE.rows, default="2", won="3")
    theirs = draft(
        row("1"), row("3"), row("4", kind=Kind.LOST), row("2", kind=Kind.LOST), default="1", won="3"
    )
    result, _found = merged(BASE, mine, theirs)
    assert result.default == ""
    assert keys(result.of_kind(Kind.LOST)) == ["4", "2"]


@st.composite
def changed(drawing: st.DrawFn) -> PageDraft:
    """The base after somebody has renamed, moved, converted, added and chosen."""
    rows = [
        row(
            each.key,
            drawing(st.sampled_from([each.name, f"{each.name}x", f"{each.name}y"])),
            drawing(st.sampled_from([each.kind, each.kind, *Kind])),
        )
        for each in drawing(st.permutations(BASE.rows))
    ]
    rows += [row(f"new-{number}") for number in range(drawing(st.integers(0, 2)))]
    rows.sort(key=lambda each: each.kind)
    steps = ["", *(each.key for each in rows if each.kind == Kind.LIFECYCLE)]
    return draft(*rows, default=drawing(st.sampled_from(steps)), won=drawing(st.sampled_from(steps)))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mine=changed(), theirs=changed())
def test_nothing_typed_is_lost_and_who_changed_nothing_gets_theirs(
    mine: PageDraft, theirs: PageDraft
) -> None:
    """Whatever both did: each row is there once, in order of kinds, and says what I typed where I typed something."""
    saved = draft(*(each for each in theirs.rows if each.stage_id), version=2)
    result, _found = merged(BASE, mine, saved)
    assert sorted(keys(result.rows)) == sorted({*keys(saved.rows), *keys(mine.rows)})
    assert [each.kind for each in result.rows] == sorted(each.kind for each in result.rows)
    for before in BASE.rows:
        wanted, got = mine.row(before.key), result.row(before.key)
        assert wanted is not None
        assert got is not None
        assert wanted.name in {before.name, got.name}
        assert wanted.kind in {before.kind, got.kind}
    assert merged(BASE, BASE, saved)[0] == saved
