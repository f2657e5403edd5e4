"""Open pages of an inbox while many write: what tests/bench/pages.py measures."""

import time
from collections.abc import Iterator, Sequence
from statistics import quantiles
from typing import Any, Final

from playwright.sync_api import Page, expect

from tappa.command.demo_data.found import CHANNEL, SLUG
from tappa.core.accounts.models import Member
from tappa.core.inbox.models import Channel, ContactChannel
from tests.bench.moving import Post
from tests.bench.processor import used_by
from tests.support.browser import chromium, open_windows
from tests.support.signin import cookies_of
from tests.support.whole import Whole

PAGES: Final = 10
POSTS: Final = 5
PER_SECOND: Final = 10  # of each of them
LOOK_MS: Final = 20.0
OPENED: Final = 5  # conversations, one after the other, then from the first again
PATIENCE: Final = 15.0  # seconds, after which a click has been without effect

# What a page tells of itself, by its own clock: when it fetched live regions; how old the newest message of the list was
# when it was last looked at before it changed; and how long the effect of a click or a key took, its waiting included.
WATCH: Final = """
window.seen = { fetched: [], waited: [], opened: [], typed: [] };
const asks = window.fetch, told = () => Number(/at (\\d+)/.exec(document.querySelector("#list .conv__text")?.textContent)?.[1]);
let before = 0;
window.fetch = (address, options) => {
  if (String(address).includes("/parts?")) seen.fetched.push(performance.now());
  return asks(address, options);
};
document.addEventListener("live:changed", ({ target }) => {
  if (target.id !== "list") return;
  const age = Date.now() - before;
  if (told() > before && age < 60_000) seen.waited.push(age); // an older one is of an earlier run
  before = told() || before;
});
document.addEventListener("click", ({ target, timeStamp }) => {
  const contact = target.closest("a.conv")?.dataset.contact;
  if (!contact || document.querySelector("#thread")?.dataset.contact === contact) return;
  const look = () => {
    const isThere = document.querySelector("#thread")?.dataset.contact === contact;
    return isThere ? seen.opened.push(performance.now() - timeStamp) : requestAnimationFrame(look);
  };
  look();
}, true);
document.addEventListener("input", ({ target, timeStamp }) => {
  if (target.id === "composer-text") requestAnimationFrame(() => seen.typed.push(performance.now() - timeStamp));
}, true);
"""

ROW: Final = """number => {
  const row = document.querySelectorAll("#list a.conv:not([aria-current=true])")[number].getBoundingClientRect();
  return [row.x + row.width / 2, row.y + row.height / 2];
}"""

Measured = dict[str, Any]


def measure(whole: Whole, *, seconds: float) -> Iterator[Measured]:
    """Nothing, then a flood; half of the pages are used meanwhile."""
    member = Member.objects.select_related("user").get(
        workspace__slug=SLUG, user__email="manager@demo.example"
    )
    cookies = [{"name": name, "value": value, "url": whole.url} for name, value in cookies_of(member).items()]
    with chromium() as running, open_windows(running) as windows:
        pages = [windows.open(whole.url) for _ in range(PAGES)]
        for page in pages:
            page.context.add_cookies(cookies)  # type: ignore[arg-type]
            page.add_init_script(WATCH)
            page.goto(f"/w/{SLUG}/inbox/all")
            expect(page.locator("html[data-live-state=online]")).to_be_attached()
        lost = use(pages, seconds / 3)
        yield {"what": "nothing else", "clicks without effect": lost, **told_by(pages)}
        assert whole.process is not None
        before, began = used_by(whole.process.pid), time.monotonic()
        posts = flood(whole.url, member)
        lost = use(pages, seconds)
        ends = [post.end() for post in posts]
        took, used = time.monotonic() - began, used_by(whole.process.pid) - before
        written = sum(one["messages"] for one in ends)
        yield {
            "what": "messages",
            "a second": round(written / took, 1),
            "p95 ms": max(one["p95"] for one in ends),
            "cores of Tappa": round(used.application / took, 2),
            "cores of PostgreSQL": round(used.database / took, 2),
            "clicks without effect": lost,
            **told_by(pages),
        }


def flood(url: str, member: Member) -> list[Post]:
    """Fifty messages a second in the demo's channel, as far as the machine lets it."""
    channel = Channel.objects.get(workspace=member.workspace_id, name=CHANNEL)
    people = ContactChannel.objects.filter(workspace=member.workspace_id, channel=channel)
    some = list(people.order_by("-id").values_list("external_id", flat=True)[:500])
    posts = [Post(url, channel, some, per_second=PER_SECOND) for _ in range(POSTS)]
    for post in posts:
        post.start()
    return posts


def use(pages: Sequence[Page], seconds: float) -> int:
    """Open conversations and write in every second page; the others are only looked at. Returns how many clicks were
    without effect."""
    for page in pages:
        page.evaluate("for (const name in seen) seen[name] = []")
    until, turn, lost = time.monotonic() + seconds, 0, 0
    while time.monotonic() < until:
        for page in pages[::2]:
            if open_one(page, turn % OPENED):
                page.locator("#composer-text").focus()
                page.keyboard.type("Good morning")
            else:
                lost += 1
        turn += 1
    return lost


def open_one(page: Page, number: int) -> bool:
    """Click where the row of another conversation stands, as a hand does: whichever is there by then."""
    opened, began = page.evaluate("seen.opened.length"), time.monotonic()
    page.mouse.click(*page.evaluate(ROW, number))
    while page.evaluate("seen.opened.length") == opened:
        if time.monotonic() - began > PATIENCE:
            return False
        page.wait_for_timeout(LOOK_MS)
    return True


def told_by(pages: Sequence[Page]) -> Measured:
    """What they have seen. `most` fetches of a page in any second, and on average; the rest in milliseconds."""
    seen = [page.evaluate("seen") for page in pages]
    fetched = [one["fetched"] for one in seen]
    spans = [times[-1] - times[0] for times in fetched if len(times) > 1]
    return {
        "most fetches in a second": max(map(most_in_a_second, fetched)),
        "fetches a second": round(1000 * sum(map(len, fetched)) / sum(spans), 2) if spans else 0,
        **{
            name: spread([each for one in seen for each in one[name]])
            for name in ("waited", "opened", "typed")
        },
    }


def most_in_a_second(times: Sequence[float]) -> int:
    """How many there are in the fullest second."""
    return max((sum(begin <= each < begin + 1000 for each in times) for begin in times), default=0)


def spread(times: Sequence[float]) -> Measured:
    """How many, and the milliseconds of the middle, of the slow ones and of the slowest."""
    if len(times) < 2:
        return {"count": len(times)}
    cuts = quantiles(times, n=20)
    return {
        "count": len(times),
        **{name: round(value) for name, value in (("p50", cuts[9]), ("p95", cuts[18]), ("max", max(times)))},
    }
