"""Threads of people to whom many things happened at random (E2, S7)."""

import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Actor, Via
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.actions.undo_move import undo_move
from tappa.core.contacts.models import Contact
from tappa.core.inbox.models import Message
from tappa.core.inbox.thread import activity_of, read_thread
from tappa.core.inbox.timeline import (
    MovedItem,
    SaidItem,
    TimelineItem,
)
from tappa.core.lifecycle.queries import stages_of
from tappa.kernel.errors import DomainError
from tests.cast import Cast
from tests.core.inbox.crowd import make_crowd


def actor(cast: Cast) -> Actor:
    """The agent, by a page."""
    return actor_of(cast.agent, Via.PAGE)


@pytest.mark.parametrize("limit", [1, 3, 50])
def test_older_items_come_page_by_page_without_gaps(workspace: Workspace, cast: Cast, limit: int) -> None:
    crowd = make_crowd(workspace, cast, seed=21, people=3, deeds=12)
    for contact in Contact.objects.filter(workspace=crowd.workspace, deleted_at=None):
        whole = read_thread(contact, limit=500)
        assert whole.before is None
        walked: list[TimelineItem] = []
        before: int | None = None
        while True:
            thread = read_thread(contact, before=before, limit=limit)
            walked = thread.items + walked
            before = thread.before
            if before is None:
                break
        assert walked == whole.items
        assert [item.id for item in walked] == sorted(item.id for item in walked)


def test_every_message_and_no_one_elses_is_in_the_thread(workspace: Workspace, cast: Cast) -> None:
    make_crowd(workspace, cast, seed=22, people=4, deeds=10)
    for contact in Contact.objects.filter(workspace=workspace, deleted_at=None):
        said = [
            item.message_id for item in read_thread(contact, limit=500).items if isinstance(item, SaidItem)
        ]
        messages = Message.objects.filter(workspace=workspace, contact=contact)
        assert said == list(messages.order_by("id").values_list("id", flat=True))


def test_s7_undo_is_offered_just_where_it_works(workspace: Workspace, cast: Cast) -> None:
    crowd = make_crowd(workspace, cast, seed=23, people=8, deeds=6)
    offered = 0
    for contact in Contact.objects.filter(workspace=workspace, deleted_at=None):
        if crowd.rng.random() < 0.5:
            move_contact(contact, to=crowd.rng.choice(stages_of(workspace.id)), by=actor(cast))
        moves = [item for item in activity_of(contact).items if isinstance(item, MovedItem)]
        for item in reversed(moves):
            if item.by.cause != "default" and not item.undoable:
                with pytest.raises(DomainError):
                    undo_move(contact, transition_id=item.transition_id, by=actor(cast))
        for item in moves[:1]:
            if item.undoable:
                offered += 1
                undo_move(contact, transition_id=item.transition_id, by=actor(cast))
    assert offered
