"""The first steps of a new workspace: each is ticked by what is really so."""

from tappa.core.accounts.actions.add_member import add_member
from tappa.core.accounts.actions.invite_member import invite_member
from tappa.core.accounts.actions.revoke_invitation import revoke_invitation
from tappa.core.accounts.grants import Role
from tappa.core.accounts.models import Workspace
from tappa.core.inbox.actions.create_channel import create_channel
from tappa.core.inbox.actions.remove_channel import remove_channel
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.rules import WEBSITE_CHAT
from tappa.core.lifecycle.actions.settle import settle_stages
from tappa.core.reports.queries import FirstSteps, first_steps
from tests.cast import Cast
from tests.core.acts import new_channel, new_writer, robot

NONE = FirstSteps(written=False, answered=False, stages=False, invited=False, connected=False)


def test_nothing_is_done_in_a_new_workspace(workspace: Workspace) -> None:
    create_channel(workspace, kind=WEBSITE_CHAT, name="Chat", settings={})
    assert first_steps(workspace.id) == NONE


def test_writing_on_the_chat_and_an_answer(workspace: Workspace) -> None:
    chat = create_channel(workspace, kind=WEBSITE_CHAT, name="Chat", settings={}).channel
    contact = new_writer(chat)
    steps = first_steps(workspace.id)
    assert (steps.written, steps.answered) == (True, False)
    reply(contact, {"type": "text", "text": "Hi"}, text="Hi", by=robot(workspace))
    assert first_steps(workspace.id).answered


def test_a_message_through_a_bridge_is_not_the_chat(workspace: Workspace) -> None:
    channel = new_channel(workspace)
    new_writer(channel)
    steps = first_steps(workspace.id)
    assert (steps.written, steps.connected) == (False, True)
    remove_channel(channel, by=robot(workspace))
    assert not first_steps(workspace.id).connected


def test_an_answer_elsewhere_is_not_the_one_on_the_chat_while_there_is_a_chat(workspace: Workspace) -> None:
    contact = new_writer(new_channel(workspace))
    reply(contact, {"type": "text", "text": "Hi"}, text="Hi", by=robot(workspace))
    assert first_steps(workspace.id).answered
    chat = create_channel(workspace, kind=WEBSITE_CHAT, name="Chat", settings={}).channel
    assert not first_steps(workspace.id).answered
    remove_channel(chat, by=robot(workspace))
    assert first_steps(workspace.id).answered


def test_stages_are_ticked_when_they_were_found_good(workspace: Workspace) -> None:
    settle_stages(by=robot(workspace))
    assert first_steps(workspace.id).stages


def test_an_invitation_counts_while_it_is_open_and_a_second_member_does(
    workspace: Workspace, cast: Cast, other_workspace: Workspace
) -> None:
    assert first_steps(workspace.id).invited  # the cast are several
    assert not first_steps(other_workspace.id).invited  # the stranger is alone
    issued = invite_member(
        other_workspace, email="new@people.example", role=Role.AGENT, by=robot(other_workspace)
    )
    assert first_steps(other_workspace.id).invited
    revoke_invitation(issued.invitation, by=robot(other_workspace))
    assert not first_steps(other_workspace.id).invited
    add_member(other_workspace, cast.agent.user, role=Role.AGENT)
    assert first_steps(other_workspace.id).invited
