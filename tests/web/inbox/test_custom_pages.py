"""The page of a custom inbox over HTTP: made, changed, shared, by whom, and what it says of what cannot be (I2, C5)."""

import json
import re
from html import unescape
from urllib.parse import quote

import pytest

from tappa.core.accounts.models import Member
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.parse import read_filter
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.create_inbox import create_inbox
from tappa.core.inbox.custom import audience_of, inboxes_seen_by
from tappa.core.inbox.inbox_rules import Visibility
from tappa.core.inbox.models_inbox import CustomInbox
from tests.cast import Cast
from tests.core.acts import new_channel, robot, stage_named
from tests.support.signin import signed_in
from tests.support.web import WebServer
from tests.web.inbox.reading import inbox_of, names, somebody

HTMX = {"HX-Request": "true"}


def at_stage(member: Member, stage: str) -> str:
    """A filter as an address has it."""
    return json.dumps(
        {"all": [["stage", "hasAnyOf", [stage_named(member.workspace, stage).id]]]}, separators=(",", ":")
    )


def of_waiting(member: Member) -> CustomInbox:
    """An inbox of this member."""
    wanted = read_filter({"all": [["unreplied", "isEqualTo", ["true"]]]}, Catalogue(member.workspace_id))
    return create_inbox(member, name="Waiting", wanted=wanted, by=actor_of(member, Via.PAGE))


@pytest.mark.parametrize("part", ["owner", "manager", "agent", "mine_only", "team_only"])
def test_i2_any_member_makes_an_inbox_by_its_page(server: WebServer, cast: Cast, part: str) -> None:
    member: Member = getattr(cast, part)
    client = signed_in(server, member)
    new = inbox_of(member, "/custom/new")
    assert "Add a condition" in client.get(new).text
    word = at_stage(member, "Cold Lead")
    page = client.get(f"{new}?filter={quote(word)}").text
    assert "Cold Lead" in page
    assert f'name="filter" value="{word}"' in unescape(page)
    told = {
        "name": "Lost",
        "emoji": "🧊",
        "filter": word,
        "visibility": "shared",
        "member": [cast.manager.id if member != cast.manager else cast.owner.id],
        "team": [cast.team.id],
    }
    made = client.post(new, data=told)
    inbox = inboxes_seen_by(member).get()
    assert (made.status_code, made.headers["location"]) == (303, inbox_of(member, f"/custom-{inbox.id}"))
    assert (inbox.name, inbox.emoji, inbox.maker_id) == ("Lost", "🧊", member.id)
    assert audience_of(inbox).teams == {cast.team.id}
    edit = inbox_of(member, f"/custom/{inbox.id}")
    page = client.get(edit).text
    assert 'value="Lost"' in page
    assert "Cold Lead" in page
    assert re.search(rf'name="team" value="{cast.team.id}" checked', page)
    changed = {"name": "Gone", "filter": word, "visibility": "public", "version": "1"}
    assert client.post(edit, data=changed).status_code == 303
    assert CustomInbox.objects.filter(
        id=inbox.id, name="Gone", visibility=Visibility.PUBLIC, version=2
    ).exists()


def test_what_the_conditions_find_is_shown_before_it_is_saved(server: WebServer, cast: Cast) -> None:
    """Of what the member may see (C5), and fetched as a part of the page."""
    channel = new_channel(cast.owner.workspace)
    ada, bea = somebody(channel, "Ada", "Is it oak?"), somebody(channel, "Bea")
    assign_contact(ada, to=cast.mine_only, by=robot(cast.owner.workspace))
    for member, shown in ((cast.owner, ["Ada", "Bea"]), (cast.mine_only, ["Ada"])):
        address = inbox_of(member, f"/custom/new?filter={quote(at_stage(member, 'New Lead'))}")
        part = signed_in(server, member).get(address, headers=HTMX).text
        assert part.lstrip().startswith('<div class="custom-inbox__conditions"')
        assert sorted(re.findall(r"<bdi>(Ada|Bea)</bdi>", part)) == shown
        assert f'<b class="num">{len(shown)}</b>' in part
    assert bea.id


def test_chips_lead_to_an_editor_and_on_to_other_conditions(server: WebServer, cast: Cast) -> None:
    """For an agent too, who does not filter the contact base (C5)."""
    client = signed_in(server, cast.agent)
    conditions = inbox_of(cast.agent, "/custom/conditions")
    editor = client.get(conditions, params={"filter": "", "do": "add "}, headers=HTMX)
    assert editor.status_code == 200
    assert "Find a field" in editor.text
    assert f'action="{conditions}"' in editor.text
    word = at_stage(cast.agent, "Cold Lead")
    lost = stage_named(cast.agent.workspace, "Cold Lead").id
    wish = {
        "filter": "",
        "do": "put-in ",
        "field": "stage",
        "operator": "hasAnyOf",
        "value": str(lost),
        "done": "1",
    }
    made = client.get(conditions, params=wish, headers=HTMX)
    assert made.status_code == 204
    assert unescape(made.headers["Location"]).startswith(inbox_of(cast.agent, "/custom/new?filter="))
    assert client.get(made.headers["Location"], headers=HTMX).status_code == 200
    removed = client.get(conditions, params={"filter": word, "do": "remove 0"}, headers=HTMX)
    assert removed.headers["Location"] == inbox_of(cast.agent, "/custom/new?filter=")
    own = of_waiting(cast.agent)
    kept = client.get(conditions, params={"of": own.id, "filter": word, "do": "remove 0"})
    assert (kept.status_code, kept.headers["location"]) == (
        303,
        inbox_of(cast.agent, f"/custom/{own.id}?filter="),
    )
    assert "Add a condition" in client.get(kept.headers["location"]).text, (
        "what was taken away does not come back"
    )
    others = of_waiting(cast.owner)
    assert client.get(conditions, params={"of": others.id, "do": "add "}).status_code == 404


def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(server: WebServer, cast: Cast) -> None:
    client = signed_in(server, cast.owner)
    new = inbox_of(cast.owner, "/custom/new")
    word = at_stage(cast.owner, "Cold Lead")
    base = {"name": "Lost <b>", "filter": word, "visibility": "private"}
    for wrong, sentence in (
        ({"name": " "}, "name must have 1 to 50 characters."),
        ({"emoji": "no"}, "emoji must be one emoji"),
        ({"filter": ""}, "Add at least one condition"),
        ({"filter": "{"}, "The filter in the address is not complete"),
        ({"visibility": "shared"}, "Choose 1 to 100 members or teams"),
        ({"visibility": "shared", "member": str(cast.stranger.id)}, "One of the members that you chose"),
    ):
        answer = client.post(new, data=base | wrong)
        assert answer.status_code == 422
        assert sentence in answer.text
        if "name" not in wrong:
            assert 'value="Lost &lt;b&gt;"' in answer.text
    assert not CustomInbox.objects.filter(workspace=cast.owner.workspace).exists()
    own = of_waiting(cast.owner)
    edit = inbox_of(cast.owner, f"/custom/{own.id}")
    stale = client.post(edit, data=base | {"version": "7"})
    assert stale.status_code == 422
    assert "was changed in another window" in stale.text


def test_l14_a_broken_condition_is_a_chip_that_can_be_taken_away(server: WebServer, cast: Cast) -> None:
    client = signed_in(server, cast.owner)
    wanted = read_filter(json.loads(at_stage(cast.owner, "Cold Lead")), Catalogue(cast.owner.workspace_id))
    inbox = create_inbox(cast.owner, name="Lost", wanted=wanted, by=actor_of(cast.owner, Via.PAGE))
    delete_stage(stage_named(cast.owner.workspace, "Cold Lead"), move_to=None, by=robot(cast.owner.workspace))
    edit = inbox_of(cast.owner, f"/custom/{inbox.id}")
    page = client.get(edit).text
    assert 'data-state="broken"' in page
    assert "This stage is gone." in page
    form = {"name": "Lost", "visibility": "private", "version": "1"}
    refused = client.post(edit, data=form | {"filter": json.dumps(inbox.filter)})
    assert refused.status_code == 422
    assert "A condition cannot be saved: This stage is gone." in refused.text
    assert client.post(edit, data=form | {"filter": at_stage(cast.owner, "Payment")}).status_code == 303
    assert names(client.get(inbox_of(cast.owner, f"/custom-{inbox.id}")).text) == []


def test_only_its_maker_opens_the_page(server: WebServer, cast: Cast) -> None:
    inbox = of_waiting(cast.agent)
    CustomInbox.objects.filter(id=inbox.id).update(visibility="public")
    edit = inbox_of(cast.agent, f"/custom/{inbox.id}")
    owner = signed_in(server, cast.owner)
    for answer in (owner.get(edit), owner.post(edit, data={"name": "Mine"})):
        assert answer.status_code == 403
    assert signed_in(server, cast.stranger).get(edit).status_code == 404
    assert signed_in(server, cast.agent).get(edit).status_code == 200
