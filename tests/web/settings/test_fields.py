"""Custom fields in the settings, by forms without scripts (C6)."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client

from tappa.core.accounts.grants import Restriction
from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.create_tag import create_tag
from tappa.core.contacts.actions.edit import edit_contact
from tappa.core.contacts.actions.edit_field import FieldChanges, edit_field
from tappa.core.contacts.field_rules import field_key
from tappa.core.contacts.fields import field_by_id, fields_of, values_of
from tappa.core.contacts.filters import uses
from tappa.core.contacts.tag_checks import TagDefinition
from tests.cast import Cast
from tests.core.acts import new_contact, new_field, robot
from tests.support.signin import session_of
from tests.support.web import WebServer
from tests.web.settings.visits import Visitor, restrict, text_of

BLANK = {
    "name": "",
    "description": "",
    "data_type": "text",
    "choices": "",
    "visibility": "always",
    "slug": "",
}


def shown_form(page: str) -> dict[str, str]:
    """What a form says it showed."""
    seen = re.search(r'name="seen" value="(.*?)">', unescape(page))
    assert seen
    return {"seen": seen[1]}


def names(workspace: Workspace) -> list[str]:
    """The fields in their order."""
    return [field.name for field in fields_of(workspace.id)]


def test_a_field_is_added_changed_and_deleted(server: WebServer, cast: Cast) -> None:
    """Renaming keeps what contacts have; deleting says how many have something."""
    visitor, workspace = Visitor(server, cast.owner), cast.owner.workspace
    assert "No field of your own yet" in text_of(visitor.get("settings_fields"))
    form = BLANK | {
        "name": "Plan",
        "data_type": "list",
        "choices": " Basic \r\n\r\nPro",
        "visibility": "filled",
    }
    page = visitor.after(visitor.post("settings_new_field", form))
    assert "Field Plan added" in page
    assert "Basic · Pro" in page
    assert "Shown when filled" in page
    (field,) = fields_of(workspace.id)
    contact = new_contact(workspace)
    edit_contact(contact, {field_key(field.id): "Pro"}, workspace=workspace, by=robot(workspace))
    changed = text_of(visitor.get("settings_field", field_id=field.id))
    assert "It stays, for contacts have something in this field" in changed
    form |= {"name": "Contract", "choices": "Basic\nPro\nGold"}
    assert "Field Contract saved" in visitor.after(visitor.post("settings_field", form, field_id=field.id))
    stored = field_by_id(workspace.id, field.id)
    assert (stored.name, stored.slug, stored.allowed_values) == ("Contract", "plan", ["Basic", "Pro", "Gold"])
    assert values_of(contact) == {field.id: "Pro"}
    question = text_of(visitor.get("settings_field_deletion", field_id=field.id))
    assert "1 contact has something in it. It is gone with the field." in question
    deleted = visitor.post("settings_field_deletion", field_id=field.id)
    assert "Field Contract deleted" in visitor.after(deleted)
    assert visitor.get("settings_field", field_id=field.id).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "name must have 1 to 50 characters"),
        ({"name": "A", "data_type": "phone"}, "data_type must be one of"),
        ({"name": "A", "data_type": "list"}, "allowed_values must be 1 to 100"),
        ({"name": "plan"}, "Another field has the name plan already"),
        ({"name": "A", "slug": "a b"}, "slug must have"),
        ({"name": "A", "visibility": "now"}, "visibility must be one of"),
        ({"name": "A", "description": "x" * 256}, "description must have at most"),
    ],
)
def test_what_is_refused_is_said_at_its_field_and_nothing_typed_is_lost(
    wrong: dict[str, str], sentence: str, server: WebServer, cast: Cast
) -> None:
    workspace = cast.owner.workspace
    new_field(workspace, name="Plan")
    answer = Visitor(server, cast.owner).post("settings_new_field", BLANK | {"description": "Why"} | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Why" in answer.text or "description" in wrong
    assert names(workspace) == ["Plan"]


def test_fields_are_moved_up_and_down_and_put_into_order(server: WebServer, cast: Cast) -> None:
    visitor, workspace = Visitor(server, cast.manager), cast.owner.workspace
    first, second, third = (new_field(workspace, name=name) for name in ("A", "B", "C"))
    visitor.post("settings_fields_order", {"down": str(first.id)})
    assert names(workspace) == ["B", "A", "C"]
    visitor.post("settings_fields_order", {"up": str(second.id)})
    assert names(workspace) == ["B", "A", "C"], "the first stays first"
    visitor.post("settings_fields_order", {"order": f"{third.id},{first.id},{second.id}"})
    assert names(workspace) == ["C", "A", "B"]
    for order, status in (("", 400), ("x", 400), (f"{first.id}", 409), (f"{first.id},{first.id}", 400)):
        assert visitor.post("settings_fields_order", {"order": order}).status_code == status
    assert names(workspace) == ["C", "A", "B"]


def test_many_fields_are_searched(server: WebServer, cast: Cast) -> None:
    visitor, workspace = Visitor(server, cast.owner), cast.owner.workspace
    for number in range(11):
        new_field(workspace, name=f"Field {number}")
    new_field(workspace, name="Città")
    page = text_of(visitor.get("settings_fields"))
    assert "Search fields" in page
    assert "data-order=" in page
    found = text_of(visitor.browser.get(visitor.url("settings_fields") + "?search=CITTA"))
    assert "Città" in found
    assert "Field 3" not in found
    assert "data-order=" not in found, "a part of the list cannot be put into order"
    assert "No field is called so." in text_of(
        visitor.browser.get(visitor.url("settings_fields") + "?search=zzz")
    )


def test_two_who_change_one_field_the_second_is_told_and_loses_nothing(server: WebServer, cast: Cast) -> None:
    visitor, workspace = Visitor(server, cast.owner), cast.owner.workspace
    field = new_field(workspace, name="Plan")
    seen = shown_form(text_of(visitor.get("settings_field", field_id=field.id)))
    by = robot(workspace)
    edit_field(field, FieldChanges(name="Contract", description="What they pay for"), by=by)
    mine = BLANK | {"name": "Tariff"} | seen
    told = visitor.post("settings_field", mine, field_id=field.id)
    assert told.status_code == 422
    assert "name was changed meanwhile: it says Contract now" in told.text
    assert 'value="Tariff"' in told.text
    assert "What they pay for" in told.text, "what the first changed alone is shown as it is"
    again = mine | shown_form(told.text) | {"description": "What they pay for"}
    assert visitor.post("settings_field", again, field_id=field.id).status_code == 303
    stored = field_by_id(workspace.id, field.id)
    assert (stored.name, stored.description) == ("Tariff", "What they pay for")


def test_deleting_says_what_uses_the_field(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """L14. Asked in this process, where the test keeps a filter of its own."""
    field, tag = (
        new_field(cast.owner.workspace),
        create_tag(TagDefinition(name="Fair"), by=robot(cast.owner.workspace)),
    )
    wanted = {"any": [[field_key(field.id), "exists", []], ["tag", "hasAnyOf", [tag.id]]]}
    kept = uses.Use("segment", 1, "Hot ones", "🔥", wanted)
    monkeypatch.setattr(
        uses, "_holders", [lambda workspace_id: [kept] if workspace_id == tag.workspace_id else []]
    )
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(cast.owner.user)
    base = f"/w/{cast.owner.workspace.slug}/settings"
    for address in (f"{base}/fields/{field.id}/deletion", f"{base}/tags/{tag.id}/deletion"):
        page = unescape(client.get(address).content.decode())
        assert "It is used in these filters, which match nobody then" in page
        assert "🔥 Hot ones" in page


def test_who_may_not_change_settings_changes_no_field(server: WebServer, cast: Cast) -> None:
    """Section 8: owners, and managers without `restrict_space_setting`; strangers get what never was."""
    field = new_field(cast.owner.workspace)
    restricted = restrict(cast.manager, Restriction.SPACE_SETTING)
    for member, status in ((restricted, 403), (cast.agent, 403), (cast.mine_only, 403), (cast.stranger, 404)):
        visitor = Visitor(server, member)
        visitor.member = cast.owner  # its addresses
        assert visitor.post("settings_new_field", BLANK | {"name": "X"}).status_code == status
        assert visitor.post("settings_fields_order", {"order": str(field.id)}).status_code == status
        for name in ("settings_field", "settings_field_deletion"):
            assert visitor.get(name, field_id=field.id).status_code == status
            assert visitor.post(name, {"name": "X"}, field_id=field.id).status_code == status
    stranger = Visitor(server, cast.stranger)
    for name in ("settings_field", "settings_field_deletion"):
        assert stranger.post(name, {"name": "X"}, field_id=field.id).status_code == 404
    assert names(cast.owner.workspace) == [field.name]
