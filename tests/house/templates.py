"""Templates: nothing inline, no address by hand, each used, and what they name is there."""

import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Final

STATIC: Final = "tappa/web/static"
ICONS: Final = f"{STATIC}/img/icons.svg"
# Jinja2's comments, statements and expressions, and Django's: what a browser never sees.
COMMENT: Final = re.compile(r"\{#.*?#\}|\{%-?\s*comment\b.*?endcomment\s*-?%\}", re.DOTALL)
TAG: Final = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
INLINE: Final = {
    "a script": re.compile(r"<script\b(?![^>]*\ssrc\s*=)", re.IGNORECASE),
    "a style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script as address": re.compile(r"=\s*[\"']?\s*javascript:", re.IGNORECASE),
}
ADDRESS: Final = re.compile(
    r"[\s\"'](?:href|action|formaction|data-src|data-href|hx-(?:get|post|put|patch|delete|push-url|replace-url))"
    r"\s*=\s*[\"'](?!//)(/[^\"']*)"
)
NAMED: Final = re.compile(r"[\"']([\w./-]+\.(?:html|txt))[\"']")
STATIC_NAMED: Final = re.compile(r"\bstatic\(\s*([^)]*)\)|\{%\s*static\s+(\"[^\"]*\"|'[^']*')")
ICON_NAMED: Final = re.compile(r"\bicon\(\s*[\"']([\w-]+)[\"']|\bflipping\(\s*[\"']([\w-]+)[\"']")
SCRIPT_IMPORT: Final = re.compile(r"(?:\bfrom|\bimport|\bimport\()\s*[\"'](\.[^\"']+)[\"']")
STRING: Final = re.compile(r"[\"']([^\"']*)[\"']")


def templates(root: Path) -> list[Path]:
    """All templates of the product, of both kinds."""
    return sorted(
        file
        for file in (root / "tappa").rglob("*")
        if file.suffix in {".html", ".txt"} and (folder_of(file) is not None)
    )


def folder_of(file: Path) -> Path | None:
    """The folder that a template's name begins in: `templates`, or that of the templates for Django's own engine."""
    return next((folder for folder in file.parents if folder.name in {"templates", "django"}), None)


def inline_parts(root: Path) -> list[str]:
    """Scripts, styles and handlers within a page: the Content-Security-Policy keeps them out."""
    return [
        f"{place}: {what} stands within the page. The policy forbids it: put it into a file of {STATIC}."
        for file in templates(root)
        for what, pattern in INLINE.items()
        for place in _places(root, file, pattern, _without_tags)
    ]


def addresses_by_hand(root: Path) -> list[str]:
    """Addresses that are written out, so that nobody notices when they lead nowhere any more."""
    return [
        f"{place}: an address is written out. Let url() make it."
        for file in templates(root)
        for place in _places(root, file, ADDRESS, _without_comments)
    ]


def unused_templates(root: Path, known: Collection[str]) -> list[str]:
    """Templates that nothing names. `known`: names by which a library asks for them."""
    found = templates(root)
    naming = [*found, *(root / "tappa").rglob("*.py")]
    used = {name for file in naming for name in NAMED.findall(_without_comments(file.read_text()))} | {*known}
    return [
        f"{file.relative_to(root)} is used by nothing."
        for file in found
        if (folder := folder_of(file)) and file.relative_to(folder).as_posix() not in used
    ]


def missing_templates(root: Path, known: Collection[str]) -> list[str]:
    """Templates that another one or a page names, and that are not there. `known`: those of libraries."""
    there = {file.relative_to(folder).as_posix() for file in templates(root) if (folder := folder_of(file))}
    return [
        f"{file.relative_to(root)} names the template {name}, which does not exist."
        for file in [*templates(root), *(root / "tappa" / "web").rglob("*.py")]
        for name in sorted(set(NAMED.findall(_without_comments(file.read_text()))))
        if "/" in name and name not in there and name not in known
    ]


def missing_static_files(root: Path) -> list[str]:
    """Static files that a template or a script names and that are not there; icons that the sheet does not hold."""
    icons = (
        set(re.findall(r"id=\"([\w-]+)\"", (root / ICONS).read_text())) if (root / ICONS).exists() else set()
    )
    return (
        [
            f"{file.relative_to(root)} names {STATIC}/{path}, which does not exist."
            for file in templates(root)
            for path in _static_paths(file)
            if not any((root / STATIC).glob(path))
        ]
        + [
            f"{file.relative_to(root)} names the icon {name}, which {ICONS} does not hold."
            for file in templates(root)
            for name in sorted({one or other for one, other in ICON_NAMED.findall(_text(file))})
            if name not in icons
        ]
        + [
            f"{file.relative_to(root)} imports {path}, which does not exist."
            for file in sorted((root / STATIC / "js").rglob("*.js"))
            for path in SCRIPT_IMPORT.findall(file.read_text())
            if not (file.parent / path).is_file()
        ]
    )


def _static_paths(file: Path) -> Iterator[str]:
    """What `static(…)` is asked for. Where a part is worked out ('css/' ~ sheet ~ '.css'), any file that fits will do."""
    for of_jinja, of_django in STATIC_NAMED.findall(_text(file)):
        parts = STRING.findall(of_jinja or of_django)
        if parts:
            yield "*".join(parts) if "~" in of_jinja else parts[0]


def _places(root: Path, file: Path, pattern: re.Pattern[str], seen: Callable[[str], str]) -> Iterator[str]:
    text = seen(file.read_text())
    for found in pattern.finditer(text):
        yield f"{file.relative_to(root)}:{text.count(chr(10), 0, found.end()) + 1}"


def _text(file: Path) -> str:
    return _without_comments(file.read_text())


def _without_comments(text: str) -> str:
    return COMMENT.sub(_blank, text)


def _without_tags(text: str) -> str:
    return TAG.sub(_blank, _without_comments(text))


def _blank(found: re.Match[str]) -> str:
    """Nothing, on as many lines."""
    return "\n" * found[0].count("\n")
