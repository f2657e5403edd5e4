"""Members, invitations and teams, by forms without scripts."""

import re

from django.urls import reverse

from tappa.core.accounts.models import Team
from tappa.core.accounts.queries import members_of, open_invitations, teams_of
from tappa.core.inbox.actions.assign import assign_contact
from tests.cast import Cast
from tests.core.acts import new_contact, robot
from tests.support.web import WebServer
from tests.web.settings.visits import Visitor, text_of


def test_a_member_gets_another_role_and_its_limits(server: WebServer, cast: Cast) -> None:
    visitor = Visitor(server, cast.owner)
    form = {"role": "manager", "restrictions": ["restrict_data_export", "show_only_mine"], "team": ""}
    page = visitor.after(visitor.post("settings_member", form, member_id=cast.mine_only.id))
    assert "Mina Mine changed" in page
    assert "Cannot export contacts" in page
    cast.mine_only.refresh_from_db()
    # The limit of agents was ticked under a role that was not chosen.
    assert (cast.mine_only.role, cast.mine_only.restrictions) == ("manager", ["restrict_data_export"])


def test_the_last_owner_stays_one_and_is_told_why(server: WebServer, cast: Cast) -> None:
    visitor = Visitor(server, cast.owner)
    answer = visitor.post("settings_member", {"role": "agent"}, member_id=cast.owner.id)
    assert answer.status_code == 422
    assert "is the only owner" in answer.text
    refused = visitor.post("settings_member_removal", member_id=cast.owner.id)
    assert refused.status_code == 409


def test_a_removal_asks_first_and_says_what_happens(server: WebServer, cast: Cast) -> None:
    workspace = cast.owner.workspace
    contact = new_contact(workspace)
    assign_contact(contact, to=cast.agent, by=robot(workspace))
    visitor = Visitor(server, cast.owner)
    question = text_of(visitor.get("settings_member_removal", member_id=cast.agent.id))
    assert "Remove Ada Agent?" in question
    assert "1 contact assigned to them becomes unassigned" in question
    assert "Ada Agent removed" in visitor.after(
        visitor.post("settings_member_removal", member_id=cast.agent.id)
    )
    assert not members_of(workspace.id).filter(id=cast.agent.id).exists()
    contact.standing.refresh_from_db()
    assert contact.standing.assignee_id is None


def test_a_dialog_alone_for_a_script(server: WebServer, cast: Cast) -> None:
    visitor = Visitor(server, cast.owner)
    address = visitor.url("settings_member_removal", member_id=cast.agent.id)
    part = visitor.browser.get(address, headers={"HX-Request": "true"}).text
    assert part.strip().startswith("<dialog")
    assert 'name="csrfmiddlewaretoken"' in part


def test_so_many_invitations_an_hour(server: WebServer, cast: Cast) -> None:
    """They are mails to strangers in the inviter's own words. Another member may go on."""
    visitor = Visitor(server, cast.manager)
    form = {"email": "no address", "role": "agent"}
    statuses = [visitor.post("settings_invitations", form).status_code for _ in range(61)]
    assert statuses == [422] * 60 + [429]
    assert Visitor(server, cast.owner).post("settings_invitations", form).status_code == 422


def test_an_invitation_shows_its_link_once(server: WebServer, cast: Cast) -> None:
    visitor = Visitor(server, cast.manager)
    answer = visitor.post("settings_invitations", {"email": "Nina@people.example", "role": "agent"})
    link = _link_in(text_of(answer))
    assert answer.headers["cache-control"] == "no-store"
    assert visitor.browser.get(link).status_code == 200
    page = text_of(visitor.get("settings_members"))
    assert "nina@people.example" in page
    assert "/invitation/" not in page


def test_sent_again_it_has_another_link_and_the_old_one_is_dead(server: WebServer, cast: Cast) -> None:
    visitor = Visitor(server, cast.owner)
    first = _link_in(
        text_of(visitor.post("settings_invitations", {"email": "n@people.example", "role": "agent"}))
    )
    invitation = open_invitations(cast.owner.workspace_id).get()
    again = _link_in(text_of(visitor.post("settings_invitation_sending", invitation_id=invitation.id)))
    assert visitor.browser.get(again).status_code == 200
    assert visitor.browser.get(first).status_code == 404
    revoked = visitor.post("settings_invitation_revocation", invitation_id=invitation.id)
    assert "Invitation for n@people.example revoked" in visitor.after(revoked)
    assert visitor.browser.get(again).status_code == 409


def test_an_invitation_refused_keeps_what_was_typed(server: WebServer, cast: Cast) -> None:
    visitor = Visitor(server, cast.owner)
    form = {"email": "no address", "role": "manager", "restrictions": "restrict_data_export"}
    answer = visitor.post("settings_invitations", form)
    assert answer.status_code == 422
    assert 'value="no address"' in answer.text
    assert re.search(r'value="manager" checked', answer.text)
    assert re.search(r'value="restrict_data_export" checked', answer.text)
    member = visitor.post("settings_invitations", {"email": cast.agent.user.email, "role": "agent"})
    assert "is a member already" in member.text


def test_a_manager_invites_no_owner(server: WebServer, cast: Cast) -> None:
    visitor = Visitor(server, cast.manager)
    assert (
        visitor.post("settings_invitations", {"email": "o@people.example", "role": "owner"}).status_code
        == 403
    )
    assert not open_invitations(cast.owner.workspace_id).exists()


def test_teams_are_added_renamed_and_deleted(server: WebServer, cast: Cast) -> None:
    visitor, workspace_id = Visitor(server, cast.owner), cast.owner.workspace_id
    assert "Team Night added" in visitor.after(visitor.post("settings_teams", {"name": "Night"}))
    taken = visitor.post("settings_teams", {"name": "night"})
    assert taken.status_code == 422
    assert "exists already" in taken.text
    night = Team.objects.get(workspace_id=workspace_id, name="Night")
    visitor.after(visitor.post("settings_team", {"name": "Day"}, team_id=night.id))
    assert {team.name for team in teams_of(workspace_id)} == {"Day", "Desk"}
    question = text_of(visitor.get("settings_team_deletion", team_id=cast.team.id))
    assert "2 members are in no team then" in question
    visitor.after(visitor.post("settings_team_deletion", team_id=cast.team.id))
    assert {team.name for team in teams_of(workspace_id)} == {"Day"}


def test_a_team_that_went_meanwhile_is_an_error_at_its_field(server: WebServer, cast: Cast) -> None:
    visitor = Visitor(server, cast.owner)
    answer = visitor.post("settings_member", {"role": "agent", "team": "999999999"}, member_id=cast.agent.id)
    assert answer.status_code == 422
    assert "does not exist any more" in answer.text


def _link_in(page: str) -> str:
    found = re.search(r'value="[^"]*(/invitation/[^"]+)"', page)
    assert found, page
    assert found[1].startswith(reverse("invitation", kwargs={"secret": "x"})[:-1])
    return found[1]
