"""Measuring: each operation over HTTP, and its SQL alone in turn with it."""

import argparse
import sys
import time
from pathlib import Path
from statistics import mean
from urllib.parse import urlsplit

from django.db.models import Max, Min

from tappa.command.demo_data.found import CHANNEL, SLUG
from tappa.command.demo_data.people import BLOCK
from tappa.core.accounts.actions.create_token import create_token
from tappa.core.accounts.models import Member
from tappa.core.accounts.queries import actor_of, actor_of_token
from tappa.core.activity.actor import Via
from tappa.core.contacts.models import Contact, Tag
from tappa.core.inbox.actions.create_channel import channel_token
from tappa.core.inbox.models import Channel
from tappa.core.lifecycle.queries import stages_of
from tappa.core.lifecycle.rules import Kind
from tests.bench.catalogue import operations
from tests.bench.furniture import furnish
from tests.bench.load import slice_of, summed
from tests.bench.names import TRIALS, is_asked_for
from tests.bench.operations import Ground, Operation
from tests.bench.processor import used_by
from tests.bench.raw import run_raw
from tests.bench.report import Measured, Trial
from tests.bench.trials import trials
from tests.support.signin import session_of
from tests.support.whole import Whole


def measure_all(
    whole: Whole, data: Path, url: str, asked: argparse.Namespace
) -> dict[str, list[Measured] | list[Trial]]:
    """Every operation that is asked for, with each number of clients; and the trials."""
    place = ground(data, asked)
    wanted = [operation for operation in operations(place) if is_asked_for(operation.name, asked.only)]
    measured = []
    for operation in wanted:
        for clients in asked.clients:
            print(f"{asked.contacts:>9,}  {operation.name}, clients: {clients}", file=sys.stderr, flush=True)
            measured.append(measure(operation, whole, url, clients, asked))
    tried = trials(whole, place, data, asked) if not asked.only or TRIALS in asked.only else []
    return {"operations": measured, "trials": tried}


def measure(
    operation: Operation, whole: Whole, url: str, clients: int, asked: argparse.Namespace
) -> Measured:
    """One operation with so many clients, second by second in turn with its SQL: the speed of a machine swings by half from one
    minute to the next."""
    port = urlsplit(whole.url).port
    assert port is not None
    assert whole.process is not None
    rows = rows_of(operation, whole)
    slices, raw, application, database = [], [], 0.0, 0.0
    for _second in range(asked.seconds):
        before = used_by(whole.process.pid)
        now = time.time_ns() // 1000
        slices.append(slice_of(operation, port=port, clients=clients, seconds=1, first=now))
        used = used_by(whole.process.pid) - before
        application, database = application + used.application, database + used.database
        raw.append(
            run_raw(operation.script, url=url, clients=clients, seconds=1, each=len(operation.requests))
        )
    got = summed(operation, slices)
    return Measured(
        operation=operation.name,
        contacts=asked.contacts,
        clients=clients,
        requests=got.requests,
        per_second=got.per_second,
        p50=got.p50,
        p95=got.p95,
        raw_per_second=mean(each.per_second for each in raw),
        application_ms=1000 * application / got.with_warming,
        database_ms=1000 * database / got.with_warming,
        goal=operation.goal,
        slowest=operation.slowest,
        rows=rows,
    )


def rows_of(operation: Operation, whole: Whole) -> int | None:
    """How many rows the answer of a list has: an empty one is fast, and measures nothing."""
    if not operation.row:
        return None
    request = operation.requests[0]
    path, body = request.path, request.body
    for name, words in operation.words.items():
        path, body = path.replace(f"{{{name}}}", words[0]), body.replace(f"{{{name}}}", words[0])
    headers = dict(line.split(": ", 1) for line in request.headers.splitlines())
    headers |= {"Content-Type": "application/json"} if body else {}
    with whole.client() as client:
        answer = client.request(request.method, path, content=body, headers=headers)
    rows = answer.text.count(operation.row)
    assert rows, f"{operation.name}: an answer of {answer.status_code} without a row"
    return rows


def furnish_workspace(data: Path) -> None:
    """The kept workspace gets what `tappa demo` does not make."""
    manager = manager_of_demo()
    furnish(manager.workspace, actor_of(manager, Via.PAGE), data)


def manager_of_demo() -> Member:
    """Who measures."""
    return Member.objects.select_related("user", "workspace").get(
        workspace__slug=SLUG, user__email="manager@demo.example"
    )


def ground(data: Path, asked: argparse.Namespace) -> Ground:
    """The demo workspace, with a token and a session of its manager."""
    manager = manager_of_demo()
    workspace = manager.workspace
    channel = Channel.objects.get(workspace=workspace, name=CHANNEL)
    # Of the demo's own people only: those that an earlier bench made have come by no channel.
    people = Contact.objects.filter(workspace=workspace, deleted_at=None).exclude(first_name="Bench")
    ends = people.aggregate(lowest=Min("id"), highest=Max("id"))
    stages = stages_of(workspace.id)
    third, fourth = [stage for stage in stages if stage.kind == Kind.LIFECYCLE][2:4]
    issued = create_token(workspace, name="Bench")
    actor = actor_of_token(issued.token)
    return Ground(
        workspace=workspace,
        manager=manager,
        channel=channel,
        stages=(third, fourth),
        contacts=(ends["lowest"], ends["highest"]),
        lost=next(stage for stage in stages if stage.kind == Kind.LOST),
        plan=furnish(workspace, actor, data),
        tag=Tag.objects.get(workspace=workspace, folded_name="vip"),
        writers=asked.contacts // BLOCK,
        actor=actor,
        token=issued.secret,
        channel_token=channel_token(channel),
        session=session_of(manager.user),
    )
