"""`GET /healthz`."""

from tests.support.web import WebServer


def test_healthz_says_ok_without_any_token(server: WebServer) -> None:
    answer = server.client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer.headers["Cache-Control"] == "no-store"
