"""A contact's stage over HTTP (S2, S3, S4, S6, S7), as a browser without scripts and as a script asks."""

import json
import re

import httpx

from tappa.core.accounts.models import Member
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.models import Contact, Standing, Transition
from tappa.core.lifecycle.models import Stage
from tests.cast import Cast
from tests.core.acts import new_contact, stage_named
from tests.support.signin import signed_in
from tests.support.web import WebServer

HTMX = {"HX-Request": "true"}


def address_of(contact: Contact, rest: str = "stage") -> str:
    return f"/w/{contact.workspace.slug}/contacts/{contact.id}/{rest}"


def stage_of(contact: Contact) -> str | None:
    stage = Standing.objects.select_related("stage").get(contact=contact).stage
    return stage.name if stage else None


def told(answer: httpx.Response) -> dict[str, dict[str, str]]:
    """What the page hears with the answer."""
    heard: dict[str, dict[str, str]] = json.loads(answer.headers["hx-trigger"])
    return heard


def test_s2_the_picker_has_all_stages_in_order_with_a_tick_at_the_present_one(
    server: WebServer, cast: Cast
) -> None:
    contact = new_contact(cast.owner.workspace, first_name="Marta")
    client = signed_in(server, cast.agent)
    for headers in ({}, HTMX):
        picker = client.get(address_of(contact), headers=headers).text
        names = re.findall(r'class="option__name truncate">(.*?)<', picker)
        assert names == ["New Lead", "Hot Lead", "Payment", "Customer", "Cold Lead"]
        assert picker.count('href="/static/') >= 1
        assert ("<html" in picker) == (not headers)
    chosen = re.findall(r'<button class="option"[^>]*aria-selected="true"[^>]*data-words="(.*?)"', picker)
    assert chosen == ["New Lead"]


def test_s3_clear_selection_is_offered_only_where_a_stage_is_set(server: WebServer, cast: Cast) -> None:
    client = signed_in(server, cast.agent)
    at_one = new_contact(cast.owner.workspace)
    at_none = new_contact(cast.owner.workspace, None)
    for headers in ({}, HTMX):
        assert "Clear selection" in client.get(address_of(at_one), headers=headers).text
        assert "Clear selection" not in client.get(address_of(at_none), headers=headers).text


def test_a_plain_form_moves_and_leads_back(server: WebServer, cast: Cast) -> None:
    contact = new_contact(cast.owner.workspace, first_name="Marta")
    payment = stage_named(cast.owner.workspace, "Payment")
    client = signed_in(server, cast.agent)
    inbox = f"/w/{contact.workspace.slug}/inbox"
    answer = client.post(address_of(contact), data={"stage": str(payment.id), "next": inbox})
    assert (answer.status_code, answer.headers["location"]) == (303, inbox)
    assert stage_of(contact) == "Payment"
    made = Transition.objects.filter(workspace_id=contact.workspace_id, contact_id=contact.id).latest("seq")
    assert (made.by_kind, made.by_id, made.via) == ("member", cast.agent.id, "page")
    evil = client.post(address_of(contact), data={"stage": "", "next": "https://evil.example/"})
    assert evil.headers["location"] == f"/w/{contact.workspace.slug}/contacts/{contact.id}"
    assert stage_of(contact) is None


def test_a_script_hears_what_changed_and_how_to_take_it_back(server: WebServer, cast: Cast) -> None:
    contact = new_contact(cast.owner.workspace, first_name="Marta")
    payment = stage_named(cast.owner.workspace, "Payment")
    client = signed_in(server, cast.agent)
    answer = client.post(address_of(contact), data={"stage": str(payment.id)}, headers=HTMX)
    assert answer.status_code == 204
    heard = told(answer)
    assert f"contact-{contact.id}" in heard["live:told"]["names"]
    assert heard["toast"]["text"] == "Marta moved to Payment"
    undone = client.post(heard["toast"]["undo"], headers=HTMX)
    assert told(undone)["toast"]["text"] == "Marta moved to New Lead"
    assert stage_of(contact) == "New Lead"
    again = client.post(heard["toast"]["undo"], headers=HTMX)
    assert again.status_code == 409
    assert "moved again since" in told(again)["toast"]["text"]


def test_s4_the_stage_it_has_already_changes_nothing_and_tells_nothing(server: WebServer, cast: Cast) -> None:
    contact = new_contact(cast.owner.workspace)
    here = stage_named(cast.owner.workspace, "New Lead")
    answer = signed_in(server, cast.agent).post(
        address_of(contact), data={"stage": str(here.id)}, headers=HTMX
    )
    assert answer.status_code == 204
    assert "toast" not in told(answer)
    assert Transition.objects.filter(workspace_id=contact.workspace_id, contact_id=contact.id).count() == 1


def test_no_stage_has_to_be_said_and_a_strange_one_is_refused(
    server: WebServer, cast: Cast, other_workspace: object
) -> None:
    contact = new_contact(cast.owner.workspace)
    strange = Stage.objects.filter(workspace=cast.stranger.workspace).latest("id").id
    client = signed_in(server, cast.agent)
    for form, status in [
        ({}, 422),
        ({"stage": "x"}, 422),
        ({"stage": str(strange)}, 404),
        ({"stage": "9" * 30}, 422),
    ]:
        answer = client.post(address_of(contact), data=form, headers=HTMX)
        assert answer.status_code in {status, 400}, form
        assert told(answer)["toast"]["tone"] == "error"
    assert stage_of(contact) == "New Lead"


def test_s7_an_undo_of_somebody_elses_contact_is_not_there(server: WebServer, cast: Cast) -> None:
    contact = new_contact(cast.owner.workspace)
    by = actor_of(cast.agent, Via.PAGE)
    made = move_contact(contact, to=None, by=by)
    assert made is not None
    other = new_contact(cast.owner.workspace)
    members: list[Member] = [cast.mine_only, cast.stranger]
    for member in members:
        answer = signed_in(server, member).post(address_of(contact, f"transitions/{made.id}/undo"))
        assert answer.status_code == 404
    wrong = signed_in(server, cast.agent).post(address_of(other, f"transitions/{made.id}/undo"))
    assert wrong.status_code == 404
    assert stage_of(contact) is None


def test_the_bar_tells_done_skipped_current_and_ahead_and_leaves_out_what_was_taken_back(
    server: WebServer, cast: Cast
) -> None:
    workspace = cast.owner.workspace
    contact = new_contact(workspace)
    by = actor_of(cast.agent, Via.PAGE)
    client = signed_in(server, cast.agent)

    def states() -> list[str]:
        page = client.get(f"/w/{workspace.slug}/contacts/{contact.id}").text
        return re.findall(r'<li class="stop" data-hue="\d+" data-state="(.*?)"', page)

    assert states() == ["current", "ahead", "ahead", "ahead"]
    move_contact(contact, to=stage_named(workspace, "Payment"), by=by)
    assert states() == ["done", "skipped", "current", "ahead"]
    mistaken = move_contact(contact, to=stage_named(workspace, "Customer"), by=by)
    assert mistaken is not None
    client.post(address_of(contact, f"transitions/{mistaken.id}/undo"))
    assert states() == ["done", "skipped", "current", "ahead"]
    move_contact(contact, to=stage_named(workspace, "Cold Lead"), by=by)
    assert states() == ["done", "skipped", "done", "ahead"]
