"""Short ways to set a scene: each goes through the same actions as the product's doors."""

import secrets
from datetime import UTC, datetime

from tappa.core.accounts.models import Workspace
from tappa.core.activity.actor import Actor, Via, system
from tappa.core.contacts.actions.create import DEFAULT, Choice, create_contact
from tappa.core.contacts.actions.create_field import create_field
from tappa.core.contacts.actions.create_segment import create_segment
from tappa.core.contacts.field_checks import FieldDefinition
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.parse import read_filter
from tappa.core.contacts.models import Contact
from tappa.core.contacts.models_field import CustomField
from tappa.core.contacts.models_segment import Segment
from tappa.core.contacts.rules import ContactDetails
from tappa.core.inbox.actions.create_channel import create_channel
from tappa.core.inbox.actions.receive import receive
from tappa.core.inbox.actions.take_post import take_post
from tappa.core.inbox.arrivals import ArrivedMessage, Batch, Received, Sender, StatusReport
from tappa.core.inbox.models import Channel
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import stages_of


def robot(workspace: Workspace) -> Actor:
    """The system, acting through the API."""
    return system(workspace.id, via=Via.API)


def new_contact(workspace: Workspace, stage: Stage | Choice | None = DEFAULT, /, **details: str) -> Contact:
    """A contact with these details, at the default stage or the one given."""
    return create_contact(ContactDetails(**details), workspace=workspace, stage=stage, by=robot(workspace))


def new_field(workspace: Workspace, data_type: str = "text", name: str = "", *choices: str) -> CustomField:
    """A custom field of this type; a list has the choices Basic and Pro unless others are given."""
    if data_type == "list" and not choices:
        choices = ("Basic", "Pro")
    definition = FieldDefinition(name=name or f"The {data_type}", data_type=data_type, allowed_values=choices)
    return create_field(definition, by=robot(workspace))


def stage_named(workspace: Workspace, name: str) -> Stage:
    """The stage of a new workspace with this name."""
    return next(stage for stage in stages_of(workspace.id) if stage.name == name)


def new_channel(workspace: Workspace, *, contact_id: str = "custom") -> Channel:
    """A custom channel."""
    return create_channel(
        workspace, kind="custom", name="Bridge", settings={"contact_id": contact_id, "outbound_url": ""}
    ).channel


def message(text: str = "Hello", *, mid: str = "", happened_at: datetime | None = None) -> ArrivedMessage:
    """An incoming message, with an id of its own unless one is given."""
    return ArrivedMessage(
        mid or secrets.token_hex(8), happened_at or datetime.now(UTC), {"type": "text", "text": text}, text
    )


def arrive(
    channel: Channel, person: str, *arrivals: ArrivedMessage | StatusReport, **details: str
) -> Received:
    """A person writes on a channel."""
    batch = Batch(Sender(person, ContactDetails(**details)), list(arrivals))
    return take_post(channel, b"", lambda to, _raw: receive(to, batch, workspace=to.workspace))


def new_writer(channel: Channel, person: str = "") -> Contact:
    """Somebody who has just written on a channel for the first time."""
    received = arrive(channel, person or secrets.token_hex(6), message())
    assert received.contact_id is not None
    return Contact.objects.get(workspace_id=channel.workspace_id, id=received.contact_id)


def new_segment(workspace: Workspace, name: str, *stages: str) -> Segment:
    """A segment of those who stand at one of these stages."""
    ids = [stage_named(workspace, stage).id for stage in stages]
    where = read_filter({"all": [["stage", "hasAnyOf", ids]]}, Catalogue(workspace.id))
    return create_segment(name, where=where, by=robot(workspace))
