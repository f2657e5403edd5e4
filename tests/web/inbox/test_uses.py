"""The settings lead to custom inboxes, and tell which of them use what (I2, L14)."""

from dataclasses import replace

from tappa.core.accounts.models import Workspace
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.contacts.actions.create_tag import create_tag
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.parse import read_filter
from tappa.core.contacts.tag_checks import TagDefinition
from tappa.core.inbox.actions.create_inbox import PRIVATE, create_inbox
from tappa.core.inbox.inbox_checks import Audience
from tappa.core.inbox.inbox_rules import Visibility
from tappa.core.lifecycle.actions.save_lifecycle import save_lifecycle
from tappa.core.lifecycle.drafts import DraftStage
from tappa.core.lifecycle.models import Lifecycle
from tappa.core.lifecycle.queries import present_draft
from tappa.core.lifecycle.rules import Kind
from tests.cast import Cast
from tests.core.acts import robot, stage_named
from tests.support.signin import signed_in
from tests.support.web import WebServer
from tests.web.inbox.reading import inbox_of

PUBLIC = Audience(Visibility.PUBLIC)


def save_lost(workspace: Workspace, *names: str) -> None:
    """The lost stages are these, in this order."""
    present = present_draft(workspace.id)
    known = {stage.name: stage for stage in present.stages if stage.kind == Kind.LOST}
    steps = [stage for stage in present.stages if stage.kind != Kind.LOST]
    lost = [known.get(name) or DraftStage(id=None, kind=Kind.LOST, name=name) for name in names]
    save_lifecycle(replace(present, stages=(*steps, *lost)), by=robot(workspace))


def test_l14_the_lifecycle_settings_lead_to_an_inbox_for_the_lost_stages(
    server: WebServer, cast: Cast
) -> None:
    settings = f"/w/{cast.owner.workspace.slug}/settings/lifecycle"
    client = signed_in(server, cast.owner)
    page = client.get(settings).text
    assert f'<form id="lost-inbox" method="post" action="{inbox_of(cast.owner, "/custom/lost")}">' in page
    offered = 'form="lost-inbox">Make an inbox for your lost stages'
    assert offered in page
    Lifecycle.objects.filter(workspace=cast.owner.workspace).update(show=False)
    assert offered not in client.get(settings).text
    Lifecycle.objects.filter(workspace=cast.owner.workspace).update(show=True)
    delete_stage(stage_named(cast.owner.workspace, "Cold Lead"), move_to=None, by=robot(cast.owner.workspace))
    assert offered not in client.get(settings).text


def test_i2_the_lifecycle_settings_open_the_inbox_for_the_lost_stages_that_there_is(
    server: WebServer, cast: Cast
) -> None:
    """Also once the lost stages stand in another order; with one more, it is not the inbox for all of them any more."""
    workspace = cast.owner.workspace
    settings = f"/w/{workspace.slug}/settings/lifecycle"
    client = signed_in(server, cast.owner)
    save_lost(workspace, "Cold Lead", "Went elsewhere")
    made = client.post(inbox_of(cast.owner, "/custom/lost")).headers["location"]
    offered = "Make an inbox for your lost stages"
    for turned in (False, True):
        if turned:
            save_lost(workspace, "Went elsewhere", "Cold Lead")
        page = client.get(settings).text
        assert f'href="{made}">Open it' in page
        assert "They have an inbox of their own." in page
        assert offered not in page
        assert "no inbox of their own" not in page
        assert client.post(inbox_of(cast.owner, "/custom/lost")).headers["location"] == made
    assert (
        offered
        in signed_in(server, cast.stranger).get(f"/w/{cast.stranger.workspace.slug}/settings/lifecycle").text
    )
    save_lost(workspace, "Went elsewhere", "Cold Lead", "Too far away")
    assert offered in client.get(settings).text


def test_l14_a_tag_tells_the_public_inboxes_by_name_and_counts_the_others(
    server: WebServer, cast: Cast
) -> None:
    tag = create_tag(TagDefinition(name="vip"), by=robot(cast.owner.workspace))
    raw = {"all": [["tag", "hasAnyOf", [tag.id]]]}
    wanted = read_filter(raw, Catalogue(cast.owner.workspace_id))
    for name, audience in (("Guests", PUBLIC), ("Secret", PRIVATE)):
        create_inbox(
            cast.agent, name=name, wanted=wanted, audience=audience, by=actor_of(cast.agent, Via.PAGE)
        )
    slug = cast.owner.workspace.slug
    page = signed_in(server, cast.owner).get(f"/w/{slug}/settings/tags/{tag.id}/deletion").text
    assert "Guests" in page
    assert "1 inbox that is not for all" in page
    assert "Secret" not in page


def test_l14_a_stage_tells_the_public_inboxes_with_their_address_and_counts_the_others(
    server: WebServer, cast: Cast
) -> None:
    """Whatever inboxes agents make, the settings are there for who keeps them."""
    stage = stage_named(cast.owner.workspace, "Cold Lead")
    raw = {"all": [["stage", "hasAnyOf", [stage.id]]]}
    wanted = read_filter(raw, Catalogue(cast.owner.workspace_id))
    made = {
        name: create_inbox(
            cast.mine_only, name=name, wanted=wanted, audience=audience, by=actor_of(cast.mine_only, Via.PAGE)
        )
        for name, audience in (("Guests", PUBLIC), ("Secret", PRIVATE), ("Secret too", PRIVATE))
    }
    settings = f"/w/{cast.owner.workspace.slug}/settings/lifecycle"
    guests = inbox_of(cast.owner, f"/custom-{made['Guests'].id}")
    client = signed_in(server, cast.owner)
    for page in (client.get(settings), client.get(f"{settings}/stages/{stage.id}/deletion")):
        assert page.status_code == 200
        assert f'href="{guests}"' in page.text
        assert "2 inboxes that are not for all" in page.text
        assert "Secret" not in page.text
    assert "Cold Lead: used in 3 filters" in client.get(settings).text
