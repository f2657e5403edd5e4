"""Any call that the description allows, and many that it does not, through the real server: nothing but what it says.

A few hundred calls as a rule; ten thousand with TAPPA_TEST_THOROUGH=1.
"""

import os
from collections.abc import Mapping
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, checks

from tappa.api.registry import endpoints
from tappa.api.schema import operation_id
from tappa.core.accounts.models import Member, Workspace
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.models import Channel
from tests.core.acts import arrive, message, new_field, robot, stage_named
from tests.support.web import WebServer

THOROUGH = bool(os.environ.get("TAPPA_TEST_THOROUGH"))
CALLS = 10_000 if THOROUGH else 400
OPERATIONS = sorted(
    operation_id(endpoint) for methods in endpoints().values() for endpoint in methods.values()
)
# Where these are wrong it is no HTTP, and the port says so before it is a call.
FRAMING = ("Content-Length", "Transfer-Encoding")
HELD = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


@pytest.fixture
def known(workspace: Workspace, channel: Channel, agent: Member) -> Mapping[str, object]:
    """What an address can name, and what is really there under it."""
    received = arrive(channel, "+393331234567", message())
    assert received.contact_id is not None
    contact = Contact.objects.get(workspace=workspace, id=received.contact_id)
    sent = reply(contact, {"type": "text", "text": "Ciao"}, text="Ciao", by=robot(workspace))
    emptied = delete_stage(stage_named(workspace, "Hot Lead"), move_to=None, by=robot(workspace))
    return {
        "identifier": f"id:{contact.id}",
        "messageId": sent.id,
        "id": agent.id,
        "stageId": stage_named(workspace, "Payment").id,
        "operationId": emptied.id,
        "fieldId": new_field(workspace, "number", "Seats").id,
    }


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_no_call_is_answered_otherwise_than_is_described(
    operation_id: str, server: WebServer, token: str, known: Mapping[str, object]
) -> None:
    schema = schemathesis.openapi.from_url(f"{server.url}/v2/openapi.json")
    operation = schema.find_operation_by_id(operation_id)
    modes = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]
    client = requests.Session()
    client.trust_env = False
    client.headers["Authorization"] = f"Bearer {token}"

    @settings(
        max_examples=CALLS // len(OPERATIONS),
        deadline=None,
        derandomize=not THOROUGH,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(modes), is_known=st.booleans())
    def call(case: Any, is_known: bool) -> None:
        if is_known:
            case.path_parameters = {name: known[name] for name in case.path_parameters}
        for name in FRAMING:
            case.headers.pop(name, None)
        case.validate_response(case.call(session=client), checks=HELD)

    with client:
        call()
