"""axe-core, asked about a page in a browser: what keeps people out who read, see or point in other ways."""

from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

GRAVE: Final = frozenset({"serious", "critical"})
ASK: Final = """rules => axe.run(document, {
  resultTypes: ["violations"],
  ...(rules.length ? {runOnly: {type: "rule", values: rules}} : {}),
})"""
# What a change of theme alone can change.
OF_THEME: Final = ("color-contrast",)


def grave_faults(page: Page, *rules: str) -> list[str]:
    """What axe calls serious or critical, each with its place; with `rules` only these are asked.

    Given by the debugger's way, which the page's Content-Security-Policy does not bind, so that the policy holds.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate(ASK, list(rules))
    return [
        f"{violation['impact']}: {violation['id']} ({violation['help']}): {node['html'][:200]} {_measured(node)}"
        for violation in found["violations"]
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]


def _measured(node: dict[str, Any]) -> str:
    """The figures of a contrast that is too low."""
    data: dict[str, Any] = next(
        (check["data"] for check in node["any"] if isinstance(check.get("data"), dict)), {}
    )
    return (
        f"[{data['fgColor']} on {data['bgColor']}: {data['contrastRatio']}]"
        if "contrastRatio" in data
        else ""
    )
