"""What pages read of a stage that was deleted and that contacts still stand at (L9)."""

from tappa.core.accounts.models import Workspace
from tappa.core.contacts.actions.delete_stage import AT_ONCE, delete_stage
from tappa.core.contacts.counting import count_contacts
from tappa.core.contacts.rules import Sort
from tappa.core.contacts.table import TableQuery, read_table
from tappa.core.reports.queries import lifecycle_figures
from tappa.web.stage.choices import read_stages
from tests.cast import Cast
from tests.core.acts import new_contact, robot, stage_named
from tests.core.contacts.crowd import crowd_at


def test_l9_it_is_no_choice_and_its_contacts_are_seen_until_they_are_moved(
    workspace: Workspace, cast: Cast
) -> None:
    payment = stage_named(workspace, "Payment")
    crowd_at(workspace, payment, AT_ONCE + 1)
    lost = new_contact(workspace, stage_named(workspace, "Cold Lead"))
    delete_stage(payment, move_to=None, by=robot(workspace))
    stages = read_stages(workspace.id)
    assert payment not in stages.all
    assert payment not in stages.lifecycle
    assert stages.leaving == (payment,)
    assert stages.by_id(payment.id) == payment
    assert stages.after(payment) is None
    table = read_table(cast.owner, TableQuery(sort=Sort.STAGE, descending=False, limit=3), stages=stages.ids)
    assert table.rows[0].id == lost.id
    assert [row.stage_id for row in table.rows][1:] == [payment.id] * 2
    assert count_contacts(cast.owner, stages=stages.ids).number == AT_ONCE + 2
    figures = lifecycle_figures(workspace.id)
    assert [stage.name for stage in figures.stages] == ["New Lead", "Hot Lead", "Customer"]
    assert (figures.no_stage.contacts, figures.lost.contacts, figures.total.contacts) == (0, 1, AT_ONCE + 2)
