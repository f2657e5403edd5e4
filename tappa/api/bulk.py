"""Many contacts move at once."""

from typing import Annotated

import msgspec
from django.utils import timezone
from django.utils.translation import gettext as _

from tappa.api.calls import Call
from tappa.api.filter_values import zone_named
from tappa.api.filters import FilterNode, read_filter
from tappa.api.lifecycle import LifecycleUpdate, wanted_stage
from tappa.api.operations import Operation, operation_shape
from tappa.api.registry import endpoint
from tappa.api.shapes import Id
from tappa.core.accounts.grants import Scope
from tappa.core.contacts.actions.change_many import change_many
from tappa.core.contacts.changes import Change
from tappa.core.contacts.filters.times import Reading
from tappa.core.contacts.operation_rules import OperationKind
from tappa.core.contacts.selection import TICKED_LIMIT, Matching, Selection, Ticked
from tappa.kernel.errors import Invalid


class BulkMove(LifecycleUpdate):
    """Which contacts: `contactIds`, or all that `filter` takes and `search` finds, as in `contact/list`. And the stage to
    go to: by `name`, with `kind` where both kinds have it, or by `stageId`. A null name clears."""

    contact_ids: Annotated[list[Id], msgspec.Meta(min_length=1, max_length=TICKED_LIMIT)] | None = None
    filter: FilterNode | None = None
    search: Annotated[str, msgspec.Meta(max_length=255)] | None = None
    timezone: str | None = None


@endpoint(
    "POST",
    "contact/lifecycle/bulk",
    scope=Scope.CONTACTS_WRITE,
    refusals=(404, 409),
    accepted=True,
)
def move(call: Call[BulkMove]) -> Operation:
    """Move many contacts to a stage, or to none, each with a transition of its own, all in one batch.

    Up to 200 are moved before the answer comes (200), unless it is asked with an `Idempotency-Key`; of more, 202 and an
    operation to poll. It moves those who matched when it was asked, each once. Ids that name nobody are left out; 404
    when nobody is left.
    """
    stage = wanted_stage(call.workspace_id, call.body)
    change = Change(OperationKind.MOVE, stage=stage)
    return operation_shape(change_many(_selection(call), change, member=None, by=call.actor))


def _selection(call: Call[BulkMove]) -> Selection:
    body = call.body
    by_filter = body.filter is not None or bool(body.search)
    if (body.contact_ids is not None) == by_filter:
        raise Invalid(_("Give either contactIds, or filter and search, not both."), field="contactIds")
    if body.contact_ids is not None:
        return Ticked(tuple(body.contact_ids))
    reading = Reading(zone_named(body.timezone or call.token.workspace.time_zone), timezone.now())
    return Matching(read_filter(body.filter, workspace_id=call.workspace_id), reading, body.search or "")
