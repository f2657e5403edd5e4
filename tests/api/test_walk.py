"""Every call of the API, asked with every kind of token (section 8): the scope that a call names is the scope it needs,
and another workspace's things answer, letter by letter, like what never was."""

import json
from typing import Any, Final

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from tappa.api.door import Door
from tappa.core.accounts.actions.create_token import create_token
from tappa.core.accounts.actions.revoke_token import revoke_token
from tappa.core.accounts.grants import ALL_SCOPES, Scope
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tests.support.premises import Neighbours, Premises
from tests.support.refusals import without
from tests.support.routes import Route, routes
from tests.support.signin import session_of

DOORS: Final = [route for route in routes() if isinstance(route.view, Door) and route.view.methods]
CALLS: Final[list[tuple[Route, str, Scope]]] = [
    (route, method, scope) for route in DOORS for method, scope in route.permission.items()
]
OPEN: Final = {"v2/openapi.json", "v2/docs", "v2/"}
NO_ID: Final = 9_007_199_254_740_000
# Bodies that each call takes, by the end of its address and its method; without a row it is sent {}.
BODIES: Final[dict[str, Any]] = {
    "POST contact/lifecycle/bulk": {"filter": {"$and": []}, "name": "Payment"},
    "POST contact/list": {"search": "", "timezone": "UTC", "filter": {"$and": []}},
    "POST contact/<identifier>": {"firstName": "Ana"},
    "PUT contact/<identifier>": {"firstName": "Ana"},
    "POST contact/create_or_update/<identifier>": {"firstName": "Ana"},
    "POST contact/<identifier>/conversation/assignee": {"assignee": None},
    "POST contact/<identifier>/conversation/status": {"status": "close"},
    "POST contact/<identifier>/lifecycle/update": {"name": "Payment"},
    "POST contact/<identifier>/message": {"message": {"type": "text", "text": "Ciao"}},
    "POST contact/<identifier>/tag": ["VIP"],
    "POST lifecycle/stage": {"name": "Fan"},
    "POST space/custom_field": {"name": "Fan since", "dataType": "date"},
    "POST space/tag": {"name": "Fan"},
    "PUT space/tag": {"currentName": "Fair", "description": "Met there"},
    "DELETE space/tag": {"name": "Fair"},
    "DELETE lifecycle/stage/<stageId>": {"moveTo": None},
    "PUT lifecycle": {"version": 0, "stages": []},
    "DELETE contact/<identifier>/tag": ["VIP"],
}
# What cannot be done to what is there: a contact is made by an address of its own, nothing failed that could be retried.
REFUSED: Final = {
    "POST contact/<identifier>",
    "POST contact/create_or_update/<identifier>",
    "POST contact/<identifier>/message/<messageId>/retry",
    "PUT lifecycle",  # of another version
}

each_call = pytest.mark.parametrize(
    ("route", "method", "scope"), CALLS, ids=[f"{method} {route.address}" for route, method, _scope in CALLS]
)


def values_of(premises: Premises) -> dict[str, object]:
    """Parts of addresses that name something."""
    subject = premises.subjects["nobody's"]
    return {
        "identifier": f"id:{subject.contact.id}",
        "messageId": subject.answer.id,
        "id": premises.agent.id,
        "stageId": premises.stage.id,
        "fieldId": premises.field.id,
        "operationId": premises.operation.id,
    }


NOTHING: Final[dict[str, object]] = {
    "identifier": f"id:{NO_ID}",
    "messageId": NO_ID,
    "id": NO_ID,
    "stageId": NO_ID,
    "fieldId": NO_ID,
    "operationId": NO_ID,
}


def ask(
    route: Route, method: str, values: dict[str, object], token: str = "", cookie: str = ""
) -> tuple[int, str]:
    """The answer's status and its body with the ids hidden. Nothing that the call changes stays."""
    client = Client(
        raise_request_exception=False, headers={"Authorization": f"Bearer {token}"} if token else None
    )
    if cookie:
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    body = json.dumps(BODIES.get(key(route, method), {})) if method != "GET" else ""
    with transaction.atomic():
        response = client.generic(method, route.path(values), body, content_type="application/json")
        transaction.set_rollback(True)
    text = response.content.decode()
    for part in route.parts:
        text = without(values[part], text)
    return response.status_code, text


def key(route: Route, method: str) -> str:
    """How the tables above name a call."""
    return f"{method} {route.address.removeprefix('v2/')}"


@each_call
def test_every_call_is_known(route: Route, method: str, scope: Scope) -> None:
    unknown = set(route.parts) - NOTHING.keys()
    assert not unknown, f"{route.address}: give an example of {', '.join(sorted(unknown))}"
    assert scope in ALL_SCOPES


@each_call
def test_a_token_with_the_scope_is_enough(
    route: Route, method: str, scope: Scope, around: Neighbours
) -> None:
    secret = create_token(around.ours.workspace, name="One", scopes=[scope]).secret
    status, body = ask(route, method, values_of(around.ours), secret)
    assert status in {200, 202} or (key(route, method) in REFUSED and status in {400, 409}), body


@each_call
def test_all_other_scopes_are_not(route: Route, method: str, scope: Scope, around: Neighbours) -> None:
    others = set(ALL_SCOPES) - {scope}
    secret = create_token(around.ours.workspace, name="Others", scopes=sorted(others)).secret
    assert ask(route, method, values_of(around.ours), secret)[0] == 403


@each_call
def test_without_a_living_token_nothing_answers(
    route: Route, method: str, scope: Scope, around: Neighbours
) -> None:
    """A session is no token either: no page of another site can call in a member's name."""
    revoked = create_token(around.ours.workspace, name="Revoked")
    revoke_token(revoked.token, by=actor_of(around.cast.owner, Via.PAGE))
    cookie = session_of(around.cast.owner.user)
    for values in (values_of(around.ours), NOTHING):
        assert ask(route, method, values)[0] == 401
        assert ask(route, method, values, revoked.secret)[0] == 401
        assert ask(route, method, values, cookie=cookie)[0] == 401


@pytest.mark.parametrize(
    ("route", "method"),
    [(route, method) for route, method, _scope in CALLS if route.parts],
    ids=lambda part: getattr(part, "address", part),
)
def test_another_workspaces_things_are_like_what_never_was(
    route: Route, method: str, around: Neighbours
) -> None:
    there = ask(route, method, values_of(around.ours), around.theirs.secret)
    assert there == ask(route, method, NOTHING, around.theirs.secret)
    assert there[0] == 404 or key(route, method) in REFUSED


def test_the_tables_name_calls_that_exist() -> None:
    calls = {key(route, method) for route, method, _scope in CALLS}
    assert BODIES.keys() <= calls
    assert calls >= REFUSED
    rest = {route.address for route in routes() if route.is_api} - {route.address for route in DOORS}
    assert rest == OPEN
