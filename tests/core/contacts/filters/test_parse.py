"""A filter from an address or from what was kept: what cannot be understood says so and finds nobody (L14)."""

import json

import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.parse import read_address, read_filter, write_address, write_filter
from tappa.core.contacts.filters.terms import EVERYONE, broken_parts
from tests.core.acts import stage_named


def _reasons(workspace: Workspace, raw: object) -> list[str]:
    return [part.reason for part in broken_parts(read_filter(raw, Catalogue(workspace.id)))]


def _about(*condition: object) -> object:
    return {"all": [list(condition)]}


def test_written_and_read_again_it_is_the_same(workspace: Workspace) -> None:
    """C3: in an address, and as it is kept."""
    catalogue = Catalogue(workspace.id)
    stage = stage_named(workspace, "Payment")
    raw = {
        "any": [
            ["stage", "hasAnyOf", [stage.id, 0]],
            {"all": [["email", "contains", ["à & b=c"]], ["created_at", "isMoreThanDaysAgo", [30]]]},
        ]
    }
    filter_ = read_filter(raw, catalogue)
    assert broken_parts(filter_) == []
    assert write_filter(filter_) == raw
    assert read_address(write_address(filter_), catalogue) == filter_
    assert (write_address(EVERYONE), read_address("", catalogue)) == ("", EVERYONE)


def test_what_is_broken_is_kept_as_it_was(workspace: Workspace) -> None:
    """L14: a segment shows it, and is whole again when its stage is put right."""
    raw = {"all": [["stage", "hasAnyOf", [2**40]], ["first_name", "exists", []]]}
    filter_ = read_filter(raw, Catalogue(workspace.id))
    assert [part.raw for part in broken_parts(filter_)] == [["stage", "hasAnyOf", [2**40]]]
    assert write_filter(filter_) == raw


def test_an_address_cut_in_the_middle(workspace: Workspace) -> None:
    """Wherever it is cut, it says so and never finds everybody."""
    catalogue = Catalogue(workspace.id)
    whole = '{"all":[["first_name","hasAnyOf",["Ana","Bea"]]]}'
    assert broken_parts(read_address(whole, catalogue)) == []
    for end in range(1, len(whole)):
        assert broken_parts(read_address(whole[:end], catalogue)), whole[:end]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[" * 50_000, "too long"),
        ("[" * 10_000, "not complete"),
        ('{"all":[' * 50 + "]}" * 50, "5 deep"),
        ("\ud800", "not complete"),
        (json.dumps({"all": [["first_name", "exists", []]] * 51}), "50"),
        (json.dumps({"all": [["id", "hasAnyOf", list(range(2000))]]}), "100"),
        ("1e999", "not complete"),
        ('"all"', "cannot be read"),
        ('{"all":[],"any":[]}', "cannot be read"),
    ],
)
def test_bombs_and_nonsense(workspace: Workspace, text: str, word: str) -> None:
    """A filter nested 50 deep, one of too many values, and worse."""
    [broken] = broken_parts(read_address(text, Catalogue(workspace.id)))
    assert word in broken.reason


def test_ten_thousand_values(workspace: Workspace) -> None:
    """Kept or sent, it is refused with the number."""
    [reason] = _reasons(workspace, _about("first_name", "hasAnyOf", ["a"] * 10_000))
    assert "100" in reason
    assert "10000" in reason


@pytest.mark.parametrize(
    ("condition", "word"),
    [
        (("shoe_size", "isEqualTo", ["42"]), "field is gone"),
        (("email", "isLike", ["a"]), "comparison"),
        (("email", "isGreaterThan", ["a"]), "E-mail"),
        (("email", "isEqualTo", []), "one value"),
        (("email", "isEqualTo", ["a", "b"]), "one value"),
        (("email", "exists", ["a"]), "no value"),
        (("email", "isEqualTo", [""]), "1 to 500"),
        (("email", "isEqualTo", ["a" * 100_000]), "1 to 500"),
        (("email", "isEqualTo", [{"a": 1}]), "text or a number"),
        (("email", "isEqualTo", [None]), "text or a number"),
        (("stage", "isEqualTo", ["New Lead"]), "must be an id"),
        (("stage", "isEqualTo", [True]), "must be an id"),
        (("stage", "isEqualTo", [2**60]), "must be an id"),
        (("tag", "hasAnyOf", [0]), "tag is gone"),
        (("assignee", "isEqualTo", [2**40]), "member is gone"),
        (("team", "isEqualTo", [2**40]), "team is gone"),
        (("channel", "isEqualTo", [2**40]), "channel is gone"),
        (("conversation_status", "isEqualTo", ["asleep"]), "asleep"),
        (("created_at", "isEqualTo", ["1700-01-01"]), "1800"),
        (("created_at", "isEqualTo", ["9999-12-31"]), "2200"),
        (("created_at", "isEqualTo", ["soon"]), "2026-11-30"),
        (("created_at", "isTimestampBetween", ["2026-02-01", "2026-01-01"]), "greater"),
        (("created_at", "isTimestampBetween", ["2026-02-01"]), "two values"),
        (("created_at", "isMoreThanDaysAgo", [-1]), "number of days"),
        (("created_at", "isMoreThanDaysAgo", ["9" * 400]), "number of days"),
        (("created_at", "isMoreThanDaysAgo", [10**9]), "number of days"),
        (("time_at_stage", "isGreaterThan", ["a week"]), "number of days"),
        (("id", "isGreaterThan", ["9" * 400]), "fifteen digits"),
        (("id", "isGreaterThan", ["NaN"]), "fifteen digits"),
        (("is_blocked", "isEqualTo", ["perhaps"]), "true or false"),
    ],
)
def test_what_is_wrong_is_said(workspace: Workspace, condition: tuple[object, ...], word: str) -> None:
    """Each in a sentence, and the filter finds nobody."""
    [reason] = _reasons(workspace, _about(*condition))
    assert word in reason


def test_nobody_sees_across(workspace: Workspace, other_workspace: Workspace) -> None:
    """A stage of another workspace is as one that never was."""
    theirs = stage_named(other_workspace, "Payment")
    assert _reasons(other_workspace, _about("stage", "isEqualTo", [theirs.id])) == []
    assert _reasons(workspace, _about("stage", "isEqualTo", [theirs.id])) == _reasons(
        workspace, _about("stage", "isEqualTo", [2**40])
    )
