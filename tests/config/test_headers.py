"""What every answer tells the browser, whoever gave it: a page, a call, a part, a file, a stream, a refusal."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.cast import Cast
from tests.support.signin import signed_in
from tests.support.web import WebServer, web_server

HTTPS = {"X-Forwarded-Proto": "https"}
STRICT = "max-age=2592000"
USED = ("clipboard-", "publickey-credentials-")


@pytest.fixture(scope="module")
def wary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """A server that believes no proxy on its own machine."""
    settings = {"TAPPA_TRUSTED_PROXIES": "192.0.2.1"}
    with web_server(tmp_path_factory.mktemp("wary") / "web.log", workers=1, settings=settings) as running:
        yield running


def answers(server: WebServer, cast: Cast, token: str, scheme: str) -> Iterator[httpx.Response]:
    """One of each kind that Django gives."""
    person, program = signed_in(server, cast.owner), server.client(token)
    slug = cast.owner.workspace.slug
    for client in (person, program):
        client.headers["X-Forwarded-Proto"] = scheme
    found = {
        200: [f"/w/{slug}/contacts", f"/w/{slug}/parts?part=/w/{slug}/inbox/all/rows", "/healthz"],
        303: ["/"],
        404: ["/nothing-here", f"/w/{slug}/nothing-here"],
    }
    yield from (_is(person.get(path), status) for status, paths in found.items() for path in paths)
    yield _is(person.delete("/healthz"), 405)
    yield _is(person.post("/profile", headers={"Origin": "https://evil.example"}), 403)
    yield _is(program.get("/v2/lifecycle"), 200)
    yield _is(program.get("/v2/nothing-here"), 404)
    yield _is(program.get("/v2/lifecycle", headers={"Authorization": "Bearer none"}), 401)


def answers_beside_django(server: WebServer, scheme: str) -> Iterator[httpx.Response]:
    """One of each kind that Django never hears of."""
    client = server.client()
    client.headers["X-Forwarded-Proto"] = scheme
    page = client.get("/account/login").text
    files = {Path(path).suffix: path for path in re.findall(r'(?:href|src)="(/static/[^"#?]+)', page)}
    assert {".css", ".js", ".svg"} <= set(files)
    yield from (_is(client.get(path), 200) for path in files.values())
    yield _is(client.get("/w/nothing-here/stream"), 401)
    yield _is(client.post("/v2/lifecycle", content=b"x" * 2 * 1024 * 1024), 413)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_page_has_no_hold_of_others_and_no_camera(
    server: WebServer, cast: Cast, token: str, scheme: str
) -> None:
    for answer in answers(server, cast, token, scheme):
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", answer
        policy = answer.headers["Permissions-Policy"]
        assert {"camera=()", "microphone=()", "geolocation=()"} <= set(policy.split(", ")), answer
        assert not any(used in policy for used in USED)


def test_what_came_by_https_comes_by_nothing_else(server: WebServer, cast: Cast, token: str) -> None:
    for answer in (*answers(server, cast, token, "https"), *answers_beside_django(server, "https")):
        assert answer.headers.get_list("Strict-Transport-Security") == [STRICT], answer


def test_nobody_is_bound_who_came_without_https(server: WebServer, cast: Cast, token: str) -> None:
    """The host may have none."""
    for answer in (*answers(server, cast, token, "http"), *answers_beside_django(server, "http")):
        assert "Strict-Transport-Security" not in answer.headers, answer


def test_a_stranger_who_says_https_is_not_believed(wary: WebServer) -> None:
    answer = wary.client().get("/account/login", headers=HTTPS)
    assert "Strict-Transport-Security" not in answer.headers
    assert not any("Secure" in cookie for cookie in answer.headers.get_list("set-cookie"))


def test_a_stream_says_so_too(server: WebServer, cast: Cast) -> None:
    client = signed_in(server, cast.owner)
    with client.stream("GET", f"/w/{cast.owner.workspace.slug}/stream", headers=HTTPS) as answer:
        assert answer.status_code == 200
        assert answer.headers["Strict-Transport-Security"] == STRICT


def _is(answer: httpx.Response, status: int) -> httpx.Response:
    assert answer.status_code == status, answer
    return answer
