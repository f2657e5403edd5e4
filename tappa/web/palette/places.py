"""Where the palette leads: the inboxes, segments and settings that this member has."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from tappa.core.accounts.grants import Permission
from tappa.core.contacts.segments import segments_of
from tappa.core.inbox.custom import in_order, inboxes_beside, sidebar_of_member
from tappa.web.contacts.addresses import query_of
from tappa.web.inbox.boxes import plain_boxes, stage_box, team_boxes
from tappa.web.palette.pages import PlaceGroup, PlaceRow
from tappa.web.settings.frame import rows_of
from tappa.web.shell.visit import Visit
from tappa.web.stage.choices import read_stages


def places_of(visit: Visit) -> tuple[PlaceGroup, ...]:
    """All places, in groups; a group without any is left out."""
    groups = (
        PlaceGroup(_("Inboxes"), tuple(_inboxes(visit))),
        PlaceGroup(_("Contacts"), tuple(_contacts(visit))),
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


def _contacts(visit: Visit) -> Iterator[PlaceRow]:
    yield PlaceRow(_("All contacts"), visit.url("contacts"), "contacts")
    yield PlaceRow(_("Add contact"), visit.url("contact_new"), "plus")
    if not visit.may(Permission.FILTER_CONTACTS):
        return
    for segment in segments_of(visit.workspace.id):
        yield PlaceRow(
            segment.name,
            visit.url("contacts") + query_of([("segment", segment.id)]),
            "segment",
            segment.emoji,
        )


def _inboxes(visit: Visit) -> Iterator[PlaceRow]:
    """Those of the sidebar, in its order, by their names alone: what is in them is not asked."""
    stages = read_stages(visit.workspace.id).lifecycle if visit.stages_shown else ()
    for box in (*plain_boxes(), *map(stage_box, stages), *team_boxes(visit)):
        hue = box.stage.hue if box.stage else 0
        yield PlaceRow(box.title, visit.url("inbox_list", box=box.word), box.icon, box.emoji, hue)
    for inbox in in_order(inboxes_beside(visit.member), sidebar_of_member(visit.member).order):
        address = visit.url("inbox_list", box=f"custom-{inbox.id}")
        yield PlaceRow(inbox.name, address, "segment", inbox.emoji)
    yield PlaceRow(_("New inbox"), visit.url("inbox_custom_new"), "plus")
