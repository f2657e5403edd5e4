"""What the replay is held against, table by table. Asked after each act of each person, so the ORM says each question but
once (kernel/fixed.py)."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from tappa.core.activity.models import Event
from tappa.core.contacts.models import Contact, Standing, Transition
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_rules import OperationKind
from tappa.core.inbox.models import Conversation, Delivery, Message
from tappa.core.lifecycle.models import Lifecycle, Stage
from tappa.kernel.fixed import Fixed


def _of(rows: Callable[[int], "QuerySet[Any, Any]"]) -> Fixed[Any]:
    """Rows of a workspace."""
    return Fixed(rows, workspace_id=-1)


EVENTS: Fixed[Event] = _of(
    lambda workspace_id: Event.objects.filter(workspace_id=workspace_id).order_by("id")
)
TRANSITIONS: Fixed[Transition] = _of(
    lambda workspace_id: Transition.objects.filter(workspace_id=workspace_id).order_by("seq")
)
LIFECYCLES: Fixed[Lifecycle] = _of(lambda workspace_id: Lifecycle.objects.filter(workspace_id=workspace_id))
STAGES = _of(
    lambda workspace_id: Stage.objects.filter(workspace_id=workspace_id).values_list(
        "id", "kind", "name", "position", "is_default", "is_won"
    )
)
DELETIONS: Fixed[Operation] = _of(
    lambda workspace_id: Operation.objects.filter(workspace_id=workspace_id, kind=OperationKind.EMPTY_STAGE)
)
# When each stage began, and then what told.Person has, in its order.
STANDINGS = _of(
    lambda workspace_id: Standing.objects.filter(workspace_id=workspace_id).values_list(
        "contact_id",
        "stage_since",
        "stage_id",
        "transitions",
        "assignee_id",
        "team_id",
        "conversation_id",
        "conversation_status",
        "is_deleted",
    )
)
CONTACTS = _of(
    lambda workspace_id: Contact.objects.filter(workspace_id=workspace_id).values_list("id", "deleted_at")
)
CONVERSATIONS = _of(
    lambda workspace_id: Conversation.objects.filter(workspace_id=workspace_id).values_list(
        "id", "contact_id", "status"
    )
)
MESSAGES = _of(
    lambda workspace_id: Message.objects.filter(workspace_id=workspace_id).values_list(
        "id", "contact_id", "conversation_id", "traffic", "channel_id"
    )
)
DELIVERIES = _of(
    lambda workspace_id: Delivery.objects.filter(workspace_id=workspace_id).values_list("message_id")
)
