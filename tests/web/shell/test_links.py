"""Addresses in what people write."""

import time

import pytest

from tappa.web.shell.links import linked


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See https://a.example/b.", "https://a.example/b"),
        ("(https://a.example/b)", "https://a.example/b"),
        ("https://a.example/b_(c)", "https://a.example/b_(c)"),
        ("(see https://a.example/b_(c)).", "https://a.example/b_(c)"),
        ("[https://a.example/[x]]!", "https://a.example/[x]"),
    ],
)
def test_an_address_ends_where_a_reader_would_say(text: str, address: str) -> None:
    assert f'href="{address}"' in linked(text)


@pytest.mark.parametrize("text", ["javascript:alert(1)", "data:text/html,x", "ftp://a.example"])
def test_no_other_address_is_a_link(text: str) -> None:
    assert "<a" not in linked(text)


def test_what_people_write_stays_text() -> None:
    shown = linked('<b onclick="x()">https://a.example/"><script>x</script>')
    assert "<b" not in shown
    assert "<script" not in shown


def test_a_message_of_brackets_holds_nobody_up() -> None:
    """A bridge takes 65,536 characters from whoever writes, and each who opens the thread has them read."""
    began = time.monotonic()
    assert 'href="https://a.example/"' in linked("https://a.example/" + ")" * 65_000)
    assert time.monotonic() - began < 0.5
