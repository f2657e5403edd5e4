"""What members say and begin to say over HTTP (I5, I7, section 8): by plain forms, and as scripts send them."""

from uuid import uuid4

import pytest

from tappa.core.contacts.models import Contact
from tappa.core.contacts.models_mention import Mention
from tappa.core.inbox.models import Message
from tappa.core.inbox.models_team import Comment
from tappa.core.inbox.reading import drafts_of
from tests.cast import Cast
from tests.core.acts import new_channel
from tests.support.signin import signed_in
from tests.support.web import WebServer
from tests.web.inbox.reading import HTMX, about, page_of, somebody, told


@pytest.fixture
def marta(cast: Cast) -> Contact:
    """Somebody who has written, assigned to nobody."""
    return somebody(new_channel(cast.owner.workspace), "Marta", "Ciao")


def test_a_reply_goes_out_and_gives_the_contact_to_who_answers(
    server: WebServer, cast: Cast, marta: Contact
) -> None:
    client = signed_in(server, cast.agent)
    answer = client.post(
        about(marta, cast.agent, "/messages"),
        data={"text": " Salve,\r\nMarta ", "next": page_of(marta, cast.agent, "unassigned")},
    )
    assert (answer.status_code, answer.headers["location"]) == (303, page_of(marta, cast.agent, "unassigned"))
    sent = Message.objects.get(contact=marta, traffic="outgoing")
    assert (sent.text, sent.body) == ("Salve,\nMarta", {"type": "text", "text": "Salve,\nMarta"})
    marta.standing.refresh_from_db()
    assert marta.standing.assignee_id == cast.agent.id


def test_a_reply_sent_twice_is_stored_once(server: WebServer, cast: Cast, marta: Contact) -> None:
    client = signed_in(server, cast.agent)
    client_id = str(uuid4())
    for _time in range(2):
        answer = client.post(
            about(marta, cast.agent, "/messages"), data={"text": "Hi", "client": client_id}, headers=HTMX
        )
        assert answer.status_code == 204
        names = told(answer.headers)["live:told"]
        assert names == {"names": f"contact-{marta.id} inbox contacts"}
    assert Message.objects.filter(contact=marta, traffic="outgoing").count() == 1
    page = client.get(page_of(marta, cast.agent)).text
    assert f'data-client="{client_id}"' in page


@pytest.mark.parametrize("text", ["", "   ", "x" * 10_001])
def test_nothing_and_too_much_are_refused_with_a_sentence(
    server: WebServer, cast: Cast, marta: Contact, text: str
) -> None:
    answer = signed_in(server, cast.agent).post(
        about(marta, cast.agent, "/messages"), data={"text": text}, headers=HTMX
    )
    assert answer.status_code == 400
    assert told(answer.headers)["toast"]
    assert not Message.objects.filter(contact=marta, traffic="outgoing").exists()


def test_a_comment_calls_members_by_their_names(server: WebServer, cast: Cast, marta: Contact) -> None:
    """Being called lets a restricted agent see the contact (section 8)."""
    client = signed_in(server, cast.agent)
    assert signed_in(server, cast.mine_only).get(page_of(marta, cast.mine_only)).status_code == 404
    text = "@Mina Mine, look. @Olga is short, @Nobody Else is none"
    answer = client.post(about(marta, cast.agent, "/comments"), data={"text": text})
    assert answer.status_code == 303
    assert Comment.objects.get(contact=marta).text == text
    assert list(Mention.objects.filter(contact=marta).values_list("member_id", flat=True)) == [
        cast.mine_only.id
    ]
    assert signed_in(server, cast.mine_only).get(page_of(marta, cast.mine_only)).status_code == 200
    assert not Message.objects.filter(contact=marta, traffic="outgoing").exists()


def test_a_comment_sent_twice_is_stored_once(server: WebServer, cast: Cast, marta: Contact) -> None:
    client = signed_in(server, cast.agent)
    fields = {"text": "@Marco Manager, look", "client": str(uuid4())}
    for _time in range(2):
        answer = client.post(about(marta, cast.agent, "/comments"), data=fields, headers=HTMX)
        assert answer.status_code == 204
    assert Comment.objects.filter(contact=marta).count() == 1
    assert Mention.objects.filter(contact=marta).count() == 1
    assert f'data-client="{fields["client"]}"' in client.get(page_of(marta, cast.agent)).text
    other = somebody(new_channel(cast.owner.workspace), "Ada")
    assert client.post(about(other, cast.agent, "/comments"), data=fields).status_code == 409


def test_what_was_begun_is_kept_without_scripts_too_until_it_is_sent(
    server: WebServer, cast: Cast, marta: Contact
) -> None:
    client = signed_in(server, cast.agent)
    for mode, text in (("reply", "<b>Dear\r\n Marta"), ("comment", "Hm"), ("comment", "  ")):
        answer = client.post(about(marta, cast.agent, "/draft"), data={"mode": mode, "text": text})
        assert answer.status_code == 204
    assert drafts_of(marta, member=cast.agent) == {"reply": "<b>Dear\n Marta"}
    assert ">\n&lt;b&gt;Dear\n Marta</textarea>" in client.get(page_of(marta, cast.agent)).text
    assert "Dear" not in signed_in(server, cast.owner).get(page_of(marta, cast.owner)).text
    client.post(about(marta, cast.agent, "/messages"), data={"text": "Dear Marta"})
    assert drafts_of(marta, member=cast.agent) == {}
    assert client.post(about(marta, cast.agent, "/draft"), data={"text": "x" * 10_001}).status_code == 400
