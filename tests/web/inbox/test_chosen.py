"""Many conversations at once, over HTTP: who may, what happens, and Undo as one batch (S5, S7, I5, section 8)."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tappa.core.accounts.models import Member
from tappa.core.activity.models import Event
from tappa.core.contacts.models import Contact, Transition
from tappa.core.inbox.actions.close import close_conversation
from tappa.core.inbox.actions.open import open_conversation
from tappa.core.inbox.actions.snooze import snooze_conversation
from tappa.core.inbox.models import Channel
from tappa.core.inbox.models_team import ConversationRead
from tests.cast import Cast
from tests.core.acts import arrive, message, new_channel, robot, stage_named
from tests.support.signin import anonymous, signed_in
from tests.support.web import WebServer
from tests.web.inbox.reading import about, conversation_of, inbox_of, somebody

HTMX = {"HX-Request": "true"}
IN_THREE_DAYS = (datetime.now(UTC) + timedelta(days=3)).replace(minute=0, second=0, microsecond=0)
WHEN = IN_THREE_DAYS.strftime("%Y-%m-%dT%H:%M+00:00")


@pytest.fixture
def letterbox(cast: Cast) -> Channel:
    """A way to write to the workspace."""
    return new_channel(cast.owner.workspace)


@pytest.fixture
def three(letterbox: Channel) -> list[Contact]:
    """Three who have written, assigned to nobody."""
    return [somebody(letterbox, name) for name in ("Ada", "Bea", "Cleo")]


def chosen(member: Member, act: str, contacts: Sequence[Contact]) -> str:
    """The address of an act on these."""
    return inbox_of(member, f"/chosen/{act}?contacts={'.'.join(str(contact.id) for contact in contacts)}")


def toast(answer: Any) -> dict[str, str]:
    """What the answer says to the member."""
    assert answer.status_code == 204, answer.text
    return dict(json.loads(answer.headers["hx-trigger"])["toast"])


def statuses(contacts: Sequence[Contact]) -> list[str]:
    """How their latest conversations stand."""
    return [conversation_of(contact).status for contact in contacts]


def stage_names(contacts: Sequence[Contact]) -> list[str]:
    """Where they stand."""
    for contact in contacts:
        contact.standing.refresh_from_db()
    return [contact.standing.stage.name if contact.standing.stage else "" for contact in contacts]


def test_many_are_closed_as_one_batch_and_undone_as_one(
    server: WebServer, cast: Cast, three: list[Contact], letterbox: Channel
) -> None:
    """What came after the closing is left alone, and counted."""
    client = signed_in(server, cast.agent)
    close_conversation(three[2], by=robot(three[2].workspace))
    said = toast(client.post(chosen(cast.agent, "closure", three), headers=HTMX))
    assert said["text"] == "Closed 2 conversations"
    assert statuses(three) == ["closed"] * 3
    facts = Event.objects.filter(
        workspace_id=three[0].workspace_id,
        kind="conversation.closed",
        contact_id__in=[three[0].id, three[1].id],
    )
    assert len({fact.batch for fact in facts}) == 1
    assert {fact.via for fact in facts} == {"bulk"}
    arrive(letterbox, "Ada", message("One more thing"), first_name="Ada")
    again = toast(client.post(said["undo"], headers=HTMX))
    assert again["text"] == "1 conversation is as it was · 1 was changed since and is left alone"
    assert statuses(three) == ["open", "open", "closed"]
    assert toast(client.post(said["undo"], headers=HTMX))["text"].startswith("0 conversations")


def test_many_sleep_and_undo_gives_each_its_time_back(
    server: WebServer, cast: Cast, three: list[Contact]
) -> None:
    client = signed_in(server, cast.agent)
    earlier = IN_THREE_DAYS - timedelta(days=1)
    by = robot(three[0].workspace)
    snooze_conversation(three[1], until=earlier, by=by)
    close_conversation(three[2], by=by)
    said = toast(client.post(chosen(cast.agent, "snooze", three), data={"until": WHEN}, headers=HTMX))
    assert said["text"].startswith("Snoozed 2 conversations until ")
    assert statuses(three) == ["snoozed", "snoozed", "closed"]
    assert toast(client.post(said["undo"], headers=HTMX))["text"] == "2 conversations are as they were"
    assert statuses(three) == ["open", "snoozed", "closed"]
    assert conversation_of(three[1]).snoozed_until == earlier
    said = toast(client.post(chosen(cast.agent, "snooze", three[:2]), data={"until": WHEN}, headers=HTMX))
    open_conversation(three[0], by=by)
    assert "1 was changed since" in toast(client.post(said["undo"], headers=HTMX))["text"]


def test_many_move_and_are_assigned_in_bulk_with_undo(
    server: WebServer, cast: Cast, three: list[Contact]
) -> None:
    client = signed_in(server, cast.manager)
    payment = stage_named(three[0].workspace, "Payment")
    assert "Payment" in client.get(chosen(cast.manager, "stage", three), headers=HTMX).text
    moved = toast(client.post(chosen(cast.manager, "stage", three), data={"stage": payment.id}, headers=HTMX))
    assert moved["text"] == "3 contacts moved to Payment"
    assert stage_names(three) == ["Payment"] * 3
    batches = Transition.objects.filter(
        contact_id__in=[contact.id for contact in three], to_stage_id=payment.id
    ).values_list("batch", flat=True)
    assert len(set(batches)) == 1
    assert toast(client.post(moved["undo"], headers=HTMX))["text"] == "3 contacts are as they were"
    assert stage_names(three) == ["New Lead"] * 3
    given = toast(
        client.post(chosen(cast.manager, "assignee", three), data={"member": cast.agent.id}, headers=HTMX)
    )
    assert given["text"] == "3 contacts assigned to Ada Agent"
    assert {contact.standing.assignee_id for contact in refreshed(three)} == {cast.agent.id}
    client.post(given["undo"], headers=HTMX)
    assert {contact.standing.assignee_id for contact in refreshed(three)} == {None}
    assert client.post(given["undo"], headers=HTMX).status_code == 409
    to_team = client.post(chosen(cast.manager, "assignee", three), data={"team": cast.team.id}, headers=HTMX)
    assert toast(to_team)["text"] == "3 contacts assigned to Desk"
    assert {contact.standing.team_id for contact in refreshed(three)} == {cast.team.id}


def refreshed(contacts: Sequence[Contact]) -> Sequence[Contact]:
    """The same, as they stand now."""
    for contact in contacts:
        contact.standing.refresh_from_db()
    return contacts


@pytest.mark.parametrize(
    "part", ["owner", "manager", "agent", "mine_only", "team_only", "stranger", "nobody"]
)
def test_who_may_what_with_many(server: WebServer, cast: Cast, three: list[Contact], part: str) -> None:
    """Bulk moves and assignments are the owners' and managers'; closing and snoozing theirs who see it (section 8)."""
    member: Member | None = getattr(cast, part, None)
    client = signed_in(server, member) if member else anonymous(server)
    sees, bulk = part in {"owner", "manager", "agent"}, part in {"owner", "manager"}
    inside = part not in {"stranger", "nobody"}
    outside = 404 if part == "stranger" else 401
    payment = stage_named(three[0].workspace, "Payment")
    for act, data in (("assignee", {"member": ""}), ("stage", {"stage": str(payment.id)})):
        answer = client.post(chosen(cast.owner, act, three), data=data, headers=HTMX)
        assert answer.status_code == (204 if bulk else 403 if inside else outside), act
    for act, data in (("snooze", {"until": WHEN}), ("closure", {})):
        answer = client.post(chosen(cast.owner, act, three), data=data, headers=HTMX)
        assert answer.status_code == (204 if sees else 404 if inside else outside), act
    assert statuses(three) == ["closed" if sees else "open"] * 3
    assert stage_names(three) == ["Payment" if bulk else "New Lead"] * 3
    for act in ("assignee", "snooze"):
        answer = client.get(chosen(cast.owner, act, three), headers=HTMX)
        assert answer.status_code == (200 if inside else outside)


def test_undo_reaches_no_further_than_sight(server: WebServer, cast: Cast, three: list[Contact]) -> None:
    client = signed_in(server, cast.owner)
    closing = toast(client.post(chosen(cast.owner, "closure", three), headers=HTMX))
    moving = toast(client.post(chosen(cast.owner, "stage", three), data={"stage": ""}, headers=HTMX))
    assert signed_in(server, cast.mine_only).post(closing["undo"], headers=HTMX).status_code == 400
    for member in (cast.agent, cast.mine_only):
        assert signed_in(server, member).post(moving["undo"], headers=HTMX).status_code == 403
    own = closing["undo"].replace(f"/w/{three[0].workspace.slug}/", f"/w/{cast.stranger.workspace.slug}/")
    assert signed_in(server, cast.stranger).post(own, headers=HTMX).status_code == 400
    assert statuses(three) == ["closed"] * 3


@pytest.mark.parametrize("contacts", ["", "x.y", "0", ".".join(map(str, range(1, 102)))])
def test_none_and_too_many_are_refused_with_a_sentence(server: WebServer, cast: Cast, contacts: str) -> None:
    client = signed_in(server, cast.owner)
    for act in ("closure", "snooze", "assignee", "stage"):
        answer = client.post(inbox_of(cast.owner, f"/chosen/{act}?contacts={contacts}"), headers=HTMX)
        assert answer.status_code == 400
        assert "conversation" in json.loads(answer.headers["hx-trigger"])["toast"]["text"]


def test_unread_is_put_aside_until_it_is_read(server: WebServer, cast: Cast, three: list[Contact]) -> None:
    """U marks what was read or answered, for this member alone (I8)."""
    client, ada = signed_in(server, cast.agent), three[0]
    client.post(about(ada, cast.agent, "/messages"), data={"text": "Yes"})
    row = f'data-contact="{ada.id}" data-unread'
    assert row not in client.get(inbox_of(cast.agent)).text
    for _time in range(2):
        assert client.post(about(ada, cast.agent, "/unreading"), headers=HTMX).status_code == 204
        assert row in client.get(inbox_of(cast.agent)).text
    assert row not in signed_in(server, cast.owner).get(inbox_of(cast.owner)).text
    client.post(about(ada, cast.agent, "/reading"), headers=HTMX)
    assert row not in client.get(inbox_of(cast.agent)).text
    assert signed_in(server, cast.mine_only).post(about(ada, cast.mine_only, "/unreading")).status_code == 404


def test_many_are_put_aside_as_unread_for_oneself_alone_and_undone_as_one(
    server: WebServer, cast: Cast, three: list[Contact]
) -> None:
    """Undo leaves how far one had read; what was read meanwhile is counted. Whom one does not see is left alone."""
    client = signed_in(server, cast.agent)
    for contact in three:
        client.post(about(contact, cast.agent, "/reading"))
    client.post(about(three[2], cast.agent, "/unreading"))
    said = toast(client.post(chosen(cast.agent, "unreading", three), headers=HTMX))
    assert said["text"] == "Marked 2 conversations as unread"
    marks = ConversationRead.objects.filter(conversation__contact__in=three)
    assert {mark.member_id for mark in marks} == {cast.agent.id}
    assert marks.filter(is_unread=True).count() == 3
    client.post(about(three[0], cast.agent, "/reading"))
    undone = toast(client.post(said["undo"], headers=HTMX))
    assert undone["text"].startswith("1 conversation is as it was · 1 was changed since")
    left = marks.filter(is_unread=True).values_list("conversation__contact_id", flat=True)
    assert list(left) == [three[2].id]
    assert all(mark.last_message_id for mark in marks)
    restricted = signed_in(server, cast.mine_only)
    assert restricted.post(chosen(cast.mine_only, "unreading", three), headers=HTMX).status_code == 404
