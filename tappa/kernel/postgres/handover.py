"""Folders and files for PostgreSQL's account, made by us.

As root we write into folders that another account owns. It could have put a link where our file goes, so
files are made new under another name and moved into place, and no folder is taken that we did not verify.
"""

import os
import secrets
import stat
from pathlib import Path

from tappa.kernel.postgres.account import Account
from tappa.kernel.postgres.errors import PostgresError


def make_folder(path: Path, account: Account | None, mode: int) -> None:
    """Make a folder for `account` (None: ourselves) with this mode; an existing one is only checked.

    Raises PostgresError when what is there is a link, no folder, another user's, or open to others.
    """
    try:
        path.mkdir(mode=mode)
        path.chmod(mode)
        if account:
            os.chown(path, account.uid, account.gid)
    except FileExistsError:
        found = path.lstat()
        owner = account.uid if account else os.geteuid()
        # Another user of /tmp could have put a folder of this name there, to catch our connections.
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077 & ~mode:
            raise PostgresError(
                f"{path} must be a folder of user {owner} with mode {mode:o} and is not. Remove it, then start again."
            ) from None


def open_folders(path: Path) -> None:
    """Make `path` and the folders above it that are missing, open to all whatever the umask.

    Folders that exist stay as they are.
    """
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)


def write_file(path: Path, text: str, account: Account | None) -> None:
    """Put a file of `account`, mode 0600, in the place of whatever stood there; a link is replaced, not followed."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", errors="surrogateescape") as file:
        file.write(text)
        if account:
            os.fchown(file.fileno(), account.uid, account.gid)
    draft.replace(path)
