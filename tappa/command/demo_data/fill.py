"""Filling the demo workspace: batches of lives, each written in a transaction of its own.

Few people are written here; many by processes of their own, one for each of two processors, for Python tells stories
with one processor only.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from os import getpid
from typing import Final

from django.db import connection, connections, transaction

from tappa.command.demo_data.life import Life
from tappa.command.demo_data.people import BLOCK, external_number
from tappa.command.demo_data.rows import Ids, Rows
from tappa.command.demo_data.studio import Studio
from tappa.command.demo_data.tell import tell
from tappa.command.demo_data.writer import become_writer
from tappa.core.contacts.models import Contact
from tappa.core.inbox.models import ContactChannel
from tappa.kernel.copying import copy_lines, reserve_ids
from tappa.kernel.errors import Conflict

BATCH: Final = 500  # people; some thirty thousand rows
WRITERS: Final = 2  # PostgreSQL writes with one processor for each connection
MANY: Final = 2000  # people, from which on two processes are faster than waiting for them to start
MESSAGES: Final = (
    9  # that somebody has on average; and by how many these are more where everybody asks one thing more
)
MORE: Final = 5.8
_LOCK: Final = 0x7A99ADE0  # of PostgreSQL's advisory locks: one fill at a time


def fill(
    studio: Studio, *, contacts: int, seed: int, until: int, messages: int | None = None
) -> Iterator[int]:
    """Add so many people; yields how many are there after each batch. Interrupted, it leaves whole batches. `messages` is
    about how many each of them has, None for as many as the stories have by themselves.

    Raises Conflict when another fill is under way.
    """
    with _alone():
        first = _first_number(studio)
        end = first + contacts
        batches = [range(start, min(start + BATCH, end)) for start in range(first, end, BATCH)]
        write = partial(write_people, studio, seed, until, _chatter(messages))
        done = 0
        for written in _in_processes(write, batches) if contacts >= MANY else map(write, batches):
            done += written
            yield done


def write_people(studio: Studio, seed: int, until: int, chatter: float, numbers: range) -> int:
    """Tell the lives of the people with these numbers and write them, in one transaction. Returns how many."""
    setting = studio.setting(until, chatter=chatter)
    _write(studio, [tell(number, seed, setting) for number in numbers])
    return len(numbers)


def _chatter(messages: int | None) -> float:
    return 0.0 if messages is None else (messages - MESSAGES) / MORE


def _in_processes(write: "partial[int]", batches: Sequence[range]) -> Iterator[int]:
    """The sizes of the batches as they are written. Raises what a writer raised, once the others have stopped."""
    pool = ProcessPoolExecutor(
        WRITERS,
        mp_context=get_context("spawn"),
        initializer=become_writer,
        initargs=(getpid(), dict(connections.databases["default"])),
    )
    try:
        for future in as_completed([pool.submit(write, batch) for batch in batches]):
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _alone() -> Iterator[None]:
    """One fill at a time, by a lock that the database gives up when the connection ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", (_LOCK,))
        if not cursor.fetchone()[0]:
            raise Conflict(
                "Another `tappa demo` is filling the demo workspace just now. Wait until it is done."
            )
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", (_LOCK,))


def _first_number(studio: Studio) -> int:
    """The next block's first number: those before it belong to people of an earlier run."""
    known = ContactChannel.objects.filter(workspace_id=studio.workspace_id, channel_id=studio.channel_id)
    numbers = (
        external_number(name)
        for name in known.order_by("-external_id").values_list("external_id", flat=True)[:1000].iterator()
    )
    last = next((number for number in numbers if number is not None), None)
    return 0 if last is None else (last // BLOCK + 1) * BLOCK


def _write(studio: Studio, lives: Sequence[Life]) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            # What a crash of the machine may take is the last batches, whole: nobody waits for the disk because of them.
            cursor.execute("SET LOCAL synchronous_commit = off")
        _yield_what_is_taken(studio, lives)
        rows = Rows(studio, _reserve(lives))
        for life in lives:
            rows.add(life)
        for table, lines in rows.lines.items():
            copy_lines(table, lines)


def _reserve(lives: Sequence[Life]) -> Ids:
    return Ids(
        contacts=iter(reserve_ids("contacts_contact", len(lives))),
        transitions=iter(reserve_ids("contacts_transition", sum(len(life.moves) for life in lives))),
        conversations=iter(reserve_ids("inbox_conversation", sum(len(life.talks) for life in lives))),
        comments=iter(reserve_ids("inbox_comment", sum(len(life.remarks) for life in lives))),
        messages=iter(reserve_ids("inbox_message", sum(len(life.said) for life in lives))),
    )


def _yield_what_is_taken(studio: Studio, lives: Sequence[Life]) -> None:
    """Someone may have given a demo person's phone or e-mail to another contact since: it stays with that one."""
    present = Contact.objects.filter(workspace_id=studio.workspace_id, deleted_at=None)
    for field in ("phone", "email"):
        given = {getattr(life.person.details, field) for life in lives} - {""}
        taken = set(present.filter(**{f"{field}__in": given}).values_list(field, flat=True))
        for life in lives:
            if getattr(life.person.details, field) in taken:
                details = replace(life.person.details, **{field: ""})
                life.person = replace(life.person, details=details)
