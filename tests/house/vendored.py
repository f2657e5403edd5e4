"""What stands in the folder for others' code is what was taken, whole, and the lock says from which version."""

import hashlib
import json
import re
from pathlib import Path
from typing import Final

VENDOR: Final = "tappa/web/static/vendor"
SUMS: Final = "sha256"
LINE: Final = re.compile(r"^([0-9a-f]{64})  \./(\S+)$")


def changed_copies(root: Path) -> list[str]:
    """Files that are not as script/vendor took them, or that it never took; and folders without a licence."""
    folder = root / VENDOR
    told = [LINE.match(line) for line in (folder / SUMS).read_text().splitlines()]
    taken = {found[2]: found[1] for found in told if found}
    there = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != SUMS
    }
    return [
        *(f"{VENDOR}/{name} is missing: run script/vendor." for name in sorted(taken.keys() - there.keys())),
        *(f"{VENDOR}/{name} was not taken by script/vendor." for name in sorted(there.keys() - taken.keys())),
        *(
            f"{VENDOR}/{name} was changed: run script/vendor."
            for name in sorted(taken.keys() & there.keys())
            if taken[name] != there[name]
        ),
        *(
            f"{path.relative_to(root)} has no LICENSE."
            for path in sorted(folder.iterdir())
            if path.is_dir() and not (path / "LICENSE").exists()
        ),
    ]


def stale_package_lock(root: Path) -> list[str]:
    """A lock of other packages than package.json names, without a sum, or with the address of a registry."""
    wanted: dict[str, str] = json.loads((root / "package.json").read_text())["dependencies"]
    packages = json.loads((root / "package-lock.json").read_text())["packages"]
    locked = {path.rpartition("node_modules/")[2]: each for path, each in packages.items() if path}
    versions = {name: each.get("version") for name, each in locked.items()}
    return [
        *(
            f"package-lock.json has {name} {versions.get(name, 'not at all')}, package.json {version}."
            for name, version in wanted.items()
            if versions.get(name) != version
        ),
        *(
            f"package-lock.json has {name}, which package.json does not name."
            for name in versions.keys() - wanted.keys()
        ),
        *(
            f"package-lock.json: {name} has no sum."
            for name, each in locked.items()
            if not each.get("integrity")
        ),
        *(
            f"package-lock.json: {name} has an address."
            for name, each in locked.items()
            if "resolved" in each
        ),
        *(
            "package-lock.json was made from another package.json."
            for _ in [None]
            if packages.get("", {}).get("dependencies") != wanted
        ),
    ]
