"""The description of the API: valid OpenAPI 3.1, complete, and true (tests/support/contract.py holds every answer of
these tests against it)."""

from html.parser import HTMLParser

import httpx
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from tappa.api.registry import endpoints
from tests.support.web import WebServer


class Reader(HTMLParser):
    """Notes which tags, links and anchors a page has."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: set[str] = set()
        self.ids: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One opening tag."""
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "href":
                self.links.add(value or "")
            if name == "id":
                self.ids.append(value or "")


def test_the_document_is_valid_and_complete(server: WebServer) -> None:
    answer = server.client().get("/v2/openapi.json")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    document = answer.json()
    validate(document, cls=OpenAPIV31SpecValidator)
    described = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    registered = {(method, f"/{path}") for path, methods in endpoints().items() for method in methods}
    assert described == registered
    names = [
        operation["operationId"] for methods in document["paths"].values() for operation in methods.values()
    ]
    assert len(set(names)) == len(names)


def test_each_operation_is_told_in_words() -> None:
    for methods in endpoints().values():
        for endpoint in methods.values():
            assert endpoint.summary.endswith("."), endpoint.path


def test_bodies_are_described(server: WebServer) -> None:
    document = server.client().get("/v2/openapi.json").json()
    update = document["paths"]["/contact/{identifier}/lifecycle/update"]["post"]
    assert update["requestBody"]["required"] is False
    tags = document["paths"]["/contact/{identifier}/tag"]["post"]["requestBody"]
    schema = tags["content"]["application/json"]["schema"]
    assert (tags["required"], schema["minItems"], schema["maxItems"]) == (True, 1, 10)
    assert "firstName" in document["components"]["schemas"]["ContactFields"]["properties"]
    assert "requestBody" not in document["paths"]["/contact/{identifier}"]["get"]


def test_the_page_for_people_needs_no_script_and_no_style(server: WebServer, api: httpx.Client) -> None:
    for client in (server.client(), api):
        answer = client.get("/v2/docs")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/html")
    page = Reader()
    page.feed(answer.text)
    assert not page.tags & {"script", "style", "link", "iframe"}
    assert "style" not in page.attributes
    assert not any(name.startswith("on") for name in page.attributes)
    assert len(set(page.ids)) == len(page.ids)
    assert {link.removeprefix("#") for link in page.links if link.startswith("#")} <= set(page.ids)
    for path in endpoints():
        assert f"/v2/{path}" in answer.text
    assert api.get("/v2/docs/").status_code == 200
