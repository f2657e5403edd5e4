"""A database that dies and comes back under open pages: they say so, and go on without being loaded anew."""

import os
import re
import signal

from tests.realtime.ears import Ear
from tests.support.running import command_line, descendants, eventually
from tests.support.whole import Whole

PASSWORD = "correct horse battery"


def test_streams_live_through_a_restart_of_the_database(whole: Whole) -> None:
    whole.start("--empty", "--workers", "1")
    found = whole.command("workspace", "create", "--name", "Studio", "--slug", "studio")
    assert found.returncode == 0, found.stderr
    words = ("--workspace", "studio", "--name", "Olga", "--email", "olga@people.example", "--role", "owner")
    made = whole.command("user", "create", *words, feed=f"{PASSWORD}\n")
    assert made.returncode == 0, made.stderr
    ear = Ear(whole, "/w/studio/stream", session_by_form(whole, "olga@people.example"))
    try:
        ear.hears("refresh")
        happen(whole)
        ear.hears("settings")
        os.kill(postgres_of(whole), signal.SIGKILL)
        ear.hears("offline")
        ear.hears("refresh")
        happen(whole)
        ear.hears("settings")
        assert not ear.ended.is_set()
    finally:
        ear.close()


def session_by_form(whole: Whole, email: str) -> str:
    """Sign in as people do; the session's key."""
    with whole.client() as client:
        form = client.get("/account/login")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)
        assert token is not None
        data = {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
        answer = client.post("/account/login", data=data, headers={"Origin": whole.url})
        assert answer.status_code == 302, answer.text
        return client.cookies["sessionid"]


def happen(whole: Whole) -> None:
    """Something that is told to members."""
    made = whole.command("token", "create", "--workspace", "studio", "--name", "Bridge")
    assert made.returncode == 0, made.stderr


def postgres_of(whole: Whole) -> int:
    """The embedded server's main process: what it started itself runs under it."""
    assert whole.process is not None
    parent = whole.process.pid

    def servers() -> list[int]:
        return [pid for pid in descendants(parent) if re.search(r"bin/postgres\b.* -D", command_line(pid))]

    assert eventually(lambda: servers() != [])
    return servers()[0]
