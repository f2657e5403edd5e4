"""Segments: saved filters with a name, an order, and a count that is true now (C4, L14)."""

from datetime import UTC, datetime, timedelta

import pytest

from tappa.core.accounts.models import Workspace
from tappa.core.activity.facts import Fact, read_fact
from tappa.core.activity.models import Event
from tappa.core.contacts import counting, segment_uses
from tappa.core.contacts import segments as questions
from tappa.core.contacts.actions.create_segment import create_segment
from tappa.core.contacts.actions.delete import delete_contact
from tappa.core.contacts.actions.delete_segment import delete_segment
from tappa.core.contacts.actions.delete_stage import delete_stage
from tappa.core.contacts.actions.edit_segment import StaleSegment, edit_segment
from tappa.core.contacts.actions.reorder_segments import reorder_segments
from tappa.core.contacts.counting import Count
from tappa.core.contacts.facts import SegmentCreated, SegmentDeleted, SegmentEdited, SegmentsReordered
from tappa.core.contacts.filters.catalogue import Catalogue
from tappa.core.contacts.filters.parse import read_filter
from tappa.core.contacts.filters.terms import EVERYONE, Broken, Filter, Group, broken_parts
from tappa.core.contacts.filters.uses import stage_uses
from tappa.core.contacts.models import Contact
from tappa.core.contacts.models_segment import Segment
from tappa.core.contacts.segment_rules import SEGMENT_LIMIT
from tappa.core.contacts.segment_uses import SegmentUse
from tappa.core.contacts.segments import count_segment, filter_of, segments_of
from tappa.kernel.errors import Conflict, DomainError, Invalid, NotFound, TooSlow
from tests.cast import Cast
from tests.core.acts import new_contact, robot, stage_named
from tests.support.together import together


def at_stage(workspace: Workspace, *names: str) -> Filter:
    """Those who stand at one of these stages."""
    ids = [stage_named(workspace, name).id for name in names]
    return read_filter({"all": [["stage", "hasAnyOf", ids]]}, Catalogue(workspace.id))


def segment(workspace: Workspace, name: str = "Paying", *stages: str) -> Segment:
    return create_segment(name, where=at_stage(workspace, *(stages or ("Payment",))), by=robot(workspace))


def facts(workspace: Workspace) -> list[Fact]:
    events = Event.objects.filter(workspace_id=workspace.id, kind__startswith="segment.").order_by("id")
    return [read_fact(event.kind, event.data) for event in events]


def names(workspace: Workspace) -> list[str]:
    return [each.name for each in segments_of(workspace.id)]


def test_c4_a_filter_is_saved_under_a_name_and_counts_who_is_in_it_now(
    workspace: Workspace, cast: Cast
) -> None:
    made = create_segment(
        "  Paying ",
        where=at_stage(workspace, "Payment", "Customer"),
        emoji="💳",
        sort="name",
        by=robot(workspace),
    )
    assert (made.name, made.emoji, made.sort, made.position, made.version) == ("Paying", "💳", "name", 1, 1)
    assert count_segment(made, cast.owner) == Count(0, exact=True)
    contact = new_contact(workspace, stage_named(workspace, "Payment"))
    new_contact(workspace, stage_named(workspace, "Hot Lead"))
    assert count_segment(made, cast.owner) == Count(1, exact=True)
    delete_contact(contact, by=robot(workspace))
    assert count_segment(made, cast.owner) == Count(0, exact=True)
    assert filter_of(made, Catalogue(workspace.id)) == at_stage(workspace, "Payment", "Customer")
    assert facts(workspace) == [SegmentCreated(segment_id=made.id, name="Paying")]


def test_c4_a_count_is_exact_up_to_a_bound_and_of_stages_alone_always(
    workspace: Workspace, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "COUNTED", 2)
    named = create_segment(
        "Anas",
        where=read_filter({"all": [["name", "contains", ["Ana"]]]}, Catalogue(workspace.id)),
        by=robot(workspace),
    )
    for number in range(3):
        new_contact(workspace, stage_named(workspace, "Payment"), first_name="Ana")
        assert count_segment(named, cast.owner).exact is (number < 2)
    assert count_segment(segment(workspace), cast.owner) == Count(3, exact=True)


def test_a_segment_that_is_too_heavy_is_not_waited_for(
    workspace: Workspace, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = create_segment(
        "Anas",
        where=read_filter({"all": [["name", "contains", ["Ana"]]]}, Catalogue(workspace.id)),
        by=robot(workspace),
    )
    monkeypatch.setattr(questions, "PATIENCE_MS", 20)
    monkeypatch.setattr(counting, "COUNT", "SELECT 1 AS number FROM (SELECT pg_sleep(2)) slept")
    with pytest.raises(TooSlow):
        count_segment(made, cast.owner)
    assert names(workspace) == ["Anas"], "the connection goes on"


def test_section_9_a_segment_counts_by_the_workspaces_days(workspace: Workspace, cast: Cast) -> None:
    """A contact made at 23:30 UTC was made on the next day in Tokyo, and on that one only."""
    Workspace.objects.filter(id=workspace.id).update(time_zone="Asia/Tokyo")
    workspace.refresh_from_db()
    late = (datetime.now(UTC) - timedelta(days=3)).replace(hour=23, minute=30)
    contact = new_contact(workspace)
    Contact.objects.filter(id=contact.id).update(created_at=late)

    def made_on(day: datetime) -> int:
        where = read_filter(
            {"all": [["created_at", "isEqualTo", [day.date().isoformat()]]]}, Catalogue(workspace.id)
        )
        kept = create_segment(f"Of {day.date()}", where=where, by=robot(workspace))
        return count_segment(kept, cast.owner).number

    assert (made_on(late), made_on(late + timedelta(days=1))) == (0, 1)


@pytest.mark.parametrize(
    ("name", "emoji", "sort", "field"),
    [
        ("", "", "", "name"),
        (" \n", "", "", "name"),
        ("x" * 51, "", "", "name"),
        ("a\x00b", "", "", "name"),
        ("\u200b", "", "", "name"),
        ("Fine", "no", "", "emoji"),
        ("Fine", "", "height", "sort"),
    ],
)
def test_what_cannot_be_a_segment(workspace: Workspace, name: str, emoji: str, sort: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        create_segment(
            name, where=at_stage(workspace, "Payment"), emoji=emoji, sort=sort, by=robot(workspace)
        )
    assert refused.value.field == field
    assert not [*names(workspace), *facts(workspace)]


@pytest.mark.parametrize(
    "where", [EVERYONE, Group((Group(),)), Group((Broken(["stage"], "This condition cannot be read."),))]
)
def test_l14_neither_everybody_nor_what_is_broken_is_saved(workspace: Workspace, where: Filter) -> None:
    with pytest.raises(Invalid) as refused:
        create_segment("All", where=where, by=robot(workspace))
    assert refused.value.field == "filter"
    made = segment(workspace)
    with pytest.raises(Invalid):
        edit_segment(made, version=1, where=where, by=robot(workspace))
    assert filter_of(segments_of(workspace.id).get(), Catalogue(workspace.id)) == at_stage(
        workspace, "Payment"
    )


def test_c4_a_name_stands_once_as_names_are_compared(workspace: Workspace) -> None:
    segment(workspace, "Hotels and B&B")
    other = segment(workspace, "Architects")
    with pytest.raises(Conflict, match="has the name") as refused:
        segment(workspace, "hotels  AND b&b")
    assert refused.value.field == "name"
    with pytest.raises(Conflict):
        edit_segment(other, version=1, name="HOTELS and B&B", by=robot(workspace))
    assert names(workspace) == ["Hotels and B&B", "Architects"]


def test_there_are_at_most_a_hundred(workspace: Workspace) -> None:
    for number in range(SEGMENT_LIMIT):
        segment(workspace, f"Segment {number}")
    with pytest.raises(Conflict, match="100 segments"):
        segment(workspace, "One more")
    delete_segment(segments_of(workspace.id).get(position=7), by=robot(workspace))
    segment(workspace, "One more")
    assert [each.position for each in segments_of(workspace.id)] == list(range(1, SEGMENT_LIMIT + 1))


def test_two_who_change_a_segment_at_once_the_second_is_told(workspace: Workspace) -> None:
    made = segment(workspace)
    where = at_stage(workspace, "Customer")
    changed = edit_segment(made, version=1, name="Paid", where=where, by=robot(workspace))
    assert changed.version == 2
    with pytest.raises(StaleSegment) as stale:
        edit_segment(made, version=1, name="Paying soon", by=robot(workspace))
    assert (stale.value.present.name, stale.value.present.version) == ("Paid", 2)
    assert edit_segment(made, version=2, name="Paid", by=robot(workspace)).version == 2, "nothing changed"
    assert names(workspace) == ["Paid"]
    assert facts(workspace)[1:] == [
        SegmentEdited(
            segment_id=made.id, changes=["name", "filter"], name_before="Paying", name="Paid", version=2
        )
    ], "what the filter asks for is not told: it may be personal"


def test_c4_segments_are_put_into_order(workspace: Workspace) -> None:
    ids = [segment(workspace, name).id for name in ("One", "Two", "Three")]
    reorder_segments([ids[2], ids[0], ids[1]], by=robot(workspace))
    assert names(workspace) == ["Three", "One", "Two"]
    reorder_segments([ids[2], ids[0], ids[1]], by=robot(workspace))
    with pytest.raises(Invalid, match="twice"):
        reorder_segments([ids[0], ids[0], ids[1]], by=robot(workspace))
    with pytest.raises(Conflict, match="changed meanwhile"):
        reorder_segments(ids[:2], by=robot(workspace))
    assert facts(workspace)[3:] == [SegmentsReordered(segment_ids=[ids[2], ids[0], ids[1]])]


def test_a_segment_is_deleted_once(workspace: Workspace) -> None:
    first, second = segment(workspace, "One"), segment(workspace, "Two")
    delete_segment(first, by=robot(workspace))
    assert [(each.name, each.position) for each in segments_of(workspace.id)] == [("Two", 1)]
    assert facts(workspace)[-1] == SegmentDeleted(segment_id=first.id, name="One")
    for act in (
        lambda: delete_segment(first, by=robot(workspace)),
        lambda: edit_segment(first, version=1, name="Uno", by=robot(workspace)),
    ):
        with pytest.raises(NotFound):
            act()
    assert second.id == segments_of(workspace.id).get().id


def test_a_segment_of_another_workspace_is_not_there(
    workspace: Workspace, other_workspace: Workspace
) -> None:
    made = segment(workspace)
    for act in (
        lambda: delete_segment(made, by=robot(other_workspace)),
        lambda: edit_segment(made, version=1, name="Mine", by=robot(other_workspace)),
        lambda: reorder_segments([made.id], by=robot(other_workspace)),
    ):
        with pytest.raises(DomainError):
            act()
    assert names(workspace) == ["Paying"]


def test_l14_a_stage_tells_its_segments_and_a_segment_whose_stage_is_gone_holds_nobody(
    workspace: Workspace, cast: Cast
) -> None:
    stage = stage_named(workspace, "Cold Lead")
    made = segment(workspace, "Win back", "Cold Lead", "Payment")
    new_contact(workspace, stage)
    new_contact(workspace, stage_named(workspace, "Payment"))
    (use,) = stage_uses(workspace.id)[stage.id]
    assert (use.kind, use.id, use.name) == ("segment", made.id, "Win back")
    assert count_segment(made, cast.owner).number == 2
    delete_stage(stage, move_to=None, by=robot(workspace))
    (broken,) = broken_parts(filter_of(made, Catalogue(workspace.id)))
    assert broken.reason == "This stage is gone."
    assert count_segment(made, cast.owner) == Count(0, exact=True)


def test_segments_made_at_once_each_have_their_place(workspace: Workspace) -> None:
    together(8, lambda number: segment(workspace, f"Segment {number}"))
    assert [each.position for each in segments_of(workspace.id)] == list(range(1, 9))


def test_of_eight_who_change_a_segment_at_once_one_does(workspace: Workspace) -> None:
    made = segment(workspace)

    def change(number: int) -> bool:
        try:
            edit_segment(made, version=1, name=f"Name {number}", by=robot(workspace))
        except StaleSegment:
            return False
        return True

    assert sorted(together(8, change)) == [False] * 7 + [True]
    assert segments_of(workspace.id).get().version == 2


def test_whoever_uses_segments_is_asked_for_it(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment_uses, "_users", [])
    made, other = segment(workspace), segment(workspace, "Other")

    @segment_uses.user
    def reports(workspace_id: int) -> list[SegmentUse]:
        assert workspace_id == workspace.id
        return [SegmentUse("report", 1, "Weekly", made.id), SegmentUse("report", 2, "Daily", made.id)]

    assert [use.name for use in segment_uses.segment_uses(workspace.id, made.id)] == ["Weekly", "Daily"]
    assert segment_uses.segment_uses(workspace.id, other.id) == []
