"""What must hold of every page as it stands in the browser, beside what axe asks."""

from typing import Final

from playwright.sync_api import Page

# Ids that stand twice: a script, and a region that is put in place of itself, would take the wrong one.
TWINS: Final = """() => {
  const ids = [...document.querySelectorAll("[id]")].map(each => each.id);
  return [...new Set(ids.filter((id, place) => ids.indexOf(id) !== place))].map(id => `#${id} stands there twice`);
}"""
# Links and buttons that htmx takes over must lead somewhere without it.
BY_SCRIPT_ALONE: Final = """() => [...document.querySelectorAll("[hx-get], [hx-post], [hx-put], [hx-patch], [hx-delete]")]
  .filter(each => !each.matches("a[href], form[action]") && !each.closest("form[action]"))
  .map(each => `only a script can follow ${each.outerHTML.slice(0, 200)}`)"""
# Links within the page that lead nowhere.
DEAD_ENDS: Final = """() => [...document.querySelectorAll('a[href^="#"]')]
  .map(each => each.getAttribute("href"))
  .filter(href => href !== "#" && !document.getElementById(href.slice(1)))
  .map(href => `there is no ${href}, to which a link leads`)"""
# What one presses or writes into, cut off by the edge of a frame that cannot be pushed sideways.
CUT_OFF: Final = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter(each => each.checkVisibility() && each.getBoundingClientRect().right > innerWidth + 1)
  .filter(each => {
    for (let box = each.parentElement; box; box = box.parentElement)
      if (/auto|scroll/.test(getComputedStyle(box).overflowX) && box.scrollWidth > box.clientWidth) return false;
    return true;
  })
  .map(each => `cut off by the edge: ${each.outerHTML.slice(0, 120)}`)"""
# A region that fetches itself anew gets itself, by the address that it names.
OTHER_REGIONS: Final = """async () => {
  const wrong = [];
  for (const region of document.querySelectorAll("[data-live][data-src]")) {
    const answer = await fetch(region.dataset.src, {headers: {"HX-Request": "true"}});
    const fetched = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
    if (!answer.ok || fetched?.id !== region.id)
      wrong.push(`#${region.id} fetches ${region.dataset.src}: ${answer.status}, #${fetched?.id}`);
  }
  return wrong;
}"""


def faults_of_shape(page: Page) -> list[str]:
    """Ids that stand twice, links that lead nowhere, what only a script can follow, and regions that fetch something else
    than themselves."""
    asked = (TWINS, DEAD_ENDS, BY_SCRIPT_ALONE, OTHER_REGIONS)
    return [fault for ask in asked for fault in page.evaluate(ask)]


def too_wide(page: Page) -> list[str]:
    """A page that has to be pushed sideways to be read, or of which something cannot be reached even so."""
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    if wide > room:
        return [f"the page is {wide} wide where there is room for {room}"]
    found: list[str] = page.evaluate(CUT_OFF)
    return found
