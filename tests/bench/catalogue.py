"""All operations of the bench, for one workspace."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from tappa.core.accounts.models import Member, Workspace
from tappa.core.activity.actor import Actor, Cause, actor_columns
from tappa.core.contacts.counting import count_contacts
from tappa.core.contacts.filters.fields import fields
from tappa.core.contacts.filters.terms import Condition, Filter, Group, Operator
from tappa.core.contacts.filters.times import Reading
from tappa.core.contacts.lists import list_contacts
from tappa.core.contacts.rules import Sort, search_text
from tappa.core.contacts.sql import CREATE, MOVE
from tappa.core.contacts.table import TableQuery, read_table
from tappa.core.inbox.inboxes import All
from tappa.core.inbox.lists import list_conversations
from tappa.core.inbox.models import Channel
from tappa.core.inbox.sql import FIND_WRITER, TAKE_MESSAGE
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import all_stages
from tappa.core.reports.sql import FIGURES
from tappa.kernel.pages import Place
from tests.bench.operations import Operation, Request, Statement, details, statements_of
from tests.bench.raw import Drawn, statement

PAGE = 50
# Three letters and more that names, e-mails and phones of the demo hold: many times, seldom, and never.
WORDS = ("mar", "ann", "rossi", "garcia", "example.org", "zzz")
NUMBER = r"\set n random(1, 9000000000000000)"


@dataclass(frozen=True)
class Ground:
    """Where the bench works. `writers` are numbered from 0; the channel calls each "visitor-" and fifty times that."""

    workspace: Workspace
    manager: Member
    channel: Channel
    stages: tuple[Stage, Stage]
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


def operations(ground: Ground) -> list[Operation]:
    """In the order in which they are measured: reading first, for writing leaves work for PostgreSQL's cleaner."""
    return [
        counts(ground),
        list_json(ground),
        list_html(ground),
        conversations(ground),
        search(ground),
        move(ground),
        create(ground),
        inbound(ground),
    ]


def create(ground: Ground) -> Operation:
    """A new contact at the default stage."""
    values = actor_columns(ground.actor) | asdict(details("")) | {"happened_at": None, "stage": None}
    values |= {
        "email": Drawn("'bench-' || :n || '@raw.example'"),
        "search": Drawn(f"'{search_text(details('bench-'))}' || :n || '@raw.example'"),
        "use_default": True,
        "stage_cause": Cause.DEFAULT,
    }
    body = json.dumps({"firstName": "Bench"})
    return Operation(
        "create contact",
        [Request("POST", "/v2/contact/email:bench-{n}@bench.example", ground.api, body)],
        f"{NUMBER}\n{statement(CREATE, values)};\n",
        goal=0.25,
    )


def move(ground: Ground) -> Operation:
    """A contact drawn by lot is moved to a stage and on to another one, each with its transition and its event."""
    path = "/v2/contact/id:{contact}/lifecycle/update"
    requests = [
        Request("POST", path, ground.api, json.dumps({"name": stage.name})) for stage in ground.stages
    ]
    lowest, highest = ground.contacts
    values = actor_columns(ground.actor) | {
        "contact": Drawn(":contact"),
        "reason": "",
        "note": "",
        "undoes": None,
        "happened_at": None,
    }
    moves = [f"{statement(MOVE, values | {'to': stage.id})};\n" for stage in ground.stages]
    script = f"\\set contact random({lowest}, {highest})\n{''.join(moves)}"
    return Operation("move with its event", requests, script, 0.25, {"contact": ground.contacts})


def inbound(ground: Ground) -> Operation:
    """A message of somebody known comes in: stored as it came, understood, with its events."""
    text = "Is it still to be had?"
    body = {
        "channelId": ground.channel.id,
        "contactId": "visitor-{writer}",
        "events": [
            {"type": "message", "mId": "bench-{n}", "timestamp": 1, "message": {"type": "text", "text": text}}
        ],
    }
    headers = f"Authorization: Bearer {ground.channel_token}\r\n"
    words = {"writer": [f"{50 * number:08}" for number in range(ground.writers)]}
    key = {"workspace": ground.workspace.id, "channel": ground.channel.id}
    external = Drawn("('visitor-' || lpad((50 * :writer)::text, 8, '0'))")
    message = key | {
        "contact": Drawn(":contact_id"),
        "contact_channel": Drawn(":contact_channel_id"),
        "channel_message": Drawn("('raw-' || :n)"),
        "happened_at": Drawn("now()"),
        "incoming": True,
        "traffic": "incoming",
        "body": json.dumps({"type": "text", "text": text}),
        "text": text,
        "by": "system",
        "via": "inbound",
        "fact": "message.received",
        "fact_data": "{}",
    }
    post = """INSERT INTO inbox_inboundpost (workspace_id, channel_id, body, failure, attempts)
VALUES (%(workspace)s, %(channel)s, convert_to(%(raw)s, 'UTF8'), '', 1)"""
    script = f"""{NUMBER}
\\set writer random(0, {ground.writers - 1})
BEGIN;
{statement(post, key | {"raw": json.dumps(body)})};
{statement(FIND_WRITER, key | {"external": external})} \\gset
{statement(TAKE_MESSAGE, message)};
COMMIT;
"""
    request = Request("POST", "/custom/channel/webhook/", headers, json.dumps(body))
    return Operation("inbound message", [request], script, goal=0.25, words=words)


def list_json(ground: Ground) -> Operation:
    """Fifty contacts of a stage, as a program gets them."""
    stage = ground.stages[0]
    condition = {"category": "lifecycle", "operator": "isEqualTo", "value": stage.name}
    body = json.dumps({"filter": {"$and": [condition]}})
    where, place = _at(stage), Place(limit=PAGE)
    taken = statements_of(
        lambda: list_contacts(ground.workspace.id, place=place, where=where, reading=_reading())
    )
    request = Request("POST", f"/v2/contact/list?limit={PAGE}", ground.api, body)
    return Operation("list by stage, JSON", [request], "".join(lines(taken)), goal=0.1)


def _reading() -> Reading:
    return Reading(ZoneInfo("UTC"), timezone.now())


def _at(stage: Stage) -> Filter:
    return Group((Condition(fields()["stage"], Operator.IS, (stage.id,)),))


def list_html(ground: Ground) -> Operation:
    """The page of the contacts of a stage, as a person gets it."""
    stage = ground.stages[0]
    query = TableQuery(sort=Sort.LAST_INTERACTION, where=_at(stage))
    stages = [one.id for one in all_stages(ground.workspace.id)]
    taken = statements_of(
        lambda: (
            read_table(ground.manager, query, stages=stages),
            count_contacts(ground.manager, where=query.where, stages=stages),
        )
    )
    path = f"/w/{ground.workspace.slug}/contacts?stage={stage.id}"
    return Operation("list by stage, HTML", [Request("GET", path, ground.browser)], "".join(lines(taken)))


def conversations(ground: Ground) -> Operation:
    """The page of all open conversations."""
    taken = statements_of(lambda: list_conversations(ground.manager, inbox=All()))
    request = Request("GET", f"/w/{ground.workspace.slug}/inbox/all", ground.browser)
    return Operation("conversation list, HTML", [request], "".join(lines(taken)))


def counts(ground: Ground) -> Operation:
    """How many stand at each stage, and their conversations: the dashboard's figures."""
    request = Request("GET", "/v2/lifecycle/metrics", ground.api)
    values = {"workspace": ground.workspace.id}
    return Operation("counts per stage", [request], f"{statement(FIGURES, values)};\n", goal=0.3)


def search(ground: Ground) -> Operation:
    """The first fifty contacts whose name, e-mail or phone holds some letters."""
    request = Request("POST", f"/v2/contact/list?limit={PAGE}", ground.api, '{"search": "{word}"}')
    place = Place(limit=PAGE)
    script = f"\\set word random(1, {len(WORDS)})\n"
    for number, word in enumerate(WORDS, start=1):
        ask = partial(list_contacts, ground.workspace.id, place=place, reading=_reading(), search=word)
        script += f"\\if :word = {number}\n{''.join(lines(statements_of(ask)))}\\endif\n"
    return Operation("search", [request], script, goal=0.4, words={"word": WORDS})


def lines(taken: list[Statement]) -> Iterator[str]:
    """Statements as pgbench reads them."""
    for text, values in taken:
        yield f"{statement(text, values)};\n"
