"""Segments on the pages of Contacts, as a browser without scripts uses them (C3, C4, C5, L14)."""

import re
from urllib.parse import quote

import pytest

from tappa.core.accounts.models import Member
from tappa.core.contacts.actions.delete_segment import delete_segment
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.contacts.actions.edit_segment import edit_segment
from tappa.core.contacts.models_segment import Segment
from tappa.core.contacts.segments import segments_of
from tests.cast import Cast
from tests.core.acts import new_contact, new_segment, robot, stage_named
from tests.support.signin import anonymous, signed_in
from tests.support.web import WebServer
from tests.web.contacts.test_pages import contacts_of, hide_stages, names

EMPTIED = '{"all":[]}'
NAMED = '{"all":[["name","contains",["Bea"]]]}'


def segment_of(member: Member, segment: Segment, rest: str = "") -> str:
    return contacts_of(member, f"/segments/{segment.id}{rest}")


def opened(member: Member, segment: Segment, rest: str = "") -> str:
    return contacts_of(member, f"?segment={segment.id}{rest}")


@pytest.fixture
def paying(cast: Cast) -> Segment:
    """Those at Payment: Ada. Bea is elsewhere."""
    workspace = cast.owner.workspace
    new_contact(workspace, stage_named(workspace, "Payment"), first_name="Ada")
    new_contact(workspace, first_name="Bea")
    return new_segment(workspace, "Paying", "Payment")


def title_of(page: str) -> str:
    found = re.search(r'id="contacts-title">\s*<h1[^>]*>(.*?)</h1>', page, re.DOTALL)
    assert found
    return re.sub(r"<[^>]+>", "", found[1]).strip()


@pytest.mark.parametrize("who", ["owner", "manager"])
def test_c4_a_segment_is_opened_by_its_address(
    server: WebServer, cast: Cast, paying: Segment, who: str
) -> None:
    member: Member = getattr(cast, who)
    client = signed_in(server, member)
    page = client.get(opened(member, paying)).text
    assert (title_of(page), names(page)) == ("Paying", ["Ada"])
    assert f'<li id="segment-{paying.id}"' in page
    assert "Edited" not in page
    assert ">1</span>" in client.get(segment_of(member, paying, "/count")).text
    assert title_of(client.get(contacts_of(member)).text) == "Contacts"


def test_c4_another_filter_beside_it_is_an_edit_that_can_be_saved(
    server: WebServer, cast: Cast, paying: Segment
) -> None:
    client = signed_in(server, cast.owner)
    page = client.get(opened(cast.owner, paying, f"&filter={quote(NAMED)}")).text
    assert (title_of(page), names(page)) == ("Paying", ["Bea"])
    assert "Edited" in page
    answer = client.post(
        segment_of(cast.owner, paying, "/filter"), data={"filter": NAMED, "sort": "name", "version": "1"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, opened(cast.owner, paying))
    page = client.get(answer.headers["location"]).text
    assert names(page) == ["Bea"]
    assert "Edited" not in page
    assert 'aria-sort="ascending"' in page, "and it is sorted as it was saved"
    stale = client.post(
        segment_of(cast.owner, paying, "/filter"), data={"filter": NAMED, "sort": "", "version": "1"}
    )
    assert stale.status_code == 409
    assert "Somebody else changed this segment" in stale.text


def test_c4_an_emptied_filter_shows_everybody_and_is_not_saved(
    server: WebServer, cast: Cast, paying: Segment
) -> None:
    client = signed_in(server, cast.owner)
    page = client.get(opened(cast.owner, paying, f"&filter={quote(EMPTIED)}")).text
    assert set(names(page)) == {"Ada", "Bea"}
    assert "Edited" in page
    answer = client.post(
        segment_of(cast.owner, paying, "/filter"), data={"filter": "", "sort": "", "version": "1"}
    )
    assert answer.status_code == 400
    assert "would be everybody" in answer.text


def test_c4_a_filter_is_saved_with_a_name_and_duplicated(
    server: WebServer, cast: Cast, paying: Segment
) -> None:
    client = signed_in(server, cast.manager)
    page = client.get(contacts_of(cast.manager, f"?filter={quote(NAMED)}")).text
    assert "Save as segment" in page
    new = contacts_of(cast.manager, "/segments/new")
    dialog = client.get(f"{new}?filter={quote(NAMED)}").text
    assert 'name="name"' in dialog
    for data, told in (
        ({"name": "", "filter": NAMED}, "Write a name"),
        ({"name": "PAYING", "filter": NAMED}, "has the name"),
        ({"name": "Beas", "filter": NAMED, "emoji": "x"}, "Choose one emoji"),
        ({"name": "Beas", "filter": '{"all":[["stage"'}, "cannot be saved"),
    ):
        answer = client.post(new, data=data)
        assert answer.status_code == 422
        assert told in answer.text or "is broken" in answer.text
    answer = client.post(new, data={"name": "Beas", "filter": NAMED, "emoji": "🐝"})
    made = segments_of(cast.owner.workspace_id).get(name="Beas")
    assert answer.headers["location"] == opened(cast.manager, made)
    assert names(client.get(answer.headers["location"]).text) == ["Bea"]
    copy = client.get(f"{new}?segment={made.id}").text
    assert 'value="Copy of Beas"' in copy
    assert "Bea&#34;]" in copy, "with its filter"
    assert "Filter the contacts first" in client.get(new).text


def test_a_segment_is_renamed_and_the_second_of_two_is_told(
    server: WebServer, cast: Cast, paying: Segment
) -> None:
    client = signed_in(server, cast.owner)
    address = segment_of(cast.owner, paying, "/edit")
    assert 'value="Paying"' in client.get(address).text
    edit_segment(paying, version=1, name="Payers", by=robot(cast.owner.workspace))
    answer = client.post(address, data={"name": "Soon paid", "emoji": "💳", "version": "1"})
    assert answer.status_code == 422
    assert "it is called Payers now" in answer.text
    assert 'value="Soon paid"' in answer.text
    assert client.post(address, data={"name": "Soon paid", "emoji": "💳", "version": "2"}).status_code == 303
    assert segments_of(cast.owner.workspace_id).get().name == "Soon paid"


def test_c4_segments_are_put_into_order(server: WebServer, cast: Cast, paying: Segment) -> None:
    other = new_segment(cast.owner.workspace, "Customers", "Customer")
    client = signed_in(server, cast.owner)
    order = contacts_of(cast.owner, "/segments/order")
    assert f'name="order" value="{other.id},{paying.id}"' in client.get(opened(cast.owner, paying)).text
    assert client.post(order, data={"order": f"{other.id},{paying.id}"}).status_code == 303
    assert [each.name for each in segments_of(cast.owner.workspace_id)] == ["Customers", "Paying"]
    assert client.post(order, data={"order": f"{other.id}"}).status_code == 409
    assert client.post(order, data={"order": "x,y"}).status_code in {400, 409}


def test_a_segment_is_deleted_once_that_was_asked(server: WebServer, cast: Cast, paying: Segment) -> None:
    client = signed_in(server, cast.owner)
    address = segment_of(cast.owner, paying, "/deletion")
    assert "Delete Paying?" in client.get(address).text
    assert client.post(address).headers["location"] == contacts_of(cast.owner)
    assert not segments_of(cast.owner.workspace_id)
    assert client.post(address).status_code == 404


def test_l14_what_is_gone_is_said_and_finds_nobody(server: WebServer, cast: Cast, paying: Segment) -> None:
    client = signed_in(server, cast.owner)
    delete_stage(stage_named(cast.owner.workspace, "Payment"), move_to=None, by=robot(cast.owner.workspace))
    page = client.get(opened(cast.owner, paying)).text
    assert names(page) == []
    assert "This stage is gone." in page
    assert "Broken, nobody is in it" in page
    assert ">0</span>" in client.get(segment_of(cast.owner, paying, "/count")).text
    delete_segment(paying, by=robot(cast.owner.workspace))
    page = client.get(opened(cast.owner, paying)).text
    assert (title_of(page), names(page)) == ("Contacts", [])
    assert "This segment is gone." in page


def test_l2_segments_go_on_where_stages_are_hidden(server: WebServer, cast: Cast, paying: Segment) -> None:
    hide_stages(cast.owner.workspace)
    page = signed_in(server, cast.owner).get(opened(cast.owner, paying)).text
    assert (title_of(page), names(page)) == ("Paying", ["Ada"])


READ = ["", "/new"]
READ_ONE = ["/count", "/edit", "/deletion"]
WRITTEN = ["/new", "/order"]
WRITTEN_ONE = ["/edit", "/filter", "/deletion"]


@pytest.mark.parametrize("who", ["agent", "mine_only", "team_only"])
def test_c5_agents_have_no_segments(server: WebServer, cast: Cast, paying: Segment, who: str) -> None:
    """Neither the section nor an address of it; one in the table's address changes nothing."""
    member: Member = getattr(cast, who)
    client = signed_in(server, member)
    asked = [client.get(contacts_of(member, f"/segments{rest}")) for rest in READ]
    asked += [client.get(segment_of(member, paying, rest)) for rest in READ_ONE]
    asked += [client.post(contacts_of(member, f"/segments{rest}"), data={"name": "x"}) for rest in WRITTEN]
    asked += [client.post(segment_of(member, paying, rest), data={"name": "x"}) for rest in WRITTEN_ONE]
    assert {answer.status_code for answer in asked} == {403}
    plain, filtered = client.get(contacts_of(member)).text, client.get(opened(member, paying)).text
    assert names(plain) == names(filtered)
    for page in (plain, filtered):
        assert "Paying" not in page
        assert "Segment" not in page
    assert segments_of(cast.owner.workspace_id).get().name == "Paying"


def test_section_8_strangers_and_nobody(server: WebServer, cast: Cast, paying: Segment) -> None:
    stranger, nobody = signed_in(server, cast.stranger), anonymous(server)
    addresses = [contacts_of(cast.owner, f"/segments{rest}") for rest in READ]
    addresses += [segment_of(cast.owner, paying, rest) for rest in READ_ONE]
    for address in [*addresses, opened(cast.owner, paying)]:
        assert stranger.get(address).status_code == 404
        assert nobody.get(address).status_code == 302
    for rest in WRITTEN_ONE:
        assert stranger.post(segment_of(cast.owner, paying, rest)).status_code == 404
        assert stranger.post(segment_of(cast.stranger, paying, rest)).status_code == 404
    own = stranger.get(opened(cast.stranger, paying)).text
    assert "This segment is gone." in own, "by an address of their own workspace it never was"
    assert "Paying" not in own
