"""A change of stage in words."""

from typing import Protocol

from django.utils.translation import gettext as _
from markupsafe import Markup

from tappa.core.activity.actor import By, Cause
from tappa.core.inbox.timeline import MovedItem
from tappa.core.lifecycle.models import Stage
from tappa.web.timeline.words import doer, filled, isolated, stage_name, strong


class StageLookup(Protocol):
    """The stages of the workspace."""

    def by_id(self, stage_id: int | None) -> Stage | None:
        """The stage with this id, None when there is none."""


def move_sentence(item: MovedItem, contact: str, stages: StageLookup) -> Markup:
    """Who moved whom from where to where (E2)."""
    words = _words(item, stages) | {"by": strong(doer(item.by)), "contact": isolated(contact)}
    return filled(_template(item), words)


def move_in_short(item: MovedItem, stages: StageLookup) -> Markup:
    """From where to where (E3)."""
    words = _words(item, stages)
    if item.to_stage_id is None:
        return filled(_("%(before)s to no stage"), words)
    if item.from_stage_id is None:
        return filled(_("Became %(after)s"), words)
    return filled(_("%(before)s to %(after)s"), words)


def _template(item: MovedItem) -> str:
    if item.by.cause == Cause.STAGE_DELETED:
        return _deleted(item)
    if item.by.cause == Cause.UNDO:
        return _back(item)
    if item.by.kind == By.SYSTEM:
        return _by_itself(item)
    if item.to_stage_id is None:
        return _("%(by)s moved %(contact)s from %(before)s to no stage")
    if item.from_stage_id is None:
        return _("%(by)s moved %(contact)s to %(after)s")
    return _("%(by)s moved %(contact)s from %(before)s to %(after)s")


def _by_itself(item: MovedItem) -> str:
    if item.to_stage_id is None:
        return _("%(contact)s went from %(before)s to no stage")
    if item.from_stage_id is None:
        return _("%(contact)s became %(after)s")
    return _("%(contact)s went from %(before)s to %(after)s")


def _back(item: MovedItem) -> str:
    if item.to_stage_id is None:
        return _("%(by)s moved %(contact)s back from %(before)s to no stage")
    if item.from_stage_id is None:
        return _("%(by)s moved %(contact)s back to %(after)s")
    return _("%(by)s moved %(contact)s back from %(before)s to %(after)s")


def _deleted(item: MovedItem) -> str:
    if item.to_stage_id is None:
        return _("%(by)s deleted the stage %(before)s, and %(contact)s is at no stage since")
    return _("%(by)s deleted the stage %(before)s and moved %(contact)s to %(after)s")


def _words(item: MovedItem, stages: StageLookup) -> dict[str, str | Markup]:
    return {
        "before": stage_name(item.from_name, stages.by_id(item.from_stage_id)),
        "after": stage_name(item.to_name, stages.by_id(item.to_stage_id)),
    }
