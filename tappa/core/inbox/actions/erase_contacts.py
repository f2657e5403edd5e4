"""People who were deleted are erased for good: after seven days, or at once where an owner wants it (E6, section 8).

What says who they are goes, with all that they wrote and all that was written about them. Transitions and facts stay,
and say of nobody that they were theirs: the figures of the past do not change.
"""

from time import monotonic
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from tappa.core.activity.actor import Actor, By, Via, actor_columns
from tappa.core.contacts.models import Contact
from tappa.core.contacts.rules import ERASE_DAYS
from tappa.core.inbox.sql_erasing import ERASE_DUE, ERASE_ONE, PURGE_POSTS_OF, Erased, Purged
from tappa.kernel.errors import NotFound
from tappa.kernel.sql import fetch_all, fetch_one

BATCH: Final = 100
SECONDS: Final = 1.0  # of each run: what else the schedule does has its turn


def erase_due_contacts() -> int:
    """Erase some of those whose seven days are over, across all workspaces; returns how many. For the schedule."""
    given = {"by": By.SYSTEM, "by_id": None, "via": Via.SCHEDULE, "days": ERASE_DAYS, "most": BATCH}
    until = monotonic() + SECONDS
    erased = 0
    while monotonic() < until:
        more = len(fetch_all(Erased, ERASE_DUE, given))
        erased += more
        if not more:
            break
    return erased


def erase_contact(contact: Contact, *, by: Actor) -> None:
    """Erase a deleted contact at once, also from what its channels posted to us within the last week.

    Raises NotFound when it is not deleted, or erased already.
    """
    given = actor_columns(by) | {"contact": contact.id}
    with transaction.atomic():
        fetch_all(Purged, PURGE_POSTS_OF, given)
        if fetch_one(Erased, ERASE_ONE, given) is None:
            raise NotFound(_("This contact is not among the deleted ones any more."), field="contact")
