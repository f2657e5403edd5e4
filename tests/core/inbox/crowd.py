"""A small crowd with a random past, made by the actions themselves, for statements to be held against plain readings."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tappa.core.accounts.models import Member, Workspace
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Actor, Via
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.assign import assign_contact
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.actions.comment import comment
from tappa.core.inbox.actions.mark_read import mark_read
from tappa.core.inbox.actions.open import open_conversation
from tappa.core.inbox.actions.reopen import reopen_conversation
from tappa.core.inbox.actions.reply import reply
from tappa.core.inbox.actions.snooze import snooze_conversation
from tappa.core.inbox.models import Channel, Conversation
from tappa.core.lifecycle.queries import stages_of
from tappa.kernel.errors import DomainError
from tests.cast import Cast
from tests.core.acts import arrive, message, new_channel, new_contact, robot

NAMES = ("Ana", "Bo", "Carla", "Dário", "Eva", "100%", "Gus_tav")


@dataclass(frozen=True)
class Crowd:
    """Who is there, and what chance made of them."""

    workspace: Workspace
    members: list[Member]
    channels: list[Channel]
    rng: random.Random

    def act(self, contact: Contact, person: str, channel: Channel) -> None:
        """One random deed; a refusal is one too."""
        member = self.rng.choice(self.members)
        deed = self.rng.choice(DEEDS)
        with suppress(DomainError):
            if deed is None:
                arrive(channel, person, message(f"Word {self.rng.random()} " * self.rng.choice((1, 40))))
            else:
                deed(contact, self, member)


Deed = Callable[[Contact, Crowd, Member], object]


def _snooze(contact: Contact, crowd: Crowd, member: Member) -> None:
    until = datetime.now(UTC) + timedelta(hours=crowd.rng.randint(1, 99))
    snooze_conversation(contact, until=until, by=page(member))


def _move(contact: Contact, crowd: Crowd, member: Member) -> None:
    move_contact(contact, to=crowd.rng.choice([*stages_of(crowd.workspace.id), None]), by=page(member))


def _assign(contact: Contact, crowd: Crowd, member: Member) -> None:
    assign_contact(contact, to=crowd.rng.choice([*crowd.members, None]), by=page(member))


def _mention(contact: Contact, crowd: Crowd, member: Member) -> None:
    comment(contact, "Look", mentions=[crowd.rng.choice(crowd.members).id], by=page(member))


def _reopen(contact: Contact, crowd: Crowd, member: Member) -> None:
    latest = Conversation.objects.filter(workspace=crowd.workspace, contact=contact).last()
    reopen_conversation(contact, conversation_id=latest.id if latest else 0, by=page(member))


def page(member: Member) -> Actor:
    """The member, by a page."""
    return actor_of(member, Via.PAGE)


# None: the contact writes.
DEEDS: tuple[Deed | None, ...] = (
    None,
    None,
    lambda contact, _crowd, member: reply(
        contact, {"type": "text", "text": "Yes"}, text="Yes", by=page(member)
    ),
    lambda contact, _crowd, member: close_conversation(contact, by=page(member)),
    lambda contact, _crowd, member: open_conversation(contact, by=page(member)),
    lambda contact, _crowd, member: mark_read(contact, member=member),
    _snooze,
    _move,
    _assign,
    _mention,
    _reopen,
)


def make_crowd(workspace: Workspace, cast: Cast, *, seed: int, people: int = 24, deeds: int = 6) -> Crowd:
    """People who wrote, and one in six who never did, each with some deeds; a few are deleted in the end."""
    rng = random.Random(seed)
    channels = [new_channel(workspace), new_channel(workspace)]
    crowd = Crowd(
        workspace, [cast.owner, cast.agent, cast.mine_only, cast.mine_only, cast.team_only], channels, rng
    )
    for number in range(people):
        name, channel, person = rng.choice(NAMES), rng.choice(channels), f"p{number}"
        if rng.random() < 1 / 6:
            contact = new_contact(workspace, first_name=name)
        else:
            arrived = arrive(channel, person, message(), first_name=name, last_name=str(number))
            contact = Contact.objects.get(workspace=workspace, id=arrived.contact_id or 0)
        for _deed in range(rng.randint(0, deeds)):
            crowd.act(contact, person if contact.last_name else f"new{number}", channel)
        if rng.random() < 0.1:
            delete_contact(contact, by=robot(workspace))
    return crowd
