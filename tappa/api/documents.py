"""The description of the API, for machines and for people. Open to everyone: it says nothing of any workspace."""

from functools import cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from jinja2 import Environment, PackageLoader, StrictUndefined

from tappa.api.limits import no_limit
from tappa.api.refusals import refuse
from tappa.api.schema import document
from tappa.api.spelling import encode
from tappa.kernel.access import open_to
from tappa.kernel.errors import MethodNotAllowed

READING: Final = ("GET", "HEAD")
WHY: Final = "it describes the API and holds nothing of any workspace"


@csrf_exempt  # a method that does not fit is told so before anything else
@open_to(WHY)
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document."""
    return _answer(request, _encoded(), "application/json")


@csrf_exempt  # a method that does not fit is told so before anything else
@open_to(WHY)
def docs(request: HttpRequest) -> HttpResponse:
    """The same document as a page for people: plain HTML, without script or style."""
    return _answer(request, _page(), "text/html; charset=utf-8")


def _answer(request: HttpRequest, content: bytes, content_type: str) -> HttpResponse:
    if request.method in READING:
        response = HttpResponse(content, content_type=content_type)
    else:
        response = refuse(MethodNotAllowed(_("This address can only be read, by GET."), allowed=READING))
    no_limit().write(request)
    return response


@cache
def _encoded() -> bytes:
    return encode(document())


@cache
def _page() -> bytes:
    environment = Environment(
        loader=PackageLoader("tappa.api"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.globals["schema_words"] = _schema_words
    return environment.get_template("docs.html").render(document=document()).encode()


def _schema_words(schema: dict[str, Any]) -> str:
    """A schema in a few words: "Contact", "list of text", "text or null"."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_schema_words(part) for part in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_schema_words(schema.get('items', {}))}"
    return str(schema.get("const", schema.get("type", "anything")))
