"""Bodies made to keep the server busy: each is refused at once, for one call must not hold up all others."""

import json
import time

import httpx
import pytest

from tests.support.refusals import refused

SECONDS = 2.0  # a thousand times what each takes; without their mends they took three, and for ever
SIZE = 900_000


def _many_texts_below_a_long_name() -> bytes:
    return json.dumps({"k" * (SIZE // 2): [""] * 100_000, "z": "a\0"}).encode()


@pytest.mark.parametrize(
    ("address", "content", "words"),
    [
        ("contact/list", _many_texts_below_a_long_name(), ["z", "NUL"]),
        (
            "contact/id:1/conversation/status",
            json.dumps({"status": "str " * (SIZE // 4)}).encode(),
            ["status"],
        ),
        ("contact/id:1/message", json.dumps({"message": {"type": " - at `$" * 100_000}}).encode(), ["type"]),
    ],
)
def test_a_body_that_is_costly_to_refuse(
    api: httpx.Client, address: str, content: bytes, words: list[str]
) -> None:
    began = time.monotonic()
    answer = api.post(f"/v2/{address}", content=content, timeout=30)
    assert time.monotonic() - began < SECONDS
    refused(answer, 400, *words)
    assert len(answer.content) < 1000, "what was sent is shown in part"


def test_the_place_of_a_nul_is_named(api: httpx.Client) -> None:
    answer = api.post("/v2/contact/list", content=b'{"a": [{"b": 1}, {"c": ["x", "\\u0000"]}]}')
    refused(answer, 400, "a[1].c[1] must not contain")


def test_types_are_told_in_plain_words(api: httpx.Client) -> None:
    answer = api.post("/v2/contact/list", json={"search": 1})
    refused(answer, 400, "search: Expected text or null, got a whole number.")
