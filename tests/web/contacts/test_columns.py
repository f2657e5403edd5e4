"""The columns of the table (C1): each member chooses theirs, and their order."""

import re
from http.cookies import SimpleCookie
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from tappa.core.accounts.models import Member, Workspace
from tappa.core.contacts.actions.delete_field import delete_field
from tappa.core.contacts.actions.edit import edit_contact
from tappa.core.contacts.actions.tag import add_tags
from tappa.core.contacts.field_rules import field_key
from tappa.core.contacts.models_field import CustomField
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.lifecycle.models import Lifecycle
from tests.cast import Cast
from tests.core.acts import new_contact, new_field, robot
from tests.support.asking import asked
from tests.support.signin import session_of, signed_in
from tests.support.web import WebServer
from tests.web.contacts.filtering import words_of
from tests.web.settings.visits import Visitor, text_of


@pytest.fixture
def field(cast: Cast) -> CustomField:
    """Marta, of whom everything is known, and a field of the workspace's own."""
    workspace = cast.owner.workspace
    made = new_field(workspace, "number", "Budget")
    marta = new_contact(
        workspace,
        first_name="Marta",
        phone="+34655210884",
        email="marta@example.com",
        language="es",
        country_code="ES",
    )
    edit_contact(marta, {field_key(made.id): "1500.5"}, workspace=workspace, by=robot(workspace))
    add_tags(marta, ["vip", "walnut", "fair", "desk"], by=robot(workspace))
    assign_contact(marta, to=cast.agent, by=robot(workspace))
    return made


def heads(page: str) -> list[str]:
    """The heads of the table's columns, without that of the boxes to tick."""
    said = [words_of(head) for head in re.findall(r"<th [^>]*>(.*?)</th>", page, re.DOTALL)]
    return [head for head in said if head]


def cells(page: str) -> list[str]:
    """What stands in the first row."""
    row = re.search(r'<tr id="contact-row-.*?</tr>', page, re.DOTALL)
    assert row
    return [words_of(cell) for cell in re.findall(r"<td [^>]*>(.*?)</td>", row[0], re.DOTALL)]


def choose(visitor: Visitor, *columns: str, **more: str) -> str:
    """The table after these columns were chosen."""
    return visitor.after(visitor.post("contacts_columns", {"column": list(columns), **more}))


USUAL = ["Name", "Stage", "At stage", "Last message", "Assignee", "Created"]


def test_c1_columns_are_chosen_and_ordered_by_each_member(
    field: CustomField, server: WebServer, cast: Cast
) -> None:
    visitor = Visitor(server, cast.agent)
    assert heads(text_of(visitor.get("contacts"))) == USUAL
    page = choose(
        visitor, field_key(field.id), "tag", "phone", "email", "team", "language", "country_code", "stage"
    )
    assert heads(page) == [
        "Name",
        "Budget",
        "Tags",
        "Phone",
        "E-mail",
        "Team",
        "Language",
        "Country",
        "Stage",
    ]
    told = cells(page)
    assert told[1:] == [
        "1,500.5",
        "deskfairvip+1",
        "+34655210884",
        "marta@example.com",
        "Desk",
        "Spanish",
        "Spain",
        told[8],
    ]
    assert heads(text_of(visitor.get("contacts_table"))) == heads(page), "and it stays so"
    assert heads(text_of(Visitor(server, cast.owner).get("contacts"))) == USUAL, "theirs alone"
    assert heads(choose(visitor, "stage", usual="1")) == USUAL
    assert heads(choose(visitor)) == ["Name"], "none but the name"


def test_who_has_no_script_moves_a_column_up(field: CustomField, server: WebServer, cast: Cast) -> None:
    visitor = Visitor(server, cast.agent)
    page = choose(visitor, "stage", "phone", up="phone")
    assert heads(page) == ["Name", "Phone", "Stage"]
    assert heads(choose(visitor, "stage", "phone", up="stage")) == ["Name", "Stage", "Phone"]


@pytest.mark.parametrize("sign", ["\x01", "\n", "\x7f", "日"])
def test_c1_what_no_header_can_carry_is_written_otherwise_in_the_way_back(
    server: WebServer, cast: Cast, sign: str
) -> None:
    client = signed_in(server, cast.agent)
    table = f"/w/{cast.agent.workspace.slug}/contacts"
    answer = client.post(f"{table}/columns", data={"column": "stage", "next": f"{table}?search=a{sign}b"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{table}?search=a{quote(sign)}b"


def test_what_is_no_column_is_left_out(field: CustomField, server: WebServer, cast: Cast) -> None:
    """A field that was deleted goes from every table, and a made-up column comes into none."""
    visitor = Visitor(server, cast.agent)
    key = field_key(field.id)
    assert heads(choose(visitor, "stage", "<b>", "stage", "id", key, f"custom:{2**40}")) == [
        "Name",
        "Stage",
        "Budget",
    ]
    delete_field(field, by=robot(cast.owner.workspace))
    assert heads(text_of(visitor.get("contacts"))) == ["Name", "Stage"]


def test_l2_columns_of_stages_come_and_go_with_the_switch(
    field: CustomField, server: WebServer, cast: Cast
) -> None:
    visitor = Visitor(server, cast.agent)
    choose(visitor, "phone", "stage", "time_at_stage")
    Lifecycle.objects.filter(workspace=cast.owner.workspace).update(show=False)
    page = text_of(visitor.get("contacts"))
    assert heads(page) == ["Name", "Phone"]
    assert "Stage" not in page


def test_columns_cost_no_further_questions(field: CustomField, workspace: Workspace, cast: Cast) -> None:
    """C1: as many whatever is shown."""
    counted = []
    client = Client(headers={"Accept": "text/html"})
    client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: session_of(cast.owner.user)})
    for columns in (["stage"], ["tag", "phone", "team", field_key(field.id), "language"], []):
        Member.objects.filter(id=cast.owner.id).update(contact_columns=columns)
        client.get(f"/w/{workspace.slug}/contacts")
        with asked() as told:
            assert client.get(f"/w/{workspace.slug}/contacts").status_code == 200
        counted.append(len(told))
    assert len(set(counted)) == 1, counted


def test_section_8_everybody_chooses_for_themselves_and_strangers_nothing(
    field: CustomField, server: WebServer, cast: Cast
) -> None:
    for part in ("owner", "manager", "agent", "mine_only", "team_only"):
        visitor = Visitor(server, getattr(cast, part))
        assert visitor.post("contacts_columns", {"column": ["phone"]}).status_code == 303
        chosen = Member.objects.get(id=visitor.member.id).contact_columns
        assert chosen == ["phone"]
    address = f"/w/{cast.owner.workspace.slug}/contacts/columns"
    assert signed_in(server, cast.stranger).post(address, data={"column": ["email"]}).status_code == 404
    assert server.client().post(address).status_code in {302, 403}
    assert Member.objects.get(id=cast.stranger.id).contact_columns is None
