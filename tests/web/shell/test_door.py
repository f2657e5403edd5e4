"""Who enters a page of a workspace, and what the others are told (section 8)."""

import httpx
from django.test import Client

from tappa.core.accounts.models import Member
from tests.cast import Cast
from tests.support.web import WebServer

PERSON = {"Accept": "text/html"}


def visitor(server: WebServer, member: Member | None = None, *, htmx: bool = False) -> httpx.Client:
    """A browser of this member, signed in by a session of their own."""
    client = server.client()
    client.headers.update(PERSON | ({"HX-Request": "true"} if htmx else {}))
    if member is not None:
        session = Client()
        session.force_login(member.user)
        client.cookies.set("sessionid", session.cookies["sessionid"].value)
    return client


def inbox_of(member: Member) -> str:
    return f"/w/{member.workspace.slug}/inbox/all"


def test_nobody_is_sent_to_sign_in_and_back(server: WebServer, cast: Cast) -> None:
    answer = visitor(server).get(inbox_of(cast.owner) + "?status=open")
    assert answer.status_code == 302
    assert answer.headers["location"] == (
        f"/account/login?next=/w/{cast.owner.workspace.slug}/inbox/all%3Fstatus%3Dopen"
    )


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(server: WebServer, cast: Cast) -> None:
    page = f"https://tappa.example{inbox_of(cast.owner)}"
    answer = visitor(server, htmx=True).get(inbox_of(cast.owner), headers={"HX-Current-URL": page})
    assert answer.status_code == 401
    assert answer.headers["hx-redirect"] == f"/account/login?next={inbox_of(cast.owner)}"


def test_the_way_back_leads_nowhere_else(server: WebServer, cast: Cast) -> None:
    for page in ("https://tappa.example//evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer = visitor(server, htmx=True).get(inbox_of(cast.owner), headers={"HX-Current-URL": page})
        assert answer.headers["hx-redirect"] in {
            "/account/login?next=/",
            "/account/login?next=/evil.example/",
        }


def test_a_stranger_learns_nothing(server: WebServer, cast: Cast) -> None:
    browser = visitor(server, cast.stranger)
    there = browser.get(inbox_of(cast.owner))
    nowhere = browser.get("/w/no-such-workspace/inbox/all")
    assert (there.status_code, there.text) == (404, nowhere.text)


def test_a_removed_member_is_a_stranger(server: WebServer, cast: Cast) -> None:
    browser = visitor(server, cast.agent)
    assert browser.get(inbox_of(cast.agent)).status_code == 200
    Member.objects.filter(id=cast.agent.id).update(removed_at="2026-01-01T00:00:00Z")
    assert browser.get(inbox_of(cast.agent)).status_code == 404


def test_who_may_not_is_told_so(server: WebServer, cast: Cast) -> None:
    address = f"/w/{cast.agent.workspace.slug}/dashboard"
    assert visitor(server, cast.manager).get(address).status_code == 200
    refused = visitor(server, cast.agent).get(address)
    assert refused.status_code == 403
    assert "Your role in this workspace does not allow this." in refused.text
    message = visitor(server, cast.agent, htmx=True).get(address)
    assert (message.status_code, message.text) == (403, "")
    assert "Your role in this workspace does not allow this." in message.headers["hx-trigger"]
    assert message.headers["hx-reswap"] == "none"


def test_a_page_is_in_the_persons_language(server: WebServer, cast: Cast) -> None:
    cast.owner.user.language = "it"
    cast.owner.user.save()
    answer = visitor(server, cast.owner).get(inbox_of(cast.owner))
    assert '<html lang="it"' in answer.text
    assert "Posta in arrivo" in answer.text


def test_every_page_forbids_what_is_not_ours(server: WebServer, cast: Cast) -> None:
    for answer in (
        visitor(server, cast.owner).get(inbox_of(cast.owner)),
        visitor(server).get("/nothing-here"),
    ):
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "style-src 'self';" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-frame-options"] == "DENY"


def test_a_form_without_our_token_is_refused(server: WebServer, cast: Cast) -> None:
    answer = visitor(server, cast.owner).post(f"/w/{cast.owner.workspace.slug}/contacts/new", data={})
    assert answer.status_code == 403
    assert "This form is too old." in answer.text


def test_machines_get_errors_as_json_and_persons_as_pages(server: WebServer) -> None:
    assert server.client().get("/nothing-here").json()["code"] == 404
    assert (
        server.client().get("/v2/nothing-here", headers=PERSON).headers["content-type"] == "application/json"
    )
    page = visitor(server).get("/nothing-here")
    assert page.status_code == 404
    assert "<h3>Nothing here</h3>" in page.text
