"""The file of a backup: parts one after the other, whole or refused."""

import contextlib
import fcntl
import glob
import gzip
import hashlib
import io
import os
import secrets
import tarfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, Final

import msgspec

from tappa.kernel.archive.contents import CONTENTS, END, End, Sequence
from tappa.kernel.errors import DomainError, Invalid

COMPRESSION: Final = 3  # rows shrink to a fourth; more would cost four times the time for a tenth of the size
PART_LIMIT: Final = 1 << 30
HEAD: Final = 4096
UNREADABLE: Final = (tarfile.TarError, zlib.error, OSError, EOFError, msgspec.MsgspecError, UnicodeError)


class Writer:
    """Takes parts in their order. `finish` writes the end, without which the file is refused."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._sum = hashlib.sha256()

    def add(self, name: str, content: bytes | bytearray) -> None:
        """The next part."""
        _add_to(self._sum, name, content)
        described = tarfile.TarInfo(name)
        described.size, described.mode = len(content), 0o600
        self._tar.addfile(described, io.BytesIO(content))

    def finish(self, sequences: list[Sequence]) -> None:
        """The last part."""
        self.add(END, msgspec.json.encode(End(sequences, self._sum.hexdigest())))


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[Writer]:
    """Write a backup: under another name, readable by its owner only, and moved to `path` once it is whole.

    Raises DomainError when it cannot be written, and leaves nothing then. What a killed one left is cleared away.
    """
    _refuse_what_is_no_backup(path)
    _clear_away_drafts(path)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                with _packed(file) as tar:
                    yield Writer(tar)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
            _flush(path.parent)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise DomainError(f"{path} cannot be written: {error.strerror or error}.") from error


def read_parts(path: Path, note: Callable[[int], None] = lambda _: None) -> Iterator[tuple[str, bytes]]:
    """Each part of a backup, its end included. `note` is told how many bytes of the file have been read.

    Raises Invalid where the file turns out to be no backup, cut off or damaged: take nothing for true before the end.
    """
    total, end = hashlib.sha256(), None
    try:
        with path.open("rb") as file, gzip.GzipFile(fileobj=file) as packed:
            for name, content in _members(packed):
                if end is not None:
                    raise tarfile.ReadError("something follows its end")
                if name == END:
                    end = msgspec.json.decode(content, type=End)
                else:
                    _add_to(total, name, content)
                note(file.tell())
                yield name, content
            while packed.read(1 << 20):  # to the end of the file, where its own sum stands
                pass
    except UNREADABLE as error:
        raise _damaged(path, str(error) or type(error).__name__) from error
    if end is None:
        raise _damaged(path, "its end is missing")
    if end.sha256 != total.hexdigest():
        raise _damaged(path, "its sum is another one than when it was written")


def _members(packed: gzip.GzipFile) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=packed, mode="r|") as tar:
        for member in tar:
            content = tar.extractfile(member) if member.size <= PART_LIMIT else None
            if content is None:
                raise tarfile.ReadError(f"{member.name} is no part of a backup")
            yield member.name, content.read()


@contextlib.contextmanager
def _packed(file: IO[bytes]) -> Iterator[tarfile.TarFile]:
    with (
        gzip.GzipFile(filename="", mode="wb", compresslevel=COMPRESSION, fileobj=file) as packed,
        tarfile.open(fileobj=packed, mode="w|") as tar,
    ):
        yield tar


def _add_to(total: Any, name: str, content: bytes | bytearray) -> None:
    total.update(f"{name}\0{len(content)}\0".encode())
    total.update(content)


def _refuse_what_is_no_backup(path: Path) -> None:
    """An older backup is replaced. Anything else under this name was meant to stay."""
    if not path.parent.is_dir():
        raise Invalid(f"There is no folder {path.parent} for {path.name}. Make it first.", field="FILE")
    if not path.exists():
        return
    with contextlib.suppress(OSError, EOFError, zlib.error), gzip.open(path) as packed:
        if packed.read(HEAD).startswith(CONTENTS.encode() + b"\0"):
            return
    raise Invalid(f"{path} is there already and is no backup. Choose another name.", field="FILE")


def _clear_away_drafts(path: Path) -> None:
    """Whoever is at work on a draft holds its lock, which ends with them."""
    for draft in path.parent.glob(f".{glob.escape(path.name)}.{'[0-9a-f]' * 8}"):
        with contextlib.suppress(OSError), draft.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            draft.unlink()


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _damaged(path: Path, why: str) -> Invalid:
    return Invalid(
        f"{path} is no whole backup of Tappa: {why}. Nothing was changed. Take another copy of it, or an older one.",
        field="FILE",
    )
