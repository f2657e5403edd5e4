"""A workspace in which everything that an address can name is there, for tests that walk through all addresses."""

import secrets
from dataclasses import dataclass
from typing import Final

from tappa.core.accounts.actions.create_token import create_token
from tappa.core.accounts.actions.invite_member import invite_member
from tappa.core.accounts.grants import Role
from tappa.core.accounts.models import ApiToken, Invitation, Member, Team, Workspace
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Actor, Via
from tappa.core.contacts.actions.create_tag import create_tag
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.models import Contact, Tag, Transition
from tappa.core.contacts.models_field import CustomField
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.models_segment import Segment
from tappa.core.contacts.tag_checks import TagDefinition
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.comment import comment
from tappa.core.inbox.actions.create_inbox import create_inbox
from tappa.core.inbox.actions.delete_inbox import delete_inbox
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.actions.set_up_workspace import set_up_workspace
from tappa.core.inbox.chats import website_chats
from tappa.core.inbox.custom import lost_filter
from tappa.core.inbox.inbox_checks import Audience
from tappa.core.inbox.inbox_rules import Visibility
from tappa.core.inbox.models import Channel, Conversation, Message
from tappa.core.inbox.models_inbox import CustomInbox
from tappa.core.lifecycle.actions.add_stage import add_stage
from tappa.core.lifecycle.drafts import DraftStage
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.rules import Kind
from tests.cast import Cast, call_the_cast
from tests.core.acts import arrive, message, new_channel, new_field, new_segment, stage_named

EVERYBODY: Final = ("owner", "manager", "agent", "mine_only", "team_only")
# Whose contact it is, and which members of the cast see it (section 8).
SIGHT: Final = {
    "nobody's": {"owner", "manager", "agent"},
    "mine_only's": {"owner", "manager", "agent", "mine_only"},
    "the team's": {"owner", "manager", "agent", "team_only"},
    "mentioned": {"owner", "manager", "agent", "mine_only"},
}


@dataclass(frozen=True)
class Subject:
    """A contact with an open conversation, a message each way, a comment and a move."""

    contact: Contact
    conversation: Conversation
    answer: Message
    transition: Transition


@dataclass(frozen=True)
class Premises:
    """A workspace and what is in it. `subjects` by whose they are, as in `SIGHT`."""

    workspace: Workspace
    channel: Channel
    chat: Channel
    stage: Stage
    segment: Segment
    operation: Operation
    deleted: Contact
    field: CustomField
    tag: Tag
    team: Team
    agent: Member
    token: ApiToken
    secret: str
    invitation: Invitation
    invitation_secret: str
    inbox: CustomInbox
    deleted_inbox: CustomInbox
    subjects: dict[str, Subject]


@dataclass(frozen=True)
class Neighbours:
    """Two workspaces that have the same things: that of the cast, and the stranger's."""

    cast: Cast
    ours: Premises
    theirs: Premises


def neighbours() -> Neighbours:
    """Two fresh workspaces, furnished."""
    workspace, other = (
        set_up_workspace(name="Studio Verdi", slug=f"{name}-{secrets.token_hex(6)}", country_code="IT")
        for name in ("ours", "theirs")
    )
    cast = call_the_cast(workspace, other)
    return Neighbours(
        cast,
        furnish(
            cast.owner,
            {"mine_only's": cast.mine_only, "the team's": cast.agent, "mentioned": cast.manager},
            cast,
        ),
        furnish(cast.stranger, {}, None),
    )


def furnish(owner: Member, assignees: dict[str, Member], cast: Cast | None) -> Premises:
    """Put one of everything into the owner's workspace. `assignees`: to whom which contact is given."""
    workspace = owner.workspace
    channel = new_channel(workspace)
    by = actor_of(owner, Via.PAGE)
    token = create_token(workspace, name="Shop")
    asked = invite_member(workspace, email=f"{secrets.token_hex(6)}@people.example", role=Role.AGENT, by=by)
    mentions = (cast.mine_only.id,) if cast else ()
    return Premises(
        workspace=workspace,
        channel=channel,
        chat=website_chats(workspace.id)[0],
        stage=stage_named(workspace, "Payment"),
        segment=new_segment(workspace, "Paying", "Payment"),
        operation=_deletion(workspace, by),
        deleted=_deleted(channel, owner, cast),
        field=new_field(workspace, "list", "Plan"),
        tag=create_tag(TagDefinition(name="Fair", emoji="🎪", hue=3), by=by),
        team=cast.team if cast else Team.objects.create(workspace=workspace, name="Desk"),
        agent=cast.agent if cast else owner,
        token=token.token,
        secret=token.secret,
        invitation=asked.invitation,
        invitation_secret=asked.secret,
        inbox=new_inbox(owner),
        deleted_inbox=delete_inbox(new_inbox(owner), by=by),
        subjects={
            whose: new_subject(
                channel, owner, assignees.get(whose), mentions=mentions if whose == "mentioned" else ()
            )
            for whose in SIGHT
        },
    )


def _deleted(channel: Channel, owner: Member, cast: Cast | None) -> Contact:
    """Somebody whom all of the cast saw."""
    assignee, mentions = (cast.agent, (cast.mine_only.id,)) if cast else (None, ())
    contact = new_subject(channel, owner, assignee, mentions=mentions, name="Donata").contact
    delete_contact(contact, by=actor_of(owner, Via.PAGE))
    return contact


def new_inbox(owner: Member) -> CustomInbox:
    """Of the lost, for all to see."""
    wanted = lost_filter(owner.workspace_id)
    assert wanted is not None
    audience, by = Audience(Visibility.PUBLIC), actor_of(owner, Via.PAGE)
    return create_inbox(owner, name="Lost", wanted=wanted, audience=audience, by=by)


def _deletion(workspace: Workspace, by: Actor) -> Operation:
    """A stage that came and went."""
    passing = add_stage(DraftStage(None, Kind.LOST, "No answer"), by=by)
    return delete_stage(passing, move_to=None, by=by)


def new_subject(
    channel: Channel,
    by: Member,
    assignee: Member | None = None,
    *,
    mentions: tuple[int, ...] = (),
    name: str = "Giulia",
) -> Subject:
    """Somebody wrote, was answered, talked about and moved; then they are given to the assignee."""
    workspace, actor = channel.workspace, actor_of(by, Via.PAGE)
    received = arrive(channel, secrets.token_hex(6), message("Buongiorno"), first_name=name)
    assert received.contact_id is not None
    contact = Contact.objects.get(workspace=workspace, id=received.contact_id)
    answer = reply(contact, {"type": "text", "text": "Salve"}, text="Salve", by=actor)
    comment(contact, "Be quick", mentions=mentions, by=actor)
    moved = move_contact(contact, to=stage_named(workspace, "Hot Lead"), by=actor)
    assert moved is not None
    assign_contact(contact, to=assignee, by=actor)
    arrive(channel, contact_address(contact), message("Quanto costa?"))
    conversation = Conversation.objects.get(workspace=workspace, contact=contact)
    return Subject(contact, conversation, answer, moved)


def contact_address(contact: Contact) -> str:
    """What the channel calls them."""
    return str(contact.channels.get().external_id)
