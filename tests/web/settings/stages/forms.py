"""The form of the stages as a browser without scripts sends it."""

from html.parser import HTMLParser

import httpx
from django.urls import reverse

from tappa.core.accounts.models import Member
from tests.support.signin import signed_in
from tests.support.web import WebServer

Fields = list[tuple[str, str]]


class _Fields(HTMLParser):
    """Collects what the form `stages` would post."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: Fields = []
        self.inside = False
        self.blank = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Fields of the form, but not those of the rows that a script copies."""
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = values.get("id") == "stages"
        self.blank += tag == "template"
        is_sent = tag == "input" and (values.get("type") != "radio" or "checked" in values)
        if is_sent and self.inside and not self.blank and values.get("name"):
            self.fields.append((values["name"], values.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        """The form and the copied rows end."""
        self.inside = self.inside and tag != "form"
        self.blank -= tag == "template"


class Editor:
    """Somebody who edits the stages without scripts: the fields of the page they see, and what they change."""

    def __init__(self, server: WebServer, member: Member) -> None:
        self.browser = signed_in(server, member)
        self.address = reverse("settings_lifecycle", kwargs={"slug": member.workspace.slug})
        self.fields: Fields = []
        self.page = ""
        self.see(self.browser.get(self.address))

    def see(self, answer: httpx.Response) -> httpx.Response:
        """Look at a page."""
        self.page = answer.text
        parser = _Fields()
        parser.feed(answer.text)
        self.fields = parser.fields or self.fields
        return answer

    def type(self, name: str, text: str) -> None:
        """Fill a field."""
        assert name in dict(self.fields), f"{name} is no field of the page"
        self.fields = [(field, text if field == name else value) for field, value in self.fields]

    def press(self, act: str = "save") -> httpx.Response:
        """Press a button, and see what comes."""
        pairs: dict[str, list[str]] = {}
        for name, value in [*self.fields, ("do", act)]:
            pairs.setdefault(name, []).append(value)
        answer = self.browser.post(self.address, data=pairs)
        if answer.status_code == 303:
            self.see(self.browser.get(answer.headers["location"]))
            return answer
        return self.see(answer)

    def value(self, name: str) -> str:
        """What stands in a field."""
        return dict(self.fields)[name]

    def keys(self) -> list[str]:
        """The rows in order."""
        return [value for name, value in self.fields if name == "key"]
