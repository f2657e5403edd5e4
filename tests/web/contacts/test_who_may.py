"""Who may do what with contacts on the pages (section 8): what one may not see is not there."""

import pytest

from tappa.core.accounts.models import Member
from tappa.core.contacts.queries import visible_contacts
from tests.cast import Cast
from tests.core.acts import new_contact
from tests.support.signin import anonymous, signed_in
from tests.support.web import WebServer


def contacts_of(member: Member, rest: str = "") -> str:
    return f"/w/{member.workspace.slug}/contacts{rest}"


def test_section_8_deleting_may_be_denied(server: WebServer, cast: Cast) -> None:
    contact = new_contact(cast.owner.workspace, first_name="Marta")
    for member in (cast.manager, cast.agent):
        Member.objects.filter(id=member.id).update(restrictions=["restrict_contact_deletion"])
        client = signed_in(server, member)
        assert "Delete" not in client.get(contacts_of(member, f"/{contact.id}")).text
        for answer in (
            client.get(contacts_of(member, f"/{contact.id}/deletion")),
            client.post(contacts_of(member, f"/{contact.id}/deletion")),
        ):
            assert answer.status_code == 403
    assert visible_contacts(cast.owner).count() == 1


READ = ["", "/drawer", "/activity", "/edit", "/deletion", "/stage"]
WRITTEN = ["/edit", "/block", "/deletion", "/stage"]


@pytest.mark.parametrize("part", ["mine_only", "team_only"])
def test_section_8_what_a_restricted_agent_may_not_see_is_not_there(
    server: WebServer, cast: Cast, part: str
) -> None:
    contact = new_contact(cast.owner.workspace, first_name="Marta")
    member: Member = getattr(cast, part)
    client = signed_in(server, member)
    answers = [client.get(contacts_of(member, f"/{contact.id}{rest}")) for rest in READ]
    answers += [
        client.post(contacts_of(member, f"/{contact.id}{rest}"), data={"stage": ""}) for rest in WRITTEN
    ]
    assert {answer.status_code for answer in answers} == {404}
    never = client.get(contacts_of(member, "/9007199254740991"))
    assert answers[0].text == never.text
    assert visible_contacts(cast.owner).get().standing.stage is not None


def test_section_8_strangers_and_nobody(server: WebServer, cast: Cast) -> None:
    contact = new_contact(cast.owner.workspace, first_name="Marta")
    stranger, nobody = signed_in(server, cast.stranger), anonymous(server)
    for rest in ["", "/table", "/count", "/total", "/new", *(f"/{contact.id}{each}" for each in READ)]:
        assert stranger.get(contacts_of(cast.owner, rest)).status_code == 404
        answer = nobody.get(contacts_of(cast.owner, rest))
        assert (answer.status_code, answer.headers["location"].partition("?")[0].rstrip("/")) == (
            302,
            "/account/login",
        )
    for rest in ["/new", *(f"/{contact.id}{each}" for each in WRITTEN)]:
        assert stranger.post(contacts_of(cast.owner, rest), data={"stage": ""}).status_code == 404
        assert nobody.post(contacts_of(cast.owner, rest)).status_code == 302
    own = signed_in(server, cast.stranger).get(contacts_of(cast.stranger, f"/{contact.id}"))
    assert own.status_code == 404, "by an address of their own workspace neither"
    assert visible_contacts(cast.owner).count() == 1
