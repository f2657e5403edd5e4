"""A page of the inbox reads what it shows, and not all that is open: what PostgreSQL does for it, by EXPLAIN (I1, I2, I3)."""

import json
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from tappa.core.accounts.models import Member, Workspace
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.parse import read_filter
from tappa.core.contacts.filters.times import Reading
from tappa.core.contacts.models import Tag
from tappa.core.inbox import lists_walk
from tappa.core.inbox.inboxes import All, AtStage, Filtered, Inbox, Mine, OfTeam, Sort, Unassigned
from tappa.core.inbox.lists import list_conversations
from tappa.core.inbox.sections import FROM_THE_TOP, Section, read_section
from tappa.core.lifecycle.queries import stages_of
from tests.cast import Cast
from tests.core.acts import new_channel
from tests.support.plans import Node, explained, nodes, statements

OPEN = 6000
PAGE = 51  # rows of a page, and one more
# An inbox that a quarter is in may as well be met along the index of all.
PASSED = 8 * PAGE
# "Nobody" gives no order to PostgreSQL, whose index is by who has it: where a usual workspace has few of them, a plan that is kept
# sorts all that nobody has.
NOBODYS = OPEN // 4
# Each with an open conversation and a message, a minute apart; of eight one belongs to each of six members, and two to nobody.
CROWD = """
WITH contact AS (
    INSERT INTO contacts_contact (workspace_id, first_name, last_name, phone, email, language, profile_pic,
                                  country_code, search, is_blocked)
    SELECT %(workspace)s, 'Person', number::text, '', '', '', '', '', 'person ' || number, false
    FROM generate_series(1, %(open)s) AS number
    RETURNING id, last_name::int AS number
), conversation AS (
    INSERT INTO inbox_conversation (workspace_id, contact_id, status, category, summary, opened_at, last_message_at,
                                    waiting_since)
    SELECT %(workspace)s, id, 'open', '', '', now() - number * interval '2 minutes', now() - number * interval '1 minute',
           CASE WHEN number %% 2 = 0 THEN now() - number * interval '1 minute' END
    FROM contact
    RETURNING id, contact_id, opened_at, last_message_at, waiting_since
), message AS (
    INSERT INTO inbox_message (workspace_id, contact_id, conversation_id, channel_id, traffic, channel_message_id, body, text,
                               by_kind, happened_at)
    SELECT %(workspace)s, contact_id, id, %(channel)s, 'incoming', 'm' || id, '{"type": "text", "text": "Hello"}', 'Hello',
           'contact', last_message_at
    FROM conversation
), tagged AS (
    INSERT INTO contacts_contacttag (workspace_id, contact_id, tag_id)
    SELECT %(workspace)s, id, %(tag)s FROM contact WHERE number %% 10 = 0
)
INSERT INTO contacts_standing (workspace_id, contact_id, stage_id, transitions, is_deleted, assignee_id, team_id,
                               conversation_id, conversation_status, conversation_opened_at, last_message_at,
                               last_incoming_at, waiting_since)
SELECT %(workspace)s, contact.id, (%(stages)s::bigint[])[1 + number %% 4], 1, false, (%(members)s::bigint[])[1 + number %% 8],
       CASE WHEN number %% 8 IN (2, 4) THEN %(team)s::bigint END, conversation.id, 'open', opened_at, last_message_at,
       last_message_at, waiting_since
FROM contact JOIN conversation ON conversation.contact_id = contact.id
"""
FEW_EACH = """
INSERT INTO contacts_contact (workspace_id, first_name, last_name, phone, email, language, profile_pic, country_code,
                              search, is_blocked)
SELECT unnest(%(workspaces)s::bigint[]), 'Person', '', '', '', '', '', '', 'person', false
"""
GROWING = frozenset(
    {
        "contacts_contact",
        "contacts_contacttag",
        "contacts_standing",
        "inbox_conversation",
        "inbox_listed",
        "inbox_message",
    }
)
BY_MESSAGE = (Sort.NEWEST, Sort.OLDEST)


@pytest.fixture
def crowded(workspace: Workspace, cast: Cast, owner_connection: "psycopg.Connection[Any]") -> Workspace:
    """Some thousand open conversations, of which PostgreSQL knows how many they are, among workspaces that have next to
    nobody, which is what a plan takes for usual. A tenth have a tag."""
    tag = Tag.objects.create(workspace=workspace, name="vip", folded_name="vip")
    members = [cast.owner, cast.manager, cast.agent, cast.mine_only, cast.team_only, cast.owner]
    values: dict[str, Any] = {
        "workspace": workspace.id,
        "open": OPEN,
        "tag": tag.id,
        "channel": new_channel(workspace).id,
        "stages": [stage.id for stage in stages_of(workspace.id)][:4],
        "members": [member.id for member in members],
        "team": cast.team.id,
    }
    neighbours = [
        Workspace(name=f"Small {number}", slug=f"small-{workspace.id}-{number}") for number in range(500)
    ]
    ids = [each.id for each in Workspace.objects.bulk_create(neighbours)]
    with connection.cursor() as cursor:
        cursor.execute(CROWD, values)
        cursor.execute(FEW_EACH, {"workspaces": ids})
    owner_connection.execute(f"ANALYZE {', '.join(sorted(GROWING))}")
    return workspace


def boxes(workspace: Workspace, cast: Cast) -> list[tuple[Inbox, tuple[Sort, ...]]]:
    """The inboxes, each with the sorts that have an index for it."""
    return [
        (All(), tuple(Sort)),
        (AtStage(stages_of(workspace.id)[1].id), BY_MESSAGE),
        (Mine(), BY_MESSAGE),
        (Unassigned(), BY_MESSAGE),
        (OfTeam(cast.team.id), BY_MESSAGE),
    ]


def vips(workspace: Workspace) -> Filtered:
    """A custom inbox of those with the tag."""
    tag = Tag.objects.get(workspace=workspace).id
    wanted = read_filter({"all": [["tag", "hasAnyOf", [tag]]]}, Catalogue(workspace.id))
    return Filtered(wanted, Reading(ZoneInfo("UTC"), timezone.now()))


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
def test_i1_a_page_goes_along_its_index_and_stops(crowded: Workspace, cast: Cast, mode: str) -> None:
    """I1, I3: the first page and the next, by a plan for the very values and by one that is kept for all; no plan sorts or
    reads more than a few pages of conversations."""
    for inbox, sorts in boxes(crowded, cast):
        for order in sorts:
            for section in (FROM_THE_TOP, second(cast.owner, inbox, order)):
                for plan in plans(cast.owner, inbox, order, section, mode):
                    told = f"{inbox} {order} {section.cursor}\n{json.dumps(plan, indent=1)}"
                    assert most_read(plan) <= (NOBODYS if inbox == Unassigned() else PASSED), told
                    assert not scanned(plan), told


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
def test_i2_a_page_of_a_custom_inbox_tests_no_more_than_it_takes_to_fill_it(
    crowded: Workspace, cast: Cast, mode: str
) -> None:
    """I2, I3: whatever the sort, for one in ten that is some five hundred, and a few that are read ahead."""
    inbox = vips(crowded)
    for order in Sort:
        for section in (FROM_THE_TOP, second(cast.owner, inbox, order)):
            for plan in plans(cast.owner, inbox, order, section, mode):
                told = f"{order} {section.cursor}\n{json.dumps(plan, indent=1)}"
                assert most_read(plan) <= 11 * PAGE, told
                assert not scanned(plan), told


def test_the_plan_of_a_list_that_goes_along_no_index_is_found_out(
    crowded: Workspace, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the two above hold can fail: a list that is gathered reads all that is open."""
    monkeypatch.setattr(lists_walk, "is_walked", lambda _asked: True)
    monkeypatch.setattr(lists_walk, "LOOKS_FIRST", 1)
    monkeypatch.setattr(lists_walk, "LOOKS_MORE", 0)
    found = plans(cast.owner, vips(crowded), Sort.NEWEST, FROM_THE_TOP, "force_custom_plan")
    assert max(map(most_read, found)) >= OPEN / 10
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN (ANALYZE, FORMAT JSON) SELECT count(*) FROM inbox_listed WHERE assignee_id % 2 = 1"
        )
        assert scanned(cursor.fetchone()[0][0]["Plan"])


def second(member: Member, inbox: Inbox, order: Sort) -> Section:
    """Where the second page begins."""
    return read_section(list_conversations(member, inbox=inbox, sort=order).after)


def plans(member: Member, inbox: Inbox, order: Sort, section: Section, mode: str) -> list[Node]:
    """What PostgreSQL did for each statement of a list."""
    with statements() as taken:
        page = list_conversations(member, inbox=inbox, sort=order, section=section)
    assert len(page.rows) == PAGE - 1
    return [explained(text, values, mode) for text, values in taken]


def most_read(plan: Node) -> int:
    """The most rows that any node read or sorted, those that it dropped among them."""
    return max(
        int((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"])
        for node in nodes(plan)
        if node.get("Relation Name") in GROWING or node["Node Type"] in {"Sort", "Incremental Sort"}
    )


def scanned(plan: Node) -> list[str]:
    """The tables that were read from end to end."""
    return [
        node["Relation Name"]
        for node in nodes(plan)
        if node["Node Type"] == "Seq Scan" and node["Relation Name"] in GROWING and node["Actual Loops"]
    ]
