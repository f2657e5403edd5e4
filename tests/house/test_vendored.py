"""Others' code is as it was taken, and the lock is that of package.json."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.house import vendored
from tests.house.source import write_tree

FILES = {"htmx/LICENSE": "Do as you like.", "htmx/htmx.min.js": "1"}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree with two files of others, as they were taken."""
    sums = "".join(f"{hashlib.sha256(text.encode()).hexdigest()}  ./{name}\n" for name, text in FILES.items())
    write_tree(tmp_path / vendored.VENDOR, {**FILES, "sha256": sums})
    return tmp_path


def test_copies_as_they_were_taken_are_fine(tree: Path) -> None:
    assert vendored.changed_copies(tree) == []


def test_copies_that_were_changed_added_or_lost_are_found(tree: Path) -> None:
    folder = tree / vendored.VENDOR
    write_tree(folder, {"htmx/htmx.min.js": "2", "more/more.js": "3"})
    (folder / "htmx/LICENSE").unlink()
    assert vendored.changed_copies(tree) == [
        f"{vendored.VENDOR}/htmx/LICENSE is missing: run script/vendor.",
        f"{vendored.VENDOR}/more/more.js was not taken by script/vendor.",
        f"{vendored.VENDOR}/htmx/htmx.min.js was changed: run script/vendor.",
        f"{vendored.VENDOR}/htmx has no LICENSE.",
        f"{vendored.VENDOR}/more has no LICENSE.",
    ]


def lock(tmp_path: Path, packages: dict[str, Any], wanted: dict[str, str]) -> list[str]:
    """What is wrong with a lock of these packages, made from a package.json that wants these."""
    root = {"": {"dependencies": wanted}}
    files = {
        "package.json": json.dumps({"dependencies": wanted}),
        "package-lock.json": json.dumps({"packages": root | packages}),
    }
    return vendored.stale_package_lock(write_tree(tmp_path, files))


def test_a_lock_of_the_same_packages_is_fine(tmp_path: Path) -> None:
    package = {"version": "4.0.1", "integrity": "sha512-x"}
    assert lock(tmp_path, {"node_modules/@a/htmx": package}, {"@a/htmx": "4.0.1"}) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"version": "4.0.0"}, "has htmx 4.0.0, package.json 4.0.1."),
        ({"resolved": "https://example.com/htmx.tgz"}, "htmx has an address."),
        ({"integrity": ""}, "htmx has no sum."),
    ],
)
def test_a_lock_that_went_wrong_is_found(tmp_path: Path, change: dict[str, str], found: str) -> None:
    package = {"version": "4.0.1", "integrity": "sha512-x"} | change
    (sentence,) = lock(tmp_path, {"node_modules/htmx": package}, {"htmx": "4.0.1"})
    assert sentence.endswith(found)


def test_packages_too_many_and_too_few_are_found(tmp_path: Path) -> None:
    package = {"version": "1", "integrity": "sha512-x"}
    assert lock(tmp_path, {"node_modules/b": package}, {"a": "1"}) == [
        "package-lock.json has a not at all, package.json 1.",
        "package-lock.json has b, which package.json does not name.",
    ]
