"""Custom inboxes list and count what their filter takes, for whoever looks (I2, L14, section 8)."""

import random
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tappa.core.accounts.models import Member, Workspace
from tappa.core.contacts.actions.tag import add_tags
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.parse import read_filter
from tappa.core.contacts.filters.times import Reading
from tappa.core.contacts.models import Contact
from tappa.core.inbox import custom_counts, lists_terms, lists_walk
from tappa.core.inbox.actions.create_inbox import create_inbox
from tappa.core.inbox.custom import content_of
from tappa.core.inbox.custom_counts import count_custom, count_found, kept_counts
from tappa.core.inbox.custom_terms import contact_join
from tappa.core.inbox.inbox_checks import Audience
from tappa.core.inbox.inbox_rules import Visibility
from tappa.core.inbox.inboxes import ConversationFilter, Filtered, Sort
from tappa.core.inbox.lists import list_conversations
from tappa.core.inbox.models_inbox import CustomInbox
from tappa.core.inbox.rules import ConversationStatus
from tappa.core.inbox.sections import read_section
from tappa.core.lifecycle.queries import stages_of
from tests.cast import Cast
from tests.core.acts import new_channel, new_writer, robot
from tests.core.inbox.crowd import make_crowd
from tests.core.inbox.plain_lists import everything, plain_list

PUBLIC = Audience(Visibility.PUBLIC)


def filtered(workspace: Workspace, raw: object) -> Filtered:
    """What this filter asks of an inbox."""
    reading = Reading(ZoneInfo("UTC"), timezone.now())
    return Filtered(read_filter(raw, Catalogue(workspace.id)), reading)


def some_raw(workspace: Workspace, members: list[Member], rng: random.Random) -> list[object]:
    """Filters that inboxes are made of, some by indexes, some by the contact's own row or by other tables."""
    stages = [stage.id for stage in stages_of(workspace.id)]
    tag = [
        "tag",
        "hasAnyOf",
        [next(iter(Catalogue(workspace.id).choices(Catalogue(workspace.id).fields["tag"])))],
    ]
    at = ["stage", "hasAnyOf", [0, *rng.sample(stages, 2)]]
    whose = ["assignee", "hasAnyOf", [0, rng.choice(members).id]]
    return [
        {"all": [at]},
        {"all": [["stage", "isEqualTo", [0]]]},
        {"all": [at, whose]},
        {"all": [at, tag]},
        {"all": [tag, ["last_incoming", "isLessThanDaysAgo", [3]]]},
        {"all": [whose, ["unreplied", "isEqualTo", ["true"]]]},
        {"any": [at, tag, ["name", "contains", ["ana"]]]},
        {"all": [["stage", "hasNoneOf", [rng.choice(stages)]], ["ever_at_stage", "exists", []]]},
        {"all": [["stage", "hasAnyOf", [2**40]]]},
        {"any": [at, ["tag", "hasNoneOf", [2**40]]]},
    ]


@pytest.mark.parametrize(
    ("seed", "looks", "few"),
    [(1, (1000, 3000), 1000), (2, (1, 2000), 1000), (3, (1, 0), 1000), (4, (1, 0), 1)],
)
def test_i2_a_custom_inbox_lists_and_counts_whom_its_filter_takes_for_everybody(
    workspace: Workspace,
    cast: Cast,
    seed: int,
    looks: tuple[int, int],
    few: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By each way of finding: along the list, in one go and in two, and gathered, for few and for many; with the list's own
    filter, search and sort on top."""
    monkeypatch.setattr(lists_walk, "LOOKS_FIRST", looks[0])
    monkeypatch.setattr(lists_walk, "LOOKS_MORE", looks[1])
    monkeypatch.setattr(lists_terms, "FILTERED_AT_MOST", few)
    monkeypatch.setattr(custom_counts, "REST", 0)
    crowd = make_crowd(workspace, cast, seed=seed)
    for contact in crowd.rng.sample(list(Contact.objects.filter(workspace=workspace, deleted_at=None)), 3):
        add_tags(contact, ["vip"], by=robot(workspace))
    stages = [stage.id for stage in stages_of(workspace.id)]
    wheres = [ConversationFilter(status=status) for status in ConversationStatus] + [
        ConversationFilter(stages=(stages[0], None)),
        ConversationFilter(search="ana"),
        ConversationFilter(search="ca", unreplied=True, assignees=(None, cast.agent.id)),
    ]
    for raw in some_raw(workspace, crowd.members, crowd.rng):
        made = CustomInbox.objects.create(workspace=workspace, name="One", filter=raw, maker=cast.owner)
        content = content_of(made, workspace, Catalogue(workspace.id))
        for member in (cast.owner, cast.agent, cast.mine_only, cast.team_only):
            rows = everything(member)
            for where in wheres:
                sort = crowd.rng.choice(list(Sort))
                listed = list_conversations(member, inbox=content, where=where, sort=sort)
                assert listed.rows == plain_list(rows, member, content, where, sort), (raw, where, sort)
            plain = plain_list(rows, member, content, ConversationFilter(), Sort.NEWEST)
            assert count_custom(member, {made: content}).numbers == {made.id: len(plain)}, raw


def test_i3_pages_of_a_custom_inbox_miss_and_double_nobody(
    workspace: Workspace, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd = make_crowd(workspace, cast, seed=5, deeds=3)
    content = filtered(workspace, {"any": [["first_name", "exists", []], ["id", "exists", []]]})
    for looks, few in (((1000, 3000), 1000), ((1, 2000), 1000), ((2, 3), 1000), ((1, 0), 1)):
        monkeypatch.setattr(lists_walk, "LOOKS_FIRST", looks[0])
        monkeypatch.setattr(lists_walk, "LOOKS_MORE", looks[1])
        monkeypatch.setattr(lists_terms, "FILTERED_AT_MOST", few)
        for sort in Sort:
            whole = [row.contact_id for row in list_conversations(cast.owner, inbox=content, sort=sort).rows]
            walked, word = [], ""
            while True:
                section = read_section(word, limit=3)
                page = list_conversations(cast.owner, inbox=content, section=section, sort=sort)
                walked += [row.contact_id for row in page.rows]
                if not (word := page.after):
                    break
            assert walked == whole
    assert crowd.members


def test_counts_stop_at_999_and_rest_as_long_as_they_are_dear(
    workspace: Workspace, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exact up to the limit, one more beyond; a number that is kept is told with when to ask again."""
    monkeypatch.setattr(custom_counts, "COUNT_LIMIT", 2)
    monkeypatch.setattr(custom_counts, "REST", 0)
    channel = new_channel(workspace)
    content = filtered(workspace, {"all": [["unreplied", "isEqualTo", ["true"]]]})
    inbox = create_inbox(
        cast.owner, name="Waiting", wanted=content.wanted, audience=PUBLIC, by=robot(workspace)
    )
    assert kept_counts(cast.owner, [inbox]).numbers == {}, "nobody has counted it yet"
    for wanted in (1, 2, 3, 3):
        new_writer(channel)
        counts = count_custom(cast.owner, {inbox: content})
        assert (counts.numbers, counts.again) == ({inbox.id: wanted}, None)
    monkeypatch.setattr(custom_counts, "COUNT_LIMIT", 999)
    monkeypatch.setattr(custom_counts, "REST", 1e9)
    assert count_custom(cast.owner, {inbox: content}).numbers == {inbox.id: 4}
    new_writer(channel)
    counts = count_custom(cast.manager, {inbox: content})
    assert counts.numbers == {inbox.id: 4}, "who sees everybody counts for all who do"
    assert counts.again is not None
    assert 0 < counts.again <= custom_counts.LONGEST_REST
    assert count_custom(cast.mine_only, {inbox: content}).numbers == {inbox.id: 0}, "each sees their own"
    assert kept_counts(cast.agent, [inbox]).numbers == {inbox.id: 4}


def test_l14_an_inbox_whose_stage_is_gone_matches_nothing(workspace: Workspace, cast: Cast) -> None:
    new_writer(new_channel(workspace))
    content = filtered(workspace, {"any": [["stage", "hasAnyOf", [2**40]], ["id", "exists", []]]})
    assert list_conversations(cast.owner, inbox=content).rows == []


def test_what_takes_too_long_to_count_is_not_told_and_not_tried_again_at_once(
    workspace: Workspace, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_writer(new_channel(workspace))
    slow = " JOIN LATERAL (SELECT pg_sleep(1)::text AS waited OFFSET 0) waits ON waits.waited = ''"
    monkeypatch.setattr(custom_counts, "contact_join", lambda _tests: slow)
    monkeypatch.setattr(custom_counts, "PATIENCE_MS", 50)
    content = filtered(workspace, {"all": [["unreplied", "isEqualTo", ["true"]]]})
    inbox = create_inbox(
        cast.owner, name="Waiting", wanted=content.wanted, audience=PUBLIC, by=robot(workspace)
    )
    counts = count_custom(cast.owner, {inbox: content})
    assert (counts.numbers, counts.again) == ({}, None)
    again = count_custom(cast.owner, {inbox: content})
    assert again.numbers == {}
    assert again.again, "it rests"
    assert count_found(cast.owner, content) is None


def test_what_takes_too_long_to_count_hides_no_count_but_its_own(
    workspace: Workspace, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the others rest by what they took themselves."""
    new_writer(new_channel(workspace))
    slow = " JOIN LATERAL (SELECT pg_sleep(2)::text AS waited OFFSET 0) waits ON waits.waited = ''"
    monkeypatch.setattr(
        custom_counts, "contact_join", lambda rest: slow if "last_incoming" in rest else contact_join(rest)
    )
    monkeypatch.setattr(custom_counts, "PATIENCE_MS", 1_000)
    waiting: list[object] = ["unreplied", "isEqualTo", ["true"]]
    contents = {}
    for name, conditions in (
        ("Quick", [waiting]),
        ("Slow", [["last_incoming", "isLessThanDaysAgo", [3]]]),
        ("Also quick", [waiting]),
    ):
        content = filtered(workspace, {"all": conditions})
        contents[
            create_inbox(cast.owner, name=name, wanted=content.wanted, audience=PUBLIC, by=robot(workspace))
        ] = content
    counts = count_custom(cast.owner, contents)
    assert {inbox.name: counts.numbers.get(inbox.id) for inbox in contents} == {
        "Quick": 1,
        "Slow": None,
        "Also quick": 1,
    }
    monkeypatch.setattr(custom_counts, "contact_join", contact_join)
    again = count_custom(cast.owner, contents)
    assert len(again.numbers) == 2, "the slow one rests"
