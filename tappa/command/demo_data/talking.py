"""The conversations of one life: opened by the first message, closed when all is said, written in one language."""

import random
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from tappa.command.demo_data import words_en, words_es, words_it
from tappa.command.demo_data.chance import pick
from tappa.command.demo_data.funnel import Place
from tappa.command.demo_data.hours import DAY, HOUR, MINUTE, at_work
from tappa.command.demo_data.life import Life, Said, Talk
from tappa.command.demo_data.words import COURSES, WEEKDAYS, Line
from tappa.core.inbox.rules import ConversationStatus, Status

_LINES: Final = {"en": words_en.LINES, "it": words_it.LINES, "es": words_es.LINES}
_CHANGES_COURSE: Final = frozenset({Line.AGAIN, Line.ANOTHER})
_CLOSED: Final = 0.85  # of the conversations in which all is said
_SNOOZED: Final = 0.4  # of those that stay open in the end
_FAILED: Final = 0.01
_REPORTED: Final = 0.08  # a form's bridge seldom learns what becomes of an answer once it is sent
_READ: Final = 0.7
_CATEGORIES: Final = {
    Place.NEW: "Information",
    Place.HOT: "Information",
    Place.PAYMENT: "Awaiting payment",
    Place.CUSTOMER: "Sale",
    Place.COLD: "No sale",
    Place.NONE: "Other",
}


class Talking:
    """What is said in a life, written into it. `until` is the present, which nothing reaches."""

    def __init__(self, life: Life, rng: random.Random, until: int) -> None:
        self.life, self.rng, self.until = life, rng, until
        self.language = life.person.writes
        self.course = pick(COURSES, rng)
        self.day = ""
        self.place = Place.NEW

    @property
    def talk(self) -> Talk | None:
        """The conversation that is not closed."""
        last = self.life.talks[-1] if self.life.talks else None
        return last if last and last.closed_at is None else None

    @property
    def index(self) -> int | None:
        """Which one that is."""
        return len(self.life.talks) - 1 if self.talk else None

    @property
    def is_waiting(self) -> bool:
        """Whether we owe an answer."""
        return self.talk is not None and self.talk.waiting_since is not None

    def hear(self, at: int, line: Line) -> None:
        """The contact writes."""
        if line in _CHANGES_COURSE:
            self.course = pick(COURSES, self.rng)
        talk = self._open(at, None)
        if talk.waiting_since is None:
            talk.waiting_since = at
        self.life.said.append(Said(at, len(self.life.talks) - 1, self._text(at, line), None))

    def answer(self, at: int, line: Line, member: int) -> None:
        """A colleague writes."""
        talk = self._open(at, member)
        talk.waiting_since = None
        said = Said(at, len(self.life.talks) - 1, self._text(at, line), member, self._statuses(at))
        self.life.said.append(said)

    def rest_until(self, at: int, place: Place) -> None:
        """Nothing is said before this time: close the conversation if an answer is not owed."""
        self.place = place
        talk = self.talk
        if talk is None or talk.waiting_since is not None:
            return
        closed_at = at_work(talk.last_message_at + 4 * HOUR + int(self.rng.random() * 4 * DAY), self.rng)
        if closed_at < at and self.rng.random() < _CLOSED:
            self._close(talk, closed_at)

    def end(self) -> None:
        """The present is reached: what is still open stays so, is closed, or sleeps for a while."""
        self.rest_until(self.until, self.place)
        talk = self.talk
        if talk and talk.waiting_since is None and self.rng.random() < _SNOOZED:
            self._snooze(talk)

    def _open(self, at: int, opener: int | None) -> Talk:
        talk = self.talk
        if talk is None:
            talk = Talk(at, opener is None, opener)
            self.life.talks.append(talk)
        talk.last_message_at = at
        return talk

    def _snooze(self, talk: Talk) -> None:
        """Put it off, some minutes after the last word."""
        at = at_work(talk.last_message_at + 2 * MINUTE + int(self.rng.random() * HOUR), self.rng)
        if at < self.until:
            talk.status = ConversationStatus.SNOOZED
            talk.snoozed_at, talk.snoozer = at, self.life.assignee
            talk.snoozed_until = at_work(self.until + int((0.5 + 14 * self.rng.random()) * DAY), self.rng)

    def _close(self, talk: Talk, at: int) -> None:
        talk.status = ConversationStatus.CLOSED
        talk.closed_at, talk.closer = at, self.life.assignee
        talk.category = _CATEGORIES[self.place]
        if self.rng.random() < 0.4:
            talk.summary = f"{self.course.name['en'].capitalize()}, {self.course.price} €."

    def _text(self, at: int, line: Line) -> str:
        if line in {Line.DATES, Line.AGAIN} or not self.day:
            self.day = _day_name(at // DAY + 5 + int(self.rng.random() * 14), self.language)
        text = pick(_LINES[self.language][line], self.rng)
        if "{" not in text:
            return text
        filled = text.format(
            name=f" {self.life.person.details.first_name}".rstrip(),
            item=self.course.name[self.language],
            price=self.course.price,
            day=self.day,
            link=f"https://pay.example/{self.life.person.number:06x}",
        )
        return filled[0].upper() + filled[1:]

    def _statuses(self, at: int) -> list[tuple[Status, int, str]]:
        """How the message fared: sent in a second or two; now and then we hear that it was delivered, and read."""
        sent = at + 1 + int(self.rng.random() * 2)
        if self.rng.random() < _FAILED:
            return [(Status.PENDING, at, ""), (Status.FAILED, sent, "The recipient cannot be reached.")]
        statuses = [(Status.PENDING, at, ""), (Status.SENT, sent, "")]
        if self.rng.random() < _REPORTED:
            statuses.append((Status.DELIVERED, sent + 3, ""))
            if self.rng.random() < _READ:
                read = sent + 20 + int(self.rng.expovariate(1 / (40 * MINUTE)))
                statuses.append((Status.READ, read, ""))
        return [status for status in statuses if status[1] < self.until]


@lru_cache(maxsize=4096)
def _day_name(day: int, language: str) -> str:
    date = datetime.fromtimestamp(day * DAY, tz=UTC)
    return f"{WEEKDAYS[language][date.weekday()]} {date.day}"
