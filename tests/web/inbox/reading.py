"""Reading the Inbox's pages as text, for its tests."""

import json
import re
from html import unescape

from tappa.core.accounts.models import Member
from tappa.core.contacts.models import Contact
from tappa.core.inbox.models import Channel, Conversation
from tests.core.acts import arrive, message

HTMX = {"HX-Request": "true"}


def inbox_of(member: Member, rest: str = "/all") -> str:
    """An address of the member's Inbox."""
    return f"/w/{member.workspace.slug}/inbox{rest}"


def somebody(channel: Channel, name: str, *texts: str) -> Contact:
    """A contact who has written these texts."""
    for text in texts or ("Hello",):
        received = arrive(channel, name, message(text), first_name=name)
    assert received.contact_id is not None
    return Contact.objects.get(workspace=channel.workspace, id=received.contact_id)


def conversation_of(contact: Contact) -> Conversation:
    """The contact's latest conversation."""
    return Conversation.objects.filter(workspace=contact.workspace, contact=contact).order_by("-id")[0]


def about(contact: Contact, member: Member, rest: str) -> str:
    """An address of the Inbox about a contact."""
    return inbox_of(member, f"/contacts/{contact.id}{rest}")


def page_of(contact: Contact, member: Member, box: str = "all", query: str = "") -> str:
    """The page with the contact's conversation."""
    return inbox_of(member, f"/{box}/{conversation_of(contact).id}{query}")


def names(page: str) -> list[str]:
    """The names in the list, in order."""
    return [unescape(name) for name in re.findall(r'class="conv__name[^>]*>(.*?)</span>', page)]


def text_of(html: str) -> str:
    """The words of a piece of a page."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def counts(page: str) -> dict[str, str]:
    """The sidebar's inboxes with their counts."""
    rows = re.findall(r'<a class="side-row" id="side-.*?</a>', page, re.DOTALL)
    return dict(text_of(re.sub(r'<span class="emoji.*?</span>', "", row)).rsplit(" ", 1) for row in rows)


def pieces(page: str) -> list[str]:
    """The words of the thread's pieces, in order."""
    flow = re.search(r'<ol class="thread__flow" id="flow".*?</ol>', page, re.DOTALL)
    assert flow, "the page has no thread"
    return [text_of(piece) for piece in re.findall(r"<li\b.*?</li>", flow[0], re.DOTALL)]


def told(headers: object) -> dict[str, object]:
    """What an answer tells the page."""
    return dict(json.loads(headers["hx-trigger"]))  # type: ignore[index]
