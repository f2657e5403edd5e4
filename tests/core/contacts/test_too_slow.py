"""A filter that cannot be answered in time says how to narrow it, in the core and by the API; everything goes on."""

from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tappa.core.accounts.models import Workspace
from tappa.core.contacts import counting, reading
from tappa.core.contacts.counting import Count, count_contacts
from tappa.core.contacts.filters.fields import Field, Kind
from tappa.core.contacts.filters.terms import Condition, Filter, Group, Operator
from tappa.core.contacts.filters.times import Reading
from tappa.core.contacts.lists import list_contacts
from tappa.core.contacts.table import TableQuery, read_table
from tappa.core.lifecycle.queries import stages_of
from tappa.kernel.errors import TooSlow
from tappa.kernel.pages import Place
from tests.cast import Cast
from tests.core.acts import new_contact

# For each contact it takes a second to say: such a filter there is only among a million contacts.
SLOW = Field("slow", "Slow", Kind.TEXT, "(SELECT contact.first_name FROM pg_sleep(1))")
SLOW_ROW = Field("slow", "Slow", Kind.TEXT, "(contact.first_name || pg_sleep(1)::text)")


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


@pytest.mark.parametrize("field", [SLOW, SLOW_ROW])
def test_a_programs_list_that_takes_too_long_is_refused(
    field: Field, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C3: also where the contact's own row tells all that is asked, searched besides or not."""
    for _ in range(3):
        new_contact(workspace, first_name="Ana")
    where: Filter = Group((Condition(field, Operator.IS, ("x",)),))
    now = Reading(ZoneInfo("UTC"), timezone.now())
    monkeypatch.setattr(reading, "SECONDS", 1)
    for search in ("", "ana"):
        with pytest.raises(TooSlow, match="takes more than 1 seconds"):
            list_contacts(workspace.id, place=Place(), where=where, reading=now, search=search)


def test_a_count_that_is_expected_to_take_long_is_not_begun(
    workspace: Workspace, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has little time is told at once; who has some counts."""
    new_contact(workspace, first_name="Ana")
    assert count_contacts(cast.owner, search="ana", milliseconds=900) == Count(1, exact=True)
    monkeypatch.setattr(counting, "UNITS", 0)
    with pytest.raises(TooSlow):
        count_contacts(cast.owner, search="ana", milliseconds=900)
    assert count_contacts(cast.owner, search="ana", milliseconds=5000) == Count(1, exact=True)
