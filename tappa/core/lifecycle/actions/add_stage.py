"""A stage is added at the end of its kind (L4, L5)."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor
from tappa.core.lifecycle.actions.save_lifecycle import change_lifecycle
from tappa.core.lifecycle.checks import checked_stage, name_is_free
from tappa.core.lifecycle.drafts import Draft, DraftStage, only_default_and_won
from tappa.core.lifecycle.models import Stage
from tappa.core.lifecycle.queries import stage_by_name
from tappa.core.lifecycle.rules import STAGE_LIMIT
from tappa.kernel.errors import Conflict


def add_stage(stage: DraftStage, *, by: Actor) -> Stage:
    """Add a stage. As the default, or the won one, it takes the place of the one there was.

    Raises BadStage for a stage that cannot be, Conflict when the name is taken or the workspace has all the stages it
    can have.
    """
    wanted = replace(checked_stage(stage), id=None)

    def add(present: Draft) -> Draft:
        if len(present.stages) >= STAGE_LIMIT:
            raise Conflict(
                _("This workspace has %(limit)d stages, the most there can be: delete one first.")
                % {"limit": STAGE_LIMIT},
                field="stages",
            )
        name_is_free(wanted, present)
        others = only_default_and_won(present.stages, wanted)
        return replace(present, stages=(*others, wanted))

    with transaction.atomic():  # read before anybody else can rename it
        change_lifecycle(add, by=by)
        return stage_by_name(by.workspace_id, wanted.name, wanted.kind)
