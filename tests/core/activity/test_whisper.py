"""Whispers travel by NOTIFY, and anybody who may connect to the database may notify: what is none of ours is passed over."""

import pytest

from tappa.core.activity.whisper import Whisper, read_whisper


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ("3 42 7", Whisper(3, 42, 7)),
        ("3 42 0", Whisper(3, 42, None)),
        ("1 1 " + "9" * 18, Whisper(1, 1, 10**18 - 1)),
    ],
)
def test_what_was_whispered_is_read(payload: str, said: Whisper) -> None:
    assert read_whisper(payload) == said


@pytest.mark.parametrize(
    "payload",
    ["", "3 42", "3 42 7 1", "a b c", "-1 42 7", "3 42 ٧", "1 1 " + "9" * 19, "9" * 5000 + " 1 1"],
)
def test_i6_what_is_no_whisper_is_passed_over_and_disturbs_no_live_page(payload: str) -> None:
    assert read_whisper(payload) is None
