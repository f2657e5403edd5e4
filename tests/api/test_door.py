"""The door: token, address, method, scope, body, in that order; one shape for every refusal."""

import secrets

import httpx
import psycopg
import pytest

from tappa.api.door import Door
from tappa.api.registry import endpoints
from tappa.api.urls import NOUNS
from tappa.core.accounts.actions.create_token import create_token
from tappa.core.accounts.actions.revoke_token import revoke_token
from tappa.core.accounts.grants import ALL_SCOPES, Scope
from tappa.core.accounts.models import ApiToken, Workspace
from tappa.core.activity.actor import Via, system
from tests.api.fixtures import Make
from tests.support.refusals import refused
from tests.support.routes import routes
from tests.support.web import WebServer

ANY = {"messageId": 1, "id": 1, "stageId": 1, "operationId": 1, "fieldId": 1}


def _addresses() -> list[tuple[str, str, Scope]]:
    assert NOUNS  # importing them has registered their endpoints
    return [
        (method, "/v2/" + path.format(identifier="email:a@example.com", **ANY), endpoint.scope)
        for path, methods in endpoints().items()
        for method, endpoint in methods.items()
    ]


def test_the_addresses_of_the_contract_are_there() -> None:
    assert {(method, path) for path, methods in endpoints().items() for method in methods} == {
        ("GET", "contact/{identifier}"),
        ("POST", "contact/{identifier}"),
        ("PUT", "contact/{identifier}"),
        ("DELETE", "contact/{identifier}"),
        ("POST", "contact/create_or_update/{identifier}"),
        ("POST", "contact/list"),
        ("POST", "contact/lifecycle/bulk"),
        ("POST", "contact/{identifier}/tag"),
        ("DELETE", "contact/{identifier}/tag"),
        ("GET", "contact/{identifier}/channels"),
        ("POST", "contact/{identifier}/lifecycle/update"),
        ("GET", "contact/{identifier}/lifecycle/history"),
        ("POST", "contact/{identifier}/message"),
        ("POST", "contact/{identifier}/message/{messageId}/retry"),
        ("GET", "contact/{identifier}/message/list"),
        ("GET", "contact/{identifier}/message/{messageId}"),
        ("POST", "contact/{identifier}/conversation/assignee"),
        ("POST", "contact/{identifier}/conversation/status"),
        ("GET", "space/user"),
        ("GET", "space/user/{id}"),
        ("GET", "space/channel"),
        ("GET", "space/custom_field"),
        ("POST", "space/custom_field"),
        ("GET", "space/custom_field/{fieldId}"),
        ("POST", "space/tag"),
        ("PUT", "space/tag"),
        ("DELETE", "space/tag"),
        ("GET", "lifecycle"),
        ("PUT", "lifecycle"),
        ("GET", "lifecycle/stage"),
        ("POST", "lifecycle/stage"),
        ("PUT", "lifecycle/stage/{stageId}"),
        ("DELETE", "lifecycle/stage/{stageId}"),
        ("PUT", "lifecycle/order"),
        ("GET", "lifecycle/metrics"),
        ("GET", "operation/{operationId}"),
    }


def test_no_address_answers_without_a_token(server: WebServer) -> None:
    client = server.client()
    for method, address, _scope in _addresses():
        refused(client.request(method, address), 401, "Authorization")


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Basic abc", "Bearer nonsense", "Bearer " + "x" * 600, "Bearer tappa_\xe9", "Token x"],
)
def test_what_is_no_token_opens_nothing(server: WebServer, header: str) -> None:
    answer = server.client().get("/v2/space/user", headers={b"Authorization": header.encode("latin-1")})
    refused(answer, 401)
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.headers["X-RateLimit-Remaining"]


def test_a_revoked_token_is_as_an_unknown_one(server: WebServer, workspace: Workspace) -> None:
    issued = create_token(workspace, name="Old")
    client = server.client(issued.secret)
    assert client.get("/v2/space/user").status_code == 200
    revoke_token(issued.token, by=system(workspace.id, via=Via.COMMAND))
    revoked = client.get("/v2/space/user")
    unknown = server.client("tappa_" + secrets.token_urlsafe(32)).get("/v2/space/user")
    refused(revoked, 401, "unknown or was revoked")
    assert revoked.text == unknown.text


def test_a_token_in_the_address_is_none(server: WebServer, token: str) -> None:
    refused(server.client().get("/v2/space/user", params={"token": token, "access_token": token}), 401)


def test_each_address_needs_its_scope(server: WebServer, workspace: Workspace) -> None:
    others, only = {}, {}
    for scope in Scope:
        rest = [name for name in ALL_SCOPES if name != scope]
        others[scope] = server.client(create_token(workspace, name="Others", scopes=rest).secret)
        only[scope] = server.client(create_token(workspace, name="Only", scopes=[scope]).secret)
    for method, address, scope in _addresses():
        refused(others[scope].request(method, address), 403, scope)
        assert only[scope].request(method, address).status_code in {200, 400, 404}


def test_every_view_names_its_scopes() -> None:
    doors = [route.view for route in routes() if isinstance(route.view, Door)]
    assert len(doors) == len(endpoints()) + 1
    assert all(door.permission for door in doors)


@pytest.mark.parametrize(
    "path", ["/v2", "/v2/", "/v2/nothing", "/v2/contact", "/v2/contact/a/b/c/d", "/v2//space/user"]
)
def test_an_unknown_address(api: httpx.Client, path: str) -> None:
    refused(api.get(path), 404)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PATCH", "/v2/contact/id:1", "GET, POST, PUT, DELETE"),
        ("GET", "/v2/contact/list", "POST"),
        ("OPTIONS", "/v2/space/user", "GET"),
        ("POST", "/v2/docs", "GET, HEAD"),
        ("DELETE", "/v2/openapi.json", "GET, HEAD"),
    ],
)
def test_another_method(api: httpx.Client, method: str, path: str, allowed: str) -> None:
    answer = api.request(method, path)
    refused(answer, 405)
    assert set(answer.headers["Allow"].split(", ")) == set(allowed.split(", "))


def test_a_slash_at_the_end_is_accepted(api: httpx.Client) -> None:
    assert api.get("/v2/space/user/").json() == api.get("/v2/space/user").json()


def test_every_answer_carries_the_limit(server: WebServer, api: httpx.Client) -> None:
    answers = [
        api.get("/v2/space/user"),
        api.get("/v2/nothing"),
        api.get("/v2/contact/id:1"),
        api.patch("/v2/contact/id:1"),
        api.post("/v2/contact/list", content=b"{"),
        api.get("/v2/openapi.json"),
        server.client().get("/v2/space/user"),
    ]
    for answer in answers:
        assert int(answer.headers["X-RateLimit-Limit"]) > 0
        assert int(answer.headers["X-RateLimit-Remaining"]) >= 0


def test_the_last_use_is_kept_to_the_minute(api: httpx.Client, token: str, workspace: Workspace) -> None:
    stored = ApiToken.objects.get(workspace=workspace)
    assert stored.last_used_at is None
    api.get("/v2/space/user")
    stored.refresh_from_db()
    first = stored.last_used_at
    assert first is not None
    api.get("/v2/space/user")
    stored.refresh_from_db()
    assert stored.last_used_at == first


MISTAKES = [
    (b"{", ["JSON"]),
    (b"", ["body"]),
    (b"null", ["body"]),
    (b"[]", ["object"]),
    (b'"text"', ["object"]),
    (b'{"assignee": "\xff"}', ["UTF-8"]),
    (b'{"assignee": "\\ud800"}', ["JSON"]),
    (b'{"assignee": "a\x00b"}', ["JSON"]),
    (b'{"assignee": "a\\u0000b"}', ["assignee", "NUL"]),
    (b'{"assi\\u0000gnee": 1}', ["NUL"]),
    (b'{"assignee": NaN}', ["JSON"]),
    (b'{"assignee": 1.5}', ["assignee"]),
    (b'{"assignee": 0}', ["assignee"]),
    (b'{"assignee": -7}', ["assignee"]),
    (b'{"assignee": ' + b"9" * 40 + b"}", ["assignee"]),
    (b'{"assignee": ' + b"9" * 100_000 + b"}", ["assignee"]),
    (b'{"assignee": 1e999}', ["assignee"]),
    (b'{"assignee": true}', ["assignee"]),
    (b'{"assignee": ""}', ["assignee"]),
    (b'{"assignee": {"id": 1}}', ["assignee"]),
    (b"{}", ["assignee is required"]),
    (b'{"assignee": null} x', ["JSON"]),
    (b'{"assignee": null, "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", ["nested"]),
    (b"[" * 500_000, ["body"]),
    (b'{"assignee": null, "x": ' + b"[" * 100 + b"]" * 100 + b"}", ["nested"]),
    (b'{"assignee": null, "x": ' + b'{"y":' * 100 + b"1" + b"}" * 100 + b"}", ["nested"]),
]


def test_a_bad_body_is_a_sentence(api: httpx.Client, make_contact: Make) -> None:
    contact = make_contact()
    for content, words in MISTAKES:
        answer = api.post(f"/v2/contact/id:{contact}/conversation/assignee", content=content)
        refused(answer, 400, *words)
        assert "`" not in answer.json()["message"]


def test_unknown_fields_are_passed_over(api: httpx.Client, make_contact: Make) -> None:
    contact = make_contact(shoeSize=42)
    body = {"assignee": None, "reason": {"deep": [1]}}
    assert api.post(f"/v2/contact/id:{contact}/conversation/assignee", json=body).status_code == 200


def test_a_body_over_the_limit(api: httpx.Client) -> None:
    refused(api.post("/v2/contact/list", content=b" " * (1024 * 1024 + 1)), 413)
    assert api.post("/v2/contact/list", content=b" " * 1024 * 1024).status_code == 200
    refused(api.post("/v2/contact/list", content=b'{"search": "' + b"x" * 2 * 1024 * 1024 + b'"}'), 413)


def test_a_failure_is_one_shape_with_the_limit(
    server: WebServer,
    api: httpx.Client,
    workspace: Workspace,
    owner_connection: "psycopg.Connection[tuple[object, ...]]",
) -> None:
    """A bug is a 500 without a trace of it; the log names the token and never its secret."""
    owner_connection.execute("ALTER TABLE accounts_team RENAME TO accounts_team_away")
    try:
        answer = api.get("/v2/space/user")
    finally:
        owner_connection.execute("ALTER TABLE accounts_team_away RENAME TO accounts_team")
    refused(answer, 500)
    assert "accounts_team" not in answer.text
    assert answer.headers["X-RateLimit-Remaining"]
    token = workspace.tokens.get()
    assert f" token={token.id}" in server.line_of(answer)
    assert api.headers["Authorization"].removeprefix("Bearer ") not in server.log.read_text()
