"""The log of one life: for all that happened the fact that the core's actions record, by the same actor."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from operator import itemgetter
from typing import Final

import msgspec

from tappa.command.demo_data.hours import stamp
from tappa.command.demo_data.life import Life, Move, Remark, Said
from tappa.command.demo_data.studio import StageWords, Studio
from tappa.core.activity.actor import By, Via
from tappa.core.activity.facts import Fact
from tappa.core.contacts.facts import ContactCreated, ContactEdited, ContactMoved, ContactTagged
from tappa.core.inbox.facts import (
    CommentAdded,
    ContactAssigned,
    ConversationClosed,
    ConversationOpened,
    ConversationSnoozed,
    MessageReceived,
    MessageSent,
    MessageStatusChanged,
)
from tappa.core.inbox.rules import Status
from tappa.kernel.copying import NULL

# by_kind, by_id and via, as fields of a line: what came in from outside was by nobody here.
_INBOUND: Final = f"{By.SYSTEM}\t{NULL}\t{Via.INBOUND}"
_encode: Final = msgspec.json.Encoder().encode


class EventLines:
    """Lines for the log, gathered as the rows of a life are made and put in order of time in the end."""

    def __init__(self, life: Life, studio: Studio, contact: int, talks: Sequence[int]) -> None:
        self._workspace, self._contact = studio.workspace_id, contact
        self._channel = studio.channel_id
        self._happened: list[tuple[int, int, str]] = []
        self.maker = _INBOUND if life.maker is None else _member(life.maker)
        self._add(life.created_at, ContactCreated(), None, self.maker)
        for talk, talk_id in zip(life.talks, talks, strict=True):
            opener = _INBOUND if talk.opener is None else _member(talk.opener)
            self._add(talk.opened_at, ConversationOpened(), talk_id, opener, step=2)
            if talk.closed_at is not None:
                closed = ConversationClosed(category=talk.category)
                self._add(talk.closed_at, closed, talk_id, _member(talk.closer), step=7)
            if talk.snoozed_until is not None:
                snoozed = ConversationSnoozed(until=datetime.fromtimestamp(talk.snoozed_until, tz=UTC))
                self._add(talk.snoozed_at, snoozed, talk_id, _member(talk.snoozer), step=7)
        for given in life.assignments:
            fact = ContactAssigned(
                from_member_id=given.origin, member_id=given.member, team_id=studio.teams[given.member]
            )
            unclosed = None if given.talk is None else talks[given.talk]
            self._add(given.at, fact, unclosed, _member(given.by), step=4)
        for tagging in life.taggings:
            self._add(tagging.at, ContactTagged(tag_ids=tagging.tags), None, _member(tagging.member))

    def mover(self, move: Move) -> str:
        """Who moved the contact, and through what."""
        return _member(move.member, Via.BOARD if move.on_board else Via.PAGE)

    def moved(
        self,
        at: int,
        by: str,
        cause: str,
        transition: int,
        seq: int,
        origin: StageWords,
        to: StageWords,
        seconds_before: int | None,
    ) -> None:
        """The contact changed its stage."""
        fact = ContactMoved(
            transition_id=transition,
            seq=seq,
            from_stage_id=origin.id,
            from_name=origin.raw_name,
            to_stage_id=to.id,
            to_name=to.raw_name,
            seconds_before=seconds_before,
        )
        self._add(at, fact, None, by, step=1, cause=cause)

    def said(self, said: Said, message: int, talk: int) -> None:
        """A message came or went, and how it fared."""
        if said.member is None:
            received = MessageReceived(message_id=message, channel_id=self._channel)
            self._add(said.at, received, talk, _INBOUND, step=3)
            return
        sent = MessageSent(message_id=message, channel_id=self._channel, echo=False)
        self._add(said.at, sent, talk, _member(said.member), step=3)
        for status, at, _reason in said.statuses:
            if status is not Status.PENDING:  # with which a message begins: told by message.sent
                fact = MessageStatusChanged(message_id=message, status=status)
                self._add(at, fact, talk, _INBOUND, step=5)

    def remarked(self, remark: Remark, comment: int, talk: int | None) -> None:
        """The team said something to itself."""
        mentioned = [remark.mentioned] if remark.mentioned else []
        added = CommentAdded(comment_id=comment, mentioned=mentioned)
        self._add(remark.at, added, talk, _member(remark.member), step=6)

    def edited(self, at: int, member: int, fields: list[str]) -> None:
        """What the contact told was written down."""
        self._add(at, ContactEdited(fields=fields), None, _member(member), step=8)

    def in_order(self) -> Iterator[str]:
        """All lines by time; of one second, a thing before what follows from it."""
        self._happened.sort(key=itemgetter(0, 1))
        return (line for _at, _step, line in self._happened)

    def _add(
        self, at: int, fact: Fact, talk: int | None, by: str, *, step: int = 0, cause: str = NULL
    ) -> None:
        data = _encode(fact).decode()
        if "\\" in data:
            data = data.replace("\\", "\\\\")
        line = f"{self._workspace}\t{fact.NAME}\t{self._contact}\t{talk or NULL}\t{by}\t{cause}\t{data}\t{stamp(at)}\n"
        self._happened.append((at, step, line))


def _member(member: int | None, via: Via = Via.PAGE) -> str:
    return f"{By.MEMBER}\t{member}\t{via}"
