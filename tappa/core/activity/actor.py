"""Who does something, through what, and why: the `by` of every action."""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID, uuid4


class By(StrEnum):
    """The kinds of actor (E1)."""

    MEMBER = "member"
    TOKEN = "token"  # noqa: S105  a word, no secret
    RULE = "rule"
    SYSTEM = "system"


class Via(StrEnum):
    """The door an act came through (E1)."""

    PAGE = "page"
    BOARD = "board"
    BULK = "bulk"
    API = "api"
    IMPORT = "import"
    INBOUND = "inbound"
    RULE = "rule"
    N8N = "n8n"
    COMMAND = "command"
    SCHEDULE = "schedule"


class Cause(StrEnum):
    """What made it happen when it was not the actor's own choice (E1)."""

    DEFAULT = "default"
    STAGE_DELETED = "stage_deleted"
    MEMBER_REMOVED = "member_removed"
    MERGE = "merge"
    UNDO = "undo"
    RULE = "rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, and in which workspace. Holds plain ids: the room below all others knows no tables above it.

    `id` is the member's, token's or rule's; None for the system. `batch` joins acts that are undone together.
    """

    workspace_id: int
    by: By
    id: int | None
    via: Via
    cause: Cause | None = None
    batch: UUID | None = None

    def because(self, cause: Cause) -> "Actor":
        """The same actor, acting for this cause."""
        return replace(self, cause=cause)

    def in_batch(self) -> "Actor":
        """The same actor, with a new batch that joins what follows."""
        return replace(self, batch=uuid4())


def system(workspace_id: int, *, via: Via, cause: Cause | None = None) -> Actor:
    """The actor of what nobody chose by hand, such as the default stage of a new contact."""
    return Actor(workspace_id=workspace_id, by=By.SYSTEM, id=None, via=via, cause=cause)


def actor_columns(by: Actor) -> dict[str, object]:
    """The actor as the parameters of a hand-written statement."""
    return {
        "workspace": by.workspace_id,
        "by": by.by,
        "by_id": by.id,
        "via": by.via,
        "cause": by.cause,
        "batch": by.batch,
    }
