"""What may not stand in a tracked file: a registry's host, a path of somebody's machine, somebody else's code."""

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

# Written so that this file does not name what it looks for.
REGISTRIES = re.compile(r"pythonh[o]sted|registry\.npm[j]s|py[p]i\.org|deb\.debi[a]n\.org")
MACHINE_PATHS = re.compile(r"/wor[k]/|/far[m]/|/roo[t]/|bash_job[s]|/tm[p]/wt/|/hom[e]/[a-z]+/")
BORROWED = re.compile(r"\.min\.(?:js|css)$|(?:^|/)(?:vendor|vendored|third_party)/|(?:^|/).+/LICENSE[^/]*$")
VENDOR = "tappa/web/static/vendor/"


def tracked_files(root: Path) -> list[str]:
    """The files that git knows or would take, relative to the root. A tree without git: all its files."""
    if (root / ".git").exists():
        command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\0")
        return [path for path in listed if path and (root / path).is_file()]
    return sorted(file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file())


def named_hosts_and_paths(root: Path, files: Iterable[str]) -> list[str]:
    """Lines that name a package registry's host or a path of one machine."""
    return [
        f"{path}:{number}: {what}."
        for path in files
        if not path.startswith(VENDOR)
        for number, line in enumerate((root / path).read_bytes().decode(errors="replace").splitlines(), 1)
        for pattern, what in (
            (REGISTRIES, "names a package registry"),
            (MACHINE_PATHS, "names a machine's path"),
        )
        if pattern.search(line)
    ]


def borrowed_code(files: Iterable[str]) -> list[str]:
    """Code of others outside the one folder for it."""
    return [
        f"{path}: code of others stands in {VENDOR} only, with its licence."
        for path in files
        if BORROWED.search(path) and not path.startswith(VENDOR)
    ]
