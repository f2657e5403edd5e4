"""Deleting a stage in the settings (L9 to L11), by forms without scripts."""

from tappa.core.activity.actor import Cause
from tappa.core.contacts.actions.delete_stage import AT_ONCE, delete_stage
from tappa.core.contacts.models import Standing, Transition
from tappa.core.lifecycle.queries import default_stage, stages_of
from tests.cast import Cast
from tests.core.acts import new_contact, robot, stage_named
from tests.core.contacts.crowd import crowd_at
from tests.support.web import WebServer
from tests.web.settings.visits import Visitor, text_of


def test_contacts_are_assigned_to_another_stage_of_either_kind(server: WebServer, cast: Cast) -> None:
    """L9, L11: the dialog says how many, what becomes the default, and where they may go."""
    workspace = cast.owner.workspace
    first, cold = stage_named(workspace, "New Lead"), stage_named(workspace, "Cold Lead")
    contact = new_contact(workspace)
    visitor = Visitor(server, cast.owner)
    page = text_of(visitor.get("settings_stage_deletion", stage_id=first.id))
    dialog = page[page.index('<dialog class="dialog deletion"') :]
    assert "Delete 🌱 New Lead?" in dialog
    assert '<b class="strong num" data-figure>1</b> contact stands at this stage' in dialog
    assert "New contacts will start at 🔥 Hot Lead, the first stage that remains." in dialog
    assert f'<option value="{cold.id}">🧊 Cold Lead</option>' in dialog
    assert f'<option value="{first.id}"' not in dialog
    assert "Delete and move 1" in dialog
    answer = visitor.post("settings_stage_deletion", {"where": "stage", "to": cold.id}, stage_id=first.id)
    assert "Stage New Lead deleted" in visitor.after(answer)
    assert Standing.objects.get(workspace=workspace, contact=contact).stage_id == cold.id
    last = Transition.objects.filter(workspace_id=workspace.id, contact_id=contact.id).latest("seq")
    assert last.cause == Cause.STAGE_DELETED
    default = default_stage(workspace.id)
    assert default is not None
    assert default.name == "Hot Lead"


def test_contacts_are_left_with_no_stage(server: WebServer, cast: Cast) -> None:
    """L9."""
    workspace = cast.owner.workspace
    contact = new_contact(workspace)
    first = stage_named(workspace, "New Lead")
    visitor = Visitor(server, cast.manager)
    visitor.after(visitor.post("settings_stage_deletion", {"where": "none"}, stage_id=first.id))
    assert Standing.objects.get(workspace=workspace, contact=contact).stage_id is None


def test_where_contacts_go_is_said_and_nothing_is_guessed(server: WebServer, cast: Cast) -> None:
    """L9: also when somebody came to an empty stage while its dialog was open, or the target is gone."""
    workspace = cast.owner.workspace
    first = stage_named(workspace, "New Lead")
    visitor = Visitor(server, cast.owner)
    assert 'name="where" value="empty"' in text_of(visitor.get("settings_stage_deletion", stage_id=first.id))
    new_contact(workspace)
    for form, status in (
        ({"where": "empty"}, 422),
        ({}, 422),
        ({"where": "stage", "to": "x"}, 404),
        ({"where": "stage", "to": first.id}, 400),
    ):
        answer = visitor.post("settings_stage_deletion", form, stage_id=first.id)
        assert answer.status_code == status, form
    assert (
        "Choose where the contacts of this stage should go."
        in visitor.post("settings_stage_deletion", stage_id=first.id).text
    )
    assert len(stages_of(workspace.id)) == 5


def test_contacts_who_are_still_on_their_way_are_asked_about_too(server: WebServer, cast: Cast) -> None:
    """L9: another stage was deleted just now, and its contacts are sent to this one."""
    workspace = cast.owner.workspace
    payment, customer = stage_named(workspace, "Payment"), stage_named(workspace, "Customer")
    crowd_at(workspace, payment, AT_ONCE + 1)
    delete_stage(payment, move_to=customer, by=robot(workspace))
    visitor = Visitor(server, cast.owner)
    page = text_of(visitor.get("settings_stage_deletion", stage_id=customer.id))
    assert f"Delete and move {AT_ONCE + 1:,}" in page
    answer = visitor.post("settings_stage_deletion", {"where": "empty"}, stage_id=customer.id)
    assert answer.status_code == 422
    assert stage_named(workspace, "Customer").id == customer.id


def test_the_won_stage_warns(server: WebServer, cast: Cast) -> None:
    """L11."""
    stage = stage_named(cast.owner.workspace, "Customer")
    page = text_of(Visitor(server, cast.owner).get("settings_stage_deletion", stage_id=stage.id))
    assert "Customer is the won stage. No won stage is left then" in page


def test_the_last_lifecycle_stage_is_not_offered_and_says_why(server: WebServer, cast: Cast) -> None:
    """L10."""
    workspace = cast.owner.workspace
    visitor = Visitor(server, cast.owner)
    for name in ("New Lead", "Hot Lead", "Payment"):
        visitor.post("settings_stage_deletion", {"where": "none"}, stage_id=stage_named(workspace, name).id)
    last = stage_named(workspace, "Customer")
    page = text_of(visitor.get("settings_lifecycle"))
    assert visitor.url("settings_stage_deletion", stage_id=last.id) not in page
    assert "The last lifecycle stage stays: add and save another one first." in page
    for answer in (
        visitor.get("settings_stage_deletion", stage_id=last.id),
        visitor.post("settings_stage_deletion", {"where": "none"}, stage_id=last.id),
    ):
        assert answer.status_code == 409
        assert "At least one lifecycle stage must remain" in answer.text
    assert stage_named(workspace, "Customer").id == last.id
