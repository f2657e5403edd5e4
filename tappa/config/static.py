"""Files that pages load: styles, scripts, pictures, fonts. Served by the same port, under an address that changes with
their content, so that a browser keeps them for good and never uses an old one with a new page."""

import hashlib
from pathlib import Path
from typing import Any, Final

from whitenoise import WhiteNoise

from tappa.kernel.places import PACKAGE

OWN: Final = PACKAGE / "web" / "static"
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    # A picture opened by itself is a document too: nothing in it may run.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}


# A worker's script has a policy of its own, not its page's: the one that keeps the stream connects, and imports.
SCRIPT_POLICY: Final = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'"


def content_digest(*roots: Path) -> str:
    """Twelve characters that stand for the names and contents of all files below these folders."""
    digest = hashlib.sha256()
    for root in roots:
        for file in sorted(path for path in root.rglob("*") if path.is_file()):
            digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def with_static(handler: Any, *, prefix: str, roots: tuple[Path, ...]) -> WhiteNoise:
    """The WSGI handler, with the files of `roots` in front of it under `prefix`."""
    served = WhiteNoise(
        handler, immutable_file_test=lambda _path, _url: True, add_headers_function=_add_headers
    )
    for root in roots:
        served.add_files(str(root), prefix=prefix)
    return served


def _add_headers(headers: Any, _path: str, url: str) -> None:
    for name, value in HEADERS.items():
        headers[name] = value
    if url.endswith(".js"):
        headers["Content-Security-Policy"] = SCRIPT_POLICY
