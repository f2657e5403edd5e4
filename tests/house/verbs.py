"""Only actions write and record (architecture, principles 4 and 5)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import Source, sources, texts

WRITING_CALLS = {
    "save",
    "delete",
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
WRITING_SQL = re.compile(
    r"\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|COPY)\s+(?:ONLY\s+)?\"?([a-z]+)_[a-z]+", re.IGNORECASE
)

# Where rows are written. Everything else asks one of these.
ACTIONS = re.compile(r"tappa/core/[a-z]+/(?:actions/[a-z_]+|sql[a-z_]*|sql/[a-z_]+)\.py")
PLACES_THAT_WRITE = {
    "tappa/core/activity/": "the log itself: record writes it, its reader keeps its place",
    "tappa/worker/schedule.py": "what doors remember for a while is cleaned by name: doors import no door",
    "tappa/web/signin/addresses.py": "allauth's own table of addresses, which the core does not know",
    "tappa/command/demo": "the demo's made-up past is copied in by the hundred thousand; its tests hold it to what actions write",
}


def writes_elsewhere(root: Path) -> list[str]:
    """Places that write rows or record facts and are neither an action, an SQL module nor a door's own table."""
    return [
        f"{source.path}:{line}: {what}: only actions write. Call one, or write one."
        for source in sources(root)
        if not source.is_migration and not _may_write(source.path)
        for line, what in sorted(set(_writes(source)))
    ]


def _may_write(path: str) -> bool:
    return ACTIONS.fullmatch(path) is not None or path.startswith(tuple(PLACES_THAT_WRITE))


def _writes(source: Source) -> Iterator[tuple[int, str]]:
    storey = source.path.split("/")[1]
    own = _imported_from(source.tree, f"tappa.{storey}.models") if storey != "core" else set()
    recorders = _imported_from(source.tree, "tappa.core.activity.record") & {"record"}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            yield from _writing_call(node, own, recorders)
    for line, text in texts(source.tree):
        for app in WRITING_SQL.findall(text):
            if app.lower() != storey:
                yield line, f"SQL that writes a table of {app}"


def _writing_call(node: ast.Call, own: set[str], recorders: set[str]) -> Iterator[tuple[int, str]]:
    if isinstance(node.func, ast.Name) and node.func.id in recorders:
        yield node.lineno, "record()"
    if not isinstance(node.func, ast.Attribute) or _root(node.func) in own:
        return
    if node.func.attr in WRITING_CALLS or (node.func.attr == "update" and _is_queryset(node.func.value)):
        yield node.lineno, f".{node.func.attr}()"


def _is_queryset(node: ast.expr) -> bool:
    """Whether `….update()` is a table's and not a dict's: its left side asks a manager or filters."""
    text = ast.unparse(node)
    return ".objects" in text or ".filter(" in text or ".exclude(" in text


def _root(node: ast.expr) -> str:
    """The name that a chain of attributes and calls starts from."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _imported_from(tree: ast.Module, module: str) -> set[str]:
    return {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == module
        for name in node.names
    }
