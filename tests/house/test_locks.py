"""Locks are fresh, hashed, without addresses, and of one mind."""

import hashlib
from pathlib import Path

import pytest

from tests.house import locks
from tests.house.source import write_tree

HASH = "--hash=sha256:" + "0" * 64


def stamp(*parts: str) -> str:
    return f"# sha256 of what this was made from: {hashlib.sha256(''.join(parts).encode()).hexdigest()}\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return write_tree(
        tmp_path,
        {
            "requirements/run.in": "Django\n",
            "requirements/develop.in": "-r run.in\npytest\n",
            "requirements/audit.in": "pip-audit\n",
            "requirements/audit.txt": stamp("pip-audit\n") + f"pip-audit==2.10 \\\n    {HASH}\n",
            "requirements/run.txt": stamp("Django\n") + f"django==5.2.1 \\\n    {HASH}\n",
            "requirements/develop.txt": stamp("Django\n", "-r run.in\npytest\n")
            + f"django==5.2.1 \\\n    {HASH}\npytest==9.0 \\\n    {HASH}\n",
        },
    )


def append(tree: Path, name: str, text: str) -> None:
    file = tree / "requirements" / name
    file.write_text(file.read_text() + text)


def test_a_fresh_lock_is_fine(tree: Path) -> None:
    assert locks.stale_locks(tree) == []


def test_a_lock_older_than_its_requirements_is_found(tree: Path) -> None:
    append(tree, "develop.in", "mypy\n")
    assert locks.stale_locks(tree) == [
        "requirements/develop.txt was made from other requirements: run script/lock."
    ]
    append(tree, "run.in", "msgspec\n")
    assert len(locks.stale_locks(tree)) == 2


def test_a_package_without_hash_and_an_address_are_found(tree: Path) -> None:
    append(tree, "develop.txt", "mypy==2.0\n# --index-url https://packages.example\n")
    assert locks.stale_locks(tree) == [
        "requirements/develop.txt: mypy==2.0 has no hash.",
        "requirements/develop.txt holds an address: # --index-url https://packages.example",
    ]


def test_two_locks_that_differ_are_found(tree: Path) -> None:
    append(tree, "run.txt", f"msgspec==0.22 \\\n    {HASH}\n")
    assert locks.stale_locks(tree) == [
        "requirements/develop.txt has msgspec not at all, run.txt has 0.22: run script/lock."
    ]
