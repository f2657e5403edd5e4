"""The stages of a kind are put into another order (L6)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor
from tappa.core.lifecycle.actions.save_lifecycle import change_lifecycle
from tappa.core.lifecycle.drafts import Draft, DraftStage
from tappa.core.lifecycle.models import Lifecycle
from tappa.core.lifecycle.rules import Kind
from tappa.kernel.errors import Invalid


def reorder_stages(order: Mapping[Kind, Sequence[int]], *, by: Actor) -> Lifecycle:
    """Put the stages of each kind named into the order of these ids. Raises Invalid, naming the kind, for a list that
    does not hold each stage of the kind once and nothing else."""

    def reorder(present: Draft) -> Draft:
        kinds = [_ordered(present, kind, order.get(kind)) for kind in Kind]
        return replace(present, stages=tuple(stage for stages in kinds for stage in stages))

    return change_lifecycle(reorder, by=by)


def _ordered(present: Draft, kind: Kind, ids: Sequence[int] | None) -> tuple[DraftStage, ...]:
    stages = present.of_kind(kind)
    if ids is None:
        return stages
    known = {stage.id: stage for stage in stages}
    foreign = [id_ for id_ in ids if id_ not in known]
    if foreign:
        raise Invalid(
            _("%(kind)s: there is no such stage of this kind: %(ids)s.")
            % {"kind": kind, "ids": ", ".join(map(str, foreign))},
            field=kind,
        )
    missing = [stage.name for stage in stages if stage.id not in ids]
    if missing or len(ids) != len(stages):
        raise Invalid(
            _("%(kind)s must list each stage of this kind once: %(names)s.")
            % {"kind": kind, "names": ", ".join(stage.name for stage in stages)},
            field=kind,
        )
    return tuple(known[id_] for id_ in ids)
