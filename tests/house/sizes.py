"""Files and functions stay small, are named by what they hold, and say what they are for (STYLE.md)."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import Source, sources

FILE_LIMIT = 300
# A story that a test tells from top to bottom may be longer than what it tests.
FUNCTION_LIMITS = {"tappa": 40, "tests": 60}
NAMES_THAT_SAY_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "base",
    "manager",
    "managers",
    "misc",
} | {
    "service",
    "services",
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def long_files(root: Path) -> list[str]:
    """Files of more than 300 lines."""
    return [
        f"{source.path}: {lines} lines, {FILE_LIMIT} at most. Part it by what it holds."
        for folder in ("tappa", "tests")
        for source in sources(root, folder)
        if not source.is_migration and (lines := len(source.text.splitlines())) > FILE_LIMIT
    ]


def long_functions(root: Path) -> list[str]:
    """Functions of more than 40 lines, their docstring included; tests of more than 60."""
    return [
        f"{source.path}:{node.lineno}: {node.name} has {lines} lines, {limit} at most."
        for folder, limit in FUNCTION_LIMITS.items()
        for source in sources(root, folder)
        if not source.is_migration
        for node in ast.walk(source.tree)
        if isinstance(node, Function) and (lines := (node.end_lineno or 0) - node.lineno + 1) > limit
    ]


def empty_names(root: Path) -> list[str]:
    """Modules and folders whose name does not tell what is in them (architecture, principle 11)."""
    return [
        f"{source.path}: a name is a place, and {part!r} is none. Name it by what it holds."
        for source in sources(root)
        for part in Path(source.path).with_suffix("").parts
        if part in NAMES_THAT_SAY_NOTHING
    ]


def missing_docstrings(root: Path) -> list[str]:
    """Public modules, classes, functions and methods that do not say what they are for."""
    return [
        f"{source.path}:{line}: {name} has no docstring."
        for source in sources(root)
        if not source.is_migration
        for name, line in _undocumented(source)
    ]


def _undocumented(source: Source) -> Iterator[tuple[str, int]]:
    if ast.get_docstring(source.tree) is None:
        yield "the module", 1
    yield from _undocumented_in(source.tree, "")


def _undocumented_in(owner: ast.Module | ast.ClassDef, prefix: str) -> Iterator[tuple[str, int]]:
    for node in owner.body:
        if not isinstance(node, ast.ClassDef | Function) or node.name.startswith("_") or node.name == "Meta":
            continue
        if ast.get_docstring(node) is None and not _is_overload(node):
            yield f"{prefix}{node.name}", node.lineno
        if isinstance(node, ast.ClassDef):
            yield from _undocumented_in(node, f"{node.name}.")


def _is_overload(node: ast.ClassDef | Function) -> bool:
    return any(ast.unparse(decorator).endswith("overload") for decorator in node.decorator_list)
