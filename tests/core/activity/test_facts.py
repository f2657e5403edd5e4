"""Facts are registered once, and read back as they were written."""

import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.activity.facts import Fact, fact, fact_kinds, read_fact
from tappa.core.activity.models import Event
from tappa.core.activity.record import Happening, record
from tappa.core.contacts.facts import ContactEdited
from tests.core.acts import robot


def test_two_facts_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match=r"Two facts are named contact\.edited"):

        @fact("contact.edited", sentence="edited")
        class Again(Fact, frozen=True):
            """A second one."""

    assert fact_kinds()["contact.edited"] is ContactEdited


def test_a_fact_is_read_back_as_it_was_written(workspace: Workspace) -> None:
    written = ContactEdited(fields=["email", "phone"])
    (event_id,) = record([Happening(written, contact_id=5)], by=robot(workspace))
    event = Event.objects.get(id=event_id)
    assert read_fact(event.kind, event.data) == written
    assert (event.by_kind, event.via, event.contact_id) == ("system", "api", 5)
