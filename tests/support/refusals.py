"""The one error shape, asserted."""

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
