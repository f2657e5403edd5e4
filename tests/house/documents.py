"""Documents name only paths, settings, commands and options that exist, and name every setting there is."""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

TOP_FOLDERS = ("tappa", "tests", "script", "docs", "requirements", ".ci")
STOREYS = ("kernel", "core", "channels", "web", "api", "realtime", "worker", "command", "config")
SPAN = re.compile(r"`([^`\n]+)`")
BLOCK = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
SETTING = re.compile(r"\bTAPPA_[A-Z]+(?:_[A-Z]+)*\b")
COMMAND = re.compile(r"(?:^|[\s/$(])tappa ([a-z]+(?:[ \\\n]+[^\s`|;#]+)*)")
OPTION = re.compile(r"--[a-z][a-z-]*")
README_LIMIT = 80
SETTINGS_PAGE = "docs/self-hosting.md"
ONLY_FOR_TESTS = "TAPPA_TEST_"
# What one process of Tappa hands to the next; nobody sets it.
FROM_PARENT_TO_CHILD = {"TAPPA_APPLICATION_PASSWORD", "TAPPA_GIVEN_APPLICATION_URL"}


def documents(root: Path) -> list[Path]:
    """The documents that speak of the code as it is. Decisions and the changelog speak of their day."""
    return [root / "README.md", root / "STYLE.md", *sorted((root / "docs").glob("*.md"))]


def unknown_paths(root: Path) -> list[str]:
    """Paths in code spans, and targets of links, that are not there."""
    return [
        f"{page.relative_to(root)} names {path}, which does not exist."
        for page in documents(root)
        for path in _paths(page.read_text())
        if not _exists(root, path)
    ] + [
        f"{page.relative_to(root)} links to {target}, which does not exist."
        for page in [
            *documents(root),
            root / "CHANGELOG.md",
            *sorted((root / "docs" / "decisions").glob("*.md")),
        ]
        for target in LINK.findall(page.read_text())
        if not (page.parent / target).exists()
    ]


def unknown_settings(root: Path) -> list[str]:
    """Settings in a document that no code reads, and settings that the code reads and the page of settings lacks."""
    code = "\n".join(file.read_text() for file in _code(root))
    read = set(SETTING.findall(code))
    explained = (root / SETTINGS_PAGE).read_text() if (root / SETTINGS_PAGE).exists() else ""
    return [
        f"{page.relative_to(root)} names {setting}, which nothing reads."
        for page in documents(root)
        for setting in sorted(set(SETTING.findall(page.read_text())) - read)
    ] + [
        f"{SETTINGS_PAGE} does not explain {setting}."
        for setting in sorted(read - set(SETTING.findall(explained)) - FROM_PARENT_TO_CHILD)
        if not setting.startswith(ONLY_FOR_TESTS)
    ]


def unknown_commands(root: Path, commands: Mapping[str, Collection[str]]) -> list[str]:
    """`tappa …` commands, and options of theirs, that are not there. `commands`: each with its options."""
    return [
        f"{page.relative_to(root)} names {fault}"
        for page in documents(root)
        for text in _code_of(page.read_text())
        for words in COMMAND.findall(text)
        for fault in _faults(words.replace("\\", " ").split(), commands)
    ]


def misshapen(root: Path) -> list[str]:
    """A README that is no page any more, and a changelog without a place for what comes next."""
    lines = len((root / "README.md").read_text().splitlines())
    wrong = [f"README.md has {lines} lines: under {README_LIMIT}."] if lines >= README_LIMIT else []
    if "\n## Unreleased\n" not in (root / "CHANGELOG.md").read_text():
        wrong.append("CHANGELOG.md has no section Unreleased.")
    return wrong


def _faults(words: list[str], commands: Mapping[str, Collection[str]]) -> Iterator[str]:
    name = next((name for name in (" ".join(words[:2]), words[0]) if name in commands), None)
    if name is None:
        yield f"tappa {' '.join(words[:2])}, a command that does not exist."
        return
    for option in (word.split("=")[0] for word in words if OPTION.match(word)):
        if option not in commands[name]:
            yield f"{option}, which tappa {name} does not know."


def _code(root: Path) -> Iterator[Path]:
    yield from (root / "tappa").rglob("*.py")
    yield from (file for file in (root / "script").rglob("*") if file.is_file())
    yield from (file for file in (root / "tests").rglob("*.py") if "house" not in file.parts)


def _code_of(text: str) -> list[str]:
    """What a document writes as code: its blocks, then its spans."""
    return [*BLOCK.findall(text), *SPAN.findall(BLOCK.sub("", text))]


def _paths(text: str) -> Iterator[str]:
    for code in _code_of(text):
        for written in code.split():
            word = written.removeprefix("./").rstrip(".,:;")
            top, slash, rest = word.partition("/")
            is_path = top in TOP_FOLDERS or (top in STOREYS and (word.endswith((".py", "/"))))
            if slash and rest and is_path and not re.search(r"[<>$(=…]", word):
                yield word


def _exists(root: Path, path: str) -> bool:
    """Whether something stands there. `*` stands for anything, `{a,b}` for each."""
    if braces := re.search(r"\{([^}]*)\}", path):
        return all(
            _exists(root, path[: braces.start()] + part + path[braces.end() :])
            for part in braces[1].split(",")
        )
    base = root if path.split("/", maxsplit=1)[0] in TOP_FOLDERS else root / "tappa"
    return any(base.glob(path.split("::", maxsplit=1)[0].rstrip("/"))) or (base / path).exists()
