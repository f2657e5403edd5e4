"""Tags with colour, emoji and description are made, changed and deleted (C6)."""

import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.activity.models import Event
from tappa.core.contacts.actions.clear_labels import clear_labels
from tappa.core.contacts.actions.create_tag import create_tag
from tappa.core.contacts.actions.delete_tag import delete_tag
from tappa.core.contacts.actions.edit_tag import edit_tag
from tappa.core.contacts.actions.tag import add_tags, remove_tags
from tappa.core.contacts.lists import contact_row
from tappa.core.contacts.models import ContactTag, Tag
from tappa.core.contacts.rules import TAGS_LIMIT
from tappa.core.contacts.tag_checks import TagDefinition
from tappa.core.contacts.tags import tag_by_id, tag_named, tags_in, tags_of
from tappa.kernel.errors import Conflict, Invalid, NotFound
from tests.core.acts import new_contact, robot
from tests.support.together import together


def told(workspace: Workspace) -> list[str]:
    """What the log says of tags."""
    events = Event.objects.filter(workspace_id=workspace.id, kind__startswith="tag.").order_by("id")
    return list(events.values_list("kind", flat=True))


def test_a_tag_is_made_and_becomes_another_and_stays_on_its_contacts(workspace: Workspace) -> None:
    contact = new_contact(workspace)
    tag = create_tag(
        TagDefinition(name=" Milan  fair ", emoji="🎪", hue=3, description="Met there"), by=robot(workspace)
    )
    add_tags(contact, ["milan FAIR"], by=robot(workspace))
    changed = TagDefinition(name="Milan fair 2026", hue=4)
    edit_tag(tag, changed, by=robot(workspace))
    edit_tag(tag, changed, by=robot(workspace))
    (carried,) = tags_of(contact)
    assert (carried.name, carried.emoji, carried.hue) == ("Milan fair 2026", "", 4)
    assert told(workspace) == ["tag.created", "tag.edited"], "what is the same logs nothing"
    assert tag_named(workspace.id, "MILAN fair 2026") == tag
    assert tag_named(workspace.id, "Milan fair 2026").description == ""


@pytest.mark.parametrize(
    ("field", "definition"),
    [
        ("name", TagDefinition(name="  ")),
        ("name", TagDefinition(name="x" * 256)),
        ("name", TagDefinition(name="a\x00")),
        ("description", TagDefinition(name="A", description="x" * 256)),
        ("emoji", TagDefinition(name="A", emoji="ab")),
        ("emoji", TagDefinition(name="A", emoji="🎪🎪")),
        ("hue", TagDefinition(name="A", hue=11)),
        ("hue", TagDefinition(name="A", hue=-1)),
    ],
)
def test_a_tag_that_is_none_is_refused(workspace: Workspace, field: str, definition: TagDefinition) -> None:
    with pytest.raises(Invalid, match=field) as refused:
        create_tag(definition, by=robot(workspace))
    assert refused.value.field == field
    assert not tags_in(workspace.id).exists()


def test_two_tags_do_not_become_one(workspace: Workspace) -> None:
    create_tag(TagDefinition(name="VIP"), by=robot(workspace))
    other = create_tag(TagDefinition(name="Very important"), by=robot(workspace))
    with pytest.raises(Conflict, match="Another tag is named VIP"):
        edit_tag(other, TagDefinition(name="vip"), by=robot(workspace))
    with pytest.raises(Conflict, match="Another tag is named"):
        create_tag(TagDefinition(name="Ｖip"), by=robot(workspace))


def test_a_deleted_tag_is_off_all_contacts_at_once(workspace: Workspace) -> None:
    """Its name is free again, and the new one is on nobody."""
    contact = new_contact(workspace)
    add_tags(contact, ["VIP", "Fair"], by=robot(workspace))
    tag = tag_named(workspace.id, "vip")
    delete_tag(tag, by=robot(workspace))
    row = contact_row(workspace.id, contact.id)
    assert row is not None
    assert (row.tags, [each.name for each in tags_of(contact)]) == (["Fair"], ["Fair"])
    assert remove_tags(contact, ["VIP"], by=robot(workspace)) == []
    for act in (
        lambda: delete_tag(tag, by=robot(workspace)),
        lambda: edit_tag(tag, TagDefinition(name="x"), by=robot(workspace)),
        lambda: tag_by_id(workspace.id, tag.id),
    ):
        with pytest.raises(NotFound):
            act()
    again = create_tag(TagDefinition(name="VIP"), by=robot(workspace))
    while clear_labels():
        pass
    assert ContactTag.objects.filter(workspace=workspace).count() == 1
    assert set(Tag.objects.filter(workspace=workspace)) == {again, tag_named(workspace.id, "Fair")}
    assert told(workspace)[-2:] == ["tag.deleted", "tag.created"]


def test_five_thousand_tags_and_no_more(workspace: Workspace) -> None:
    """Whether made in the settings or by being put on a contact, whoever is first."""
    contacts = [new_contact(workspace) for _ in range(4)]
    Tag.objects.bulk_create(
        Tag(workspace=workspace, name=str(n), folded_name=str(n)) for n in range(TAGS_LIMIT - 2)
    )

    def add(number: int) -> bool:
        try:
            add_tags(contacts[number], [f"new {number}"], by=robot(workspace))
        except Conflict:
            return False
        return True

    assert together(4, add).count(True) == 2
    with pytest.raises(Conflict, match="no more can be added"):
        create_tag(TagDefinition(name="One more"), by=robot(workspace))
    assert [tag.name for tag in add_tags(contacts[0], ["17"], by=robot(workspace))] == ["17"]


def test_another_workspace_s_tag_is_not_touched(workspace: Workspace, other_workspace: Workspace) -> None:
    tag = create_tag(TagDefinition(name="VIP"), by=robot(other_workspace))
    for act in (
        lambda: delete_tag(tag, by=robot(workspace)),
        lambda: edit_tag(tag, TagDefinition(name="x"), by=robot(workspace)),
        lambda: tag_by_id(workspace.id, tag.id),
        lambda: tag_named(workspace.id, "VIP"),
    ):
        with pytest.raises(NotFound):
            act()
