"""Names as they can stand within a line."""

import pytest

from tappa.kernel.lines import one_line


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Ana  Ruiz ", "Ana Ruiz"),
        ("Mal\n\nhttps://evil.example\r\n", "Mal https://evil.example"),
        ("a\tb\u2028c\x85d\x0be", "a b c d e"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("\u2066Ana\u2069\x1b[31m\x7f", "Ana[31m"),
        ("\n \u202e", ""),
    ],
)
def test_what_a_name_must_not_have_goes(given: str, kept: str) -> None:
    assert one_line(given) == kept


@pytest.mark.parametrize(
    "name",
    ["", "José Ñandú", "محمد\u200f علي", "می\u200cخواهم", "👩\u200d💻 Dev", "שרה\u200e (Sara)", "李小龙"],
)
def test_people_keep_their_names(name: str) -> None:
    assert one_line(name) == name
