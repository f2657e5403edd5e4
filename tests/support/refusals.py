"""The one error shape, asserted."""

import re

import httpx


def refused(answer: httpx.Response, status: int, *words: str) -> None:
    """Assert that a call was refused with this status, in the one shape, with these words in its sentence."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    problem = answer.json()
    assert set(problem) == {"code", "message"}
    assert problem["code"] == status
    for word in words:
        assert word in problem["message"], problem["message"]


def without(told: object, text: str) -> str:
    """An answer's text with # where it tells this id or name; a code of the same digits stays."""
    return re.sub(rf'(?<!\w)(?<!"code":){re.escape(str(told))}(?!\w)', "#", text)
