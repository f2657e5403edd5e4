"""What the bench does: for each operation the requests that a person's page or a program sends, and the SQL behind them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings

from tappa.core.accounts.models import Member, Workspace
from tappa.core.activity.actor import Actor
from tappa.core.contacts.models import Tag
from tappa.core.contacts.models_field import CustomField
from tappa.core.contacts.rules import ContactDetails
from tappa.core.inbox.models import Channel
from tappa.core.lifecycle.models import Stage
from tests.bench.raw import statement
from tests.support.plans import Statement, statements


@dataclass(frozen=True)
class Ground:
    """Where the bench works. `writers` are numbered from 0; the channel calls each "visitor-" and fifty times that.
    `stages` are two between which contacts are moved, `lost` is a lost one; `plan` and `tag` are what some contacts have.
    """

    workspace: Workspace
    manager: Member
    channel: Channel
    stages: tuple[Stage, Stage]
    lost: Stage
    plan: CustomField
    tag: Tag
    contacts: tuple[int, int]
    writers: int
    actor: Actor
    token: str
    channel_token: str
    session: str

    @property
    def api(self) -> str:
        """The headers of a program's call."""
        return f"Authorization: Bearer {self.token}\r\n"

    @property
    def browser(self) -> str:
        """The headers of a page's request."""
        return f"Cookie: {settings.SESSION_COOKIE_NAME}={self.session}\r\nAccept: text/html\r\n"


@dataclass(frozen=True)
class Request:
    """A request with places to fill in: "{n}", and the names in an operation's `ranges` and `words`."""

    method: str
    path: str
    headers: str
    body: str = ""


@dataclass(frozen=True)
class Operation:
    """One thing that is measured. `script` is the same for pgbench; a round of either does it as often as there are
    `requests`. `goal` is the share of raw SQL that it should reach with eight clients, `slowest` the milliseconds under
    which 95 % should stay whatever the size. `row` is what each row of an answer that is a list has once."""

    name: str
    requests: Sequence[Request]
    script: str
    goal: float | None = None
    slowest: float | None = None
    ranges: Mapping[str, Sequence[int]] = field(default_factory=dict)
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    row: str = ""

    def task(self, port: int, seconds: float, first: int) -> dict[str, Any]:
        """What a client is told."""
        return {
            "port": port,
            "seconds": seconds,
            "first": first,
            "requests": [asdict(request) for request in self.requests],
            "ranges": dict(self.ranges),
            "words": dict(self.words),
        }


def details(email: str) -> ContactDetails:
    """Of a contact that the bench makes."""
    return ContactDetails(first_name="Bench", email=email)


def statements_of(ask: Callable[[], object]) -> list[Statement]:
    """The hand-written statements that a question of the core runs, with their values: run for real, and taken down."""
    with statements() as taken:
        ask()
    assert taken, "it ran no statement by hand"
    # How long a statement may take is set around it, not asked.
    return [(text, values) for text, values in taken if "statement_timeout" not in text]


def lines(taken: list[Statement]) -> str:
    """Statements as pgbench reads them."""
    return "".join(f"{statement(text, values)};\n" for text, values in taken)
