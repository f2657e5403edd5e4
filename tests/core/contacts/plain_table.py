"""The table of contacts read without any of its statements, and people to read."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from tappa.core.accounts.models import Member, Workspace
from tappa.core.contacts.models import Contact, Standing
from tappa.core.contacts.queries import visible_contacts
from tappa.core.contacts.rules import Sort, display_name, fold_text
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.lifecycle.queries import stages_of
from tests.cast import Cast
from tests.core.acts import new_contact, robot

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = ["Ana", "ana", "Anatol", "Áron", "Bea", "", "Çelik", "Zoë", "李", "Ana Maria", "Ö%_\\"]


def make_people(workspace: Workspace, cast: Cast, count: int = 36) -> None:
    """Contacts at every stage and at none, many with the same times and names, some without any."""
    chance = random.Random(count)
    stages = [*stages_of(workspace.id), None]
    for _number in range(count):
        contact = new_contact(workspace, chance.choice(stages), first_name=chance.choice(NAMES))
        if member := chance.choice([cast.agent, cast.mine_only, cast.team_only, None, None]):
            assign_contact(contact, to=member, by=robot(workspace))
        times: list[datetime | None] = [EPOCH + timedelta(hours=chance.randrange(5)) for _ in range(3)]
        Standing.objects.filter(contact=contact).update(
            stage_since=times[0],
            last_incoming_at=chance.choice([times[1], None]),
            last_outgoing_at=chance.choice([times[2], None]),
        )
        Contact.objects.filter(id=contact.id).update(created_at=chance.choice(times))


def _name(row: Contact) -> str:
    return fold_text(display_name(row.first_name, row.last_name, row.email, row.phone))


def _last(row: Contact) -> float | None:
    times = [row.standing.last_incoming_at, row.standing.last_outgoing_at]
    return max((time.timestamp() for time in times if time), default=None)


def _key(sort: Sort, row: Contact, stages: list[int], sign: int) -> tuple[Any, ...]:
    """What rows are compared by; `sign` is -1 where the sort falls. Those without a value come last either way."""
    standing = row.standing
    match sort:
        case Sort.STAGE:
            place = stages.index(standing.stage_id) if standing.stage_id else len(stages)
            return (sign * place, -sign * row.id)
        case Sort.CREATED:
            return (sign * row.created_at.timestamp(), sign * row.id)
        case Sort.LAST_INTERACTION:
            last = _last(row)
            return (1, 0, sign * row.id) if last is None else (0, sign * last, sign * row.id)
        case _:
            since = -sign * standing.stage_since.timestamp()
            return (0, since, -sign * row.id) if standing.stage_id else (1, 0, -sign * row.id)


def read_plainly(member: Member, sort: Sort, descending: bool, search: str = "") -> list[int]:
    """The ids in the order that the sort means, read without any of its statements."""
    stages = [stage.id for stage in stages_of(member.workspace_id)]
    rows = [row for row in visible_contacts(member) if search in row.search]
    if sort is Sort.NAME:
        rows.sort(key=lambda row: (_name(row), row.id), reverse=descending)
        rows.sort(key=lambda row: not _name(row))
    else:
        rows.sort(key=lambda row: _key(sort, row, stages, -1 if descending else 1))
    return [row.id for row in rows]
