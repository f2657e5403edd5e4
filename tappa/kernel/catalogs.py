"""Translations: made ready from their texts (.po) when those have changed.

The repository holds the texts only. A command of Tappa, the tests and the server make the binary catalogs (.mo)
beside them before Django reads them; an installed package, which may stand on a read-only disk, carries them already.
"""

import contextlib
import os
import secrets
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tappa.kernel.errors import DomainError
from tappa.kernel.places import PACKAGE

LOCALE = PACKAGE / "locale"


def compile_catalogs(locale: Path = LOCALE) -> list[Path]:
    """Make every catalog that is missing or older than its texts; returns those made.

    A catalog that cannot be written is used as it is. Raises DomainError when there is none to use.
    """
    return [
        catalog
        for texts in sorted(locale.glob("*/LC_MESSAGES/*.po"))
        if _is_stale(catalog := texts.with_suffix(".mo"), texts) and _compile(catalog, texts)
    ]


def _is_stale(catalog: Path, texts: Path) -> bool:
    """A catalog bears the time of the texts it was made from: "newer than" would miss a checkout of older texts."""
    return not catalog.exists() or catalog.stat().st_mtime_ns != texts.stat().st_mtime_ns


def _compile(catalog: Path, texts: Path) -> bool:
    content = BytesIO()
    stat = texts.stat()  # before reading: texts changed meanwhile are found stale next time
    with texts.open("rb") as file:
        write_mo(content, read_po(file, locale=texts.parent.parent.name))
    draft = catalog.with_name(f".{catalog.name}.{secrets.token_hex(6)}")
    try:
        draft.write_bytes(content.getvalue())
        os.utime(draft, ns=(stat.st_mtime_ns, stat.st_mtime_ns))
        draft.replace(catalog)  # whole or not at all: two processes may start at once
    except OSError as error:
        with contextlib.suppress(OSError):  # on a read-only disk even that is refused
            draft.unlink()
        if catalog.exists():
            return False
        raise DomainError(
            f"The translations cannot be made ready: {catalog} cannot be written ({error.strerror}). "
            "Start Tappa once as a user who may write there."
        ) from error
    return True
