"""People of all sorts, and what a filter can ask about each of them, read row by row in plain Python."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.block import block_contact
from tappa.core.contacts.actions.create_field import create_field
from tappa.core.contacts.actions.edit import edit_contact
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.actions.tag import add_tags
from tappa.core.contacts.actions.undo_move import undo_move
from tappa.core.contacts.field_checks import FieldDefinition
from tappa.core.contacts.field_rules import DataType, field_key
from tappa.core.contacts.fields import fields_of, values_of
from tappa.core.contacts.models import Contact, ContactTag, Standing, Transition
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.models import ContactChannel
from tappa.core.lifecycle.queries import stages_of
from tests.cast import Cast
from tests.core.acts import new_channel, new_contact, new_writer, robot

NOW = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
NAMES = ("Ana", "ana", "Áron", "Bea", "", "Ö%_\\", "李", "O'Neil", "Anna Maria")
TAGS = ("vip", "walnut", "Milan fair")
CHOICES = ("Noce", "Rovere", "Caffè")
VALUES = {
    DataType.TEXT: ("Larice", "larice rosso", "Été", "%_", "x" * 300 + "a", "x" * 300 + "b"),
    DataType.LIST: CHOICES,
    DataType.CHECKBOX: ("true", "false"),
    DataType.EMAIL: ("ana@example.com", "Bea@Example.com"),
    DataType.NUMBER: ("0", "-3.5", "12", "1000000", "0.000001"),
    DataType.URL: ("https://example.com/a", "https://example.com/b"),
    DataType.DATE: ("2026-06-15", "2026-06-14", "2026-06-16", "1969-12-31", "2026-05-01"),
    DataType.TIME: ("09:30", "00:00", "23:59"),
}
_READ: dict[DataType, Callable[[str], Any]] = {
    DataType.TEXT: str,
    DataType.LIST: str,
    DataType.CHECKBOX: lambda text: text == "true",
    DataType.EMAIL: str,
    DataType.NUMBER: Decimal,
    DataType.URL: str,
    DataType.DATE: date.fromisoformat,
    DataType.TIME: time.fromisoformat,
}


@dataclass(frozen=True)
class Person:
    """A contact: by the key of each field the values it has, none where there is none."""

    id: int
    values: dict[str, list[Any]] = field(default_factory=dict)


def make_people(workspace: Workspace, cast: Cast, *, seed: int, count: int) -> None:
    """Contacts with random details, moves, tags, messages and times."""
    chance = random.Random(seed)
    stages = [*stages_of(workspace.id), None]
    channels = [new_channel(workspace) for _ in range(2)]
    for data_type in DataType:
        choices = CHOICES if data_type is DataType.LIST else ()
        create_field(
            FieldDefinition(name=f"A {data_type}", data_type=data_type, allowed_values=choices),
            by=robot(workspace),
        )
    for number in range(count):
        if chance.random() < 0.5:
            contact = new_writer(channels[number % 2])
            edit_contact(contact, _details(chance, number), workspace=workspace, by=robot(workspace))
        else:
            contact = new_contact(workspace, chance.choice(stages), **_details(chance, number))
        _moved(workspace, contact, chance, stages)
        if member := chance.choice([cast.agent, cast.team_only, None]):
            assign_contact(contact, to=member, by=robot(workspace))
        if tags := chance.sample(TAGS, chance.randrange(3)):
            add_tags(contact, tags, by=robot(workspace))
        if chance.random() < 0.2:
            block_contact(contact, by=robot(workspace))
        _dated(contact, chance)
        _filled(workspace, contact, chance)


def _details(chance: random.Random, number: int) -> dict[str, str]:
    first, last = chance.choice(NAMES), chance.choice(NAMES)
    email = f"{chance.choice(['ana', 'bea'])}{number}@example.com" if chance.random() < 0.7 else ""
    return {
        "first_name": first,
        "last_name": last,
        "email": email,
        "phone": f"+39333{number:07}" if chance.random() < 0.6 else "",
        "country_code": chance.choice(["IT", "ES", ""]),
        "language": chance.choice(["it", "es", ""]),
    }


def _moved(workspace: Workspace, contact: Contact, chance: random.Random, stages: Sequence[Any]) -> None:
    for _move in range(chance.randrange(4)):
        made = move_contact(contact, to=chance.choice(stages), by=robot(workspace))
        if made is not None and chance.random() < 0.25:
            undo_move(contact, transition_id=made.id, by=robot(workspace))


def _dated(contact: Contact, chance: random.Random) -> None:
    def some_time() -> datetime:
        # Around midnight in Rome and in UTC too, where days part.
        return NOW - timedelta(hours=chance.randrange(24 * 40), minutes=chance.choice([0, 0, 30]))

    Contact.objects.filter(id=contact.id).update(created_at=some_time())
    Standing.objects.filter(contact=contact).update(
        stage_since=some_time(),
        last_incoming_at=chance.choice([some_time(), None]),
        last_outgoing_at=chance.choice([some_time(), None]),
    )


def _filled(workspace: Workspace, contact: Contact, chance: random.Random) -> None:
    values = {
        field_key(field.id): chance.choice(VALUES[DataType(field.data_type)])
        for field in fields_of(workspace.id)
        if chance.random() < 0.7
    }
    edit_contact(contact, values, workspace=workspace, by=robot(workspace))


def read_people(workspace: Workspace) -> list[Person]:
    """Everybody in the workspace with all that can be asked."""
    rows = Contact.objects.filter(workspace=workspace, deleted_at=None).select_related("standing")
    return [
        Person(row.id, _of_contact(row) | _of_standing(row.standing) | _elsewhere(row) | _own(row))
        for row in rows
    ]


def _of_contact(row: Contact) -> dict[str, list[Any]]:
    texts = ("first_name", "last_name", "email", "phone", "country_code", "language", "profile_pic")
    found = {name: _if(getattr(row, name)) for name in texts}
    name = f"{row.first_name} {row.last_name}".strip(" ")
    return found | {
        "name": _if(name),
        "id": [row.id],
        "created_at": [row.created_at],
        "is_blocked": [row.is_blocked],
    }


def _of_standing(row: Standing) -> dict[str, list[Any]]:
    last = [moment for moment in (row.last_incoming_at, row.last_outgoing_at) if moment]
    since = [row.stage_since] if row.stage_id else []
    return {
        "stage": _if(row.stage_id),
        "entered_stage": since,
        "time_at_stage": since,
        "assignee": _if(row.assignee_id),
        "team": _if(row.team_id),
        "last_channel": _if(row.last_channel_id),
        "conversation_status": _if(row.conversation_status),
        "unreplied": [row.waiting_since is not None],
        "last_incoming": _if(row.last_incoming_at),
        "last_outgoing": _if(row.last_outgoing_at),
        "last_interaction": [max(last)] if last else [],
    }


def _elsewhere(row: Contact) -> dict[str, list[Any]]:
    moves = list(Transition.objects.filter(contact_id=row.id).order_by("seq"))
    undone = {move.undoes for move in moves if move.undoes}
    kept = [move for move in moves if not move.undoes and move.id not in undone]
    return {
        "tag": list(ContactTag.objects.filter(contact=row).values_list("tag_id", flat=True)),
        "channel": list(ContactChannel.objects.filter(contact=row).values_list("channel_id", flat=True)),
        "previous_stage": _if(kept[-1].from_stage_id) if kept else [],
        "ever_at_stage": [m.to_stage_id for m in moves if m.to_stage_id and m.id not in undone],
    }


def _own(row: Contact) -> dict[str, list[Any]]:
    """What stands in custom fields, read by its type."""
    has = values_of(row)
    fields = fields_of(row.workspace_id)
    return {
        field_key(field.id): [_READ[DataType(field.data_type)](has[field.id])] if field.id in has else []
        for field in fields
    }


def _if(value: Any) -> list[Any]:
    return [value] if value else []
