"""The history of the lifecycle settings (L15): who, when, from what to what."""

from dataclasses import replace

import pytest

from tappa.core.accounts.queries import actor_of
from tappa.core.activity.actor import Via
from tappa.core.lifecycle.actions.save_lifecycle import save_lifecycle
from tappa.core.lifecycle.actions.show import show_lifecycle
from tappa.core.lifecycle.queries import present_draft
from tests.cast import Cast
from tests.core.acts import new_contact, stage_named
from tests.support.web import WebServer
from tests.web.settings.stages.forms import Editor
from tests.web.settings.visits import Visitor, text_of


def test_every_change_says_who_made_it_and_what_was_before(server: WebServer, cast: Cast) -> None:
    """L15."""
    workspace = cast.owner.workspace
    payment, hot, cold = (stage_named(workspace, name) for name in ("Payment", "Hot Lead", "Cold Lead"))
    new_contact(workspace, payment)
    editor = Editor(server, cast.owner)
    editor.type(f"name-{hot.id}", "Warm <Lead>")
    editor.type(f"description-{hot.id}", "")
    for act in (f"default:{hot.id}", f"won:{hot.id}", f"up:{payment.id}", f"kind:{cold.id}"):
        editor.press(act)
    editor.press()
    visitor = Visitor(server, cast.manager)
    visitor.post("settings_stage_deletion", {"where": "stage", "to": hot.id}, stage_id=payment.id)
    visitor.post("settings_lifecycle_showing", {"show": "off"})
    page = visitor.get("settings_lifecycle_history").text
    for said in (
        "<b>Olga Owner</b> edited the stage Hot Lead",
        "<del>Hot Lead</del>",
        "<ins>Warm &lt;Lead&gt;</ins>",
        "<del>Engaged and ready to go on</del>",
        "<ins>none</ins>",
        "<b>Olga Owner</b> changed the default stage",
        "<del>New Lead</del>",
        "<b>Olga Owner</b> changed the won stage",
        "<del>Customer</del>",
        "<b>Olga Owner</b> changed the order of the lifecycle stages",
        "<b>Olga Owner</b> changed the kind of Cold Lead",
        "<del>Lost stage</del>",
        "<b>Marco Manager</b> deleted the stage Payment",
        "<b>Marco Manager</b> hid the lifecycle stages",
        "<b>Tappa</b> added the lost stage Cold Lead",
    ):
        assert said in page, said
    assert page.index("hid the lifecycle stages") < page.index("edited the stage"), "newest first"


def test_it_is_read_page_by_page(server: WebServer, cast: Cast) -> None:
    """L15: thirty rows a page, and nothing is shown twice."""
    by = actor_of(cast.owner, Via.PAGE)
    for number in range(32):
        show_lifecycle(show=bool(number % 2), by=by)
    visitor = Visitor(server, cast.owner)
    first = text_of(visitor.get("settings_lifecycle_history"))
    older = first.partition("?before=")[2].partition('"')[0]
    second = text_of(visitor.browser.get(visitor.url("settings_lifecycle_history"), params={"before": older}))
    rows = [page.count('<li id="change-') for page in (first, second)]
    assert rows == [30, 7]
    assert ">Newest<" in second
    assert ">Older<" not in second
    for odd in ("x", "-1", "9" * 40, "0"):
        answer = visitor.browser.get(visitor.url("settings_lifecycle_history"), params={"before": odd})
        assert answer.status_code == 200


@pytest.mark.usefixtures("within_a_day")
def test_the_page_says_who_changed_them_last(server: WebServer, cast: Cast) -> None:
    """L15."""
    present = present_draft(cast.owner.workspace_id)
    renamed = (replace(present.stages[0], name="Contact"), *present.stages[1:])
    save_lifecycle(replace(present, stages=renamed), by=actor_of(cast.manager, Via.PAGE))
    page = text_of(Visitor(server, cast.owner).get("settings_lifecycle"))
    assert "Last changed by Marco Manager, today" in page
