"""Telling a life: from the first message through stages and conversations up to the present."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tappa.command.demo_data.chance import pick
from tappa.command.demo_data.funnel import Passage, Place, next_passage, wait_before
from tappa.command.demo_data.hours import DAY, HOUR, MINUTE, at_work, awake
from tappa.command.demo_data.life import Assignment, Life, Move, Remark, Tagging
from tappa.command.demo_data.people import person
from tappa.command.demo_data.talking import Talking
from tappa.command.demo_data.words import FROM_CONTACT, Line
from tappa.command.demo_data.words_team import CALLS, REMARKS

MONTHS: Final = 6
SPAN: Final = MONTHS * 30 * DAY + 2 * DAY

_FORGOTTEN: Final = 0.008  # of the answers we owe are never given
_PASSED_ON: Final = 0.06  # of the passages begin with another colleague
_BY_BOARD: Final = 0.2
_BLOCKED: Final = 0.005
_TAGGED: Final = 0.4
_CALLED: Final = 0.7  # of those who are given a contact are called by a comment
_REMARKED: Final = 0.05  # of our answers somebody adds a word for the team
_AFTERTHOUGHT: Final = 0.36
_SILENCE: Final = frozenset({Line.FOLLOW_UP, Line.REMIND})


@dataclass(frozen=True, slots=True)
class Setting:
    """Where lives take place: ids of the colleagues who answer, of the one who leads, of the tags; everybody's name; the
    stage of each place; the present, which nothing reaches. `chatter` is how many questions more, each with its answer, are
    asked on average whenever one has been answered."""

    colleagues: Sequence[int]
    leader: int
    names: Mapping[int, str]
    tags: Sequence[int]
    stage_ids: Sequence[int | None]
    has_default: bool
    until: int
    chatter: float = 0.0


class _Present(Exception):
    """The story has reached the present, or nobody goes on with it."""


def tell(number: int, seed: int, setting: Setting) -> Life:
    """The life of the person with this running number. The same arguments tell the same life."""
    rng = random.Random((seed << 32) + number)  # noqa: S311  a story, no secret
    telling = _Telling(number, rng, setting)
    try:
        telling.run()
    except _Present:
        telling.talking.end()
    return telling.life


class _Telling:
    """A life while it is being told: the clock, and the place where the contact stands."""

    def __init__(self, number: int, rng: random.Random, setting: Setting) -> None:
        who = person(number, rng)
        until = setting.until
        self.rng, self.setting = rng, setting
        earliest = until - SPAN
        self.clock = earliest + int(rng.random() * SPAN)
        self.place = Place.NEW if setting.has_default else Place.NONE
        maker = pick(setting.colleagues, rng) if who.is_silent else None
        self.clock = at_work(self.clock, rng) if who.is_silent else awake(self.clock, rng)
        if self.clock >= until:  # the office is closed just now: they came earlier
            self.clock = until - 1 - int(rng.random() * HOUR)
        self.life = Life(who, self.clock, maker, is_blocked=rng.random() < _BLOCKED)
        self.talking = Talking(self.life, rng, until)

    def run(self) -> None:
        """Go from place to place until the present. Raises _Present in the end."""
        if self.setting.has_default:
            self.life.moves.append(Move(self.clock, None, self.place, None, on_board=False, reason=""))
        if not self.life.person.is_silent:
            self._say(Line.ASK)
            self._say(Line.PRICE)
            self._tag()
            self._talk_on()
        while passage := next_passage(self.place, self.rng):
            self._pause(wait_before(passage, self.rng))
            self._go(passage)
        raise _Present

    def _go(self, passage: Passage) -> None:
        if self.rng.random() < _PASSED_ON:
            self._pass_on(pick(self.setting.colleagues, self.rng))
        lines = () if self.life.person.is_silent else passage.lines
        for line in lines:
            self._say(line)
        if not lines or lines[-1] in _SILENCE:
            self._pause(int((1 + 2 * self.rng.random()) * DAY))
            self._wait_until(at_work(self.clock, self.rng))
        else:
            self._wait_until(self.clock + 20 + int(self.rng.random() * 3 * MINUTE))
        self._move(passage)
        if lines and passage.to != Place.COLD and self.rng.random() < _AFTERTHOUGHT:
            self._say(Line.QUESTION)
            self._say(Line.ANSWER)
        if lines and lines[-1] not in _SILENCE:
            self._talk_on()

    def _talk_on(self) -> None:
        """Some ask one thing more, some a dozen."""
        if self.setting.chatter:
            for _question in range(round(self.rng.expovariate(1 / self.setting.chatter))):
                self._say(Line.QUESTION)
                self._say(Line.ANSWER)

    def _say(self, line: Line) -> None:
        """Say it when whoever says it comes to it."""
        if line in FROM_CONTACT:
            if self.life.said:
                self._wait_until(awake(self.clock + 40 + int(self.rng.expovariate(1 / HOUR)), self.rng))
            self.talking.hear(self.clock, line)
            return
        if self.talking.is_waiting and self.rng.random() < _FORGOTTEN:
            raise _Present
        self._wait_until(at_work(self.clock + 30 + int(self.rng.expovariate(1 / (20 * MINUTE))), self.rng))
        member = self._colleague()
        self.talking.answer(self.clock, line, member)
        if self.life.assignee is None:
            self._assign(member, by=member)
        if self.rng.random() < _REMARKED:
            self._wait_until(self.clock + 15 + int(self.rng.random() * 2 * MINUTE))
            self._remark(pick(REMARKS, self.rng), member)

    def _move(self, passage: Passage) -> None:
        origin, self.place = self.place, passage.to
        stages = self.setting.stage_ids
        if stages[origin] == stages[passage.to]:  # the workspace has fewer stages than the story
            return
        on_board = self.rng.random() < _BY_BOARD
        self.life.moves.append(
            Move(self.clock, origin, passage.to, self._colleague(), on_board, passage.reason)
        )

    def _colleague(self) -> int:
        return self.life.assignee or pick(self.setting.colleagues, self.rng)

    def _assign(self, member: int, *, by: int) -> None:
        before = self.life.assignee
        if member != before:
            self.life.assignments.append(Assignment(self.clock, self.talking.index, before, member, by))

    def _pass_on(self, member: int) -> None:
        """Whoever leads gives the contact to a colleague, and mostly says why."""
        self._assign(member, by=self.setting.leader)
        if self.rng.random() < _CALLED:
            text = pick(CALLS, self.rng).format(colleague=self.setting.names[member])
            self._remark(text, self.setting.leader, member)

    def _remark(self, text: str, by: int, mentioned: int | None = None) -> None:
        talk = len(self.life.talks) - 1 if self.life.talks else None
        self.life.remarks.append(Remark(self.clock, talk, text, by, mentioned))

    def _tag(self) -> None:
        if self.setting.tags and self.rng.random() < _TAGGED:
            self._wait_until(self.clock + 5 + int(self.rng.random() * MINUTE))
            tags = self.rng.sample(self.setting.tags, 1 + (self.rng.random() < 0.2))
            self.life.taggings.append(Tagging(self.clock, sorted(tags), self._colleague()))

    def _pause(self, seconds: int) -> None:
        """Nothing happens for a while. A conversation in which all is said is closed meanwhile."""
        self.talking.rest_until(min(self.clock + seconds, self.setting.until), self.place)
        self._wait_until(self.clock + seconds)

    def _wait_until(self, at: int) -> None:
        if at >= self.setting.until:
            raise _Present
        self.clock = at
