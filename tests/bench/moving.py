"""Many contacts are moved while others write: what tests/bench/bulk.py measures."""

import random
import secrets
import threading
import time
from collections.abc import Iterator
from statistics import quantiles
from typing import Any, Final

import httpx

from tappa.command.demo_data.found import CHANNEL, SLUG
from tappa.core.accounts.models import Member
from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.contacts.actions.change_many import change_many
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.contacts.actions.recount_tallies import tallies_off
from tappa.core.contacts.actions.undo_change import undo_change
from tappa.core.contacts.changes import Change
from tappa.core.contacts.filters.fields import fields
from tappa.core.contacts.filters.terms import Condition, Group, Operator
from tappa.core.contacts.filters.times import Reading
from tappa.core.contacts.models import Contact
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_rules import OperationKind
from tappa.core.contacts.operations import operation_by_id
from tappa.core.contacts.selection import Matching
from tappa.core.inbox.actions.create_channel import channel_token
from tappa.core.inbox.models import Channel, ContactChannel
from tappa.core.lifecycle.actions.add_stage import add_stage
from tappa.core.lifecycle.drafts import DraftStage
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import stages_of
from tappa.core.lifecycle.rules import Kind
from tappa.web.shell.visit import zone_of

PER_SECOND: Final = 20
NEW_ONES: Final = 5
LOOK_SECONDS: Final = 0.1  # looking costs the processor that is measured, and a move takes many seconds
STAGE: Final = "Bench"

Measured = dict[str, Any]


class Post(threading.Thread):
    """Messages that come in evenly, each timed, until `ending` is set."""

    def __init__(
        self, url: str, channel: Channel, people: list[str], *, per_second: int = PER_SECOND
    ) -> None:
        super().__init__()
        self.pause = 1 / per_second
        self.url = f"{url}/custom/channel/webhook/"
        self.token, self.channel_id, self.people = channel_token(channel), channel.id, people
        self.took: list[float] = []
        self.ending = threading.Event()

    def run(self) -> None:
        """Post."""
        headers = {"Authorization": f"Bearer {self.token}"}
        with httpx.Client(timeout=30, trust_env=False, headers=headers) as client:
            due = time.perf_counter()
            while not self.ending.wait(max(0.0, due - time.perf_counter())):
                due += self.pause
                body = self._body()
                began = time.perf_counter()
                client.post(self.url, json=body).raise_for_status()
                self.took.append(1000 * (time.perf_counter() - began))

    def _body(self) -> dict[str, Any]:
        is_new = len(self.took) % NEW_ONES == 0
        now = int(time.time() * 1000)
        event = {
            "type": "message",
            "mId": secrets.token_hex(12),
            "timestamp": now,
            "message": {"type": "text", "text": f"Hello at {now}"},
        }
        person = secrets.token_hex(8) if is_new else random.choice(self.people)
        return {"channelId": self.channel_id, "contactId": person, "events": [event]}

    def end(self) -> Measured:
        """Stop, and say how long they took, in milliseconds."""
        self.ending.set()
        self.join()
        cuts = quantiles(self.took, n=100)
        found = {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98], "longest": max(self.took)}
        return {"messages": len(self.took), **{name: round(value, 1) for name, value in found.items()}}


def measure(url: str, *, move: int, quiet: float, delete: bool = False) -> Iterator[Measured]:
    """Nothing, a move, its Undo or the deletion of the stage; then whether all figures are what they should be."""
    manager = Member.objects.select_related("user", "workspace").get(
        workspace__slug=SLUG, user__email="owner@demo.example"
    )
    by = actor_of(manager, Via.PAGE)
    to = _stage(manager)
    where, people = _chosen(manager, move)

    def post() -> Post:
        thread = Post(url, Channel.objects.get(workspace=manager.workspace, name=CHANNEL), people)
        thread.start()
        return thread

    writing = post()
    time.sleep(quiet)
    yield {"what": "nothing else", **writing.end()}

    writing, began = post(), time.perf_counter()
    change = Change(OperationKind.MOVE, stage=to)
    moved = change_many(
        Matching(where, Reading(zone_of(manager.user), _now())), change, member=manager, by=by
    )
    yield _timed("moved", moved, began, writing)

    writing, began = post(), time.perf_counter()
    if delete:
        stages = [stage for stage in stages_of(manager.workspace_id) if stage.kind == Kind.LIFECYCLE]
        yield _timed("stage deleted", delete_stage(to, move_to=stages[0], by=by), began, writing)
    else:
        yield _timed("taken back", undo_change(moved.id, by=by), began, writing)
    yield {"what": "figures that are off", "count": len(tallies_off())}


def _now() -> Any:
    return Contact.objects.order_by("-id").values_list("created_at", flat=True)[0]


def _timed(what: str, operation: Operation, began: float, writing: Post) -> Measured:
    asked = time.perf_counter() - began
    while not operation.has_ended:
        time.sleep(LOOK_SECONDS)
        operation = operation_by_id(operation.workspace_id, operation.id)
    took = time.perf_counter() - began
    # A stage that is emptied counts what it did as done: who was moved by somebody else meanwhile is not in it.
    contacts = operation.done if operation.kind == OperationKind.EMPTY_STAGE else operation.changed
    found = {
        "what": what,
        "contacts": contacts,
        "left alone": operation.left_alone,
        "begun after": round(asked, 2),
        "seconds": round(took, 1),
        "per second": round(contacts / took),
    }
    return {**found, **writing.end()}


def _stage(manager: Member) -> Stage:
    """The stage that they are moved to, where nobody else stands."""
    found = [stage for stage in stages_of(manager.workspace_id) if stage.name == STAGE]
    return (
        found[0] if found else add_stage(DraftStage(None, Kind.LOST, STAGE), by=actor_of(manager, Via.PAGE))
    )


def _chosen(manager: Member, count: int) -> tuple[Group, list[str]]:
    """A filter that takes so many of the demo's people, and whom the messages are from: half of them of these."""
    ids = (
        Contact.objects.filter(workspace=manager.workspace, deleted_at=None)
        .order_by("id")
        .values_list("id", flat=True)
    )
    last = ids[count - 1]
    where = Group((Condition(fields()["id"], Operator.BETWEEN, ("1", str(last))),))
    known = ContactChannel.objects.filter(workspace=manager.workspace, channel__name=CHANNEL)
    moved = known.filter(contact_id__lte=last).order_by("?").values_list("external_id", flat=True)[:500]
    others = known.filter(contact_id__gt=last).order_by("?").values_list("external_id", flat=True)[:500]
    return where, [*moved, *others]
