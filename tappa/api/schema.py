"""The API described: an OpenAPI 3.1 document, made from the registry and the shapes that the endpoints really use."""

from functools import cache
from http import HTTPStatus
from typing import Any, Final, get_origin

import msgspec

from tappa import __version__
from tappa.api.idempotency import LONGEST_KEY
from tappa.api.paging import HIGHEST_LIMIT, Page
from tappa.api.refusals import Problem
from tappa.api.registry import PREFIX, Endpoint, endpoints
from tappa.kernel.pages import DEFAULT_LIMIT

ALWAYS: Final = (400, 401, 403, 429, 500, 503)
WORDS: Final = {
    400: "Something in the call is wrong; the message names the field.",
    401: "No token, or one that is unknown or revoked.",
    403: "The token lacks the scope.",
    404: "What the call names does not exist, or not for this token.",
    409: "The present state forbids it.",
    413: "The body is too large.",
    422: "It would take too long to answer; the message says how to ask for less.",
    429: "Too many calls with this token; Retry-After says when to come back.",
    500: "A mistake on our side. Nothing was done.",
    503: "Tappa cannot answer just now. Nothing was done; Retry-After says when to come back.",
}
_SCHEMAS: Final = "#/components/schemas/{name}"
_IDENTIFIER: Final = "id:123, email:ana@example.com or phone:+393331234567 (the + may be missing)"


@cache
def document() -> dict[str, Any]:
    """The whole description. Its one server is relative, so that it is right wherever it is read."""
    known = [
        (endpoint.body, endpoint.answer) for methods in endpoints().values() for endpoint in methods.values()
    ]
    wanted = [shape for pair in known for shape in pair if shape is not type(None)] + [Problem]
    schemas, components = msgspec.json.schema_components(wanted, ref_template=_SCHEMAS)
    by_shape = {repr(shape): schema for shape, schema in zip(wanted, schemas, strict=True)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tappa developer API", "version": __version__, "description": _DESCRIPTION},
        "servers": [{"url": f"/{PREFIX}"}],
        "security": [{"token": []}],
        "paths": {
            f"/{path}": {
                method.lower(): _operation(endpoint, by_shape) for method, endpoint in methods.items()
            }
            for path, methods in endpoints().items()
        },
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "headers": _HEADERS,
            "responses": {f"Refusal{status}": _refusal(status) for status in WORDS},
        },
    }


def _operation(endpoint: Endpoint, by_shape: dict[str, Any]) -> dict[str, Any]:
    # 409: the key of the request may have been used for another one.
    more = (*((413,) if endpoint.decoder else ()), *((409,) if endpoint.method == "POST" else ()))
    statuses = sorted({*ALWAYS, *endpoint.refusals, *more})
    operation: dict[str, Any] = {
        "operationId": operation_id(endpoint),
        "summary": endpoint.summary,
        "description": f"{endpoint.description}\n\nScope: `{endpoint.scope.value}`".strip(),
        "tags": [endpoint.handler.__module__.rpartition(".")[2]],
        "parameters": _parameters(endpoint),
        "responses": {
            "200": {
                "description": "Done.",
                "headers": _header_references(),
                "content": _json(by_shape[repr(endpoint.answer)]),
            },
            **(_accepted(by_shape[repr(endpoint.answer)]) if endpoint.accepted else {}),
            **{str(status): {"$ref": f"#/components/responses/Refusal{status}"} for status in statuses},
        },
    }
    if endpoint.decoder:
        required = type(None) not in getattr(endpoint.body, "__args__", ())
        operation["requestBody"] = {"required": required, "content": _json(by_shape[repr(endpoint.body)])}
    return operation


def operation_id(endpoint: Endpoint) -> str:
    """A name for the operation that client generators can use: the noun's file and the function."""
    return f"{endpoint.handler.__module__.rpartition('.')[2]}_{endpoint.handler.__name__}"


def is_page(endpoint: Endpoint) -> bool:
    """Whether the answer is a page of a list."""
    return get_origin(endpoint.answer) is Page


def _parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    parameters: list[dict[str, Any]] = []
    for part in endpoint.path.split("/"):
        if part.startswith("{"):
            name = part.strip("{}")
            of_text = {"schema": {"type": "string"}, "description": _IDENTIFIER}
            of_number = {"schema": {"type": "integer", "minimum": 1}}
            parameters.append(
                {"name": name, "in": "path", "required": True}
                | (of_text if name == "identifier" else of_number)
            )
    if is_page(endpoint):
        limits = {"type": "integer", "minimum": 1, "maximum": HIGHEST_LIMIT, "default": DEFAULT_LIMIT}
        parameters.append({"name": "limit", "in": "query", "schema": limits})
        cursor = "The last id seen, from `next`; negative, from `previous`: the page before that id."
        parameters.append(
            {"name": "cursorId", "in": "query", "schema": {"type": "integer"}, "description": cursor}
        )
    if endpoint.method == "POST":
        key = {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY}
        text = "The same key with the same request gets the same answer for a day, and is done once."
        parameters.append({"name": "Idempotency-Key", "in": "header", "schema": key, "description": text})
    return parameters


def _refusal(status: int) -> dict[str, Any]:
    headers = _header_references()
    if status in {429, 503}:
        headers["Retry-After"] = {"$ref": "#/components/headers/Retry-After"}
    return {
        "description": f"{HTTPStatus(status).phrase}. {WORDS[status]}",
        "headers": headers,
        "content": _json({"$ref": _SCHEMAS.format(name=Problem.__name__)}),
    }


def _accepted(schema: Any) -> dict[str, Any]:
    answer = {
        "description": "Accepted, and being done.",
        "headers": _header_references(),
        "content": _json(schema),
    }
    return {"202": answer}


def _json(schema: Any) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _header_references() -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in _HEADERS if name != "Retry-After"}


_HEADERS: Final[dict[str, Any]] = {
    "X-RateLimit-Limit": {
        "schema": {"type": "integer"},
        "description": "Calls at once, per token, method and path template.",
    },
    "X-RateLimit-Remaining": {"schema": {"type": "integer"}, "description": "How many of them are left."},
    "Retry-After": {"schema": {"type": "integer"}, "description": "Whole seconds to wait."},
}
_DESCRIPTION: Final = (
    "Compatible with the respond.io Developer API v2: a client needs another base URL and another token, nothing"
    " else. Times are epoch seconds, ids positive integers below 2^53. Every refusal is `{code, message}`."
)
