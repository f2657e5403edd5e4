"""Deleted contacts come back, or are erased after seven days: section 8, E5, E6."""

from datetime import timedelta

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from django.db.models.functions import Now

from tappa.core.accounts.models import Workspace
from tappa.core.activity.models import Event
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.actions.tag import add_tags
from tappa.core.contacts.deleted import deleted_contact, deleted_contacts, deleted_page
from tappa.core.contacts.models import Contact, Standing, Transition
from tappa.core.contacts.rules import ERASE_DAYS
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.comment import comment
from tappa.core.inbox.actions.erase_contacts import erase_contact, erase_due_contacts
from tappa.core.inbox.actions.remove_member import remove_member
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.actions.restore_contact import restore_contact
from tappa.core.inbox.models import Channel, InboundPost
from tappa.core.reports.queries import lifecycle_figures
from tappa.kernel.errors import Conflict, NotFound
from tests.cast import Cast
from tests.core.acts import arrive, message, new_channel, new_contact, new_writer, robot
from tests.core.contacts.bulk import by_hand
from tests.core.history.told import check_history
from tests.core.reports.counting import same_as_full_count
from tests.support.together import together


def delete_before(contact: Contact, **ago: int) -> None:
    """Deleted so long ago."""
    assert delete_contact(contact, by=robot(contact.workspace))
    Contact.objects.filter(id=contact.id).update(deleted_at=Now() - timedelta(**ago))


def rows_of(contact: Contact) -> dict[str, int]:
    """How many rows of each table have to do with a contact: by its own id, and by messages and conversations."""
    found: dict[str, int] = {}
    for model in apps.get_models():
        names = {field.column for field in model._meta.concrete_fields}
        if "contact_id" in names and "workspace_id" in names:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT count(*) FROM {model._meta.db_table} WHERE contact_id = %s",  # noqa: S608
                    [contact.id],
                )
                found[model._meta.db_table] = cursor.fetchone()[0]
    return {table: rows for table, rows in found.items() if rows}


def lived(channel: Channel, cast: Cast) -> Contact:
    """Somebody of whom there is a row in most tables."""
    contact = new_writer(channel)
    reply(contact, {"type": "text", "text": "Salve"}, text="Salve", by=by_hand(cast.owner))
    comment(contact, "Be quick", mentions=(cast.agent.id,), by=by_hand(cast.owner))
    add_tags(contact, ["walnut"], by=robot(contact.workspace))
    assign_contact(contact, to=cast.agent, by=robot(contact.workspace))
    return contact


def test_section_8_a_deleted_contact_comes_back_as_it_was(workspace: Workspace, cast: Cast) -> None:
    contact = lived(new_channel(workspace), cast)
    before, standing = lifecycle_figures(workspace.id), Standing.objects.values().get(contact=contact)
    delete_contact(contact, by=by_hand(cast.agent))
    assert same_as_full_count(workspace)
    restore_contact(contact, by=by_hand(cast.agent))
    assert (lifecycle_figures(workspace.id), Standing.objects.values().get(contact=contact)) == (
        before,
        standing,
    )
    assert same_as_full_count(workspace)
    check_history(workspace, cast.owner)
    with pytest.raises(NotFound, match="not among the deleted"):
        restore_contact(contact, by=by_hand(cast.agent))


def test_whose_phone_another_has_by_now_does_not_come_back(workspace: Workspace, cast: Cast) -> None:
    contact = new_contact(workspace, phone="+393331234567")
    delete_contact(contact, by=robot(workspace))
    new_contact(workspace, phone="+393331234567")
    with pytest.raises(Conflict, match="phone"):
        restore_contact(contact, by=robot(workspace))
    assert deleted_contact(cast.owner, contact.id) == contact


def test_whose_assignee_has_left_comes_back_as_nobodys(workspace: Workspace, cast: Cast) -> None:
    contact = new_writer(new_channel(workspace))
    assign_contact(contact, to=cast.agent, by=robot(workspace))
    delete_contact(contact, by=robot(workspace))
    remove_member(cast.agent, by=by_hand(cast.owner))
    restore_contact(contact, by=robot(workspace))
    assert Standing.objects.get(contact=contact).assignee is None
    told = Event.objects.filter(contact_id=contact.id, kind="contact.assigned").latest("id")
    assert told.cause == "member_removed"
    check_history(workspace, cast.owner)


def test_who_writes_again_is_a_new_contact_and_stays_one(workspace: Workspace, cast: Cast) -> None:
    """The old one comes back without the address, which is the new one's."""
    channel = new_channel(workspace)
    old = new_writer(channel, "anna")
    delete_contact(old, by=robot(workspace))
    again = arrive(channel, "anna", message("Hello again"))
    assert again.contact_id not in {None, old.id}
    restore_contact(old, by=robot(workspace))
    assert arrive(channel, "anna", message("And again")).contact_id == again.contact_id
    assert not old.channels.exists()
    assert same_as_full_count(workspace)
    check_history(workspace, cast.owner)


def test_section_8_only_who_saw_it_finds_it_among_the_deleted(workspace: Workspace, cast: Cast) -> None:
    theirs, others = new_contact(workspace), new_contact(workspace)
    assign_contact(theirs, to=cast.mine_only, by=robot(workspace))
    for contact in (theirs, others):
        delete_contact(contact, by=robot(workspace))
    assert list(deleted_contacts(cast.owner)) == [others, theirs]
    assert list(deleted_contacts(cast.mine_only)) == [theirs]
    assert not deleted_contacts(cast.stranger).exists()
    for member, contact in ((cast.stranger, theirs), (cast.mine_only, others)):
        with pytest.raises(NotFound):
            deleted_contact(member, contact.id)


def test_the_deleted_are_paged(workspace: Workspace, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tappa.core.contacts.deleted.PAGE", 2)
    contacts = [new_contact(workspace) for _ in range(5)]
    for contact in contacts:
        delete_contact(contact, by=robot(workspace))
    found, word = [], ""
    while True:
        rows, word = deleted_page(cast.owner, word)
        found += rows
        if not word:
            break
    assert found == contacts[::-1]
    assert deleted_page(cast.owner, "no place")[0] == contacts[:2:-1]


def test_e6_after_seven_days_the_person_is_gone_and_the_arithmetic_stays(
    workspace: Workspace, cast: Cast
) -> None:
    channel = new_channel(workspace)
    contact, recent = lived(channel, cast), lived(channel, cast)
    moves = list(Transition.objects.filter(contact_id=contact.id).order_by("id").values())
    events = list(Event.objects.filter(contact_id=contact.id).order_by("id").values())
    delete_before(contact, days=ERASE_DAYS, minutes=1)
    delete_before(recent, days=ERASE_DAYS - 1)
    figures = lifecycle_figures(workspace.id)
    assert {"inbox_message", "inbox_comment", "contacts_mention", "inbox_delivery"} <= rows_of(contact).keys()
    while erase_due_contacts():
        pass
    assert rows_of(contact) == {"contacts_transition": len(moves), "activity_event": len(events) + 2}
    assert not Contact.objects.filter(id=contact.id).exists()
    assert list(Transition.objects.filter(contact_id=contact.id).order_by("id").values()) == moves
    kept = list(Event.objects.filter(contact_id=contact.id).order_by("id").values())
    assert kept[: len(events)] == events
    assert (kept[-1]["kind"], kept[-1]["by_kind"], kept[-1]["via"]) == (
        "contact.erased",
        "system",
        "schedule",
    )
    assert lifecycle_figures(workspace.id) == figures
    assert Contact.objects.filter(id=recent.id).exists()
    assert same_as_full_count(workspace)
    check_history(workspace, cast.owner)
    with pytest.raises(NotFound):
        restore_contact(contact, by=by_hand(cast.owner))


def test_e6_no_row_of_a_message_or_conversation_is_left(
    workspace: Workspace, cast: Cast, owner_connection: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    contact = lived(new_channel(workspace), cast)
    delete_before(contact, days=ERASE_DAYS + 1)
    while erase_due_contacts():
        pass
    for child, parent, column in (
        ("inbox_messagestatus", "inbox_message", "message_id"),
        ("inbox_delivery", "inbox_message", "message_id"),
        ("inbox_conversationread", "inbox_conversation", "conversation_id"),
    ):
        left = owner_connection.execute(
            f"SELECT count(*) FROM {child} WHERE NOT EXISTS (SELECT FROM {parent} p WHERE p.id = {child}.{column})"  # noqa: S608
        ).fetchone()
        assert left == (0,)


def test_section_8_at_once_also_from_the_letterbox(workspace: Workspace, cast: Cast) -> None:
    channel = new_channel(workspace)
    contact, other = new_writer(channel, "anna/1"), new_writer(channel, "bea")
    InboundPost.objects.filter(workspace=workspace).delete()
    for body in (b'{"contactId": "anna/1"}', b'{"contactId": "anna\\/1"}', b'{"contactId": "bea"}'):
        InboundPost.objects.create(workspace=workspace, channel=channel, body=body)
    with pytest.raises(NotFound):
        erase_contact(contact, by=by_hand(cast.owner))
    assert InboundPost.objects.filter(workspace=workspace).count() == 3
    delete_contact(contact, by=by_hand(cast.owner))
    erase_contact(contact, by=by_hand(cast.owner))
    assert [bytes(post.body) for post in InboundPost.objects.filter(workspace=workspace)] == [
        b'{"contactId": "bea"}'
    ]
    assert not Contact.objects.filter(id=contact.id).exists()
    assert Contact.objects.filter(id=other.id).exists()
    told = Event.objects.filter(contact_id=contact.id).latest("id")
    assert (told.kind, told.by_id) == ("contact.erased", cast.owner.id)


def test_who_is_just_being_brought_back_is_not_erased(workspace: Workspace) -> None:
    contact = new_contact(workspace)
    delete_before(contact, days=ERASE_DAYS + 1)

    def act(number: int) -> None:
        if number:
            erase_due_contacts()
        else:
            try:
                restore_contact(contact, by=robot(workspace))
            except NotFound:
                return

    together(2, act)
    found = Contact.objects.filter(id=contact.id).first()
    assert found is None or found.deleted_at is None
