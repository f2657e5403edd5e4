"""A tree of Python sources, as the house rules read it: the real one, or a small made one that breaks a rule."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Source:
    """One Python file: its path within the tree ("tappa/kernel/sql.py"), its text and its syntax."""

    path: str
    text: str
    tree: ast.Module

    @property
    def is_migration(self) -> bool:
        """Whether Django wrote it."""
        return "/migrations/" in self.path


def sources(root: Path, under: str = "tappa") -> Iterator[Source]:
    """All Python files below `root/under`, in a steady order."""
    for file in sorted((root / under).rglob("*.py")):
        text = file.read_text()
        yield Source(file.relative_to(root).as_posix(), text, _syntax(text))


@cache  # seven rules read the same files, and no rule changes what it reads
def _syntax(text: str) -> ast.Module:
    return ast.parse(text)


def texts(node: ast.AST) -> Iterator[tuple[int, str]]:
    """The strings below a node with their lines; an f-string is one text, its expressions included."""
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.JoinedStr):
            yield part.lineno, ast.unparse(part)
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.lineno, part.value
        else:
            yield from texts(part)


def write_tree(root: Path, files: Mapping[str, str]) -> Path:
    """Make the files of a small example below `root`, and return it."""
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return root
