"""The filter of Contacts as a browser without scripts uses it: what the table shows, and what its forms send."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx
import msgspec

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.tag import add_tags
from tests.core.acts import new_contact, robot, stage_named
from tests.web.settings.visits import Visitor, text_of

NAMES = r'class="table__name".*?<span class="truncate" dir="auto">(.*?)</span>'
PARTS = re.compile(r"<button (?!class=\"cond__x)[^>]*>(.*?)</button>", re.DOTALL)


def four_people(workspace: Workspace) -> None:
    """Ada has paid for a visit, Bea is about to, Cleo stands at no stage, Dora is lost."""
    for name, stage, tag in (
        ("Ada", "Customer", "vip"),
        ("Bea", "Payment", "vip"),
        ("Cleo", None, ""),
        ("Dora", "Cold Lead", ""),
    ):
        person = new_contact(workspace, stage_named(workspace, stage) if stage else None, first_name=name)
        if tag:
            add_tags(person, [tag], by=robot(workspace))


class Table:
    """The table in a browser without scripts: what it shows, and what its forms send."""

    def __init__(self, visitor: Visitor, filter_: object = None, **query: str) -> None:
        self.visitor = visitor
        told = {"filter": msgspec.json.encode(filter_).decode()} if filter_ else {}
        self.page = text_of(
            visitor.browser.get(visitor.url("contacts"), params={"sort": "name", **told, **query})
        )

    @property
    def names(self) -> list[str]:
        """Who is in it."""
        return re.findall(NAMES, self.page, re.DOTALL)

    @property
    def chips(self) -> list[str]:
        """What each chip says, its parts joined by bars."""
        chips = re.findall(r'<span class="cond"[^>]*>(.*?class="cond__x")', self.page, re.DOTALL)
        return [" | ".join(words_of(part) for part in PARTS.findall(chip)) for chip in chips]

    def press(self, do: str, **more: str | list[str]) -> httpx.Response:
        """Press a part of a chip, or of an editor."""
        return self.visitor.browser.get(
            self.visitor.url("contacts_filter"), params={**self.sent, "do": do, **more}
        )

    @property
    def sent(self) -> dict[str, str]:
        """What the form of the chips sends along."""
        form = self.page[self.page.index("data-filter-form") :]
        return dict(
            re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">', form[: form.index("</form>")])
        )

    def after(self, answer: httpx.Response) -> "Table":
        """The table to which an answer leads."""
        assert answer.status_code == 303, answer.text
        query = {
            name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()
        }
        made = Table.__new__(Table)
        made.visitor = self.visitor
        made.page = text_of(self.visitor.browser.get(self.visitor.url("contacts"), params=query))
        return made


def words_of(html: str) -> str:
    """What is read of it."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def stage_id(workspace: Workspace, name: str) -> int:
    return stage_named(workspace, name).id


def shown(workspace: Workspace, name: str) -> str:
    """A stage as a chip has it."""
    return stage_named(workspace, name).emoji + name
