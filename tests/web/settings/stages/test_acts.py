"""What the buttons of a row do to the draft where no script runs."""

import pytest

from tappa.core.lifecycle.rules import Kind
from tappa.web.settings.stages.acts import acted
from tappa.web.settings.stages.drafts import with_new_row
from tests.web.settings.stages.made import draft, keys, row

BASE = draft(row("1"), row("2"), row("3"), row("4", kind=Kind.LOST), default="1", won="3")


@pytest.mark.parametrize(
    ("act", "key", "order"),
    [
        ("down", "1", ["2", "1", "3"]),
        ("up", "3", ["1", "3", "2"]),
        ("up", "1", ["1", "2", "3"]),
        ("down", "3", ["1", "2", "3"]),
        ("down", "99", ["1", "2", "3"]),
        ("dance", "1", ["1", "2", "3"]),
    ],
)
def test_rows_move_within_their_list(act: str, key: str, order: list[str]) -> None:
    """L6."""
    assert keys(acted(BASE, act, key).of_kind(Kind.LIFECYCLE)) == order


def test_one_default_and_one_won_at_most_both_lifecycle_stages() -> None:
    """L7: a new one replaces the old, and it may be unset."""
    assert acted(BASE, "default", "2").default == "2"
    assert acted(BASE, "default", "1").default == ""
    assert acted(BASE, "won", "1").won == "1"
    assert acted(BASE, "won", "3").won == ""
    assert acted(BASE, "default", "4").default == "1"


def test_the_default_that_becomes_lost_passes_on_and_the_won_stage_to_none() -> None:
    """L11, L12."""
    result = acted(acted(BASE, "kind", "1"), "kind", "3")
    assert (result.default, result.won) == ("2", "")
    assert keys(result.of_kind(Kind.LOST)) == ["4", "1", "3"]
    assert keys(acted(result, "kind", "2").of_kind(Kind.LIFECYCLE)) == ["2"], "L10: the last stays"
    assert keys(acted(result, "kind", "4").of_kind(Kind.LIFECYCLE)) == ["2", "4"]


def test_only_what_was_never_saved_is_dropped() -> None:
    more = with_new_row(with_new_row(BASE, Kind.LOST, name="One"), Kind.LOST)
    assert keys(more.of_kind(Kind.LOST)) == ["4", "new-1", "new-2"]
    assert keys(acted(more, "drop", "new-1").of_kind(Kind.LOST)) == ["4", "new-2"]
    assert acted(more, "drop", "4") == more
