"""One line a request, with its id, and no secret in it."""

import re

import pytest

from tests.support.web import WebServer

LINE = re.compile(
    r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (?P<id>[0-9a-f]{16}) (?P<method>\S+) (?P<path>\S+) "
    r"(?P<status>\d{3}) (?P<ms>\d+\.\d)ms (?P<size>\d+)B (?P<caller>\S+)$"
)


def test_line_tells_the_request_and_its_id_is_in_the_answer(odd: WebServer) -> None:
    answer = odd.client().get("/echo")
    found = LINE.match(odd.line_of(answer))
    assert found is not None
    assert found["id"] == answer.headers["X-Request-Id"]
    assert (found["method"], found["path"], found["status"]) == ("GET", "/echo", "200")
    assert int(found["size"]) == len(answer.content)
    assert found["caller"] == "token=7"


def test_no_secret_is_in_the_log(odd: WebServer) -> None:
    secrets = {"query": "q1u2e3r4y5", "header": "h1e2a3d4", "body": "b1o2d3y4", "cookie": "c1o2o3k4"}
    answer = odd.client(token=secrets["header"]).post(
        f"/echo?key={secrets['query']}",
        content=secrets["body"],
        headers={"Cookie": f"session={secrets['cookie']}"},
    )
    assert answer.json()["query"] == {"key": secrets["query"]}  # it did arrive
    odd.line_of(answer)
    log = "\n".join(odd.lines())
    assert [name for name, secret in secrets.items() if secret in log] == []


def test_a_path_cannot_forge_a_line(odd: WebServer) -> None:
    answer = odd.client().get("/echo/a%0a2026-01-01T00:00:00.000Z forged")
    assert answer.json()["path"] == "/echo/a\n2026-01-01T00:00:00.000Z forged"
    assert LINE.match(odd.line_of(answer)) is not None
    assert [line for line in odd.lines() if line.startswith("2026-01-01T00:00:00.000Z")] == []


def test_a_failure_is_told_to_the_log_and_not_to_the_client(odd: WebServer) -> None:
    answer = odd.client().get("/boom")
    assert answer.status_code == 500
    assert answer.json()["code"] == 500
    assert "secret of the exception" not in answer.text
    odd.line_of(answer)
    log = "\n".join(odd.lines())
    assert "RuntimeError: the secret of the exception" in log
    assert f"{answer.headers['X-Request-Id']} failed" in log


@pytest.mark.parametrize(
    "address",
    ["/invitation/%s", "/%%69nvitation/%s", "/account/email/confirm/%s", "/account/password/reset/1-%s"],
)
def test_the_secret_of_a_link_is_not_in_the_log(server: WebServer, address: str) -> None:
    """Who may read the log may not come in by what was mailed to others."""
    answer = server.client().get(address % "s1e2c3r4e5t6")
    line = server.line_of(answer)
    assert "***" in line
    assert "s1e2c3r4e5t6" not in line


@pytest.mark.parametrize(
    "address", ["/invitation/%s", "/account/email/confirm/%s", "/account/password/reset/1-%s"]
)
def test_a_form_that_is_refused_does_not_tell_it_either(server: WebServer, address: str) -> None:
    """Nor does the page it came from: Django would log both."""
    came_from = {"Referer": "https://elsewhere.example/s1e2c3r4e5t6", "X-Forwarded-Proto": "https"}
    for headers in ({}, came_from, {"Origin": "https://s1e2c3r4e5t6.example"}):
        answer = server.client().post(address % "s1e2c3r4e5t6", data={"name": "x"}, headers=headers)
        assert answer.status_code == 403
        server.line_of(answer)
        told = [line for line in server.lines() if answer.headers["X-Request-Id"] in line]
        assert any("a form was refused" in line for line in told)
    assert "s1e2c3r4e5t6" not in server.log.read_text()


def test_other_addresses_stand_in_the_log(server: WebServer) -> None:
    answer = server.client().get("/account/password/reset/sent")
    assert "GET /account/password/reset/sent 200" in server.line_of(answer)
