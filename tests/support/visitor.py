"""A visitor of a website chat without a script: looks at the page and sends its forms."""

import re

import httpx

from tappa.core.inbox.models import Channel
from tests.support.web import WebServer


class VisitorBrowser:
    """A visitor's browser on the page of one chat, with cookies of its own."""

    def __init__(self, server: WebServer, chat: Channel, **headers: str) -> None:
        self.client = server.client()
        self.client.headers.update({"Accept-Language": "en", "Accept": "text/html"} | headers)
        self.path = f"/chat/{chat.public_id}"

    def look(self, part: str = "") -> httpx.Response:
        """GET the page, or a part of it."""
        return self.client.get(self.path + part)

    def form(self) -> dict[str, str]:
        """The hidden fields of the composer, as a fresh page has them."""
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', self.look().text))

    def write(self, text: str, *, part: str = "/messages", **fields: str) -> httpx.Response:
        """Send the composer's form, or that of another part."""
        return self.client.post(self.path + part, data=self.form() | {"text": text} | fields)
