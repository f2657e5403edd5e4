"""Whatever a timeline holds can be said (E2, E3)."""

from typing import get_args

from tappa.core.inbox.timeline import CommentItem, MovedItem, SaidItem, TimelineItem
from tappa.web.timeline import sentences

# Shown as what they are; a change of stage has sentences of its own (moves.py).
NO_LINES = {SaidItem, CommentItem, MovedItem}


def test_every_item_has_a_sentence_and_a_mark() -> None:
    kinds = set(get_args(TimelineItem)) - NO_LINES
    assert kinds == set(sentences._SENTENCES) == set(sentences.ICONS)
