"""The bulk changes that are under way, made ready to be shown."""

from tappa.core.accounts.grants import Permission
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_rules import OperationKind, permissions_for
from tappa.core.contacts.operations import changes_of_late, was_taken_back
from tappa.web.contacts.bulk.pages import Job, JobsFragment
from tappa.web.contacts.bulk.words import doing, what_it_did
from tappa.web.shell.visit import Visit


def jobs_fragment(visit: Visit) -> JobsFragment:
    """The jobs, for who may change in bulk; nothing for others."""
    if not visit.may(Permission.CHANGE_IN_BULK):
        return JobsFragment([])
    operations = changes_of_late(visit.workspace.id)
    undone = was_taken_back(visit.workspace.id, [operation.id for operation in operations])
    return JobsFragment([_job(visit, operation, operation.id in undone) for operation in operations])


def undo_address(visit: Visit, operation: Operation) -> str:
    """Where it is taken back; "" where it cannot be, or not by this member."""
    if operation.undoes is not None or not operation.has_ended or not operation.changed:
        return ""
    return visit.url("contacts_job_undo", job_id=operation.id) if _may(visit, operation) else ""


def _job(visit: Visit, operation: Operation, undone: bool) -> Job:
    ended = operation.has_ended
    may_cancel = not ended and _may(visit, operation)
    return Job(
        operation,
        what_it_did(operation) if ended else doing(operation),
        "" if undone else undo_address(visit, operation),
        visit.url("contacts_job_cancel", job_id=operation.id) if may_cancel else "",
    )


def _may(visit: Visit, operation: Operation) -> bool:
    return all(visit.may(permission) for permission in permissions_for(OperationKind(operation.kind)))
