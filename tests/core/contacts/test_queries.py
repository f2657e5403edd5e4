"""Who finds which contact: identifiers, and section 8's sight."""

from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.queries import find_contact, visible_contacts
from tappa.core.contacts.rules import e164, fold_text
from tappa.core.inbox.actions.assign import assign_contact
from tappa.kernel.errors import Invalid, NotFound
from tests.cast import Cast
from tests.core.acts import new_contact, robot


def test_a_contact_is_found_by_each_identifier(workspace: Workspace) -> None:
    contact = new_contact(workspace, phone="+60123456789", email="Ana@example.com")
    for identifier in (
        f"id:{contact.id}",
        "email:ana@EXAMPLE.com",
        "phone:+60123456789",
        "phone:60123456789",
    ):
        assert find_contact(workspace.id, identifier) == contact


@pytest.mark.parametrize(
    ("identifier", "index"),
    [("email:ana@example.com", "email_unique"), ("phone:+60123456789", "phone_unique")],
)
def test_a_contact_is_found_by_an_index(
    workspace: Workspace, owner_connection: "psycopg.Connection[Any]", identifier: str, index: str
) -> None:
    """Among a hundred thousand contacts, reading all of them for each call took longer than the call."""
    contact = new_contact(workspace, phone="+60123456789", email="Ana@example.com")
    owner_connection.execute(
        """
        INSERT INTO contacts_contact (workspace_id, first_name, last_name, phone, email, language, profile_pic,
                                      country_code, search, is_blocked)
        SELECT %s, '', '', '+390' || number, number || '@example.com', '', '', '', '', false
        FROM generate_series(1, 3000) number
        """,
        [workspace.id],
    )
    owner_connection.execute("ANALYZE contacts_contact")
    with CaptureQueriesContext(connection) as asked:
        assert find_contact(workspace.id, identifier) == contact
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked.captured_queries[0]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert f"contacts_contact_{index}" in plan, plan


@pytest.mark.parametrize(
    "identifier",
    ["", "7", "id:", "id:x", "id:-1", "id:١", "name:Ana", "phone:abc", "email:ana", f"id:{'9' * 20}"],
)
def test_a_bad_identifier_is_refused_with_the_good_forms(workspace: Workspace, identifier: str) -> None:
    with pytest.raises(Invalid, match=r"id:123, email:ana@example\.com or phone:"):
        find_contact(workspace.id, identifier)


def test_deleted_and_foreign_contacts_are_not_found(workspace: Workspace, other_workspace: Workspace) -> None:
    gone = new_contact(workspace)
    delete_contact(gone, by=robot(workspace))
    foreign = new_contact(other_workspace)
    answers = set()
    for identifier in (f"id:{gone.id}", f"id:{foreign.id}", "id:9007199254740991"):
        with pytest.raises(NotFound) as refusal:
            find_contact(workspace.id, identifier)
        answers.add(refusal.value.message.replace(identifier, "…"))
    assert len(answers) == 1, "a stranger's contact answers like one that never was"


def test_section_8_who_sees_which_contacts(workspace: Workspace, cast: Cast) -> None:
    nobodys, mine, agents, teams = (new_contact(workspace, first_name=name) for name in ("N", "M", "A", "T"))
    assign_contact(mine, to=cast.mine_only, by=robot(workspace))
    assign_contact(agents, to=cast.agent, by=robot(workspace))
    assign_contact(teams, to=cast.team_only, by=robot(workspace))
    everybody = {nobodys, mine, agents, teams}
    for member in (cast.owner, cast.manager, cast.agent):
        assert set(visible_contacts(member)) == everybody
    assert set(visible_contacts(cast.mine_only)) == {mine}
    assert set(visible_contacts(cast.team_only)) == {agents, teams}, "both are of the team Desk"
    assert set(visible_contacts(cast.stranger)) == set()


def test_a_search_sees_neither_case_nor_accents() -> None:
    assert fold_text("  JOSÉ  Muñoz Łukasz ") == "jose munoz łukasz"


@pytest.mark.parametrize("text", ["", "+", "12", "++39333", "+39 ext 5", "+4930123456789012"])
def test_what_is_no_phone(text: str) -> None:
    assert e164(text) is None
