"""Locked requirements are fresh, hashed and without addresses; what develops Tappa also runs it."""

import hashlib
import re
from pathlib import Path

SOURCES = {"run.txt": ("run.in",), "develop.txt": ("run.in", "develop.in"), "audit.txt": ("audit.in",)}
STAMP = re.compile(r"# sha256 of what this was made from: ([0-9a-f]{64})\n")
REQUIREMENT = re.compile(r"^([A-Za-z0-9][\w.\[\]-]*)==(\S+)", re.MULTILINE)


def stale_locks(root: Path) -> list[str]:
    """What is wrong with requirements/*.txt. Needs no network: `script/lock` writes down what it read."""
    folder = root / "requirements"
    wrong = []
    for name, parts in SOURCES.items():
        text = (folder / name).read_text()
        made_from = hashlib.sha256(b"".join((folder / part).read_bytes() for part in parts)).hexdigest()
        stamp = STAMP.match(text)
        if not stamp or stamp[1] != made_from:
            wrong.append(f"requirements/{name} was made from other requirements: run script/lock.")
        unhashed = [line for line in _entries(text) if "--hash=sha256:" not in line]
        wrong += [f"requirements/{name}: {line.split()[0]} has no hash." for line in unhashed]
        wrong += [
            f"requirements/{name} holds an address: {line}" for line in text.splitlines() if "://" in line
        ]
    run, develop = (
        dict(REQUIREMENT.findall((folder / name).read_text())) for name in ("run.txt", "develop.txt")
    )
    return wrong + [
        f"requirements/develop.txt has {package} {develop.get(package, 'not at all')}, run.txt has {version}: run script/lock."
        for package, version in run.items()
        if develop.get(package) != version
    ]


def _entries(text: str) -> list[str]:
    """Each requirement with its hashes as one line."""
    joined = text.replace("\\\n", " ")
    return [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]
