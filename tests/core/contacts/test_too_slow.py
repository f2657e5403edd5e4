"""A filter that cannot be answered in time says how to narrow it, in the core and by the API; everything goes on."""

import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.contacts import reading
from tappa.core.contacts.counting import Count, count_contacts
from tappa.core.contacts.filters.fields import Field, Kind
from tappa.core.contacts.filters.terms import Condition, Filter, Group, Operator
from tappa.core.contacts.table import TableQuery, read_table
from tappa.core.lifecycle.queries import stages_of
from tappa.kernel.errors import TooSlow
from tests.cast import Cast
from tests.core.acts import new_contact

# For each contact it takes a second to say: such a filter there is only among a million contacts.
SLOW = Field("slow", "Slow", Kind.TEXT, "(SELECT contact.first_name FROM pg_sleep(1))")


def test_a_filter_that_takes_too_long_is_refused(
    workspace: Workspace, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C3: with a sentence that says how to narrow it; the next question is answered as ever."""
    for _ in range(3):
        new_contact(workspace)
    stages = [stage.id for stage in stages_of(workspace.id)]
    slow: Filter = Group((Condition(SLOW, Operator.IS, ("x",)),))
    with monkeypatch.context() as short:  # what is asked afterwards may wait for a machine that is busy
        short.setattr(reading, "SECONDS", 1)
        with pytest.raises(TooSlow, match="takes more than 1 seconds"):
            read_table(cast.owner, TableQuery(where=slow), stages=stages)
        with pytest.raises(TooSlow, match="Narrow it"):
            count_contacts(cast.owner, where=slow, stages=stages)
    assert len(read_table(cast.owner, TableQuery(), stages=stages).rows) == 3
    assert count_contacts(cast.owner, search="nobody at all", stages=stages) == Count(0, exact=True)
