"""The small commands, each as a process of its own on this run's database."""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from tappa import __version__
from tappa.core.accounts.models import ApiToken, Member, User, Workspace
from tappa.core.accounts.queries import token_by_secret
from tappa.core.inbox.models import Channel
from tappa.core.lifecycle.queries import stages_are_shown, stages_of
from tests.support.whole import tappa


def run(*words: str, feed: str = "") -> "subprocess.CompletedProcess[str]":
    """`tappa …` with this run's data directory and database."""
    return subprocess.run(
        [*tappa(), *words], input=feed, capture_output=True, text=True, timeout=60, check=False
    )


def test_token_create_prints_the_token_alone(workspace: Workspace) -> None:
    done = run(
        "token", "create", "--workspace", workspace.slug, "--name", "Bridge", "--scope", "contacts.read"
    )
    assert (done.returncode, done.stderr) == (0, "")
    token = token_by_secret(done.stdout.rstrip("\n"))
    assert token is not None
    assert (token.workspace_id, token.name, token.scopes) == (workspace.id, "Bridge", ["contacts.read"])


def test_workspace_create_founds_a_whole_one() -> None:
    slug = f"made-{secrets.token_hex(4)}"
    words = [
        "--name",
        "Fatto",
        "--slug",
        slug,
        "--language",
        "it",
        "--time-zone",
        "Europe/Rome",
        "--country",
        "IT",
    ]
    done = run("workspace", "create", *words)
    assert done.returncode == 0, done.stderr
    workspace = Workspace.objects.get(id=json.loads(done.stdout)["id"])
    assert (workspace.slug, workspace.time_zone, workspace.country_code) == (slug, "Europe/Rome", "IT")
    assert [stage.name for stage in stages_of(workspace.id)][:1] == ["Nuovo contatto"]


def test_l12_a_legacy_workspace_has_five_ordinary_stages_that_are_not_shown() -> None:
    slug = f"old-{secrets.token_hex(4)}"
    done = run("workspace", "create", "--name", "Old", "--slug", slug, "--legacy-lifecycle")
    assert done.returncode == 0, done.stderr
    workspace = Workspace.objects.get(slug=slug)
    assert [(stage.name, stage.kind) for stage in stages_of(workspace.id)][3:] == [
        ("Customer", "lifecycle"),
        ("Cold Lead", "lifecycle"),
    ]
    assert not stages_are_shown(workspace.id)


def test_user_create_takes_the_password_from_standard_input(workspace: Workspace) -> None:
    email = f"{secrets.token_hex(4)}@people.example"
    words = ["--name", "Ada", "--email", email, "--workspace", workspace.slug, "--role", "manager"]
    done = run("user", "create", *words, feed="a long enough one\n")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert User.objects.get(id=told["user"]).check_password("a long enough one")
    assert Member.objects.get(id=told["member"]).role == "manager"


def test_user_create_makes_nothing_when_the_password_is_too_short(workspace: Workspace) -> None:
    email = f"{secrets.token_hex(4)}@people.example"
    words = ["--name", "Ada", "--email", email, "--workspace", workspace.slug, "--role", "agent"]
    done = run("user", "create", *words, feed="x\n")
    assert done.returncode == 1
    assert "password" in done.stderr
    assert not User.objects.filter(email=email).exists()


def test_channel_create_prints_what_a_bridge_needs(workspace: Workspace) -> None:
    words = ["--workspace", workspace.slug, "--kind", "custom", "--name", "Bridge", "--contact-id", "custom"]
    done = run("channel", "create", *words, "--outbound-url", "https://bridge.example/tappa/")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert set(told) == {"id", "token", "inbound_url"}
    assert told["inbound_url"].startswith("http://")
    assert told["inbound_url"].endswith("/custom/channel/webhook")
    channel = Channel.objects.get(id=told["id"])
    assert channel.settings == {"contact_id": "custom", "outbound_url": "https://bridge.example/tappa"}


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["token", "create", "--workspace", "nowhere-at-all", "--name", "x"], "nowhere-at-all"),
        (["workspace", "create", "--name", "x", "--slug", "Not A Slug"], "slug"),
        (["workspace", "create", "--name", "x", "--slug", "x", "--time-zone", "Mars/Base"], "time_zone"),
        (["channel", "create", "--workspace", "nowhere", "--kind", "custom", "--name", "x"], "nowhere"),
    ],
)
def test_a_refusal_is_one_sentence_and_exit_code_1(words: list[str], named: str) -> None:
    done = run(*words)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert named in done.stderr


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["token", "create", "--name", "x"], "--workspace"),
        (["token", "create", "--workspace", "x", "--name", "x", "--scope", "everything"], "--scope"),
        (["user", "create", "--role", "king", "--name", "x", "--email", "x", "--workspace", "x"], "--role"),
        (["channel", "create", "--workspace", "x", "--kind", "pigeon", "--name", "x"], "--kind"),
        (["token", "create", "--work", "x", "--name", "x"], "--work"),
        (["fly"], "fly is no command. There is: serve, "),
        (["token"], "There is: token create."),
        (["--data", "x", "serve"], "Options come after the command"),
    ],
)
def test_wrong_usage_names_the_option_and_exits_2(words: list[str], named: str) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert named in done.stderr
    assert ApiToken.objects.filter(name="x").count() == 0


def test_version_is_told() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, f"tappa {__version__}\n")


def test_help_makes_no_data_directory(tmp_path: Path) -> None:
    place = tmp_path / "nothing"
    environment = {**os.environ, "TAPPA_DATA": str(place)}
    for words in (["--help"], ["token", "create", "--help"], ["serve", "--help"], []):
        done = subprocess.run(
            [sys.executable, "-m", "tappa.command.main", *words],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert "usage: tappa" in done.stdout
    assert not place.exists()
