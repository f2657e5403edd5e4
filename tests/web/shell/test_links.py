"""Addresses in what people write."""

import re
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


@pytest.mark.parametrize(
    ("text", "leads_to", "host"),
    [
        ("https://аpple.com/login", "https://xn--pple-43d.com/login", "xn--pple-43d.com"),
        ("https://bücher.example", "https://xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("https://faß.example", "https://xn--fa-hia.example", "xn--fa-hia.example"),
        ("https://bank.example@evil.example:8080/x", "https://evil.example:8080/x", "evil.example"),
        (
            "HTTPS://bank.example。evil.example",
            "https://bank.example.evil.example",
            "bank.example.evil.example",
        ),
    ],
)
def test_a_link_that_can_be_taken_for_another_says_where_it_leads(
    text: str, leads_to: str, host: str
) -> None:
    shown = linked(text)
    assert f'href="{leads_to}"' in shown
    assert f">({host})</bdi>" in shown
    assert f">{text}</a>" in shown, "what they wrote stands there too"


def test_an_honest_address_has_nothing_behind_it() -> None:
    assert "link-host" not in linked("https://a.example:8080/b?c=d#e http://10.0.0.1/ https://A.example")


@pytest.mark.parametrize(
    "text",
    [
        "https://",
        "https://a..example",
        "https://a%2eexample",
        "https://[::1",
        "https://" + "a" * 300,
        "https://a.example:x/",
    ],
)
def test_an_address_that_leads_nowhere_is_no_link(text: str) -> None:
    assert linked(text) == text


def test_what_turns_the_direction_of_writing_ends_an_address_and_turns_no_other() -> None:
    shown = linked("\u202ehttps://a.example/\u202egpj.exe \u2067https://b.example")
    assert re.findall(r'href="([^"]*)" dir="ltr"', shown) == ["https://a.example/", "https://b.example"]


def test_a_backslash_ends_an_address() -> None:
    """To a browser it is a slash: https://a.example\\@b.example leads to a.example."""
    assert re.findall(r'href="([^"]*)"', linked("https://a.example\\@b.example")) == ["https://a.example"]


def test_what_people_write_stays_text() -> None:
    shown = linked('<b onclick="x()">https://a.example/"><script>x</script>')
    assert "<b" not in shown
    assert "<script" not in shown


def test_a_message_of_brackets_holds_nobody_up() -> None:
    """A bridge takes 65,536 characters from whoever writes, and each who opens the thread has them read."""
    began = time.process_time()  # what others have of the processor meanwhile is not counted
    assert 'href="https://a.example/"' in linked("https://a.example/" + ")" * 65_000)
    assert time.process_time() - began < 0.5
