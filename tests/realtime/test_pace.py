"""How often an open page asks for what happens elsewhere (I6)."""

from playwright.sync_api import Page, expect

from tests.realtime.made import Made


def test_many_happenings_are_few_fetches_and_the_last_is_not_lost(made: Made) -> None:
    made.region("0")
    page = made.open()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    for number in range(1, 21):
        made.region(str(number))
        made.tell()
    expect(page.locator("#region")).to_have_text("20")
    assert len(fetched) < 15


COUNTED = """window.began = []; const asks = window.fetch;
window.fetch = (...given) => { if (!String(given[0]).includes("/stream")) began.push(performance.now()); return asks(...given) };
null"""  # a function would be called


def test_i6_a_page_asks_at_most_twice_a_second_and_loses_nothing(made: Made) -> None:
    """Six regions, touched by everything: one change is one request, and a flood of them two a second at the most. Counted
    by the page's own clock, which a slow machine only stretches."""
    others = [f"{made.name}-{number}" for number in range(5)]
    pieces = {
        name: f'<p id="{name}" data-live="settings" data-src="/w/$SLUG/region/{name}">before</p>'
        for name in others
    }

    def show(text: str) -> None:
        for name, piece in pieces.items():
            made.write(piece.replace("before", text), name)
        made.region(text)

    show("before")
    page = made.open(around="".join(pieces.values()))
    page.evaluate(COUNTED)
    show("one")
    made.tell()
    for name in ("region", *others):
        expect(page.locator(f"#{name}")).to_have_text("one")
    assert page.evaluate("began.length") <= 2  # the first may have found what its page was made with
    number = 0
    while page.evaluate("began.length") < 7:
        number += 1
        show(str(number))
        made.tell()
    assert number > 7, "the flood was no flood"
    show("last")
    made.tell()
    for name in ("region", *others):
        expect(page.locator(f"#{name}")).to_have_text("last")
    began = page.evaluate("began")
    assert all(later - earlier >= 1000 for earlier, later in zip(began, began[2:], strict=False)), began


SLOWED = """const showing = 300; window.shown = []; document.addEventListener("live:changed", () => {
  shown.push(performance.now()); const until = performance.now() + showing; while (performance.now() < until); }); null"""


def rests(page: Page) -> list[float]:
    """From one question to the next, where there was something to show after each of the last two: what is shown already is
    neither sent nor shown again, and takes no time."""
    began, shown = page.evaluate("[began, shown]")

    def brought(since: float, until: float) -> bool:
        return any(since < at < until for at in shown)

    three = zip(began, began[1:], began[2:], strict=False)
    return [
        third - second for first, second, third in three if brought(first, second) and brought(second, third)
    ]


def test_i6_a_page_on_a_machine_that_does_not_keep_up_asks_seldom_and_still_hears_its_person_at_once(
    made: Made,
) -> None:
    """To show a region takes this one 0.3 seconds: in a flood it rests three times as long. What one does oneself does not
    wait for that, nor does what happens once all is quiet."""
    made.region("before")
    page = made.open()
    page.evaluate(COUNTED)
    page.evaluate(SLOWED)
    number = 0
    while len(rests(page)) < 3:
        number += 1
        made.region(str(number))
        made.tell()
    rested = rests(page)
    assert all(rest >= 1_200 for rest in rested), rested
    told = "new CustomEvent('live:told', {detail: {names: 'settings'}, bubbles: true})"
    page.evaluate(f"began.length = 0; window.acted = performance.now(); document.body.dispatchEvent({told})")
    page.wait_for_function("began.length")
    assert page.evaluate("began[0] - acted") < 1_000
