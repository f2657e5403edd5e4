"""A channel is changed and removed; what was written through it stays."""

import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.activity.models import Event
from tappa.core.inbox.actions.create_channel import create_channel
from tappa.core.inbox.actions.edit_channel import edit_channel
from tappa.core.inbox.actions.remove_channel import remove_channel
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.models import Channel, Message
from tappa.core.inbox.queries import channel_by_token, channels_of
from tappa.kernel.errors import Invalid, NotFound
from tests.core.acts import new_channel, new_writer, robot
from tests.support.together import together


def kinds(workspace: Workspace) -> list[str]:
    events = Event.objects.filter(workspace_id=workspace.id, kind__startswith="channel.").order_by("id")
    return list(events.values_list("kind", flat=True))


def test_a_channel_gets_another_name_and_settings(workspace: Workspace) -> None:
    channel = new_channel(workspace)
    changed = edit_channel(
        channel, name=" SMS ", settings={"contact_id": "phone", "outbound_url": ""}, by=robot(workspace)
    )
    assert (changed.name, changed.settings["contact_id"]) == ("SMS", "phone")
    assert kinds(workspace) == ["channel.created", "channel.edited"]


def test_nothing_new_is_not_logged_and_a_bad_name_is_refused(workspace: Workspace) -> None:
    channel = new_channel(workspace)
    edit_channel(channel, name=channel.name, settings=channel.settings, by=robot(workspace))
    with pytest.raises(Invalid) as refusal:
        edit_channel(channel, name=" ", settings=channel.settings, by=robot(workspace))
    assert refusal.value.field == "name"
    assert kinds(workspace) == ["channel.created"]


def test_a_removed_channel_takes_and_carries_nothing_and_its_history_stays(workspace: Workspace) -> None:
    issued = create_channel(workspace, kind="custom", name="Bridge", settings={"contact_id": "custom"})
    written = Message.objects.get(workspace=workspace, contact=new_writer(issued.channel))
    remove_channel(issued.channel, by=robot(workspace))
    assert channel_by_token(issued.token) is None
    assert list(channels_of(workspace.id)) == []
    assert Message.objects.filter(workspace=workspace, id=written.id, channel_id=issued.channel.id).exists()
    with pytest.raises(Invalid, match="no channel"):
        reply(written.contact, {"type": "text", "text": "?"}, text="?", by=robot(workspace))
    assert kinds(workspace)[-1] == "channel.removed"


def test_of_many_who_remove_it_at_once_one_does(workspace: Workspace) -> None:
    channel = new_channel(workspace)

    def remove(_number: int) -> bool:
        try:
            return bool(
                remove_channel(Channel.objects.get(workspace=workspace, id=channel.id), by=robot(workspace))
            )
        except NotFound:
            return False

    assert sum(together(6, remove)) == 1
    assert kinds(workspace) == ["channel.created", "channel.removed"]
    with pytest.raises(NotFound):
        edit_channel(channel, name="Late", settings={}, by=robot(workspace))
