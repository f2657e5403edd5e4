"""What a contact writes is taken: whoever writes first becomes a contact at its stage, with one open conversation."""

import json

from django.utils.translation import gettext as _

from tappa.core.accounts.models import Workspace
from tappa.core.activity.actor import Actor, By, Via, system
from tappa.core.activity.record import Happening, record
from tappa.core.inbox.actions.recognise import recognise
from tappa.core.inbox.arrivals import ArrivedMessage, Batch, Received, StatusReport
from tappa.core.inbox.facts import MessageReceived, MessageSent, MessageStatusChanged
from tappa.core.inbox.models import Channel, Message, MessageStatus
from tappa.core.inbox.rules import Status, Traffic
from tappa.core.inbox.sql import TAKE_MESSAGE, Taken, Writer
from tappa.kernel.errors import Unavailable
from tappa.kernel.sql import fetch_one


class ToldElsewhere(Unavailable):
    """Another post tells the same message under another contact at this very moment: look again."""


def receive(channel: Channel, batch: Batch, *, workspace: Workspace) -> Received:
    """Take a batch. A message told before changes nothing, nor does any that has to do with a blocked contact: whoever is
    blocked is not told so, and nobody here hears of them. Runs inside the caller's transaction: taken whole or not at all.

    Raises Invalid when the sender's details are none, ToldElsewhere when the caller does best to begin anew.
    """
    by = system(workspace.id, via=Via.INBOUND)
    brings_messages = any(isinstance(arrival, ArrivedMessage) for arrival in batch.arrivals)
    writer = recognise(channel, batch.sender, may_be_new=brings_messages, workspace=workspace, by=by)
    if writer is None:
        return Received(None, (), tuple(arrival.channel_message_id for arrival in batch.arrivals))
    messages: list[int] = []
    unmatched: list[str] = []
    for arrival in batch.arrivals:
        if isinstance(arrival, StatusReport):
            if not _take_report(channel, writer, arrival, by=by):
                unmatched.append(arrival.channel_message_id)
        elif writer.is_blocked:
            continue
        elif (message_id := _take_message(channel, writer, arrival, by=by)) is not None:
            messages.append(message_id)
    return Received(writer.contact_id, tuple(messages), tuple(unmatched))


def _take_message(channel: Channel, writer: Writer, arrival: ArrivedMessage, *, by: Actor) -> int | None:
    incoming = arrival.traffic == Traffic.INCOMING
    parameters = {
        "workspace": by.workspace_id,
        "contact": writer.contact_id,
        "contact_channel": writer.contact_channel_id,
        "channel": channel.id,
        "channel_message": arrival.channel_message_id,
        "happened_at": arrival.happened_at,
        "incoming": incoming,
        "traffic": arrival.traffic,
        "body": json.dumps(arrival.body),
        "text": arrival.text,
        "by": By.SYSTEM,
        "via": by.via,
        "fact": MessageReceived.NAME if incoming else MessageSent.NAME,
        "fact_data": "{}" if incoming else '{"echo": true}',
    }
    taken = fetch_one(Taken, TAKE_MESSAGE, parameters)
    if taken is None:
        return None
    if taken.message_id is None:
        raise ToldElsewhere(_("The same messages are being told elsewhere just now. Try again in a second."))
    if not incoming:
        MessageStatus.objects.create(
            workspace_id=by.workspace_id,
            message_id=taken.message_id,
            value=Status.SENT,
            happened_at=arrival.happened_at,
        )
    return taken.message_id


def _take_report(channel: Channel, writer: Writer, report: StatusReport, *, by: Actor) -> bool:
    """Note how a message fared; False when we know of no such message."""
    message = Message.objects.filter(
        workspace_id=by.workspace_id,
        channel=channel,
        channel_message_id=report.channel_message_id,
        contact_id=writer.contact_id,
        traffic=Traffic.OUTGOING,
    ).first()
    if message is None:
        return False
    told = MessageStatus.objects.filter(workspace_id=by.workspace_id, message=message, value=report.status)
    if told.exists():
        return True
    MessageStatus.objects.create(
        workspace_id=by.workspace_id,
        message=message,
        value=report.status,
        reason=report.reason,
        happened_at=report.happened_at,
    )
    fact = MessageStatusChanged(message_id=message.id, status=report.status)
    record([Happening(fact, writer.contact_id, message.conversation_id)], by=by)
    return True
