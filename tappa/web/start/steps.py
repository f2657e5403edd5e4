"""The first steps that a member can take, each ticked by what is really so."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from tappa.core.accounts.grants import Permission
from tappa.core.inbox.chats import first_website_chat, hosted_path
from tappa.core.reports.queries import FirstSteps, first_steps
from tappa.web.shell.visit import Visit


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `address` leads to where it is done; `is_outside`: in a window of its own."""

    key: str
    icon: str
    title: str
    text: str
    is_done: bool
    action: str
    address: str
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """The steps of a member with how many are done."""

    steps: tuple[Step, ...]

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(step.is_done for step in self.steps)

    @property
    def is_complete(self) -> bool:
        """Whether all are done."""
        return self.done == len(self.steps)

    @property
    def next_step(self) -> Step | None:
        """The first that is not done."""
        return next((step for step in self.steps if not step.is_done), None)


def progress(visit: Visit) -> Progress:
    """What this member can do of the first steps, and how far the workspace has come."""
    done = first_steps(visit.workspace.id)
    wanted = (build for permission, build in _STEPS if visit.may(permission))
    steps = (build(visit, done) for build in wanted)
    return Progress(tuple(step for step in steps if step is not None))


def _write(visit: Visit, done: FirstSteps) -> Step | None:
    chat = first_website_chat(visit.workspace.id)
    if chat is None and not (done.written or visit.may(Permission.CHANGE_INTEGRATIONS)):
        return None
    new = "" if chat else visit.url("settings_new_website_chat")
    return Step(
        "write",
        "ch-web",
        _("Write as a customer"),
        _("Open your own chat page in a second window and send a message. It appears in the Inbox at once."),
        done.written,
        _("Try it: write as a customer") if chat else _("Add website chat"),
        hosted_path(chat) if chat else new,
        is_outside=chat is not None,
    )


def _answer(visit: Visit, done: FirstSteps) -> Step:
    if visit.stages_shown:
        text = _("Write an answer, watch it arrive in the chat, and move the contact to its next stage.")
    else:
        text = _("Choose the conversation, write an answer, and watch it arrive in the chat.")
    # Not where one begins: who has just written is nobody's yet, and an agent begins with their own.
    inbox = visit.url("inbox_list", box="all")
    return Step("answer", "reply", _("Answer"), text, done.answered, _("Open the Inbox"), inbox)


def _stages(visit: Visit, done: FirstSteps) -> Step | None:
    if not visit.stages_shown:
        return None
    return Step(
        "stages",
        "route",
        _("Set your stages"),
        _("Every contact stands at one stage of your sales process. Look at those you were given."),
        done.stages,
        _("See the stages"),
        visit.url("settings_lifecycle"),
    )


def _invite(visit: Visit, done: FirstSteps) -> Step:
    text = _("Colleagues answer and move contacts with you, each with a role of their own.")
    address = visit.url("settings_invitations")
    return Step("invite", "team", _("Invite someone"), text, done.invited, _("Invite"), address)


def _connect(visit: Visit, done: FirstSteps) -> Step:
    text = _("Join the messaging provider that your customers already write on.")
    address = visit.url("settings_channels")
    return Step("connect", "link", _("Connect a channel"), text, done.connected, _("See channels"), address)


_STEPS: Final[tuple[tuple[Permission, Callable[[Visit, FirstSteps], Step | None]], ...]] = (
    (Permission.USE_CONTACTS, _write),
    (Permission.USE_CONTACTS, _answer),
    (Permission.CHANGE_SETTINGS, _stages),
    (Permission.MANAGE_AGENTS, _invite),
    (Permission.CHANGE_INTEGRATIONS, _connect),
)
