"""A move is taken back (S7), a contact is blocked and heard again (C6)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tappa.core.accounts.models import Workspace
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Actor, Via
from tappa.core.activity.models import Event
from tappa.core.contacts.actions.block import block_contact, unblock_contact
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.actions.undo_move import undo_move
from tappa.core.contacts.journey import journey_of
from tappa.core.contacts.models import Contact, Standing, Transition
from tappa.kernel.errors import Conflict, DomainError, NotFound
from tests.cast import Cast
from tests.core.acts import new_contact, stage_named
from tests.support.together import meanwhile, together

LONG_AGO = timedelta(days=40)


def actor(cast: Cast) -> Actor:
    """The owner, by a page."""
    return actor_of(cast.owner, Via.PAGE)


def test_s7_who_was_moved_by_mistake_is_at_its_stage_as_long_as_before(
    workspace: Workspace, cast: Cast
) -> None:
    """C1, C3: also after a second mistake; and what says since when says through whom."""
    contact = new_contact(workspace)
    came = timezone.now() - LONG_AGO
    move_contact(
        contact, to=stage_named(workspace, "Payment"), happened_at=came, by=actor_of(cast.agent, Via.PAGE)
    )
    for name in ("Customer", "Cold Lead"):
        wrong = move_contact(contact, to=stage_named(workspace, name), by=actor(cast))
        assert wrong is not None
        undo_move(contact, transition_id=wrong.id, by=actor(cast))
        assert Standing.objects.get(contact=contact).stage_since == came
    told = journey_of(Contact.objects.get(id=contact.id))
    assert (told.since, told.by_name) == (came, cast.agent.user.name)
    on = move_contact(contact, to=stage_named(workspace, "Customer"), by=actor(cast))
    assert on is not None
    assert on.seconds_before is not None
    assert abs(on.seconds_before - LONG_AGO.total_seconds()) < 10, (
        "nor was the mistake an end of its time there"
    )


def test_s7_a_first_move_that_is_taken_back_leaves_the_contact_at_none_since_it_came(
    workspace: Workspace, cast: Cast
) -> None:
    contact = new_contact(workspace, None)
    moved = move_contact(contact, to=stage_named(workspace, "Payment"), by=actor(cast))
    assert moved is not None
    undo_move(contact, transition_id=moved.id, by=actor(cast))
    standing = Standing.objects.get(contact=contact)
    assert (standing.stage_id, standing.stage_since) == (None, contact.created_at)


def test_s7_a_move_is_taken_back_and_both_stay_in_the_history(workspace: Workspace, cast: Cast) -> None:
    contact = new_contact(workspace)
    payment = stage_named(workspace, "Payment")
    moved = move_contact(contact, to=payment, by=actor(cast))
    assert moved is not None
    undone = undo_move(contact, transition_id=moved.id, by=actor(cast))
    assert (undone.from_name, undone.to_name, undone.undoes, undone.cause) == (
        "Payment",
        "New Lead",
        moved.id,
        "undo",
    )
    assert Transition.objects.filter(workspace_id=workspace.id, contact_id=contact.id).count() == 3
    for again in (moved.id, undone.id):
        with pytest.raises(Conflict, match="nothing was undone"):
            undo_move(contact, transition_id=again, by=actor(cast))


def test_s7_a_contact_moved_again_since_is_left_alone(workspace: Workspace, cast: Cast) -> None:
    contact = new_contact(workspace)
    first = move_contact(contact, to=stage_named(workspace, "Payment"), by=actor(cast))
    assert first is not None
    refused = meanwhile(
        lambda: move_contact(contact, to=stage_named(workspace, "Customer"), by=actor(cast)),
        lambda: refusal_of_undo(contact, first.id, cast),
    )
    assert isinstance(refused, Conflict)
    assert Standing.objects.get(contact=contact).stage == stage_named(workspace, "Customer")


def refusal_of_undo(contact: Contact, transition_id: int, cast: Cast) -> DomainError | None:
    """What an undoing is refused with."""
    try:
        undo_move(contact, transition_id=transition_id, by=actor(cast))
    except DomainError as error:
        return error
    return None


def test_a_move_from_a_stage_that_is_gone_cannot_be_taken_back(workspace: Workspace, cast: Cast) -> None:
    contact = new_contact(workspace, stage_named(workspace, "Hot Lead"))
    moved = move_contact(contact, to=stage_named(workspace, "Payment"), by=actor(cast))
    assert moved is not None
    delete_stage(stage_named(workspace, "Hot Lead"), move_to=None, by=actor(cast))
    with pytest.raises(NotFound, match="stage"):
        undo_move(contact, transition_id=moved.id, by=actor(cast))
    with pytest.raises(NotFound, match="no such move"):
        undo_move(new_contact(workspace), transition_id=moved.id, by=actor(cast))


def test_a_contact_is_blocked_once_and_heard_again(workspace: Workspace, cast: Cast) -> None:
    contact = new_contact(workspace)
    assert together(4, lambda _number: block_contact(contact, by=actor(cast))).count(True) == 1
    assert Contact.objects.get(workspace=workspace).is_blocked
    assert unblock_contact(contact, by=actor(cast))
    assert not unblock_contact(contact, by=actor(cast))
    told = Event.objects.filter(contact_id=contact.id).exclude(kind__in=["contact.created", "contact.moved"])
    assert list(told.order_by("id").values_list("kind", flat=True)) == [
        "contact.blocked",
        "contact.unblocked",
    ]


def test_a_deleted_contact_is_neither_moved_back_nor_blocked(workspace: Workspace, cast: Cast) -> None:
    contact = new_contact(workspace)
    moved = move_contact(contact, to=None, by=actor(cast))
    assert moved is not None
    delete_contact(contact, by=actor(cast))
    for verb in (
        lambda: block_contact(contact, by=actor(cast)),
        lambda: undo_move(contact, transition_id=moved.id, by=actor(cast)),
    ):
        with pytest.raises(NotFound):
            verb()
