"""The lists and counts of the inbox (I1, I3, I4) against a plain reading of the same rows, for everybody."""

import random
from itertools import pairwise

import pytest

from tappa.core.accounts.models import Member, Workspace
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.contacts.models import Contact
from tappa.core.contacts.queries import visible_contacts
from tappa.core.inbox import lists_terms
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.actions.comment import comment
from tappa.core.inbox.actions.mark_read import mark_read
from tappa.core.inbox.actions.repeat_standings import standings_off
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.counts import InboxCounts, count_inboxes
from tappa.core.inbox.inboxes import All, AtStage, ConversationFilter, Mine, OfTeam, Sort, Unassigned
from tappa.core.inbox.lists import list_conversations
from tappa.core.inbox.rules import ConversationStatus
from tappa.core.inbox.sections import ConversationList, read_section
from tappa.core.lifecycle.queries import stages_of
from tests.cast import Cast
from tests.core.acts import arrive, message, new_channel, new_contact, robot
from tests.core.inbox.crowd import Crowd, make_crowd
from tests.core.inbox.plain_lists import everything, plain_counts, plain_list


def some_filters(crowd: Crowd, rng: random.Random) -> list[ConversationFilter]:
    """A few filters of each status, made by chance."""
    stages = [stage.id for stage in stages_of(crowd.workspace.id)]
    members = [member.id for member in crowd.members]
    return [ConversationFilter(status=status) for status in ConversationStatus] + [
        ConversationFilter(
            status=rng.choice(list(ConversationStatus)),
            stages=tuple(rng.sample([None, *stages], rng.randint(0, 3))),
            assignees=tuple(rng.sample([None, *members], rng.choice((0, 0, 1, 3)))),
            channels=tuple(channel.id for channel in crowd.channels if rng.random() < 0.3),
            unreplied=rng.random() < 0.3,
            search=rng.choice(("", "", "Ca", "arl", "DARIO", "%", "_t", "100%", "s_t", "nobody")),
        )
        for _number in range(20)
    ]


@pytest.mark.parametrize(("seed", "gathered"), [(1, 5000), (2, 2)])
def test_i3_lists_and_counts_are_what_the_rows_say_for_everybody(
    workspace: Workspace,
    other_workspace: Workspace,
    cast: Cast,
    seed: int,
    gathered: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """I1, I3, I4, section 8; by both ways of a search, for few and for many."""
    monkeypatch.setattr(lists_terms, "GATHERED_AT_MOST", gathered)
    make_crowd(other_workspace, cast_of_strangers(cast), seed=seed, people=4)
    crowd = make_crowd(workspace, cast, seed=seed)
    stages = stages_of(workspace.id)
    filters = some_filters(crowd, crowd.rng)
    for member in (cast.owner, cast.manager, cast.agent, cast.mine_only, cast.team_only):
        rows = everything(member)
        for inbox in (All(), Mine(), Unassigned(), AtStage(stages[0].id), OfTeam(cast.team.id)):
            for where in filters:
                sort = crowd.rng.choice(list(Sort))
                listed = list_conversations(member, inbox=inbox, where=where, sort=sort)
                assert listed.rows == plain_list(rows, member, inbox, where, sort), (inbox, where, sort)
        assert count_inboxes(member) == plain_counts(rows, member)
    assert not [each for each in standings_off() if each.workspace == workspace.slug]


def cast_of_strangers(cast: Cast) -> Cast:
    """The stranger in every part, to fill their workspace."""
    stranger = cast.stranger
    return Cast(stranger, stranger, stranger, stranger, stranger, cast.team, stranger)


def pages(member: Member, sort: Sort, limit: int, *, backwards_too: bool = True) -> list[list[int]]:
    """The contacts of each page, walked down; and up again, which must show the same pages."""
    walked: list[ConversationList] = []
    word = ""
    while True:
        page = list_conversations(member, inbox=All(), section=read_section(word, limit=limit), sort=sort)
        walked.append(page)
        word = page.after
        if not word:
            break
    assert not walked[0].before
    if backwards_too:
        for upper, lower in pairwise(walked):
            again = list_conversations(
                member, inbox=All(), section=read_section(lower.before, limit=limit), sort=sort
            )
            assert again.rows == upper.rows
            assert again.after, "there is the page that we came from"
    return [[row.contact_id for row in page.rows] for page in walked]


@pytest.mark.parametrize("sort", list(Sort))
def test_i3_pages_in_both_directions_miss_and_double_nobody(
    workspace: Workspace, cast: Cast, sort: Sort
) -> None:
    make_crowd(workspace, cast, seed=5, deeds=3)
    for member in (cast.owner, cast.mine_only):
        whole = [row.contact_id for row in list_conversations(member, inbox=All(), sort=sort).rows]
        for limit in (1, 3, 7):
            walked = pages(member, sort, limit)
            assert [contact for page in walked for contact in page] == whole
            assert all(len(page) == limit for page in walked[:-1])


def test_what_comes_in_while_one_reads_moves_nobody_to_another_page(workspace: Workspace, cast: Cast) -> None:
    channel = new_channel(workspace)
    for number in range(6):
        arrive(channel, f"p{number}", message())
    first = list_conversations(cast.owner, inbox=All(), section=read_section("", limit=3))
    arrive(channel, "p5", message("again"))
    arrive(channel, "late", message())
    second = list_conversations(cast.owner, inbox=All(), section=read_section(first.after, limit=3))
    seen = [row.contact_id for row in (*first.rows, *second.rows)]
    assert len(seen) == len(set(seen)) == 6
    assert not second.after


@pytest.mark.parametrize(
    "word", ["x", "W10", "!!", "WzEsMiwzXQ", "WyIyMDI2LTAxLTAxVDAwOjAwOjAwIiwxLGZhbHNlXQ"]
)
def test_a_place_that_we_never_gave_is_the_top(word: str) -> None:
    assert read_section(word).cursor is None


def test_unread_is_each_members_own_and_ends_with_an_answer(workspace: Workspace, cast: Cast) -> None:
    """I4."""
    channel = new_channel(workspace)
    arrived = arrive(channel, "p", message("1"), message("2"))
    contact = Contact.objects.get(workspace=workspace, id=arrived.contact_id or 0)

    def seen() -> list[int]:
        return [list_conversations(member, inbox=All()).rows[0].unread for member in (cast.owner, cast.agent)]

    assert seen() == [2, 2]
    assert mark_read(contact, member=cast.agent)
    assert not mark_read(contact, member=cast.agent), "there was nothing new to read"
    arrive(channel, "p", message("3"))
    assert seen() == [3, 1]
    reply(contact, {"type": "text", "text": "Yes"}, text="Yes", by=actor_of(cast.agent, Via.PAGE))
    assert seen() == [0, 0]
    for number in range(120):
        arrive(channel, "p", message(str(number)))
    assert seen() == [100, 100], "more than 99 are not counted on"


def test_nothing_is_unread_that_was_closed_before(workspace: Workspace, cast: Cast) -> None:
    """I5: what comes next is a new conversation."""
    channel = new_channel(workspace)
    arrived = arrive(channel, "p", message("1"), message("2"))
    contact = Contact.objects.get(workspace=workspace, id=arrived.contact_id or 0)
    close_conversation(contact, by=robot(workspace))
    arrive(channel, "p", message("3"))
    assert [row.unread for row in list_conversations(cast.owner, inbox=All()).rows] == [1]


def test_section_8_a_mention_lets_one_see_and_count_the_contact(workspace: Workspace, cast: Cast) -> None:
    arrived = arrive(new_channel(workspace), "p", message())
    contact = Contact.objects.get(workspace=workspace, id=arrived.contact_id or 0)
    assign_contact(contact, to=cast.owner, by=robot(workspace))
    for restricted in (cast.mine_only, cast.team_only):
        assert list_conversations(restricted, inbox=All()).rows == []
        assert count_inboxes(restricted) == InboxCounts()
        assert contact not in visible_contacts(restricted)
        comment(contact, "Please look", mentions=[restricted.id], by=robot(workspace))
        assert [row.contact_id for row in list_conversations(restricted, inbox=All()).rows] == [contact.id]
        assert (count_inboxes(restricted).all, count_inboxes(restricted).mine) == (1, 0)
        assert contact in visible_contacts(restricted)
    assert list_conversations(cast.stranger, inbox=All()).rows == []


def test_a_contact_who_never_talked_is_in_no_list(workspace: Workspace, cast: Cast) -> None:
    new_contact(workspace)
    for status in ConversationStatus:
        where = ConversationFilter(status=status)
        assert list_conversations(cast.owner, inbox=All(), where=where).rows == []
