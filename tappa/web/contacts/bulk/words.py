"""What a bulk change is called while it is at work, and what it has done, in a sentence."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_rules import OperationKind, Outcome, Stop
from tappa.web.shell.formats import number

STOPPED: Final[dict[str, str | Promise]] = {
    Stop.CANCELED: gettext_lazy("Canceled"),
    Stop.STAGE_GONE: gettext_lazy("The stage was deleted meanwhile"),
    Stop.TAG_GONE: gettext_lazy("The tag was deleted meanwhile"),
    Stop.ASSIGNEE_GONE: gettext_lazy("The member or team is gone meanwhile"),
    Stop.NOT_ALLOWED: gettext_lazy("Whoever began it may not do it any more"),
}


def doing(operation: Operation) -> str:
    """What it does: "Moving to Payment"."""
    if operation.undoes is not None:
        return _("Taking back: %(what)s") % {"what": _named(operation)}
    return _named(operation)


def what_it_did(operation: Operation) -> str:
    """What it has done, and why the others were left alone: "98 of 100 were taken back; 2 were changed again since"."""
    parts = [_undone(operation) if operation.undoes is not None else _done(operation)]
    for outcome, count in sorted(operation.left_alone.items()):
        parts.append(_left(Outcome(int(outcome)), count) % {"count": number(count)})
    sentence = "; ".join(parts)
    if operation.stopped_for:
        return _("%(why)s: %(what)s") % {"why": STOPPED[operation.stopped_for], "what": sentence}
    return sentence


def _named(operation: Operation) -> str:
    match operation.kind:
        case OperationKind.MOVE if operation.to_stage_id is not None:
            return _("Moving to %(stage)s") % {"stage": operation.to_name}
        case OperationKind.MOVE:
            return _("Clearing the stage")
        case OperationKind.TAG:
            return _("Adding tags")
        case OperationKind.UNTAG:
            return _("Removing tags")
        case OperationKind.ASSIGN:
            return _("Assigning to %(name)s") % {"name": _assignee(operation)}
        case OperationKind.BLOCK:
            return _("Blocking")
        case OperationKind.UNBLOCK:
            return _("Unblocking")
    return _("Deleting")


def _done(operation: Operation) -> str:
    count = operation.changed
    words = {"count": number(count), "stage": operation.to_name}
    match operation.kind:
        case OperationKind.MOVE if operation.to_stage_id is not None:
            text = ngettext("%(count)s moved to %(stage)s", "%(count)s moved to %(stage)s", count)
        case OperationKind.MOVE:
            text = ngettext("%(count)s is at no stage now", "%(count)s are at no stage now", count)
        case OperationKind.TAG:
            text = ngettext("%(count)s got tags", "%(count)s got tags", count)
        case OperationKind.UNTAG:
            text = ngettext("%(count)s lost tags", "%(count)s lost tags", count)
        case OperationKind.ASSIGN:
            text = ngettext("%(count)s assigned to %(name)s", "%(count)s assigned to %(name)s", count)
            words["name"] = _assignee(operation)
        case OperationKind.BLOCK:
            text = ngettext("%(count)s contact blocked", "%(count)s contacts blocked", count)
        case OperationKind.UNBLOCK:
            text = ngettext("%(count)s contact unblocked", "%(count)s contacts unblocked", count)
        case _:
            text = ngettext("%(count)s contact deleted", "%(count)s contacts deleted", count)
    return text % words


def _undone(operation: Operation) -> str:
    if not operation.left_alone and not operation.stopped_for:
        text = ngettext("%(count)s was taken back", "%(count)s were taken back", operation.changed)
        return text % {"count": number(operation.changed)}
    text = ngettext(
        "%(count)s of %(total)s was taken back", "%(count)s of %(total)s were taken back", operation.changed
    )
    return text % {"count": number(operation.changed), "total": number(operation.total)}


def _assignee(operation: Operation) -> str:
    return operation.to_name or _("Nobody")


def _left(outcome: Outcome, count: int) -> str:
    """Why some were left alone."""
    match outcome:
        case Outcome.CHANGED_SINCE:
            return ngettext("%(count)s was changed again since", "%(count)s were changed again since", count)
        case Outcome.PLACE_GONE:
            return ngettext(
                "of %(count)s what it had before is gone", "of %(count)s what they had before is gone", count
            )
        case Outcome.TAKEN:
            return ngettext(
                "of %(count)s another contact has the phone or e-mail by now",
                "of %(count)s other contacts have the phone or e-mail by now",
                count,
            )
        case Outcome.GONE:
            return ngettext("%(count)s was deleted", "%(count)s were deleted", count)
    return ngettext("%(count)s needed no change", "%(count)s needed no change", count)
