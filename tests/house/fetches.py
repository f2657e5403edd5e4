"""Rows of a workspace are fetched through it, so that nobody sees across (product.md, section 1)."""

import ast
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from tests.house.source import Source, sources, texts

# "file::function": why this one may look across workspaces.
ACROSS_WORKSPACES = {
    "tappa/core/activity/reader.py::_ahead": "the log is followed over all workspaces",
    "tappa/core/activity/reader.py::_start_anew": "the log is followed over all workspaces",
    "tappa/core/inbox/actions/take_post.py::retry_posts": "the worker serves all workspaces",
    "tappa/core/inbox/actions/wake.py::wake_due_conversations": "the worker serves all workspaces",
    "tappa/core/inbox/actions/purge_posts.py::purge_posts": "the worker serves all workspaces",
    "tappa/core/contacts/sql_labels.py::LABELS_DUE": "the worker serves all workspaces",
    "tappa/core/contacts/sql_operation.py::UNTIL_DUE": "the worker serves all workspaces",
    "tappa/core/inbox/sql_due.py::CONVERSATIONS_DUE": "the worker serves all workspaces",
    "tappa/core/inbox/sql_due.py::POSTS_DUE": "the worker serves all workspaces",
    "tappa/command/checkup.py::_reading": "the doctor looks at the whole installation",
    "tappa/command/checkup.py::_delivering": "the doctor looks at the whole installation",
    "tappa/command/checkup.py::_operating": "the doctor looks at the whole installation",
}


def fetched_across(root: Path, models: Collection[str], tables: Collection[str]) -> list[str]:
    """Queries on a workspace's table that do not name the workspace. `models`: class names, `tables`: SQL names."""
    found = [
        (f"{source.path}::{name}", f"{source.path}:{line}: {what} without its workspace.")
        for source in sources(root)
        if not source.is_migration
        for name, line, what in _fetches(source, models, tables)
    ]
    stale = {place for place in ACROSS_WORKSPACES if (root / place.split("::")[0]).exists()}
    stale -= {place for place, _ in found}
    return [sentence for place, sentence in found if place not in ACROSS_WORKSPACES] + [
        f"{place} no longer fetches across workspaces: take it off the list." for place in sorted(stale)
    ]


def _fetches(
    source: Source, models: Collection[str], tables: Collection[str]
) -> Iterator[tuple[str, int, str]]:
    for name, body in _named_bodies(source.tree):
        seen: set[ast.AST] = set()
        for node in ast.walk(body):
            if isinstance(node, ast.Call) and node not in seen and (model := _asks(node)) in models:
                seen |= set(ast.walk(node))
                if "workspace" not in ast.unparse(node) and not _narrowed_later(body, node):
                    yield name, node.lineno, f"{model}.objects"
        yield from ((name, line, what) for line, what in _statements(body, tables))


def _named_bodies(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """Each top-level statement, and each method, with the name of what it defines."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield from ((getattr(part, "name", node.name), part) for part in node.body)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            yield ast.unparse(target), node
        else:
            yield getattr(node, "name", ""), node


def _asks(node: ast.Call) -> str | None:
    """The model in `Model.objects.filter(…)…`, for the outermost call of the chain."""
    chain: ast.expr = node
    while isinstance(chain, ast.Attribute | ast.Call | ast.Subscript):
        if isinstance(chain, ast.Attribute) and chain.attr == "objects":
            return chain.value.id if isinstance(chain.value, ast.Name) else None
        chain = chain.func if isinstance(chain, ast.Call) else chain.value
    return None


def _narrowed_later(body: ast.stmt, query: ast.Call) -> bool:
    """Whether the query only gets a name here, and the workspace where the name is used."""
    names = {
        target.id
        for node in ast.walk(body)
        if isinstance(node, ast.Assign) and node.value is query
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    uses = [
        ast.unparse(node)
        for node in ast.walk(body)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    return any(use.startswith(f"{name}.") and "workspace" in use for name in names for use in uses)


def _statements(body: ast.stmt, tables: Collection[str]) -> Iterator[tuple[int, str]]:
    for line, text in texts(body):
        named = re.findall(r"\b(?:FROM|JOIN|UPDATE|INTO)\s+([a-z]+_[a-z]+)\b", text, re.IGNORECASE)
        for table in sorted(set(named) & set(tables)):
            if "workspace" not in text:
                yield line, f"SQL on {table}"
