"""What can be done with many contacts at once: plain values."""

from collections.abc import Sequence
from dataclasses import dataclass

from tappa.core.accounts.models import Member, Team
from tappa.core.contacts.models import Tag
from tappa.core.contacts.operation_rules import OperationKind
from tappa.core.lifecycle.models import Stage


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change and what it is about: the stage of a move (None for no stage), the tags, or to whom the
    contacts are assigned: a member, a team, or with neither nobody. Of tags that are put on some may be `new_tags`:
    names, whose tags are made where they are missing, once it is sure that anything is done."""

    kind: OperationKind
    stage: Stage | None = None
    tags: Sequence[Tag] = ()
    new_tags: Sequence[str] = ()
    member: Member | None = None
    team: Team | None = None
