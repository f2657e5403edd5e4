"""Deleted contacts on the pages: brought back, or erased at once by owners (section 8)."""

import json
import re

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.models import Contact
from tappa.core.contacts.queries import visible_contacts
from tappa.core.inbox.actions.assign import assign_contact
from tests.cast import Cast
from tests.core.acts import new_contact, robot
from tests.support.signin import signed_in
from tests.support.web import WebServer

HTMX = {"HX-Request": "true"}


def contacts_of(workspace: Workspace, rest: str = "") -> str:
    return f"/w/{workspace.slug}/contacts{rest}"


def test_the_toast_after_deleting_brings_back(server: WebServer, workspace: Workspace, cast: Cast) -> None:
    """Agents too, whom they see."""
    contact = new_contact(workspace, first_name="Marta")
    assign_contact(contact, to=cast.mine_only, by=robot(workspace))
    client = signed_in(server, cast.mine_only)
    answer = client.post(contacts_of(workspace, f"/{contact.id}/deletion"), headers=HTMX)
    undo = json.loads(answer.headers["HX-Trigger"])["toast"]["undo"]
    assert not visible_contacts(cast.owner).exists()
    back = client.post(undo, headers=HTMX)
    assert json.loads(back.headers["HX-Trigger"])["toast"]["text"] == "Marta is back"
    assert visible_contacts(cast.mine_only).get() == contact


def test_the_list_says_how_long_and_brings_back(server: WebServer, workspace: Workspace, cast: Cast) -> None:
    contact = new_contact(workspace, first_name="Marta", phone="+393331234567")
    delete_contact(contact, by=robot(workspace))
    client = signed_in(server, cast.manager)
    assert contacts_of(workspace, "/deleted") in client.get(contacts_of(workspace)).text
    page = client.get(contacts_of(workspace, "/deleted")).text
    assert "Marta" in page
    assert "6 days left" in page
    assert "/erasure" not in page, "only owners erase at once"
    current = re.findall(
        r'<a class="side-row"[^>]*aria-current="page"[^>]*>.*?<span class="truncate">([^<]+)', page
    )
    assert current == ["Deleted"], "it stands among the lists of the sidebar"
    new_contact(workspace, phone="+393331234567")
    restore = contacts_of(workspace, f"/deleted/{contact.id}/restore")
    refused = client.post(restore, headers=HTMX)
    assert refused.status_code == 409
    Contact.objects.filter(id=contact.id).update(phone="")
    assert client.post(restore, headers=HTMX).status_code == 204
    assert "Marta" not in client.get(contacts_of(workspace, "/deleted")).text


def test_owners_erase_at_once_and_nobody_else(server: WebServer, workspace: Workspace, cast: Cast) -> None:
    contact = new_contact(workspace, first_name="Marta")
    erasure = contacts_of(workspace, f"/deleted/{contact.id}/erasure")
    owner = signed_in(server, cast.owner)
    assert owner.post(erasure).status_code == 404, "it is not deleted"
    delete_contact(contact, by=robot(workspace))
    for member, status in ((cast.manager, 403), (cast.agent, 403), (cast.stranger, 404)):
        client = signed_in(server, member)
        assert (client.get(erasure).status_code, client.post(erasure).status_code) == (status, status)
    assert "Erase Marta for good?" in owner.get(erasure).text
    assert owner.post(erasure).status_code == 303
    assert not Contact.objects.filter(id=contact.id).exists()
