"""All operations of the bench, for one workspace; those that list contacts stand in lists.py, those of the Inbox in
inboxes.py."""

import json
from dataclasses import asdict

from tappa.core.activity.actor import Cause, actor_columns
from tappa.core.contacts.rules import search_text
from tappa.core.contacts.sql import CREATE, MOVE_BY_NAME
from tappa.core.inbox.sql import FIND_WRITER, STORE_POST, TAKE_MESSAGE
from tappa.core.reports.sql import FIGURES
from tests.bench.inboxes import inboxes
from tests.bench.lists import count_of_segment, list_json, pages, search
from tests.bench.operations import Ground, Operation, Request, details
from tests.bench.raw import Drawn, statement

NUMBER = r"\set n random(1, 9000000000000000)"


def operations(ground: Ground) -> list[Operation]:
    """In the order in which they are measured: reading first, for writing leaves work for PostgreSQL's cleaner."""
    return [
        counts(ground),
        list_json(ground),
        *pages(ground),
        count_of_segment(ground),
        *inboxes(ground),
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
        "since": None,
    }
    moves = [
        f"{statement(MOVE_BY_NAME, values | {'name': stage.folded_name, 'kind': None})};\n"
        for stage in ground.stages
    ]
    script = f"\\set contact random({lowest}, {highest})\n{''.join(moves)}"
    return Operation("move with its event", requests, script, goal=0.25, ranges={"contact": ground.contacts})


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
    raw = Drawn(f"convert_to('{json.dumps(body)}', 'UTF8')")
    script = f"""{NUMBER}
\\set writer random(0, {ground.writers - 1})
BEGIN;
{statement(STORE_POST, key | {"body": raw})};
{statement(FIND_WRITER, key | {"external": external})} \\gset
{statement(TAKE_MESSAGE, message)};
COMMIT;
"""
    request = Request("POST", "/custom/channel/webhook/", headers, json.dumps(body))
    return Operation("inbound message", [request], script, goal=0.25, words=words)


def counts(ground: Ground) -> Operation:
    """How many stand at each stage, and their conversations: the dashboard's figures."""
    request = Request("GET", "/v2/lifecycle/metrics", ground.api)
    values = {"workspace": ground.workspace.id}
    return Operation("counts per stage", [request], f"{statement(FIGURES, values)};\n", goal=0.3)
