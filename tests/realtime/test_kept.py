"""What a person holds, types, opens or reads is not lost when a live region is fetched anew (I6)."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.realtime.made import Made, rows


def texts(page: Page) -> list[str]:
    """The rows as they are shown."""
    return page.locator("#list > li").all_inner_texts()


def value(field: Locator) -> str:
    """What is typed."""
    return field.input_value()


def test_a_draft_its_focus_and_its_selection_stay(made: Made) -> None:
    form = '<form><textarea id="words" name="words"></textarea><input name="title"><input type="checkbox" name="box"></form>'
    made.region("<p>before</p>" + form)
    page = made.open()
    page.fill("[name=title]", "Half a title")
    page.check("[name=box]")
    page.fill("#words", "Half a sentence")
    page.evaluate("document.querySelector('#words').setSelectionRange(5, 8)")
    # A warning appears above, the server's own values change, and the form moves.
    made.region(
        "<form class='search'><input name='search'></form><p class='warning'>careful</p><p>after</p>"
        + form.replace('name="title"', 'name="title" value="Theirs"')
    )
    made.tell()
    expect(page.locator(".warning")).to_be_visible()
    assert value(page.locator("#words")) == "Half a sentence"
    assert value(page.locator("[name=title]")) == "Half a title"
    assert page.locator("[name=box]").is_checked()
    state = "[document.activeElement.id, document.activeElement.selectionStart, document.activeElement.selectionEnd]"
    assert page.evaluate(state) == ["words", 5, 8]


def test_a_field_that_nobody_touched_shows_what_is_new(made: Made) -> None:
    made.region('<input name="title" value="before">')
    page = made.open()
    made.region('<input name="title" value="after">')
    made.tell()
    expect(page.locator("[name=title]")).to_have_value("after")


def test_a_row_that_is_written_in_is_not_taken_away(made: Made) -> None:
    made.region('<ul><li id="a">a</li><li id="b"><input name="note"></li></ul>')
    page = made.open()
    page.fill("[name=note]", "Half a note")
    made.region('<ul><li id="a">a, alone</li></ul>')
    made.tell()
    expect(page.locator("#a")).to_have_text("a, alone")
    expect(page.locator("[name=note]")).to_have_value("Half a note")
    expect(page.locator("[name=note]")).to_be_focused()


def test_what_a_person_opened_stays_open(made: Made) -> None:
    opened = '<details><summary>more</summary>details</details><button popovertarget="pop">menu</button><div id="pop" popover>{}</div>'
    made.region(opened.format("before"))
    page = made.open()
    page.click("summary")
    page.click("button")
    made.region("<p>new</p>" + opened.format("after"))
    made.tell()
    expect(page.locator("#pop")).to_have_text("after")
    expect(page.locator("#pop")).to_be_visible()
    assert page.locator("details").get_attribute("open") is not None


def test_rows_that_move_are_the_same_rows_and_the_focus_moves_with_them(made: Made) -> None:
    made.region(rows("a", "b", "c"))
    page = made.open()
    page.evaluate("document.querySelector('#row-c').mine = true")
    page.focus("#row-c a")
    made.region(rows("c", "x", "a", text="!"))
    made.tell()
    expect(page.locator("#list > li")).to_have_text(["c!", "x!", "a!"])
    expect(page.locator("#row-c a")).to_be_focused()
    assert page.evaluate("document.querySelector('#row-c').mine")


def test_the_focus_of_a_row_that_goes_passes_to_the_next(made: Made) -> None:
    made.region(rows("a", "b", "c"))
    page = made.open()
    page.focus("#row-b a")
    made.region(rows("a", "c"))
    made.tell()
    expect(page.locator("#row-b")).to_have_count(0)
    expect(page.locator("#row-c a")).to_be_focused()


BOX = "document.querySelector('#box').style.cssText = 'height: 200px; overflow: auto; display: flex; flex-direction: '"


@pytest.mark.parametrize("direction", ["column", "column-reverse"])
def test_what_is_read_stays_where_it_is(made: Made, direction: str) -> None:
    """A scrolled list, and a thread, which starts at its end: rows come in before it, nothing moves."""
    made.region(tall(range(50)))
    page = made.open()
    page.evaluate(f"{BOX} + '{direction}'")
    page.evaluate("document.querySelector('#line-25').scrollIntoView()")
    before = top_of(page, "#line-25")
    made.region(tall([*range(100, 120), *range(50)]))
    made.tell()
    expect(page.locator("#line-100")).to_have_count(1)
    assert abs(top_of(page, "#line-25") - before) < 1, "but for a part of a pixel, which no scroller keeps"


def top_of(page: Page, selector: str) -> float:
    """Where it stands in the window."""
    return float(
        page.evaluate("selector => document.querySelector(selector).getBoundingClientRect().top", selector)
    )


def test_a_list_at_its_start_shows_what_is_new(made: Made) -> None:
    made.region(tall(range(50)))
    page = made.open()
    page.evaluate(f"{BOX} + 'column'")
    made.region(tall([100, *range(50)]))
    made.tell()
    expect(page.locator("#line-100")).to_be_in_viewport()


def tall(numbers: "range | list[int]") -> str:
    """A list that is taller than its box."""
    return '<ul id="box">' + "".join(f'<li id="line-{number}">{number}</li>' for number in numbers) + "</ul>"


def test_no_row_moves_while_the_pointer_is_on_the_list(made: Made) -> None:
    made.region(rows("a", "b", "c"))
    page = made.open()
    page.hover("#row-b")
    made.region(rows("x", "c", "a", text="!"))
    made.tell()
    expect(page.locator("#row-a")).to_have_text("a!")
    assert texts(page) == ["a!", "b", "c!"], "changed in place; none came, moved or went"
    expect(page.locator(".live-pill")).to_have_text("New activity")
    page.mouse.move(1400, 890)
    expect(page.locator("#list > li")).to_have_text(["x!", "c!", "a!"])
    expect(page.locator(".live-pill")).to_be_hidden()


def test_the_pill_shows_what_is_new_at_once(made: Made) -> None:
    made.region(rows(*"abcdefghij"))
    page = made.open()
    page.hover("#row-i")
    made.region(rows("x", *"abcdefghij"))
    made.tell()
    page.click(".live-pill")
    expect(page.locator("#list > li").first).to_have_text("x")


def test_what_waits_for_the_pointer_is_forgotten_when_the_list_becomes_another(made: Made) -> None:
    made.region(rows("a", "b"))
    page = made.open()
    page.hover("#row-a")
    made.region(rows("x", "a", "b"))
    made.tell()
    expect(page.locator(".live-pill")).to_be_visible()
    other = f"/w/{made.member.workspace.slug}/region/{made.name}-other"
    page.evaluate(f"document.querySelector('#region').dataset.src = '{other}'")
    expect(page.locator(".live-pill")).to_be_hidden()
    page.mouse.move(1400, 890)
    expect(page.locator("#list > li")).to_have_count(2)
    assert texts(page) == ["a", "b"]
