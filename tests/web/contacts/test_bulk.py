"""Many contacts at once on the pages: S5, S7, section 8."""

import json
from collections.abc import Mapping

import httpx
import pytest

from tappa.core.accounts.grants import Restriction
from tappa.core.accounts.models import Member, Workspace
from tappa.core.contacts.filters.fields import fields
from tappa.core.contacts.filters.parse import write_address
from tappa.core.contacts.filters.terms import Condition, Group, Operator
from tappa.core.contacts.models import Contact, Standing, Tag
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_rules import AT_ONCE
from tappa.core.contacts.queries import visible_contacts
from tappa.core.contacts.tags import tags_of
from tappa.web.contacts.asked import NOTHING_ASKED
from tests.cast import Cast
from tests.core.acts import new_contact, stage_named
from tests.core.contacts.bulk import stage_of, work
from tests.core.contacts.crowd import crowd_at
from tests.support.signin import anonymous, signed_in
from tests.support.web import WebServer

HTMX = {"HX-Request": "true"}


def contacts_of(workspace: Workspace, rest: str = "") -> str:
    return f"/w/{workspace.slug}/contacts{rest}"


def send(client: httpx.Client, workspace: Workspace, rest: str = "/bulk", **form: object) -> httpx.Response:
    return client.post(contacts_of(workspace, rest), data=dict(form), headers=HTMX)


def toast_of(answer: httpx.Response) -> Mapping[str, str]:
    assert answer.status_code == 204, answer.text
    found: Mapping[str, str] = json.loads(answer.headers["HX-Trigger"])["toast"]
    return found


def test_s7_ticked_contacts_are_moved_and_the_toast_takes_it_back(
    server: WebServer, workspace: Workspace, cast: Cast
) -> None:
    client = signed_in(server, cast.manager)
    contacts = [new_contact(workspace) for _ in range(3)]
    payment = stage_named(workspace, "Payment")
    ids = ",".join(str(contact.id) for contact in contacts[:2])
    toast = toast_of(send(client, workspace, kind="move", stage=payment.id, ids=ids))
    assert toast["text"] == "2 moved to Payment"
    assert [stage_of(contact) == payment for contact in contacts] == [True, True, False]
    undone = toast_of(client.post(toast["undo"], headers=HTMX))
    assert (undone["text"], undone["undo"]) == ("2 were taken back", "")
    assert stage_of(contacts[0]) == stage_named(workspace, "New Lead")


def test_s5_the_whole_filter_and_search(server: WebServer, workspace: Workspace, cast: Cast) -> None:
    client = signed_in(server, cast.owner)
    payment = stage_named(workspace, "Payment")
    anna, bea = (new_contact(workspace, payment, first_name=name) for name in ("Anna", "Bea"))
    new = new_contact(workspace, first_name="Annabel")
    where = write_address(Group((Condition(fields()["stage"], Operator.ANY_OF, (payment.id,)),)))
    send(client, workspace, kind="move", stage="", whole="1", filter=where, search="anna")
    assert (stage_of(anna), stage_of(bea), stage_of(new) is None) == (None, payment, False)
    refused = send(client, workspace, kind="delete", whole="1", filter='{"all": [["stage", ', search="")
    assert refused.status_code in {400, 422}, "a filter that was cut off is nobody's, not everybody's"
    for forgotten in ({"search": ""}, {"filter": where}):
        refused = send(client, workspace, kind="delete", whole="1", **forgotten)
        assert refused.status_code in {400, 422}, "nor is one that is not told"
    assert Contact.objects.filter(workspace=workspace, deleted_at=None).count() == 3


def test_s5_tags_assignees_blocks_and_deletions(server: WebServer, workspace: Workspace, cast: Cast) -> None:
    client = signed_in(server, cast.owner)
    contact = new_contact(workspace)
    send(client, workspace, kind="tag", tag=["walnut", ""], ids=contact.id)
    assert [tag.name for tag in tags_of(contact)] == ["walnut"]
    walnut = Tag.objects.get(workspace=workspace)
    assert (
        toast_of(send(client, workspace, kind="untag", tag=walnut.id, ids=contact.id))["text"]
        == "1 lost tags"
    )
    send(client, workspace, kind="assign", member=cast.agent.id, ids=contact.id)
    assert Standing.objects.get(contact=contact).assignee == cast.agent
    toast = toast_of(send(client, workspace, kind="assign", team=cast.team.id, ids=contact.id))
    assert toast["text"] == "1 assigned to Desk"
    toast_of(send(client, workspace, kind="block", ids=contact.id))
    assert Contact.objects.get(id=contact.id).is_blocked
    assert toast_of(send(client, workspace, kind="delete", ids=contact.id))["text"] == "1 contact deleted"
    assert not visible_contacts(cast.owner).exists()


def test_s5_what_is_refused_leaves_no_new_tag_behind(
    server: WebServer, workspace: Workspace, cast: Cast
) -> None:
    client = signed_in(server, cast.owner)
    contact, gone = new_contact(workspace), new_contact(workspace)
    toast_of(send(client, workspace, kind="delete", ids=gone.id))
    refused: list[dict[str, object]] = [
        {"ids": ""},
        {"ids": gone.id},
        {"whole": "1"},
        {"whole": "1", "filter": '{"all": [["stage", '},
        {"whole": "1", "filter": NOTHING_ASKED, "search": "nobody at all"},
        {"ids": contact.id, "tag": ["ghost", "x" * 300]},
    ]
    for form in refused:
        answer = send(client, workspace, "/bulk", **{"kind": "tag", "tag": "ghost"} | form)
        assert answer.status_code in {400, 404, 422}, form
        assert not Tag.objects.filter(workspace=workspace).exists(), form
    toast_of(send(client, workspace, kind="tag", tag=["ghost", "Ghost"], ids=contact.id))
    assert [tag.name for tag in tags_of(contact)] == ["ghost"]


def test_what_is_left_alone_is_counted_in_the_sentence(
    server: WebServer, workspace: Workspace, cast: Cast
) -> None:
    client = signed_in(server, cast.owner)
    contacts = [new_contact(workspace) for _ in range(3)]
    payment = stage_named(workspace, "Payment")
    ids = ",".join(str(contact.id) for contact in contacts)
    toast = toast_of(send(client, workspace, kind="move", stage=payment.id, ids=ids))
    send(client, workspace, kind="move", stage="", ids=contacts[0].id)
    undone = toast_of(client.post(toast["undo"], headers=HTMX))
    assert undone["text"] == "2 of 3 were taken back; 1 was changed again since"


def test_s5_a_long_one_is_a_job_with_progress_cancel_and_undo(
    server: WebServer, workspace: Workspace, cast: Cast
) -> None:
    client = signed_in(server, cast.manager)
    crowd_at(workspace, stage_named(workspace, "Payment"), AT_ONCE + 50)
    customer = stage_named(workspace, "Customer")
    toast = toast_of(
        send(client, workspace, kind="move", stage=customer.id, whole="1", filter=NOTHING_ASKED, search="")
    )
    assert toast["text"] == "Moving to Customer: it goes on by itself"
    operation = work(Operation.objects.get(workspace=workspace), most=100, batches=1)
    for page in (contacts_of(workspace, "/jobs"), contacts_of(workspace)):
        shown = client.get(page).text
        assert "100 of 250" in shown
        assert f"/jobs/{operation.id}/cancel" in shown
    canceled = toast_of(send(client, workspace, f"/jobs/{operation.id}/cancel"))
    assert (canceled["text"], bool(canceled["undo"])) == ("Canceled: 100 moved to Customer", True)
    shown = client.get(contacts_of(workspace, "/jobs")).text
    assert f"/jobs/{operation.id}/undo" in shown
    assert f"/jobs/{operation.id}/cancel" not in shown
    assert toast_of(send(client, workspace, f"/jobs/{operation.id}/undo"))["text"] == "100 were taken back"
    assert f"/jobs/{operation.id}/undo" not in client.get(contacts_of(workspace, "/jobs")).text


@pytest.mark.parametrize(
    "form", [{}, {"kind": "empty_stage"}, {"kind": "move"}, {"kind": "tag"}, {"kind": "x"}]
)
def test_what_is_nothing_is_refused(
    server: WebServer, workspace: Workspace, cast: Cast, form: Mapping[str, str]
) -> None:
    contact = new_contact(workspace)
    answer = send(signed_in(server, cast.owner), workspace, ids=contact.id, **form)
    assert answer.status_code in {400, 422}
    assert not Operation.objects.filter(workspace=workspace).exists()


def test_section_8_agents_have_none_of_it(server: WebServer, workspace: Workspace, cast: Cast) -> None:
    contact = new_contact(workspace)
    for member in (cast.agent, cast.mine_only, cast.team_only):
        client = signed_in(server, member)
        page = client.get(contacts_of(workspace)).text
        for absent in ("bulkbar", "data-tick", 'id="jobs"', "contacts/deleted"):
            assert absent not in page
        assert send(client, workspace, kind="block", ids=contact.id).status_code == 403
        assert client.get(contacts_of(workspace, "/bulk/move")).status_code == 403
    assert "bulkbar" in signed_in(server, cast.manager).get(contacts_of(workspace)).text
    assert not Contact.objects.get(id=contact.id).is_blocked


def test_section_8_who_may_not_delete_does_not_delete_in_bulk(
    server: WebServer, workspace: Workspace, cast: Cast
) -> None:
    Member.objects.filter(id=cast.manager.id).update(restrictions=[Restriction.CONTACT_DELETION])
    contact = new_contact(workspace)
    client = signed_in(server, cast.manager)
    page = client.get(contacts_of(workspace)).text
    assert "/bulk/delete" not in page
    assert "/bulk/move" in page
    assert send(client, workspace, kind="delete", ids=contact.id).status_code == 403
    assert client.get(contacts_of(workspace, "/deleted")).status_code == 403
    assert visible_contacts(cast.owner).get() == contact


def test_section_8_strangers_find_nothing(server: WebServer, workspace: Workspace, cast: Cast) -> None:
    contact = new_contact(workspace)
    stranger, nobody = signed_in(server, cast.stranger), anonymous(server)
    assert send(stranger, workspace, kind="block", ids=contact.id).status_code == 404
    assert send(stranger, cast.stranger.workspace, kind="block", ids=contact.id).status_code == 404
    assert send(nobody, workspace, kind="block", ids=contact.id).status_code == 401
    for rest in ("/jobs", "/deleted", "/bulk/move"):
        assert stranger.get(contacts_of(workspace, rest)).status_code == 404
    assert not Contact.objects.get(id=contact.id).is_blocked
