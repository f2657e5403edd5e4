"""Where the palette leads: the inboxes and the settings that this member has."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from tappa.web.inbox.boxes import Box, plain_boxes, stage_box
from tappa.web.palette.pages import PlaceGroup, PlaceRow
from tappa.web.settings.frame import rows_of
from tappa.web.shell.visit import Visit
from tappa.web.stage.choices import read_stages


def places_of(visit: Visit) -> tuple[PlaceGroup, ...]:
    """All places, in groups; a group without any is left out."""
    groups = (
        PlaceGroup(_("Inboxes"), tuple(_inboxes(visit))),
        PlaceGroup(
            _("Contacts"),
            (
                PlaceRow(_("All contacts"), visit.url("contacts"), "contacts"),
                PlaceRow(_("Add contact"), visit.url("contact_new"), "plus"),
            ),
        ),
        PlaceGroup(
            _("Settings"), tuple(PlaceRow(row.label, row.address, row.icon) for row in rows_of(visit))
        ),
        PlaceGroup(
            _("You"),
            (
                PlaceRow(_("Profile"), reverse("profile"), "user"),
                PlaceRow(_("Switch workspace"), reverse("workspaces"), "chevron-up-down"),
            ),
        ),
    )
    return tuple(group for group in groups if group.rows)


def _inboxes(visit: Visit) -> Iterable[PlaceRow]:
    boxes = plain_boxes()
    if visit.stages_shown:
        boxes += [stage_box(stage) for stage in read_stages(visit.workspace.id).lifecycle]
    return [_row(visit, box) for box in boxes]


def _row(visit: Visit, box: Box) -> PlaceRow:
    address = visit.url("inbox_list", box=box.word)
    if box.stage is None:
        return PlaceRow(box.title, address, box.icon)
    return PlaceRow(box.title, address, emoji=box.stage.emoji, hue=box.stage.hue)
