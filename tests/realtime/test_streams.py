"""Streams over real HTTP: who is let in, what each member hears, and that nothing is lost (I6, section 8)."""

import secrets

import httpx
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from tappa.core.accounts.actions.add_member import add_member
from tappa.core.accounts.actions.create_team import create_team
from tappa.core.accounts.actions.create_user import create_user
from tappa.core.accounts.grants import Role
from tappa.core.accounts.models import Workspace
from tappa.core.activity.whisper import Whisper, whisper
from tappa.core.contacts.actions.edit import edit_contact
from tappa.core.contacts.actions.move import move_contact
from tappa.core.contacts.models import Contact
from tappa.core.inbox.actions.assign import assign_contact
from tappa.kernel.session_keys import kept_as
from tests.cast import PASSWORD, Cast
from tests.core.acts import arrive, message, new_channel, new_contact, robot, stage_named
from tests.realtime.ears import ears, open_ear, session_of
from tests.support.together import together
from tests.support.web import WebServer


def move(contact: Contact, workspace: Workspace, to: str) -> None:
    move_contact(contact, to=stage_named(workspace, to), by=robot(workspace))


def test_a_stranger_gets_404_and_nobody_401(server: WebServer, workspace: Workspace, cast: Cast) -> None:
    stranger = open_ear(server, cast.stranger, slug=workspace.slug)
    nowhere = open_ear(server, cast.owner, slug="no-such-workspace")
    nobody = open_ear(server, cast.owner, key="")
    forged = open_ear(server, cast.owner, key="a" * 32)
    for ear, status in ((stranger, 404), (nowhere, 404), (nobody, 401), (forged, 401)):
        assert ear.is_told_end()
        assert ear.status == status
        assert ear.names == []


def test_a_stream_is_only_read(server: WebServer, workspace: Workspace, cast: Cast) -> None:
    with httpx.Client(
        trust_env=False, cookies={settings.SESSION_COOKIE_NAME: session_of(cast.owner.user)}
    ) as client:
        assert client.post(f"{server.url}/w/{workspace.slug}/stream").status_code == 405
        assert client.get(f"{server.url}/w/{workspace.slug}/stream/").status_code == 404


def test_a_removed_member_is_a_stranger(server: WebServer, workspace: Workspace, cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_member SET removed_at = now() WHERE id = %s", [cast.agent.id])
    ear = open_ear(server, cast.agent)
    assert ear.is_told_end()
    assert ear.status == 404


def test_i6_a_message_made_elsewhere_is_heard_with_its_lists(
    server: WebServer, workspace: Workspace, cast: Cast
) -> None:
    with ears(server, cast.agent) as (agent,):
        received = arrive(new_channel(workspace), "ana", message("Hello"))
        agent.hears(f"contact-{received.contact_id}")
        agent.hears("inbox")


def test_each_member_hears_of_the_contacts_they_see(
    server: WebServer, workspace: Workspace, cast: Cast
) -> None:
    """Section 8: every rule holds on the live stream, too. The stranger hears nothing."""
    mine, of_team, free, last = (new_contact(workspace, first_name=name) for name in "abcd")
    assign_contact(mine, to=cast.mine_only, by=robot(workspace))
    assign_contact(of_team, to=cast.agent, by=robot(workspace))
    everybody = (cast.owner, cast.manager, cast.agent, cast.mine_only, cast.team_only, cast.stranger)
    with ears(server, *everybody) as heard:
        for contact in (mine, of_team, free):
            move(contact, workspace, "Payment")
        for member in everybody[3:5]:  # the fence: told last, and to everybody of the workspace
            assign_contact(last, to=member, by=robot(workspace))
        create_team(workspace, name="Fence", by=robot(workspace))
        create_team(cast.stranger.workspace, name="Fence", by=robot(cast.stranger.workspace))
        told = [
            {name for name in ear.heard_until("settings") if name.startswith("contact-")} for ear in heard
        ]
    names = [f"contact-{contact.id}" for contact in (mine, of_team, free, last)]
    for place in range(3):
        assert told[place] == set(names)
    assert told[3] == {names[0], names[3]}
    assert told[4] == {names[1], names[3]}
    assert told[5] == set()


def test_what_a_member_does_not_see_does_not_tick_in_their_lists(
    server: WebServer, workspace: Workspace, cast: Cast
) -> None:
    free = new_contact(workspace, first_name="Free")
    with ears(server, cast.mine_only, cast.agent) as (restricted, agent):
        move(free, workspace, "Payment")
        create_team(workspace, name="Fence", by=robot(workspace))
        assert "inbox" in agent.heard_until("settings")
        assert restricted.heard_until("settings") == []


def test_who_loses_a_contact_hears_of_it_once_more(
    server: WebServer, workspace: Workspace, cast: Cast
) -> None:
    contact = new_contact(workspace, first_name="Ana")
    assign_contact(contact, to=cast.team_only, by=robot(workspace))
    with ears(server, cast.mine_only, cast.team_only) as (mine, team):
        assign_contact(contact, to=cast.mine_only, by=robot(workspace))
        team.hears(f"contact-{contact.id}")
        mine.hears(f"contact-{contact.id}")
        move(contact, workspace, "Payment")
        create_team(workspace, name="Fence", by=robot(workspace))
        assert f"contact-{contact.id}" in mine.heard_until("settings")
        assert team.heard_until("settings") == ["inbox", "contacts"], "its own loss, not the move after it"


def test_d1_only_who_sees_the_dashboard_hears_of_it(
    server: WebServer, workspace: Workspace, cast: Cast
) -> None:
    contact = new_contact(workspace, first_name="Ana")
    with ears(server, cast.manager, cast.agent) as (manager, agent):
        move(contact, workspace, "Payment")
        fence = f"contact-{new_contact(workspace, first_name='Fence').id}"  # told before its own lists are
        assert "dashboard" in manager.heard_until(fence)
        assert "dashboard" not in agent.heard_until(fence)


def test_a_commit_that_is_overtaken_is_told(server: WebServer, workspace: Workspace, cast: Cast) -> None:
    early, late = (new_contact(workspace, first_name=name) for name in ("Early", "Late"))
    with ears(server, cast.agent) as (agent,):
        with transaction.atomic():
            move(early, workspace, "Payment")  # its transaction begins first and ends last

            def overtake(_number: int) -> None:
                move(late, workspace, "Payment")
                agent.hears(f"contact-{late.id}")
                assert f"contact-{early.id}" not in agent.names

            together(1, overtake)
        agent.hears(f"contact-{early.id}")


def test_a_long_transaction_elsewhere_holds_nothing_back(
    server: WebServer, workspace: Workspace, other_workspace: Workspace, cast: Cast
) -> None:
    contact = new_contact(workspace, first_name="Ana")
    with ears(server, cast.agent) as (agent,), transaction.atomic():
        new_contact(other_workspace, first_name="Slow")  # an import that takes its time
        for to in ("Payment", "Customer"):
            together(1, lambda _number, to=to: move(contact, workspace, to))  # type: ignore[misc]
            agent.hears(f"contact-{contact.id}")


def test_what_is_rolled_back_is_not_told(server: WebServer, workspace: Workspace, cast: Cast) -> None:
    undone, done = (new_contact(workspace, first_name=name) for name in ("Undone", "Done"))
    with ears(server, cast.agent) as (agent,):
        with transaction.atomic():
            move(undone, workspace, "Payment")
            transaction.set_rollback(True)
        move(done, workspace, "Payment")
        assert f"contact-{undone.id}" not in agent.heard_until(f"contact-{done.id}")


def test_more_than_a_page_can_fetch_is_one_refresh(
    server: WebServer, workspace: Workspace, cast: Cast
) -> None:
    contacts = [new_contact(workspace, first_name=str(number)) for number in range(70)]
    with ears(server, cast.agent) as (agent,):
        with transaction.atomic():
            for contact in contacts:
                edit_contact(contact, {"last_name": "Verdi"}, workspace=workspace, by=robot(workspace))
        agent.hears("refresh")
        assert agent.names == []


def test_a_typing_mark_is_heard_by_those_who_see_the_contact(
    server: WebServer, workspace: Workspace, cast: Cast
) -> None:
    contact = new_contact(workspace, first_name="Ana")
    assign_contact(contact, to=cast.mine_only, by=robot(workspace))
    with ears(server, cast.agent, cast.mine_only, cast.team_only) as (agent, mine, team):
        whisper(Whisper(workspace.id, contact.id))
        agent.hears(f"typing-{contact.id}")
        mine.hears(f"typing-{contact.id}")
        whisper(Whisper(workspace.id, contact.id, cast.mine_only.id))
        agent.hears(f"answering-{contact.id}-{cast.mine_only.id}")
        create_team(workspace, name="Fence", by=robot(workspace))
        assert mine.heard_until("settings") == [], "nobody hears themselves"
        assert team.heard_until("settings") == []


def test_nonsense_in_the_database_s_notes_is_passed_over(
    server: WebServer, workspace: Workspace, cast: Cast
) -> None:
    contact = new_contact(workspace, first_name="Ana")
    with ears(server, cast.agent) as (agent,), connection.cursor() as cursor:
        for payload in ("", "nonsense", "1 2", f"{workspace.id} x 0", "9" * 40 + " 1 1"):
            cursor.execute("SELECT pg_notify('tappa_whisper', %s)", [payload])
        whisper(Whisper(workspace.id, contact.id))
        assert agent.heard_until(f"typing-{contact.id}") == []


def test_a_session_that_ended_ends_its_streams(server: WebServer, workspace: Workspace, cast: Cast) -> None:
    with ears(server, cast.agent, cast.owner) as (agent, owner):
        Session.objects.filter(session_key=kept_as(agent.key)).delete()
        _look_at_seats(cast)
        assert agent.is_told_end()
        assert not owner.ended.is_set()


def test_a_new_password_ends_the_streams_of_the_old_one(
    server: WebServer, workspace: Workspace, cast: Cast
) -> None:
    with ears(server, cast.agent, cast.owner) as (agent, owner):
        cast.agent.user.set_password("another horse battery")
        cast.agent.user.save()
        _look_at_seats(cast)
        assert agent.is_told_end()
        assert not owner.ended.is_set()


def test_a_member_removed_or_restricted_meanwhile(
    server: WebServer, workspace: Workspace, cast: Cast
) -> None:
    contact = new_contact(workspace, first_name="Ana")
    with ears(server, cast.agent, cast.manager) as (agent, manager), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_member SET restrictions = '{show_only_mine}' WHERE id = %s", [cast.agent.id]
        )
        cursor.execute("UPDATE accounts_member SET removed_at = now() WHERE id = %s", [cast.manager.id])
        _look_at_seats(cast)
        agent.hears("refresh")
        assert manager.is_told_end()
        move(contact, workspace, "Payment")
        create_team(workspace, name="Fence", by=robot(workspace))
        assert agent.heard_until("settings") == []


def _look_at_seats(cast: Cast) -> None:
    """A fact about a member makes the server look at once at who listens; else it does so each minute."""
    address = f"new-{secrets.token_hex(6)}@people.example"
    user = create_user(name="Nina New", email=address, password=PASSWORD)
    add_member(cast.owner.workspace, user, role=Role.AGENT)
