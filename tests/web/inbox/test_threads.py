"""The thread and the contact beside it over HTTP (I4, I5, E2, E3, S2)."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tappa.core.accounts.models import Member
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.contacts.actions.edit import edit_contact
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.actions.tag import add_tags
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.comment import comment
from tappa.core.inbox.actions.mark_read import mark_read
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.models import Delivery, MessageStatus
from tests.cast import Cast
from tests.core.acts import arrive, message, new_channel, new_contact, stage_named
from tests.support.signin import cookies_of, signed_in
from tests.support.web import WebServer
from tests.web.inbox.reading import (
    HTMX,
    about,
    conversation_of,
    inbox_of,
    page_of,
    pieces,
    somebody,
    text_of,
)


@pytest.mark.usefixtures("within_a_day")
def test_e2_events_stand_between_the_messages_in_the_order_of_time(server: WebServer, cast: Cast) -> None:
    channel = new_channel(cast.owner.workspace)
    marta = somebody(channel, "Marta", "Ciao")
    by = actor_of(cast.agent, Via.PAGE)
    reply(marta, {"type": "text", "text": "Salve"}, text="Salve", by=by)
    move_contact(marta, to=stage_named(cast.owner.workspace, "Payment"), by=by)
    comment(marta, "Ask @Olga Owner about oak", mentions=[cast.owner.id], by=by)
    arrive(channel, "Marta", message("Grazie"))
    page = signed_in(server, cast.manager).get(page_of(marta, cast.manager)).text
    told = pieces(page)
    assert told[0] == "Today"
    order = [
        "Marta became 🌱 New Lead", "Marta began a conversation", "Ciao", "Salve", "Ada Agent took over",
        "Ada Agent moved Marta from 🌱 New Lead to 💳 Payment", "Ask @Olga Owner about oak", "Grazie",
    ]  # fmt: skip
    found = [next(at for at, piece in enumerate(told) if words in piece) for words in order]
    assert found == sorted(found)
    moved = told[found[5]]
    assert re.search(r"Payment · ?\d\d:\d\d|Payment \d\d:\d\d", moved)
    assert "within a minute" in moved
    assert moved.endswith("Undo")
    assert '<span class="mention">@Olga Owner</span>' in page
    assert "Internal comment" in told[found[6]]


def test_what_people_write_is_never_markup_and_only_web_addresses_are_links(
    server: WebServer, cast: Cast
) -> None:
    marta = somebody(
        new_channel(cast.owner.workspace),
        "<i>Marta</i>",
        "<script>alert(1)</script> javascript:alert(2) https://example.com/a?b=1&c=2.",
    )
    page = signed_in(server, cast.owner).get(page_of(marta, cast.owner)).text
    assert "<script>alert" not in page
    assert "<i>Marta" not in page
    assert 'href="javascript:' not in page
    links = re.findall(r'<a href="(https?://[^"]*)" ([^>]*)>', page)
    assert [address for address, _rest in links] == ["https://example.com/a?b=1&amp;c=2"]
    assert all(
        'target="_blank"' in rest and "noopener" in rest and "nofollow" in rest for _href, rest in links
    )
    assert 'dir="auto"' in page


def test_unread_begins_with_a_mark_until_it_is_read(server: WebServer, cast: Cast) -> None:
    channel = new_channel(cast.owner.workspace)
    marta = somebody(channel, "Marta", "One")
    client = signed_in(server, cast.owner)
    assert "New" in pieces(client.get(page_of(marta, cast.owner)).text)
    assert (
        client.post(about(marta, cast.owner, "/reading"), headers={"HX-Request": "true"}).status_code == 204
    )
    assert "New" not in pieces(client.get(page_of(marta, cast.owner)).text)
    arrive(channel, "Marta", message("Two"))
    page = client.get(page_of(marta, cast.owner)).text
    told = pieces(page)
    assert told.index("New") == next(at for at, piece in enumerate(told) if "Two" in piece) - 1
    # The mark stays where it was while one reads: its place is in the region's own address.
    mark_read(marta, member=cast.owner)
    src = re.search(r'id="thread"[^>]*data-src="([^"]*)"', page)
    assert src
    again = client.get(src[1].replace("&amp;", "&"), headers={"HX-Request": "true"}).text
    assert "New" in pieces(again)
    assert "New" in pieces(signed_in(server, cast.agent).get(page_of(marta, cast.agent)).text)


def test_a_message_that_failed_says_why_and_is_sent_again(server: WebServer, cast: Cast) -> None:
    marta = somebody(new_channel(cast.owner.workspace), "Marta")
    sent = reply(marta, {"type": "text", "text": "Hi"}, text="Hi", by=actor_of(cast.agent, Via.PAGE))
    Delivery.objects.filter(message=sent).update(state="failed")
    MessageStatus.objects.create(
        workspace_id=sent.workspace_id, message=sent, value="failed", reason="The bridge said 500."
    )
    client = signed_in(server, cast.agent)
    page = client.get(page_of(marta, cast.agent)).text
    assert "Not sent: The bridge said 500." in page
    address = about(marta, cast.agent, f"/messages/{sent.id}/delivery")
    assert f'action="{address}"' in page
    assert client.post(address).status_code == 303
    assert Delivery.objects.get(message=sent).state == "queued"
    assert client.post(address).status_code == 409


def test_older_messages_are_above_by_a_link_and_by_scrolling(server: WebServer, cast: Cast) -> None:
    channel = new_channel(cast.owner.workspace)
    marta = somebody(channel, "Marta", *(f"Text {number:02}." for number in range(60)))
    client = signed_in(server, cast.owner)
    page = client.get(page_of(marta, cast.owner)).text
    assert "Text 59." in page
    assert "Text 05." not in page
    whole, part = (re.search(rf'{name}="([^"]*before=[^"]*)"', page) for name in ("href", "hx-get"))
    assert whole
    assert part
    for address in (whole[1], part[1]):
        older = client.get(address.replace("&amp;", "&")).text
        assert "Text 05." in older
        assert "Text 59." not in older.partition('class="list-pane"')[0]
    # What is fetched again begins where the page began, whatever has come since.
    src = re.search(r'id="thread"[^>]*data-src="([^"]*)"', page)
    assert src
    arrive(channel, "Marta", *(message(f"Later {number:02}.") for number in range(55)))
    again = text_of(client.get(src[1].replace("&amp;", "&"), headers={"HX-Request": "true"}).text)
    for wanted in ("Text 15.", "Text 59.", "Later 00.", "Later 54."):
        assert wanted in again
    assert "Text 05." not in again


def test_messages_close_to_each_other_stand_together(server: WebServer, cast: Cast) -> None:
    marta = somebody(new_channel(cast.owner.workspace), "Marta", "One", "Two")
    told = pieces(signed_in(server, cast.owner).get(page_of(marta, cast.owner)).text)
    assert any("One Two" in piece for piece in told)


def test_the_contact_stands_beside_with_stage_details_tags_and_activity(
    server: WebServer, cast: Cast
) -> None:
    marta = somebody(new_channel(cast.owner.workspace), "Marta")
    by = actor_of(cast.agent, Via.PAGE)
    details = {"last_name": "Iglesias", "phone": "+34655210884", "email": "m@example.com"}
    details |= {"language": "es", "country_code": "ES"}
    edit_contact(marta, details, workspace=cast.owner.workspace, by=by)
    add_tags(marta, ["Milan fair"], by=by)
    page = signed_in(server, cast.owner).get(page_of(marta, cast.owner)).text
    pane = page[page.index('id="contact-pane"') :]
    for told in ("Marta Iglesias", "+34 655 21 08 84", "m@example.com", "selected>Spanish", "selected>Spain", "Milan fair",
                 "Move to Hot Lead ( ] )", "Ada Agent added the tag", "Nobody"):  # fmt: skip
        assert told in text_of(pane) or told in pane, told


def test_choosing_from_the_list_brings_the_panes_alone(server: WebServer, cast: Cast) -> None:
    marta = somebody(new_channel(cast.owner.workspace), "Marta", "Ciao")
    address = inbox_of(cast.owner, f"/all/{conversation_of(marta).id}/panes")
    panes = signed_in(server, cast.owner).get(address, headers={"HX-Request": "true"}).text
    assert panes.count("<hx-partial") == 2
    for told in ("Ciao", 'id="thread"', 'id="contact-pane"', "Reply to Marta"):
        assert told in panes
    assert 'id="list"' not in panes


def test_a_contact_without_a_channel_can_only_be_commented_on(server: WebServer, cast: Cast) -> None:
    ada = new_contact(cast.owner.workspace, first_name="Ada")
    client = signed_in(server, cast.owner)
    assert client.post(about(ada, cast.owner, "/opening")).status_code == 303
    page = client.get(page_of(ada, cast.owner)).text
    assert "Ada has not written on any channel yet" in page
    assert 'value="reply"' not in page
    assert client.post(about(ada, cast.owner, "/messages"), data={"text": "Hi"}).status_code == 400
    assert client.post(about(ada, cast.owner, "/comments"), data={"text": "Hm"}).status_code == 303


def test_the_channel_used_last_comes_first(server: WebServer, cast: Cast) -> None:
    first, second = (new_channel(cast.owner.workspace, contact_id="phone") for _each in range(2))
    arrive(first, "+34655210884", message("Hi"), first_name="Marta", phone="+34655210884")
    marta = Contact.objects.get(workspace=cast.owner.workspace, phone="+34655210884")
    arrive(second, "+34655210884", message("Hi again"))
    client = signed_in(server, cast.owner)
    page = client.get(page_of(marta, cast.owner)).text
    assert re.findall(r'name="channel" value="(\d+)"', page) == [str(second.id), str(first.id)]
    client.post(about(marta, cast.owner, "/messages"), data={"text": "Yes", "channel": first.id})
    page = client.get(page_of(marta, cast.owner)).text
    assert re.findall(r'name="channel" value="(\d+)"', page) == [str(first.id), str(second.id)]


@pytest.mark.parametrize("part", ["owner", "mine_only", "team_only"])
def test_opening_a_conversation_asks_sixteen_questions_at_most(cast: Cast, part: str) -> None:
    """Section 9: as many for who sees some of the contacts as for who sees all, and however long the thread is."""
    member: Member = getattr(cast, part)
    channel = new_channel(cast.owner.workspace)
    marta = somebody(channel, "Marta", "Hello")
    assign_contact(marta, to=member, by=actor_of(cast.owner, Via.PAGE))
    browser = Client()
    for name, value in cookies_of(member).items():
        browser.cookies[name] = value

    def asked(rest: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(inbox_of(member, rest), headers=HTMX).status_code == 200
        return len(queries)

    panes = f"/all/{conversation_of(marta).id}/panes"
    asked(panes)  # the first visit notes the day
    assert asked(panes) == 15, "there is no comment yet"
    for number in range(30):
        arrive(channel, "Marta", message(f"Again {number}"))
        comment(marta, "Look", mentions=[cast.manager.id], by=actor_of(cast.owner, Via.PAGE))
        move_contact(
            marta,
            to=stage_named(marta.workspace, ("Payment", "Hot Lead")[number % 2]),
            by=actor_of(cast.agent, Via.PAGE),
        )
    assert asked(panes) == 16
    assert asked(f"/contacts/{marta.id}/thread?box=all") <= 13
    assert asked(f"/contacts/{marta.id}/older?box=all&before={2**40}") == 11
