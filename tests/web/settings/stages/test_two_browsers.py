"""Two people save the stages at once (L8), each in a browser."""

from playwright.sync_api import expect

from tappa.core.lifecycle.queries import stages_of
from tests.cast import Cast
from tests.core.acts import stage_named
from tests.support.axe import grave_faults
from tests.support.browser import PHONE, Windows
from tests.support.web import WebServer
from tests.web.settings.stages.editing import Desk


def test_the_second_chooses_field_by_field_and_saves_again(
    windows: Windows, server: WebServer, cast: Cast
) -> None:
    """L8: told what the first changed, nothing typed is lost."""
    windows.expect_trouble("status of 409")
    workspace = cast.owner.workspace
    first, hot, payment = (stage_named(workspace, name) for name in ("New Lead", "Hot Lead", "Payment"))
    one, two = Desk(windows, server, cast.owner), Desk(windows, server, cast.manager)
    two.field(hot).fill("Mine")
    two.field(payment, "description").fill("My words")
    two.choose(first, "Move down")
    one.field(hot).fill("Theirs")
    one.field(payment).fill("Quote")
    one.choose(payment, "Move up")
    one.page.get_by_role("button", name="No response").click()
    one.save()
    expect(two.bar).to_contain_text("Meanwhile somebody else saved")
    expect(two.field(hot)).to_have_value("Mine")
    two.page.keyboard.press("Control+s")
    told = two.page.get_by_role("alert")
    expect(told).to_contain_text("Olga Owner saved other changes while you were editing")
    expect(told).to_contain_text("No response")
    assert grave_faults(two.page) == []
    expect(two.field(hot)).to_have_value("Mine")
    expect(two.field(payment, "description")).to_have_value("My words")
    expect(two.field(payment)).to_have_value("Quote")
    assert two.names() == ["Mine", "New Lead", "Quote", "Customer"]
    order = two.page.get_by_role("group", name="Order of the lifecycle stages")
    order.get_by_label("Theirs").check()
    assert two.names() == ["New Lead", "Quote", "Mine", "Customer"]
    order.get_by_label("Yours").check()
    assert two.names() == ["Mine", "New Lead", "Quote", "Customer"]
    name = two.page.get_by_role("group", name="Name")
    name.get_by_label("Theirs").check()
    expect(two.field(hot)).to_have_value("Theirs")
    two.page.set_viewport_size(PHONE)
    assert two.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    two.save()
    expect(told).to_have_count(0)
    assert [(stage.name, stage.description) for stage in stages_of(workspace.id)][:3] == [
        ("Theirs", hot.description),
        ("New Lead", first.description),
        ("Quote", "My words"),
    ]


def test_a_saved_change_appears_in_a_page_that_is_not_being_edited(
    windows: Windows, server: WebServer, cast: Cast
) -> None:
    """L6, L8: live, also in a field that was typed into before."""
    hot = stage_named(cast.owner.workspace, "Hot Lead")
    one, two = Desk(windows, server, cast.owner), Desk(windows, server, cast.manager)
    two.field(hot).fill("Tried")
    two.bar.get_by_role("button", name="Discard").click()
    expect(two.field(hot)).to_have_value("Hot Lead")
    one.field(hot).fill("Warm")
    one.save()
    expect(two.field(hot)).to_have_value("Warm")
    expect(two.bar).to_be_hidden()


def test_a_kind_and_a_default_are_chosen_too_and_a_second_clash_is_told_anew(
    windows: Windows, server: WebServer, cast: Cast
) -> None:
    """L8, L12: each time on top of what is saved by then."""
    windows.expect_trouble("status of 409")
    workspace = cast.owner.workspace
    hot, payment = stage_named(workspace, "Hot Lead"), stage_named(workspace, "Payment")
    one, two = Desk(windows, server, cast.owner), Desk(windows, server, cast.manager)
    two.choose(hot, "Set as default")
    two.field(payment).fill("Mine")
    one.choose(payment, "Set as default")
    one.field(payment).fill("Theirs")
    one.save()
    two.page.keyboard.press("Control+s")
    told = two.page.get_by_role("alert")
    default = told.get_by_role("group", name="Default")
    default.get_by_label("Theirs").check()
    expect(two.row(payment).get_by_text("Default", exact=True)).to_be_visible()
    default.get_by_label("Yours").check()
    expect(two.row(hot).get_by_text("Default", exact=True)).to_be_visible()
    one.choose(hot, "Change to lost stage")
    one.save()
    two.page.keyboard.press("Control+s")
    expect(told).to_contain_text("Kind")
    assert two.names("lost") == ["Cold Lead", "Hot Lead"]
    expect(two.field(payment)).to_have_value("Mine")
    two.bar.get_by_role("button", name="Discard").click()
    expect(told).to_have_count(0)
    expect(two.field(payment)).to_have_value("Theirs")
