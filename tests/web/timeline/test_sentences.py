"""Whatever a timeline holds can be said (E2, E3, E4)."""

from typing import get_args

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.delete_field import delete_field
from tappa.core.contacts.actions.edit import edit_contact
from tappa.core.contacts.field_rules import field_key
from tappa.core.inbox.thread import activity_of
from tappa.core.inbox.timeline import CommentItem, EditedItem, MovedItem, SaidItem, TimelineItem
from tappa.web.timeline import sentences
from tests.core.acts import new_contact, new_field, robot

# Shown as what they are; a change of stage has sentences of its own (moves.py).
NO_LINES = {SaidItem, CommentItem, MovedItem}


def test_every_item_has_a_sentence_and_a_mark() -> None:
    kinds = set(get_args(TimelineItem)) - NO_LINES
    assert kinds == set(sentences._SENTENCES) == set(sentences.ICONS)


def test_e4_custom_fields_that_changed_are_named_and_one_that_is_gone_is_said_to_be(
    workspace: Workspace,
) -> None:
    contact, by = new_contact(workspace), robot(workspace)
    plan, size = new_field(workspace, "text", "Plan"), new_field(workspace, "text", "Size")
    changes = {"first_name": "Ada", field_key(plan.id): "Pro", field_key(size.id): "42"}
    edit_contact(contact, changes, workspace=workspace, by=by)
    delete_field(size, by=by)
    edited = activity_of(contact).items[0]
    assert isinstance(edited, EditedItem)
    told = sentences.sentence(edited, "Ada")
    for words in ("first name", "<bdi>Plan</bdi>", "a field that is gone"):
        assert words in told
    assert "custom:" not in told
