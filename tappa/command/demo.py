"""`tappa demo`: believable people, conversations and stage histories over six months, in the demo workspace."""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final

from tappa.command.demo_data.fill import fill
from tappa.command.demo_data.found import SLUG, demo_studio
from tappa.command.progress import Progress
from tappa.kernel.errors import Invalid

CONTACTS: Final = 200
CONTACTS_LIMIT: Final = 5_000_000
MESSAGES: Final = (10, 40)
SEED: Final = 1
SEED_LIMIT: Final = 2**31


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "--contacts",
        type=_whole_number(1, CONTACTS_LIMIT),
        default=CONTACTS,
        metavar="N",
        help=f"how many people to add, {CONTACTS} unless given",
    )
    parser.add_argument(
        "--messages",
        type=_whole_number(*MESSAGES),
        metavar="N",
        help="about how many messages each has on average, {} to {}; nine unless given".format(*MESSAGES),
    )
    parser.add_argument(
        "--seed",
        type=_whole_number(0, SEED_LIMIT),
        default=SEED,
        metavar="S",
        help="another seed tells other stories; the same one, with the same --until, the same",
    )
    parser.add_argument(
        "--until",
        type=_past_date,
        metavar="DATE",
        help="the stories end as this day begins (UTC), such as 2026-01-31; without it they end now",
    )


def run(arguments: argparse.Namespace) -> None:
    """Add people to the demo workspace, which is founded when there is none."""
    fill_demo(
        contacts=arguments.contacts,
        messages=arguments.messages,
        seed=arguments.seed,
        until=arguments.until,
        say=_tell,
        progress=Progress(arguments.contacts, "contacts"),
    )


def fill_demo(
    *,
    contacts: int = CONTACTS,
    messages: int | None = None,
    seed: int = SEED,
    say: Callable[[str], None],
    until: datetime | None = None,
    progress: Progress | None = None,
) -> None:
    """Add people with their histories to the demo workspace, founding it when there is none.

    `messages` is about how many each has on average, None for as many as the histories have by themselves; `until` is when
    these end: now, unless it is given. Raises Conflict when the slug `demo` is not the demo's
    or another fill is under way, Invalid for numbers out of bounds.
    """
    if not 1 <= contacts <= CONTACTS_LIMIT:
        raise Invalid(f"--contacts must be a whole number from 1 to {CONTACTS_LIMIT}.", field="contacts")
    if messages is not None and not MESSAGES[0] <= messages <= MESSAGES[1]:
        lowest, highest = MESSAGES
        raise Invalid(f"--messages must be a whole number from {lowest} to {highest}.", field="messages")
    studio, founded = demo_studio()
    if founded:
        say(f"founded the workspace {SLUG}")
    end = int(until.timestamp()) if until else int(time.time())
    for done in fill(studio, contacts=contacts, messages=messages, seed=seed, until=end):
        if progress:
            progress.show(done)
    say(f"added {contacts:,} contacts with their histories to the workspace {SLUG}")


def _whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if text.isascii() and text.isdigit() and lowest <= int(text) <= highest:
            return int(text)
        raise argparse.ArgumentTypeError(f"must be a whole number from {lowest} to {highest}, not {text!r}")

    return read


def _past_date(text: str) -> datetime:
    try:
        day = datetime.combine(date.fromisoformat(text), datetime.min.time(), tzinfo=UTC)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a date such as 2026-01-31, not {text!r}") from None
    if day > datetime.now(UTC):
        raise argparse.ArgumentTypeError(f"must not lie in the future, as {text} does")
    return day


def _tell(line: str) -> None:
    print(line, file=sys.stderr)
