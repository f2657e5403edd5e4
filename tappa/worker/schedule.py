"""What is done at intervals: a small table, kept so that one worker does it however many there are."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Final

from django.apps import apps
from django.db import DatabaseError, InterfaceError
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from tappa.channels.letterbox import understand
from tappa.core.contacts.actions.add_up_tallies import add_up_tallies, tallies_are_due
from tappa.core.contacts.actions.clear_labels import clear_labels, labels_are_due
from tappa.core.contacts.actions.forget_targets import forget_targets
from tappa.core.inbox.actions.add_up_open_tallies import add_up_open_tallies, open_tallies_are_due
from tappa.core.inbox.actions.erase_contacts import erase_due_contacts
from tappa.core.inbox.actions.hasten import hasten_deliveries, new_deliveries_wait
from tappa.core.inbox.actions.limit_chat import forget_chat_limits
from tappa.core.inbox.actions.purge_posts import purge_posts
from tappa.core.inbox.actions.take_post import posts_are_due, retry_posts
from tappa.core.inbox.actions.wake import conversations_are_due, wake_due_conversations
from tappa.worker.models import ScheduledRun

log = logging.getLogger(__name__)

LONGEST_SECONDS: Final = 60.0
TOGETHER_SECONDS: Final = 0.05  # what comes so soon after another is done with it
SET_BACK: Final = timedelta(minutes=1)
REMEMBERED_HOURS: Final = 24


@dataclass(frozen=True, slots=True)
class Task:
    """A name, how often, and what. The function must be safe to run twice: a crash may come between it and its note.

    `is_due` is what to ask first: whether there is anything to do, by one cheap statement. Nothing is written then while
    there is not. What is asked seldom needs none.
    """

    name: str
    every: timedelta
    run: Callable[[], object]
    is_due: Callable[[], bool] | None = None


def retry_inbound_posts() -> None:
    """Understand once more what a bug, or a message unknown at the time, kept us from understanding."""
    retry_posts(lambda _channel: understand)


def forget_answers() -> None:
    """Forget what the API remembered for repeated requests (docs/api.md: a day), and rate limits long unused."""
    # By name: doors do not import each other, and the API's own requests should not pay for its cleaning.
    for model, moment in (("RememberedAnswer", "created_at"), ("RateBucket", "updated_at")):
        old = {f"{moment}__lt": Now() - timedelta(hours=REMEMBERED_HOURS)}
        QuerySet(apps.get_model("api", model)).filter(**old).delete()


def forget_visitors() -> None:
    """Forget sessions that have ended by themselves, and tries that count no more."""
    for app, model, moment in (("sessions", "Session", "expire_date"), ("web", "CacheEntry", "expires")):
        QuerySet(apps.get_model(app, model)).filter(**{f"{moment}__lt": Now()}).delete()


TASKS: Final = (
    Task("retry_inbound_posts", timedelta(seconds=2), retry_inbound_posts, posts_are_due),
    Task("wake_conversations", timedelta(seconds=1), wake_due_conversations, conversations_are_due),
    Task("hasten_deliveries", timedelta(seconds=15), hasten_deliveries, new_deliveries_wait),
    Task("add_up_tallies", timedelta(seconds=5), add_up_tallies, tallies_are_due),
    Task("add_up_open_tallies", timedelta(seconds=5), add_up_open_tallies, open_tallies_are_due),
    Task("clear_labels", timedelta(seconds=2), clear_labels, labels_are_due),
    Task("purge_inbound_posts", timedelta(minutes=15), purge_posts),
    Task("erase_contacts", timedelta(seconds=30), erase_due_contacts),
    Task("forget_targets", timedelta(minutes=1), forget_targets),
    Task("forget_answers", timedelta(minutes=15), forget_answers),
    Task("forget_visitors", timedelta(minutes=15), forget_visitors),
    Task("forget_chat_limits", timedelta(minutes=15), forget_chat_limits),
)


class Schedule:
    """When this worker looks at each of its tasks next. Whether a task runs then is decided by what the database knows."""

    def __init__(self, tasks: Sequence[Task] = TASKS) -> None:
        self._looks = dict.fromkeys(tasks, 0.0)

    def turn(self) -> float:
        """Look at what it is time for. Returns the seconds until the next look."""
        for task, due in self._looks.items():
            if monotonic() >= due:
                try:
                    if task.is_due is None or _guarded(task, task.is_due):
                        run_if_due(task)
                finally:  # one that fails each time would keep those after it waiting for ever
                    # From now on and not from before it: its interval, by the database's clock, is over then too.
                    self._looks[task] = monotonic() + min(task.every.total_seconds(), LONGEST_SECONDS)
        return max(0.0, min(self._looks.values()) - monotonic()) + TOGETHER_SECONDS


def run_if_due(task: Task) -> bool:
    """Run a task whose interval has passed, unless another worker has taken this turn. Returns whether it ran.

    The turn is taken first: a worker that dies at it costs one turn, and no transaction stays open meanwhile. A task
    that fails has had its turn too, so that one that always fails does not keep the others waiting.
    """
    ScheduledRun.objects.get_or_create(name=task.name)
    # A last run that lies ahead: the clock was set back, and nothing would run until it has caught up. A little ahead
    # is another worker's, who was faster while our statement waited.
    set_back = Q(last_run_at__gt=Now() + SET_BACK)
    due = Q(last_run_at=None) | Q(last_run_at__lte=Now() - task.every) | set_back
    if not ScheduledRun.objects.filter(due, name=task.name).update(last_run_at=Now()):
        return False
    _guarded(task, task.run)
    return True


def _guarded(task: Task, do: Callable[[], object]) -> object:
    """What it returns; None where a bug of ours kept it from that, which the log tells. The loop waits for the database."""
    try:
        return do()
    except (DatabaseError, InterfaceError):
        raise
    except Exception:
        log.exception("schedule: %s failed", task.name)
        return None
