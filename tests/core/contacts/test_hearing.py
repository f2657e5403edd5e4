"""Who hears of a contact is who sees it: the rule of the live stream and that of the pages say the same (section 8)."""

import asyncio

import psycopg
from django.conf import settings

from tappa.core.accounts.grants import Role, sight
from tappa.core.accounts.models import Member, Workspace
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.hearing import Hearer, Holding, holdings, may_hear
from tappa.core.contacts.models import Contact
from tappa.core.contacts.queries import contacts_of, visible_contacts
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.comment import comment
from tappa.kernel.database_url import connection_parameters
from tests.cast import Cast
from tests.core.acts import new_contact, robot


def hearer(member: Member) -> Hearer:
    """The member as the stream knows them."""
    return Hearer(member.id, member.team_id, sight(Role(member.role), member.restrictions))


def ask(contacts: list[Contact]) -> dict[int, Holding]:
    """Who has these contacts."""

    async def look() -> dict[int, Holding]:
        parameters = connection_parameters(settings.DATABASES["default"], name="test")
        async with await psycopg.AsyncConnection.connect(**parameters, autocommit=True) as connection:
            named = [(contact.workspace_id, contact.id) for contact in contacts]
            return await holdings(connection, named)

    return asyncio.run(look())


def test_who_hears_of_a_contact_is_who_sees_it(workspace: Workspace, cast: Cast) -> None:
    contacts = [new_contact(workspace, first_name=str(number)) for number in range(8)]
    assignees = [None, cast.mine_only, cast.team_only, cast.agent, cast.owner]
    for contact, assignee in zip(contacts, assignees, strict=False):
        assign_contact(contact, to=assignee, by=robot(workspace))
    for contact, mentioned in zip(
        contacts[5:], ([cast.mine_only], [cast.team_only, cast.mine_only], []), strict=True
    ):
        comment(contact, "Look", mentions=[member.id for member in mentioned], by=robot(workspace))
    members = [cast.owner, cast.manager, cast.agent, cast.mine_only, cast.team_only]
    had = ask(contacts)
    told = {member.id: {id_ for id_ in had if may_hear(hearer(member), had[id_])} for member in members}
    seen = {
        member.id: set(visible_contacts(member).filter(id__in=had).values_list("id", flat=True))
        for member in members
    }
    assert told == seen
    assert len(seen[cast.agent.id]) == len(contacts)
    assert len(seen[cast.mine_only.id] - seen[cast.team_only.id]) == 2, "the members do differ"
    assert len(seen[cast.team_only.id] - seen[cast.mine_only.id]) == 2


def test_a_deleted_contact_is_heard_of_by_who_saw_it(workspace: Workspace, cast: Cast) -> None:
    contact = new_contact(workspace, first_name="Ana")
    assign_contact(contact, to=cast.mine_only, by=robot(workspace))
    delete_contact(contact, by=robot(workspace))
    assert not contacts_of(workspace.id).filter(id=contact.id).exists()
    holding = ask([contact])[contact.id]
    assert may_hear(hearer(cast.mine_only), holding)
    assert not may_hear(hearer(cast.team_only), holding)


def test_a_contact_of_another_workspace_is_not_asked_about(
    workspace: Workspace, other_workspace: Workspace, cast: Cast
) -> None:
    contact = new_contact(other_workspace, first_name="Theirs")
    contact.workspace_id = workspace.id
    assert ask([contact]) == {}
