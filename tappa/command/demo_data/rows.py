"""Lives become rows: lines of COPY for each table, with the facts that the core's actions would have recorded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from tappa.command.demo_data.events import EventLines
from tappa.command.demo_data.hours import stamp
from tappa.command.demo_data.life import Life, Remark, Said, Talk
from tappa.command.demo_data.studio import NO_STAGE, Studio
from tappa.command.demo_data.survey import answers
from tappa.command.demo_data.tables import (
    ADDRESSES,
    COMMENTS,
    CONTACT_TAGS,
    CONTACTS,
    CONVERSATIONS,
    EVENTS,
    FIELD_VALUES,
    IN_ORDER,
    MENTIONS,
    MESSAGES,
    STANDINGS,
    STATUSES,
    TRANSITIONS,
)
from tappa.core.activity.actor import By, Cause
from tappa.core.contacts.field_rules import field_key
from tappa.core.contacts.rules import search_text
from tappa.core.inbox.rules import Status, Traffic
from tappa.kernel.copying import NULL, Table, copy_text

_encode: Final = msgspec.json.Encoder().encode


@dataclass(slots=True)
class Ids:
    """Ids set aside for rows that others point at."""

    contacts: Iterator[int]
    transitions: Iterator[int]
    conversations: Iterator[int]
    messages: Iterator[int]
    comments: Iterator[int]


@dataclass(slots=True)
class Rows:
    """Lines of each table, put together life by life."""

    studio: Studio
    ids: Ids
    lines: dict[Table, list[str]] = field(default_factory=lambda: {table: [] for table in IN_ORDER})

    def add(self, life: Life) -> None:
        """A whole life: the contact, where they stand, how they came there, and all that was said."""
        contact = next(self.ids.contacts)
        talks = [next(self.ids.conversations) for _talk in life.talks]
        events = EventLines(life, self.studio, contact, talks)
        self._contact(life, contact, talks)
        self._transitions(life, contact, events)
        for talk, talk_id in zip(life.talks, talks, strict=True):
            self.lines[CONVERSATIONS].append(self._conversation(talk, talk_id, contact))
        for number, said in enumerate(life.said):
            self._message(life, said, number, contact, talks[said.talk], events)
        for remark in life.remarks:
            self._remark(remark, contact, None if remark.talk is None else talks[remark.talk], events)
        for tagging in life.taggings:
            self.lines[CONTACT_TAGS].extend(
                f"{self.studio.workspace_id}\t{contact}\t{tag}\n" for tag in tagging.tags
            )
        self._answers(life, contact, events)
        self.lines[EVENTS].extend(events.in_order())

    def _contact(self, life: Life, contact: int, talks: Sequence[int]) -> None:
        workspace, details = self.studio.workspace_id, life.person.details
        came = stamp(life.created_at)
        self.lines[CONTACTS].append(
            f"{contact}\t{workspace}\t{copy_text(details.first_name)}\t{copy_text(details.last_name)}\t{details.phone}\t"
            f"{details.email}\t{details.language}\t\t{details.country_code}\t{copy_text(search_text(details))}\t"
            f"{life.is_blocked}\t{came}\n"
        )
        heard = _time(max((said.at for said in life.said if said.member is None), default=None))
        answered = _time(max((said.at for said in life.said if said.member is not None), default=None))
        stage = self.studio.stages[life.moves[-1].to] if life.moves else NO_STAGE
        since = stamp(life.moves[-1].at) if life.moves else came
        assignee = life.assignee
        team = self.studio.teams[assignee] if assignee else None
        channel = self.studio.channel_id if life.said else NULL
        self.lines[STANDINGS].append(
            f"{contact}\t{workspace}\t{stage.field}\t{since}\t{len(life.moves)}\t{assignee or NULL}\t{team or NULL}\t"
            f"{channel}\t{heard}\t{answered}\tf\t{self._latest(life, talks)}\n"
        )
        if life.said:
            last = stamp(life.said[-1].at)
            self.lines[ADDRESSES].append(
                f"{workspace}\t{contact}\t{channel}\t{life.person.external_id}\t{last}\t{heard}\t{came}\n"
            )

    def _answers(self, life: Life, contact: int, events: EventLines) -> None:
        """What they told of themselves, written down by whoever answered them first."""
        first = next((said for said in life.said if said.member is not None), None)
        if first is None or first.member is None:
            return
        told = [
            (self.studio.fields[slug], kept)
            for slug, kept in answers(life.person.number).items()
            if slug in self.studio.fields
        ]
        self.lines[FIELD_VALUES].extend(
            f"{self.studio.workspace_id}\t{contact}\t{field}\t{kept.text}\t{kept.folded}\t"
            f"{NULL if kept.number is None else kept.number}\n"
            for field, kept in told
        )
        if told:
            events.edited(first.at, first.member, [field_key(field) for field, _kept in told])

    def _transitions(self, life: Life, contact: int, events: EventLines) -> None:
        lines, stages = self.lines[TRANSITIONS], self.studio.stages
        before: int | None = None
        for seq, move in enumerate(life.moves, start=1):
            origin = NO_STAGE if move.origin is None else stages[move.origin]
            to = stages[move.to]
            transition = next(self.ids.transitions)
            by = events.maker if seq == 1 and move.member is None else events.mover(move)
            cause = Cause.DEFAULT.value if move.member is None else NULL
            seconds = None if before is None else move.at - before
            at = stamp(move.at)
            lines.append(
                f"{transition}\t{self.studio.workspace_id}\t{contact}\t{seq}\t{origin.field}\t{origin.name}\t{origin.kind}\t"
                f"{to.field}\t{to.name}\t{to.kind}\t{by}\t{cause}\t{move.reason}\t{at}\t"
                f"{NULL if seconds is None else seconds}\n"
            )
            events.moved(move.at, by, cause, transition, seq, origin, to, seconds)
            before = move.at

    def _latest(self, life: Life, talks: Sequence[int]) -> str:
        """The latest conversation as the standing repeats it."""
        if not life.talks:
            return f"{NULL}\t\t{NULL}\t{NULL}\t{NULL}"
        talk = life.talks[-1]
        return (
            f"{talks[-1]}\t{talk.status}\t{stamp(talk.opened_at)}\t{stamp(talk.last_message_at)}\t"
            f"{_time(talk.waiting_since)}"
        )

    def _remark(self, remark: Remark, contact: int, talk_id: int | None, events: EventLines) -> None:
        workspace = self.studio.workspace_id
        comment = next(self.ids.comments)
        self.lines[COMMENTS].append(
            f"{comment}\t{workspace}\t{contact}\t{talk_id or NULL}\t{copy_text(remark.text)}\t{By.MEMBER}\t"
            f"{remark.member}\t{stamp(remark.at)}\n"
        )
        if remark.mentioned:
            self.lines[MENTIONS].append(f"{workspace}\t{contact}\t{remark.mentioned}\t{comment}\n")
        events.remarked(remark, comment, talk_id)

    def _conversation(self, talk: Talk, talk_id: int, contact: int) -> str:
        return (
            f"{talk_id}\t{self.studio.workspace_id}\t{contact}\t{talk.status}\t{_time(talk.snoozed_until)}\t"
            f"{stamp(talk.opened_at)}\t{_time(talk.closed_at)}\t{stamp(talk.last_message_at)}\t"
            f"{_time(talk.waiting_since)}\t{talk.category}\t{talk.summary}\n"
        )

    def _message(
        self, life: Life, said: Said, number: int, contact: int, talk_id: int, events: EventLines
    ) -> None:
        workspace = self.studio.workspace_id
        message = next(self.ids.messages)
        body = _encode({"type": "text", "text": said.text}).decode()
        incoming = said.member is None
        known = incoming or any(status[0] is Status.SENT for status in said.statuses)
        self.lines[MESSAGES].append(
            f"{message}\t{workspace}\t{contact}\t{talk_id}\t{self.studio.channel_id}\t"
            f"{Traffic.INCOMING if incoming else Traffic.OUTGOING}\t"
            f"{f'{life.person.external_id}-{number}' if known else NULL}\t"
            f"{copy_text(body)}\t{copy_text(said.text)}\t"
            f"{By.SYSTEM if incoming else By.MEMBER}\t{said.member or NULL}\t{stamp(said.at)}\n"
        )
        self.lines[STATUSES].extend(
            f"{workspace}\t{message}\t{value}\t{reason}\t{stamp(at)}\n" for value, at, reason in said.statuses
        )
        events.said(said, message, talk_id)


def _time(at: int | None) -> str:
    return NULL if at is None else stamp(at)
