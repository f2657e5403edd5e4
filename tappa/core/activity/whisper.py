"""What is told to open pages and written nowhere: somebody is typing.

A whisper may be lost and costs no row. It travels by PostgreSQL's NOTIFY, which takes a database-wide lock when its
transaction commits: it is therefore sent alone, after the running transaction, and never inside one that writes.
"""

from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

CHANNEL: Final = "tappa_whisper"


@dataclass(frozen=True, slots=True)
class Whisper:
    """Somebody types to, or about, a contact. `member_id` is None when it is the contact who types."""

    workspace_id: int
    contact_id: int
    member_id: int | None = None


def whisper(said: Whisper) -> None:
    """Tell all web processes, once the running transaction, if there is one, has committed."""
    payload = f"{said.workspace_id} {said.contact_id} {said.member_id or 0}"

    def send() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])

    transaction.on_commit(send)


def read_whisper(payload: str) -> Whisper | None:
    """What `whisper` sent; None for what is none of ours, for anybody in the database may notify."""
    parts = payload.split()
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    workspace, contact, member = map(int, parts)
    return Whisper(workspace, contact, member or None)
