"""What is told to open pages and written nowhere: somebody is typing.

A whisper may be lost and costs no row. It travels by PostgreSQL's NOTIFY.
"""

from dataclasses import dataclass
from typing import Final

from tappa.core.activity.notify import notify_after_commit

CHANNEL: Final = "tappa_whisper"
LONGEST_ID: Final = 18  # digits: what is longer may be more than the database counts to


@dataclass(frozen=True, slots=True)
class Whisper:
    """Somebody types to, or about, a contact. `member_id` is None when it is the contact who types."""

    workspace_id: int
    contact_id: int
    member_id: int | None = None


def whisper(said: Whisper) -> None:
    """Tell all web processes, after the commit."""
    notify_after_commit(CHANNEL, f"{said.workspace_id} {said.contact_id} {said.member_id or 0}")


def read_whisper(payload: str) -> Whisper | None:
    """What `whisper` sent; None for what is none of ours, for anybody in the database may notify."""
    parts = payload.split()
    if len(parts) != 3 or not all(
        part.isascii() and part.isdigit() and len(part) <= LONGEST_ID for part in parts
    ):
        return None
    workspace, contact, member = map(int, parts)
    return Whisper(workspace, contact, member or None)
