"""A statement that takes too long is ended, and nothing else is disturbed by it."""

import pytest
from django.db import DataError, connection, transaction

from tappa.core.accounts.models import Workspace
from tappa.kernel.errors import TooSlow
from tappa.kernel.patience import patience

BOUND = 1000  # milliseconds: long for a statement that takes none, also on a busy machine
ABOVE = 1.5  # seconds


def bound() -> str:
    """How long a statement may take just now."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return str(cursor.fetchone()[0])


def take(seconds: float) -> None:
    """A statement that takes so long."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [seconds])


def test_what_takes_too_long_is_refused_and_the_connection_goes_on(workspace: Workspace) -> None:
    before = bound()
    with patience(BOUND, "narrow it"):
        take(0)
        assert bound() == "1s"
    with pytest.raises(TooSlow, match="narrow it"), patience(BOUND, "narrow it"):
        take(5)
    assert bound() == before
    assert Workspace.objects.filter(id=workspace.id).exists()


@pytest.mark.parametrize("seconds", [0, 5])
def test_within_a_transaction_what_surrounds_it_goes_on(workspace: Workspace, seconds: float) -> None:
    """The bound ends with the block, whether it was passed or not, and what was written before stays."""
    before = bound()
    with transaction.atomic():
        Workspace.objects.filter(id=workspace.id).update(name="Written before")
        try:
            with patience(BOUND, "narrow it"):
                take(seconds)
        except TooSlow:
            assert seconds
        assert bound() == before
        take(ABOVE)
    workspace.refresh_from_db()
    assert workspace.name == "Written before"


def test_other_errors_are_what_they_are(workspace: Workspace) -> None:
    with pytest.raises(DataError), patience(BOUND, "narrow it"), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
