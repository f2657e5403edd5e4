"""Details and tags change, and contacts are hidden."""

import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.activity.models import Event
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.actions.edit import edit_contact
from tappa.core.contacts.actions.tag import add_tags, create_tags, remove_tags
from tappa.core.contacts.models import Contact, ContactTag, Standing, Tag, Transition
from tappa.kernel.errors import Conflict, Invalid, NotFound
from tests.core.acts import new_contact, robot
from tests.support.together import together


def kinds(contact: Contact) -> list[str]:
    events = Event.objects.filter(workspace_id=contact.workspace_id, contact_id=contact.id).order_by("id")
    return list(events.values_list("kind", flat=True))[2:]  # after its making


def test_an_edit_changes_what_it_names_and_leaves_the_rest(workspace: Workspace) -> None:
    contact = new_contact(workspace, first_name="José", email="jose@example.com")
    edit_contact(
        contact, {"last_name": "Pérez", "phone": "333 7654321"}, workspace=workspace, by=robot(workspace)
    )
    stored = Contact.objects.get(id=contact.id)
    assert (stored.first_name, stored.last_name, stored.email) == ("José", "Pérez", "jose@example.com")
    assert stored.search == "jose perez\njose@example.com\n+393337654321"
    event = Event.objects.filter(contact_id=contact.id, kind="contact.edited").get()
    assert event.data == {"fields": ["last_name", "phone"]}, "which fields, not what they say (E5)"


def test_an_edit_that_changes_nothing_logs_nothing(workspace: Workspace) -> None:
    contact = new_contact(workspace, first_name="Ana")
    edit_contact(contact, {"first_name": " Ana "}, workspace=workspace, by=robot(workspace))
    assert kinds(contact) == []


def test_a_refused_edit_changes_nothing(workspace: Workspace) -> None:
    new_contact(workspace, email="bea@example.com")
    contact = new_contact(workspace, email="ana@example.com")
    with pytest.raises(Conflict, match="email"):
        edit_contact(
            contact, {"first_name": "B", "email": "BEA@example.com"}, workspace=workspace, by=robot(workspace)
        )
    with pytest.raises(Invalid, match="phone"):
        edit_contact(contact, {"first_name": "B", "phone": "x"}, workspace=workspace, by=robot(workspace))
    assert Contact.objects.get(id=contact.id).first_name == ""
    assert kinds(contact) == []


def test_another_workspace_s_contact_is_not_edited(workspace: Workspace, other_workspace: Workspace) -> None:
    contact = new_contact(other_workspace)
    with pytest.raises(NotFound):
        edit_contact(contact, {"first_name": "X"}, workspace=workspace, by=robot(workspace))


def test_a_deleted_contact_is_hidden_once_and_its_history_stays(workspace: Workspace) -> None:
    contact = new_contact(workspace)
    assert together(8, lambda _n: delete_contact(contact, by=robot(workspace))).count(True) == 1
    assert kinds(contact) == ["contact.deleted"]
    assert Contact.objects.get(id=contact.id).deleted_at is not None
    assert Standing.objects.get(contact=contact).is_deleted
    assert Transition.objects.filter(contact_id=contact.id).count() == 1
    with pytest.raises(NotFound):
        edit_contact(contact, {"first_name": "X"}, workspace=workspace, by=robot(workspace))


def test_another_workspace_s_contact_is_not_deleted(workspace: Workspace, other_workspace: Workspace) -> None:
    contact = new_contact(other_workspace)
    assert not delete_contact(contact, by=robot(workspace))
    assert Contact.objects.get(id=contact.id).deleted_at is None


def test_tags_are_one_whatever_their_case(workspace: Workspace) -> None:
    contact, other = new_contact(workspace), new_contact(workspace)
    assert [tag.name for tag in add_tags(contact, ["VIP", " vip ", "Spring"], by=robot(workspace))] == [
        "VIP",
        "Spring",
    ]
    assert add_tags(contact, ["Vip"], by=robot(workspace)) == []
    add_tags(other, ["vip"], by=robot(workspace))
    assert Tag.objects.filter(workspace=workspace).count() == 2
    assert [tag.name for tag in remove_tags(contact, ["VIP", "unknown"], by=robot(workspace))] == ["VIP"]
    assert kinds(contact) == ["contact.tagged", "contact.untagged"]
    assert ContactTag.objects.filter(contact=other).count() == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 256, "a\x00b", "\u200b"])
def test_a_tag_that_is_none_is_refused(workspace: Workspace, name: str) -> None:
    contact = new_contact(workspace)
    with pytest.raises(Invalid, match="tag"):
        add_tags(contact, ["Good", name], by=robot(workspace))
    assert not Tag.objects.filter(workspace=workspace).exists()


def test_ten_new_tags_of_one_name_at_once_make_one(workspace: Workspace) -> None:
    contacts = [new_contact(workspace) for _ in range(10)]
    together(10, lambda number: add_tags(contacts[number], ["New"], by=robot(workspace)))
    assert Tag.objects.filter(workspace=workspace).count() == 1
    assert ContactTag.objects.filter(workspace=workspace).count() == 10


def test_tags_made_at_once_in_opposite_orders_wait_for_nobody_in_a_circle(workspace: Workspace) -> None:
    """Two calls with the same new tags in another order each waited for the other's, and one failed."""
    contacts = [new_contact(workspace) for _ in range(2)]
    for turn in range(10):
        names = [f"{letter}{turn}" for letter in "abcdefghij"]
        orders = [names, names[::-1]]
        added = together(2, lambda n, o=orders: add_tags(contacts[n], o[n], by=robot(workspace)))  # type: ignore[misc]
        assert [[tag.name for tag in tags] for tags in added] == orders
    assert Tag.objects.filter(workspace=workspace).count() == 100


def test_a_tag_put_on_by_ten_at_once_is_told_once(workspace: Workspace) -> None:
    contact = new_contact(workspace)
    create_tags(["VIP"], by=robot(workspace))  # nobody waits for its making
    together(10, lambda _n: add_tags(contact, ["VIP"], by=robot(workspace)))
    together(10, lambda _n: remove_tags(contact, ["VIP"], by=robot(workspace)))
    assert kinds(contact) == ["contact.tagged", "contact.untagged"]


def test_a_deleted_contact_is_not_tagged(workspace: Workspace) -> None:
    contact = new_contact(workspace)
    add_tags(contact, ["VIP"], by=robot(workspace))
    delete_contact(contact, by=robot(workspace))
    for verb in (add_tags, remove_tags):
        with pytest.raises(NotFound):
            verb(contact, ["VIP", "New"], by=robot(workspace))
    assert Tag.objects.filter(workspace=workspace).count() == 1, "nor is a tag made for it"
