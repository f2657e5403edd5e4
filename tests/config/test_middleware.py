"""What stands around every view: refusals in one shape, headers, the host check, a database that goes and comes."""

import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg
import pytest
from psycopg import sql

from tests.config.conftest import ODD
from tests.support.web import WebServer, web_server


@pytest.mark.parametrize(
    ("method", "path", "code"), [("GET", "/nowhere", 404), ("POST", "/nap", 405), ("DELETE", "/healthz", 405)]
)
def test_refusals_have_one_shape(odd: WebServer, method: str, path: str, code: int) -> None:
    answer = odd.client().request(method, path)
    assert answer.status_code == code
    body = answer.json()
    assert body["code"] == code
    assert body["message"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(("scheme", "secure"), [("https", True), ("http", False)])
def test_cookies_stay_on_https_where_the_proxy_says_so(server: WebServer, scheme: str, secure: bool) -> None:
    answer = server.client().get("/account/login", headers={"X-Forwarded-Proto": scheme})
    cookies = answer.headers.get_list("set-cookie")
    assert cookies
    assert all(("Secure" in cookie) == secure for cookie in cookies)


def test_405_names_what_is_possible(odd: WebServer) -> None:
    answer = odd.client().post("/nap")
    assert answer.headers["Allow"] == "GET"
    assert "GET" in answer.json()["message"]


def test_a_host_that_is_not_ours_is_refused_but_probes_pass(odd: WebServer) -> None:
    client = odd.client()
    stranger = {"Host": "evil.example"}
    assert client.get("/echo", headers={"Host": "tappa.example"}).status_code == 200
    refused = client.get("/echo", headers=stranger)
    assert (refused.status_code, refused.json()["code"]) == (400, 400)
    odd.line_of(refused)
    assert "evil.example" not in "\n".join(odd.lines()), "anyone may send one: no trace for each"
    page = client.get("/echo", headers=stranger | {"Accept": "text/html"})
    for answer in (refused, page):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert client.get("/healthz", headers=stranger).status_code == 200


@pytest.fixture
def lonely(owner_url: str, tmp_path: Path) -> Iterator[tuple[WebServer, str]]:
    """A server on a database of its own that a test may shut; with the database's name."""
    database = f"lonely_{secrets.token_hex(4)}"
    with _administrator(owner_url) as administrator:
        administrator.execute(sql.SQL("CREATE DATABASE {} TEMPLATE tappa").format(sql.Identifier(database)))
    parts = urlsplit(os.environ["TAPPA_APPLICATION_DATABASE_URL"])
    settings = {**ODD, "TAPPA_APPLICATION_DATABASE_URL": urlunsplit(parts._replace(path=f"/{database}"))}
    with web_server(tmp_path / "web.log", workers=1, settings=settings) as running:
        yield running, database
    with _administrator(owner_url) as administrator:
        administrator.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))


def test_database_gone_is_503_and_heals_by_itself(lonely: tuple[WebServer, str], owner_url: str) -> None:
    server, database = lonely
    client = server.client()
    assert client.get("/ask").json() == {"answer": 42}
    _shut(owner_url, database)
    for _ in range(5):
        refused = client.get("/ask")
        assert (refused.status_code, refused.json()["code"]) == (503, 503)
        assert refused.headers["Retry-After"] == "1"
    health = client.get("/healthz")
    assert (health.status_code, health.json()["status"]) == (503, "starting")
    assert "database" in health.json()["why"]
    _open(owner_url, database)
    assert client.get("/ask").json() == {"answer": 42}
    assert client.get("/healthz").status_code == 200


def test_a_statement_has_an_end(odd: WebServer) -> None:
    """A client that gave up would leave it running, and the next one would start another."""
    assert odd.client().get("/patience").json() == {"statement_timeout": "30s"}


def test_connections_cut_by_a_restart_cost_no_request(lonely: tuple[WebServer, str], owner_url: str) -> None:
    server, database = lonely
    client = server.client()
    assert client.get("/ask").status_code == 200
    _shut(owner_url, database)
    _open(owner_url, database)
    assert [client.get("/ask").status_code for _ in range(20)] == [200] * 20


def test_health_names_pending_migrations(
    owner_url: str, tmp_path: Path, lonely: tuple[WebServer, str]
) -> None:
    _, database = lonely
    url = urlunsplit(urlsplit(owner_url)._replace(path=f"/{database}"))
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("DELETE FROM django_migrations WHERE app = 'worker'")
    parts = urlsplit(os.environ["TAPPA_APPLICATION_DATABASE_URL"])
    settings = {**ODD, "TAPPA_APPLICATION_DATABASE_URL": urlunsplit(parts._replace(path=f"/{database}"))}
    with web_server(tmp_path / "second.log", workers=1, settings=settings, ready=False) as starting:
        health = _patiently(f"{starting.url}/healthz")
    assert health.status_code == 503
    assert "migrations" in health.json()["why"]


def _patiently(url: str) -> httpx.Response:
    for _ in range(200):
        try:
            return httpx.get(url, trust_env=False, timeout=10)
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(f"{url} never answered")


def _administrator(owner_url: str) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(owner_url, dbname="postgres", autocommit=True)


def _shut(owner_url: str, database: str) -> None:
    with _administrator(owner_url) as administrator:
        name = sql.Identifier(database)
        administrator.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
        administrator.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [database]
        )


def _open(owner_url: str, database: str) -> None:
    with _administrator(owner_url) as administrator:
        administrator.execute(
            sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(sql.Identifier(database))
        )
