"""`tappa doctor`."""

from tests.support.whole import Whole


def test_before_the_first_start_it_says_what_to_do(whole: Whole) -> None:
    done = whole.command("doctor")
    assert done.returncode == 1
    assert "bad   database: There is no database" in done.stdout
    assert "`tappa serve`" in done.stdout


def test_a_running_installation_is_well(whole: Whole) -> None:
    whole.start("--empty")
    done = whole.command("doctor")
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert [line for line in lines if not line.startswith("ok ")] == []
    assert {line.split(":")[0].split(maxsplit=1)[1] for line in lines} == {
        "data directory",
        "disk space",
        "server",
        "PostgreSQL",
        "database",
        "roles",
        "migrations",
        "log",
        "deliveries",
        "operations",
    }


def test_a_stopped_one_is_looked_at_too_and_open_secrets_are_bad(whole: Whole) -> None:
    assert whole.command("workspace", "create", "--name", "W", "--slug", "w").returncode == 0
    (whole.data / "secrets.json").chmod(0o644)
    done = whole.command("doctor")
    assert done.returncode == 1
    assert "bad   data directory:" in done.stdout
    assert "chmod 600" in done.stdout
    assert "warn  server: does not run" in done.stdout
    assert "ok    roles: the application cannot change or remove the log" in done.stdout
