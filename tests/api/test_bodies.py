"""Bodies made to keep the server busy: each is refused at once, for one call must not hold up all others."""

import json
import time

import httpx
import pytest

from tappa.api.bodies import read_body
from tappa.api.registry import endpoints
from tappa.kernel.errors import Invalid
from tests.support.refusals import refused

SIZE = 900_000
TIMES = 8


def _many_texts_below_a_long_name(size: int) -> bytes:
    return json.dumps({"k" * (size // 2): [""] * (size // 9), "z": "a\0"}).encode()


def _words_in_a_choice(size: int) -> bytes:
    return json.dumps({"status": "str " * (size // 4)}).encode()


def _places_in_a_type(size: int) -> bytes:
    return json.dumps({"message": {"type": " - at `$" * (size // 9)}}).encode()


# What the refusal names, and from which size on it would show that the work grows faster than the body.
COSTLY = {
    "contact/list": (_many_texts_below_a_long_name, ["z", "NUL"], SIZE // TIMES),
    "contact/{identifier}/conversation/status": (_words_in_a_choice, ["status"], SIZE // 64),
    "contact/{identifier}/message": (_places_in_a_type, ["type"], SIZE // 64),
}


@pytest.mark.parametrize("path", COSTLY)
def test_a_body_that_is_costly_to_refuse(api: httpx.Client, path: str) -> None:
    body, words, _size = COSTLY[path]
    answer = api.post(f"/v2/{path.format(identifier='id:1')}", content=body(SIZE), timeout=30)
    refused(answer, 400, *words)
    assert len(answer.content) < 1000, "what was sent is shown in part"


@pytest.mark.parametrize("path", COSTLY)
def test_what_a_refusal_costs_grows_as_the_body_does(path: str) -> None:
    """Eight times the body is about eight times the work; before their mends it was up to sixty-four times."""
    body, _words, size = COSTLY[path]
    small, large = (processor_seconds(path, body(bytes_)) for bytes_ in (size, size * TIMES))
    assert large < small * TIMES * 2


def processor_seconds(path: str, raw: bytes) -> float:
    """What reading and refusing this body takes of the processor, however busy the machine is: the least of five."""
    decoder = endpoints()[path]["POST"].decoder
    assert decoder is not None
    tries = []
    for _ in range(5):
        began = time.process_time()
        with pytest.raises(Invalid):
            read_body(raw, decoder)
        tries.append(time.process_time() - began)
    return min(tries)


def test_the_place_of_a_nul_is_named(api: httpx.Client) -> None:
    answer = api.post("/v2/contact/list", content=b'{"a": [{"b": 1}, {"c": ["x", "\\u0000"]}]}')
    refused(answer, 400, "a[1].c[1] must not contain")


def test_types_are_told_in_plain_words(api: httpx.Client) -> None:
    answer = api.post("/v2/contact/list", json={"search": 1})
    refused(answer, 400, "search: Expected text or null, got a whole number.")
