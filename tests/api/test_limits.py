"""The rate limit, over two web workers that share it through the database."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tappa.core.accounts.actions.create_token import create_token
from tappa.core.accounts.models import Workspace
from tests.support.refusals import refused
from tests.support.web import WebServer, web_server

# One server serves all of these: without a group xdist would start one in each of its processes.
pytestmark = pytest.mark.xdist_group("limits")
BURST = 10


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """Two workers with a limit: slow to refill, so that a slow machine changes nothing."""
    settings = {"TAPPA_API_RATE": "0.5", "TAPPA_API_BURST": str(BURST)}
    with web_server(tmp_path_factory.mktemp("limited") / "web.log", settings=settings) as running:
        yield running


def _remaining(answer: httpx.Response) -> int:
    assert answer.headers["X-RateLimit-Limit"] == str(BURST)
    return int(answer.headers["X-RateLimit-Remaining"])


def test_the_headers_count_down_and_then_429(limited: WebServer, token: str) -> None:
    api = limited.client(token)
    begun = time.monotonic()
    answers = [api.get("/v2/space/user") for _ in range(BURST)]
    assert {answer.status_code for answer in answers} == {200}
    counted = [_remaining(answer) for answer in answers]
    if time.monotonic() - begun < 2:  # nothing was refilled meanwhile
        assert counted == list(range(BURST - 1, -1, -1))
    answer = next(
        answer for answer in (api.get("/v2/space/user") for _ in range(50)) if answer.status_code != 200
    )
    refused(answer, 429, "space/user")
    assert _remaining(answer) == 0
    wait = answer.headers["Retry-After"]
    assert wait.isdigit()
    assert 1 <= int(wait) <= 2
    time.sleep(int(wait))
    assert api.get("/v2/space/user").status_code == 200


def test_many_at_once_over_two_workers_share_one_bucket(limited: WebServer, token: str) -> None:
    api = limited.client(token)
    begun = time.monotonic()
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: api.get("/v2/space/user"), range(3 * BURST)))
    refilled = int((time.monotonic() - begun) * 0.5) + 1
    passed = [answer for answer in answers if answer.status_code == 200]
    assert BURST <= len(passed) <= BURST + refilled
    assert all(answer.status_code in {200, 429} for answer in answers)
    # One remaining count is given to one call: a bucket for each worker would give it twice.
    counted = [_remaining(answer) for answer in passed if _remaining(answer)]
    assert len(counted) - len(set(counted)) <= refilled


def test_a_bucket_is_per_token_method_and_path_template(
    limited: WebServer, token: str, workspace: Workspace
) -> None:
    api = limited.client(token)
    begun = time.monotonic()
    counted = [_remaining(api.get(f"/v2/contact/id:{number}")) for number in (1, 2, 3)]
    refilled = int((time.monotonic() - begun) * 0.5)
    assert all(full <= left <= full + refilled for left, full in zip(counted, (9, 8, 7), strict=True))
    assert _remaining(api.delete("/v2/contact/id:1")) == 9
    assert _remaining(api.get("/v2/space/user")) == 9
    other = limited.client(create_token(workspace, name="Second").secret)
    assert _remaining(other.get("/v2/contact/id:1")) == 9
    assert _remaining(limited.client().get("/v2/contact/id:1")) == 0


def test_refused_calls_change_nothing(limited: WebServer, token: str) -> None:
    """A client that retries a 429 by itself finds nothing half-done."""
    api = limited.client(token)
    answers = [api.post("/v2/contact/email:a@example.com", json={"firstName": "A"}) for _ in range(BURST + 1)]
    assert [answer.status_code for answer in answers[:2]] == [200, 409]
    codes = [answer.status_code for answer in answers]
    assert set(codes[2:]) <= {409, 429}


def test_an_idempotent_call_that_was_limited_may_be_told_again(limited: WebServer, token: str) -> None:
    api = limited.client(token)
    headers = {"Idempotency-Key": "one"}
    answer = api.post("/v2/contact/list", json={})
    while answer.headers.get("Retry-After") != "2":  # more than a second away: the next call comes before it
        answer = api.post("/v2/contact/list", json={})
    refused(api.post("/v2/contact/list", json={}, headers=headers), 429)
    time.sleep(int(answer.headers["Retry-After"]) + 0.1)
    assert api.post("/v2/contact/list", json={}, headers=headers).status_code == 200


def test_off_means_off(api: httpx.Client) -> None:
    answers = [api.get("/v2/space/user") for _ in range(30)]
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.headers["X-RateLimit-Remaining"] for answer in answers} == {"1000000"}
