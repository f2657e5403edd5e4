"""Every answer of the API, held against the API's own description of it."""

from functools import cache
from typing import Any

import httpx
from django.urls import Resolver404, resolve
from jsonschema import Draft202012Validator

from tappa.api.door import Door
from tappa.api.schema import document


def check_answer(response: httpx.Response) -> None:
    """An httpx hook: asserts that status, headers and body are what /v2/openapi.json says of this call."""
    response.read()
    if response.status_code == 413:  # said by the port, which reads bodies before it knows whose they are
        return
    try:
        view = resolve(response.request.url.path).func
    except Resolver404:
        return
    method = response.request.method
    if not isinstance(view, Door):
        return
    assert response.headers["X-RateLimit-Limit"].isdigit()
    assert response.headers["X-RateLimit-Remaining"].isdigit()
    if method not in view.methods:
        return
    errors = list(
        _validator(view.path, method.lower(), str(response.status_code)).iter_errors(response.json())
    )
    assert not errors, f"{method} {view.path} answered {response.text}: {errors[0].message}"


@cache
def _validator(path: str, method: str, status: str) -> Draft202012Validator:
    described: dict[str, Any] = document()
    answers = described["paths"][f"/{path}"][method]["responses"]
    assert status in answers, f"{method} {path} answered {status}, which openapi.json does not name"
    answer = answers[status]
    if "$ref" in answer:
        answer = described["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    schema = answer["content"]["application/json"]["schema"]
    return Draft202012Validator({**schema, "components": described["components"]})
