"""The lists and counts of the inbox as the ORM reads them, row by row: what the statements are held against."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from tappa.core.accounts.models import Member
from tappa.core.contacts.lists import list_contacts
from tappa.core.contacts.models import Contact, Standing
from tappa.core.contacts.queries import visible_contacts
from tappa.core.contacts.rules import fold_text
from tappa.core.inbox.counts import InboxCounts
from tappa.core.inbox.inboxes import (
    All,
    AtStage,
    ConversationFilter,
    Filtered,
    Inbox,
    Mine,
    OfTeam,
    Sort,
    Unassigned,
)
from tappa.core.inbox.lists_rows import ConversationRow
from tappa.core.inbox.models import Conversation, Message
from tappa.core.inbox.models_team import ConversationRead
from tappa.kernel.pages import Place

NEVER = datetime.max.replace(tzinfo=UTC)


def latest(contact: Contact) -> Conversation | None:
    """The contact's latest conversation."""
    return (
        Conversation.objects.filter(workspace_id=contact.workspace_id, contact=contact).order_by("id").last()
    )


def unread(contact: Contact, talk: Conversation, member: Member) -> int:
    """What came in after our last answer and after what the member read."""
    read = ConversationRead.objects.filter(conversation=talk, member=member).first()
    after = read.last_message_id if read else 0
    count = 0
    for said in Message.objects.filter(contact=contact, conversation=talk).order_by("id"):
        count = 0 if said.traffic == "outgoing" else count + (said.id > after)
    return count


def plain_row(contact: Contact, talk: Conversation, member: Member) -> ConversationRow:
    """The row that a list should show, by the ORM."""
    last = Message.objects.filter(contact=contact).order_by("id").last()
    standing = contact.standing
    channel = Message.objects.filter(contact=contact).order_by("id").last()
    failed = last is not None and last.statuses.order_by("id").last()
    assert talk.last_message_at is not None
    return ConversationRow(
        conversation_id=talk.id,
        contact_id=contact.id,
        first_name=contact.first_name,
        last_name=contact.last_name,
        email=contact.email,
        phone=contact.phone,
        is_blocked=contact.is_blocked,
        status=talk.status,
        snoozed_until=talk.snoozed_until,
        opened_at=talk.opened_at,
        waiting_since=talk.waiting_since,
        stage_id=standing.stage_id,
        stage_since=standing.stage_since,
        assignee_id=standing.assignee_id,
        assignee_name=standing.assignee.user.name if standing.assignee else None,
        channel_id=channel.channel_id if channel else None,
        channel_kind=channel.channel.kind if channel else "",
        channel_name=channel.channel.name if channel else "",
        last_text=last.text[:200] if last else "",
        last_incoming=last.traffic == "incoming" if last else None,
        last_at=last.happened_at if last else talk.last_message_at,
        sorted_at=talk.last_message_at,
        last_failed=bool(failed and failed.value == "failed"),
        unread=unread(contact, talk, member) if talk.waiting_since else 0,
        put_aside=ConversationRead.objects.filter(conversation=talk, member=member, is_unread=True).exists(),
    )


def everything(member: Member) -> list[ConversationRow]:
    """All rows that this member could ever see in a list."""
    return [
        plain_row(contact, talk, member)
        for contact in visible_contacts(member)
        if (talk := latest(contact)) is not None
    ]


def team_of(row: ConversationRow, member: Member) -> int | None:
    """Whose team has the contact."""
    return Standing.objects.get(workspace_id=member.workspace_id, contact_id=row.contact_id).team_id


def taken(inbox: Filtered, member: Member) -> set[int]:
    """The contacts that the filter takes, as the list of contacts has them."""
    place = Place(limit=1000)
    rows = list_contacts(member.workspace_id, place=place, where=inbox.wanted, reading=inbox.reading)
    return {row.id for row in rows}


def keeps(row: ConversationRow, member: Member, inbox: Inbox, where: ConversationFilter) -> bool:
    """Whether the row belongs into the inbox and passes the filter."""
    in_inbox: bool = {
        All: True,
        Mine: row.assignee_id == member.id,
        Unassigned: row.assignee_id is None,
        AtStage: isinstance(inbox, AtStage) and row.stage_id == inbox.stage_id,
        OfTeam: isinstance(inbox, OfTeam) and team_of(row, member) == inbox.team_id,
        Filtered: isinstance(inbox, Filtered) and row.contact_id in taken(inbox, member),
    }[type(inbox)]
    names, wanted = fold_text(f"{row.first_name} {row.last_name}"), fold_text(where.search)
    is_found = wanted in names if len(wanted) >= 3 else names.startswith(wanted)
    return (
        in_inbox
        and row.status == where.status
        and (not where.stages or row.stage_id in where.stages)
        and (not where.assignees or row.assignee_id in where.assignees)
        and (not where.channels or row.channel_id in where.channels)
        and (not where.unreplied or row.waiting_since is not None)
        and is_found
    )


SORTS: dict[Sort, Callable[[ConversationRow], Any]] = {
    Sort.NEWEST: lambda row: (-row.sorted_at.timestamp(), -row.contact_id),
    Sort.OLDEST: lambda row: (row.sorted_at, row.contact_id),
    Sort.LONGEST_WAITING: lambda row: (row.waiting_since or NEVER, row.contact_id),
    Sort.LONGEST_OPEN: lambda row: (row.opened_at, row.contact_id),
}


def plain_list(
    rows: Sequence[ConversationRow], member: Member, inbox: Inbox, where: ConversationFilter, sort: Sort
) -> list[ConversationRow]:
    """What the list should be."""
    return sorted((row for row in rows if keeps(row, member, inbox, where)), key=SORTS[sort])


def plain_counts(rows: Sequence[ConversationRow], member: Member) -> InboxCounts:
    """What the counts should be."""
    open_ones = [row for row in rows if row.status == "open"]
    stages = Counter(row.stage_id for row in open_ones)
    return InboxCounts(
        all=len(open_ones),
        mine=sum(row.assignee_id == member.id for row in open_ones),
        unassigned=sum(row.assignee_id is None for row in open_ones),
        no_stage=stages.pop(None, 0),
        stages={stage: number for stage, number in stages.items() if stage is not None},
        teams=dict(Counter(team for row in open_ones if (team := team_of(row, member)) is not None)),
    )
