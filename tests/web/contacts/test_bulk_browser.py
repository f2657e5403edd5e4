"""Many contacts at once in a browser: ticked, moved, taken back; the job in the sidebar (S5, S7)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from tappa.core.contacts.models import Contact
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_rules import AT_ONCE
from tests.cast import Cast
from tests.core.acts import new_contact, stage_named
from tests.core.contacts.bulk import work
from tests.core.contacts.crowd import crowd_at
from tests.support.browser import Windows
from tests.support.signin import sign_in
from tests.support.web import WebServer


@pytest.fixture
def people(cast: Cast) -> list[Contact]:
    """Ada, Bea and Cleo."""
    return [new_contact(cast.owner.workspace, first_name=name) for name in ("Ada", "Bea", "Cleo")]


@pytest.fixture
def page(server: WebServer, windows: Windows, cast: Cast) -> Page:
    """A window of the manager."""
    opened = windows.open(server.url)
    sign_in(opened, server, cast.manager)
    return opened


def test_s5_ticked_moved_and_taken_back(page: Page, cast: Cast, people: list[Contact]) -> None:
    page.goto(f"/w/{cast.manager.workspace.slug}/contacts?sort=name")
    bar = page.get_by_role("toolbar", name="Chosen contacts")
    expect(bar).to_be_hidden()
    page.get_by_label("Select Ada").click()
    expect(bar).to_contain_text("1 selected")
    expect(page.locator("#drawer")).to_have_count(0)
    page.get_by_label("Select Cleo").click(modifiers=["Shift"])
    expect(bar).to_contain_text("3 selected")
    page.get_by_label("Select Bea").click()
    bar.get_by_role("link", name="Stage").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("2 contacts chosen")
    dialog.get_by_role("button", name="Payment").click()
    expect(page.get_by_text("2 moved to Payment")).to_be_visible()
    expect(bar).to_be_hidden()
    expect(page.locator(f"#contact-row-{people[0].id} .chip")).to_contain_text("Payment")
    expect(page.locator(f"#contact-row-{people[1].id} .chip")).to_contain_text("New Lead")
    page.keyboard.press("Control+z")
    expect(page.get_by_text("2 were taken back")).to_be_visible()
    expect(page.locator(f"#contact-row-{people[0].id} .chip")).to_contain_text("New Lead")
    page.get_by_label("Select this page").click()
    expect(bar).to_contain_text("3 selected")
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()


def test_who_cannot_be_ticked_any_more_is_told_so_and_all_are_offered(
    page: Page, cast: Cast, people: list[Contact]
) -> None:
    """The limit is read from the bar; a thousand rows would be twenty pages."""
    page.goto(f"/w/{cast.manager.workspace.slug}/contacts?sort=name")
    bar = page.get_by_role("toolbar", name="Chosen contacts")
    bar_says = bar.get_by_text("At most 1,000 can be ticked")
    page.locator("#bulkbar").evaluate("(bar) => { bar.dataset.limit = 2 }")
    page.get_by_label("Select Ada").click()
    page.get_by_label("Select Bea").click()
    expect(bar).to_contain_text("2 selected")
    expect(bar_says).to_be_hidden()
    page.get_by_label("Select Cleo").click()
    expect(page.get_by_label("Select Cleo")).not_to_be_checked()
    expect(bar_says).to_be_visible()
    page.get_by_label("Select Ada").click()
    expect(bar_says).to_be_hidden()
    page.get_by_label("Select this page").click()
    expect(bar_says).to_be_visible()


def test_s5_all_of_a_filter_as_a_job(page: Page, cast: Cast) -> None:
    workspace = cast.manager.workspace
    crowd_at(workspace, stage_named(workspace, "Payment"), AT_ONCE + 50)
    page.goto(f"/w/{workspace.slug}/contacts")
    page.get_by_label("Select this page").click()
    bar = page.get_by_role("toolbar", name="Chosen contacts")
    bar.get_by_role("button", name="Select all 250").click()
    expect(bar).to_contain_text("250 selected")
    bar.get_by_role("link", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete contacts").click()
    jobs = page.get_by_label("Jobs", exact=True)
    expect(jobs).to_contain_text("Deleting")
    operation = Operation.objects.get(workspace=workspace)
    work(operation, most=100, batches=1)
    expect(jobs).to_contain_text("100 of 250", timeout=10_000)
    work(operation)
    expect(jobs).to_contain_text("250 contacts deleted", timeout=10_000)
    page.reload()
    with answering_late(page, "**/undo"):
        jobs.get_by_role("button", name="Undo").click()
        expect(jobs).to_contain_text("Taking back: Deleting")
    said = page.get_by_role("status").filter(has_text="it goes on by itself")
    expect(said, "also where its button has gone meanwhile").to_be_visible()


@contextmanager
def answering_late(page: Page, address: str) -> Iterator[None]:
    """The server does what is asked there, and the page has its answer only at the end."""
    done: list[tuple[Route, APIResponse]] = []

    def keep(route: Route) -> None:
        done.append((route, route.fetch()))

    page.route(address, keep)
    yield
    for route, answer in done:
        route.fulfill(response=answer)
    page.unroute(address)


def move_all(page: Page) -> None:
    """Begin to move all 250 to Customer."""
    page.get_by_label("Select this page").click()
    bar = page.get_by_role("toolbar", name="Chosen contacts")
    bar.get_by_role("button", name="Select all 250").click()
    bar.get_by_role("link", name="Stage").click()
    page.get_by_role("dialog").get_by_role("button", name="Customer").click()
    expect(page.locator(".toast")).to_contain_text("it goes on by itself")


def test_s7_who_began_a_job_is_told_its_end_once_with_undo(
    page: Page, server: WebServer, windows: Windows, cast: Cast
) -> None:
    """By a toast on the page where it was begun, and nowhere else; the end of taking it back is told as well."""
    workspace = cast.manager.workspace
    crowd_at(workspace, stage_named(workspace, "Payment"), AT_ONCE + 50)
    other = windows.open(server.url)
    sign_in(other, server, cast.manager)
    for each in (page, other):
        each.goto(f"/w/{workspace.slug}/contacts")
        expect(each.locator("html[data-live-state=online]")).to_be_attached()
    move_all(page)
    page.locator(".toast").get_by_role("button", name="Dismiss").click()
    work(Operation.objects.get(workspace=workspace))
    for each in (page, other):
        expect(each.get_by_label("Jobs", exact=True)).to_contain_text("250 moved to Customer", timeout=10_000)
    told = page.locator(".toast").filter(has_text="250 moved to Customer")
    expect(told).to_have_count(1)
    expect(other.locator(".toast"), "they did not begin it there").to_have_count(0)
    expect(told.get_by_role("button", name="Undo")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(told).to_have_count(0)
    expect(page.locator(".toast")).to_contain_text("Taking back: Moving to Customer: it goes on by itself")
    work(Operation.objects.exclude(undoes=None).get(workspace=workspace))
    back = page.locator(".toast").filter(has_text="250 were taken back")
    expect(back).to_be_visible(timeout=10_000)
    expect(back.get_by_role("button", name="Undo")).to_have_count(0)
    page.reload()
    expect(page.get_by_label("Jobs", exact=True)).to_contain_text("250 were taken back")
    expect(page.locator(".toast"), "once, not on every page").to_have_count(0)


def test_s7_a_job_that_is_canceled_is_told_once(page: Page, cast: Cast) -> None:
    workspace = cast.manager.workspace
    crowd_at(workspace, stage_named(workspace, "Payment"), AT_ONCE + 50)
    page.goto(f"/w/{workspace.slug}/contacts")
    move_all(page)
    operation = Operation.objects.get(workspace=workspace)
    work(operation, most=100, batches=1)
    jobs = page.get_by_label("Jobs", exact=True)
    expect(jobs).to_contain_text("100 of 250", timeout=10_000)
    told = page.locator(".toast").filter(has_text="Canceled: 100 moved to Customer")
    with answering_late(page, "**/cancel"):
        jobs.get_by_role("button", name="Cancel").click()
        expect(jobs).to_contain_text("Canceled: 100 moved to Customer")
        expect(told, "by the answer").to_have_count(0)
    expect(told).to_have_count(1)
