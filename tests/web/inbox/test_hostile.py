"""What strangers write and call themselves harms nobody: in list, thread, pane, title and what is told of it (I4, E2)."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.models import Contact
from tappa.core.inbox.models import Channel, Message
from tappa.web.inbox.folds import fold
from tests.cast import Cast
from tests.core.acts import arrive, message, new_channel, stage_named
from tests.support.browser import DESK, PHONE, Windows
from tests.support.signin import sign_in, signed_in
from tests.support.web import WebServer
from tests.web.inbox.desk import go
from tests.web.inbox.reading import about, page_of, somebody

NAME = '<img src=x onerror="hacked=1">'
TURNED = "\u202egnp.exe\u202c"
LONG_WORD = "w" * 10_000
LONG_TEXT = "word " * 13_000
TEXTS = (
    "<script>hacked=1</script>",
    '<svg onload="hacked=1"><a xlink:href="javascript:hacked=1">x</a></svg>',
    "javascript:hacked=1 https://аpple.example",
    f"{TURNED} turns",
    LONG_WORD,
    LONG_TEXT.strip(),
)


def stranger_of(channel: Channel) -> Contact:
    """Somebody who writes all of it, under names that are not meant well."""
    for text in TEXTS:
        received = arrive(channel, "x", message(text), first_name=NAME, last_name=TURNED + "n" * 200)
    return Contact.objects.get(workspace=channel.workspace, id=received.contact_id or 0)


def is_within(page: Page) -> bool:
    """Whether nothing is wider than the window, and no pane than itself."""
    return bool(
        page.evaluate(
            """() => document.documentElement.scrollWidth <= innerWidth &&
            [...document.querySelectorAll(".thread__scroll, #list, #contact-pane > .scroll, #thread-head")]
              .every(box => box.scrollWidth <= box.clientWidth + 1)"""
        )
    )


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_strangers_harm_nobody(
    server: WebServer, windows: Windows, cast: Cast, letterbox: Channel, size: ViewportSize
) -> None:
    """The window fails the test for anything that the policy of the page had to keep out."""
    contact = stranger_of(letterbox)
    page = windows.open(server.url, size=size)
    sign_in(page, server, cast.agent)
    go(page, f"/w/{cast.agent.workspace.slug}/inbox/all")
    row = page.locator(f"#row-{contact.id}")
    expect(row).to_contain_text(f"{NAME} gnp.exe")
    assert is_within(page)
    row.click()
    flow = page.locator("#flow")
    expect(flow).to_contain_text("<script>hacked=1</script>")
    expect(flow).to_contain_text("(xn--pple-43d.example)")
    assert is_within(page)
    shown = f"{NAME} gnp.exe{'n' * 200}"
    expect(page).to_have_title(f"{shown} · Tappa")
    by = actor_of(cast.manager, Via.PAGE)
    move_contact(contact, to=stage_named(contact.workspace, "Payment"), by=by)
    expect(flow.locator(".event").last).to_contain_text(f"Marco Manager moved {NAME} from")
    page.locator("#thread-head").get_by_role("button", name="Close").click()
    expect(page.locator(".toast")).to_contain_text(f"Closed the conversation with {shown}")
    assert is_within(page)
    assert page.evaluate("typeof hacked") == "undefined"
    assert page.locator("#thread img, #thread svg [onload], #thread [href^=javascript]").count() == 0


def test_a_long_message_is_folded_until_all_is_asked_for(desk: Page, cast: Cast, letterbox: Channel) -> None:
    """It stays unfolded, whatever comes in."""
    contact = somebody(letterbox, "Marta", LONG_TEXT)
    go(desk, page_of(contact, cast.agent))
    text = desk.locator("#flow .msg__text")
    assert len(text.inner_text()) < 2_500
    text.get_by_role("link", name="Show all").click()
    expect(text.get_by_role("link")).to_have_count(0)
    assert text.inner_text().split() == LONG_TEXT.split()
    arrive(letterbox, "Marta", message("Read it?"))
    expect(desk.locator("#flow")).to_contain_text("Read it?")
    assert text.first.inner_text().split() == LONG_TEXT.split()


def test_all_of_a_long_message_is_a_page_without_scripts(server: WebServer, cast: Cast) -> None:
    channel = new_channel(cast.owner.workspace)
    contact = somebody(channel, "Marta", "<b> " + LONG_TEXT)
    client = signed_in(server, cast.agent)
    thread = client.get(page_of(contact, cast.agent)).text
    assert thread.count("word") < LONG_TEXT.count("word") / 2
    address = about(contact, cast.agent, f"/messages/{Message.objects.get(contact=contact).id}")
    assert f'href="{address}"' in thread
    page = client.get(address).text
    assert page.count("word") == LONG_TEXT.count("word")
    assert "<b> word" not in page
    other = somebody(channel, "Ada")
    assert client.get(about(other, cast.agent, address.partition(str(contact.id))[2])).status_code == 404


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("short\n" * 34 + "end", 35),
        ("short\n" * 60, 30),
        ("x" * 2_300, 1),
        (("word " * 100 + "\n") * 40, 4),
    ],
)
def test_what_is_hardly_too_long_is_shown_whole(text: str, shown: int) -> None:
    """A fold that hides three lines is more trouble than they are."""
    assert fold(text).count("\n") + 1 == shown
    assert text.startswith(fold(text))
