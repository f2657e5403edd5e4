"""The same POST told twice is done once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest
from django.utils import timezone

from tappa.api.models import RememberedAnswer
from tappa.core.accounts.actions.create_token import create_token
from tappa.core.accounts.models import Workspace
from tests.api.fixtures import Make
from tests.support.refusals import refused
from tests.support.web import WebServer

PATH = "/v2/contact/email:ana@example.com"
KEY = {"Idempotency-Key": "7f2c"}


def test_the_same_key_gets_the_same_answer(api: httpx.Client) -> None:
    first = api.post(PATH, json={"firstName": "Ana"}, headers=KEY)
    again = api.post(PATH, json={"firstName": "Ana"}, headers=KEY)
    assert (first.status_code, again.status_code) == (200, 200)  # without the key: 409
    assert first.content == again.content
    refused(api.post(PATH, json={"firstName": "Ana"}), 409)


def test_the_same_key_for_another_request_is_a_conflict(api: httpx.Client) -> None:
    assert api.post(PATH, json={"firstName": "Ana"}, headers=KEY).status_code == 200
    refused(api.post(PATH, json={"firstName": "Eva"}, headers=KEY), 409, "Idempotency-Key")
    refused(api.post("/v2/contact/email:eva@example.com", json={}, headers=KEY), 409, "Idempotency-Key")
    refused(api.get("/v2/contact/email:eva@example.com"), 404)


def test_every_post_may_be_told_that_its_key_is_used(api: httpx.Client) -> None:
    """The description says so of each (`api` holds every answer against it)."""
    assert api.post("/v2/contact/list?limit=1", json={}, headers=KEY).status_code == 200
    refused(api.post("/v2/contact/list?limit=2", json={}, headers=KEY), 409, "Idempotency-Key")


def test_ten_at_once_are_one(api: httpx.Client) -> None:
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: api.post(PATH, json={}, headers=KEY), range(10)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1


def test_ten_moves_at_once_are_one_transition(api: httpx.Client, make_contact: Make) -> None:
    contact = make_contact()
    move = f"/v2/contact/id:{contact}/lifecycle/update"
    api.post(move, json={"name": "Payment"}, headers=KEY)
    api.post(move, json={"name": "Hot Lead"})
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: api.post(move, json={"name": "Payment"}, headers=KEY), range(10)))
    assert {answer.status_code for answer in answers} == {200}
    assert api.get(f"/v2/contact/id:{contact}").json()["lifecycle"] == "Hot Lead"


def test_a_refusal_is_not_remembered(api: httpx.Client) -> None:
    """What was refused did nothing: the call may come again under its key, put right or after the world has changed."""
    refused(api.post(PATH, json={"phone": "hello"}, headers=KEY), 400)
    assert api.post(PATH, json={"phone": "+393331234567"}, headers=KEY).status_code == 200


def test_a_key_belongs_to_its_token(api: httpx.Client, server: WebServer, workspace: Workspace) -> None:
    assert api.post(PATH, json={}, headers=KEY).status_code == 200
    other = server.client(create_token(workspace, name="Second").secret)
    refused(other.post(PATH, json={}, headers=KEY), 409, "email")


def test_a_key_lasts_a_day(api: httpx.Client, workspace: Workspace) -> None:
    assert api.post(PATH, json={}, headers=KEY).status_code == 200
    token_ids = workspace.tokens.values("id")
    RememberedAnswer.objects.filter(token_id__in=token_ids).update(
        created_at=timezone.now() - timedelta(hours=23, minutes=59)
    )
    assert api.post(PATH, json={}, headers=KEY).status_code == 200
    RememberedAnswer.objects.filter(token_id__in=token_ids).update(
        created_at=timezone.now() - timedelta(hours=24, minutes=1)
    )
    refused(api.post(PATH, json={}, headers=KEY), 409, "email")


@pytest.mark.parametrize("key", [b"", b"x" * 256, b"caf\xe9"])
def test_what_is_no_key(api: httpx.Client, key: bytes) -> None:
    refused(api.post(PATH, json={}, headers={b"Idempotency-Key": key}), 400, "Idempotency-Key")
    refused(api.get(PATH), 404)
