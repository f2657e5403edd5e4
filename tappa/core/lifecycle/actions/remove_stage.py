"""The last contact has left a deleted stage: its row goes."""

from django.db import IntegrityError, transaction

from tappa.core.activity.actor import Actor
from tappa.core.activity.record import Happening, record
from tappa.core.lifecycle.facts import StageEmptied
from tappa.core.lifecycle.models import Lifecycle, Stage


def remove_stage(stage_id: int, *, name: str, contacts: int, by: Actor) -> bool:
    """Remove a closed stage. Returns False when somebody stands there still: the foreign key says so.

    `contacts` were moved away. A stage that is gone already is gone.
    """
    with transaction.atomic():
        # Before all other locks, as in every change of the settings: of two, one waits and neither for the other.
        Lifecycle.objects.select_for_update().filter(workspace_id=by.workspace_id).first()
        closed = Stage.objects.filter(workspace_id=by.workspace_id, id=stage_id, closed_at__isnull=False)
        try:
            with transaction.atomic():
                removed, _by_table = closed.delete()
        except IntegrityError:
            return False
        if removed:
            record([Happening(StageEmptied(stage_id=stage_id, name=name, contacts=contacts))], by=by)
    return True
