"""Where this installation keeps its data."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
ADDRESS_FILE = "address"  # in the data directory: where the server that runs there answers


def default_data_directory() -> Path:
    """`data` beside the package in a source checkout; else the user's data folder as the XDG rules place it."""
    checkout = PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "script").is_dir():
        return checkout / "data"
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "tappa"


def data_directory(option: str | Path | None = None) -> Path:
    """The data directory: the option, else `$TAPPA_DATA`, else the default. Always absolute; it may not exist yet."""
    chosen = option or os.environ.get("TAPPA_DATA")
    return Path(chosen).expanduser().absolute() if chosen else default_data_directory()
