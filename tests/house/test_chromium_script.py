"""script/lib/chromium.sh finds Chromium, installs it where it may, and says what to do where it may not."""

import subprocess
from pathlib import Path

import pytest

from tests.house.source import ROOT

APT = """#!/bin/bash
echo "$*" >>"$CALLS"
[ "$1" = update ] || [ -f "$LISTS" ] && { [ "$1" != update ] || : >"$LISTS"; exit "${APT_EXIT:-0}"; }
exit 1
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A path with nothing in it but what the script itself needs; root by name."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("bash", "sh"):
        (folder / name).symlink_to(f"/bin/{name}")
    program(folder, "id", "#!/bin/bash\necho 0\n")
    return folder


def program(path: Path, name: str, text: str = "#!/bin/bash\n") -> None:
    (path / name).write_text(text)
    (path / name).chmod(0o755)


def ensure(path: Path, **environment: str) -> tuple[int, list[str], str]:
    """Run it with this path alone; returns the exit code, what apt was asked, and what was said."""
    calls = path.parent / "calls"
    calls.write_text("")
    say = 'say() { printf "%s\\n" "$*" >&2; }; fail() { say "$*"; exit 1; }'
    ran = subprocess.run(
        ["/bin/bash", "-uo", "pipefail", "-c", f". {ROOT}/script/lib/chromium.sh; {say}; ensure_chromium"],
        env={"PATH": str(path), "CALLS": str(calls), "LISTS": str(path.parent / "lists"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode, calls.read_text().splitlines(), ran.stderr


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"])
def test_a_chromium_of_the_system_is_enough(path: Path, name: str) -> None:
    program(path, name)
    assert ensure(path) == (0, [], "")


def test_root_gets_it_installed_also_on_a_machine_without_package_lists(path: Path) -> None:
    program(path, "apt-get", APT)
    code, asked, said = ensure(path)
    assert (code, said) == (0, "Installing chromium …\n")
    assert [words.split()[0] for words in asked] == ["install", "update", "install"]
    assert all(words.endswith(" chromium") for words in asked if words != "update")


def test_where_it_cannot_be_installed_one_sentence_says_so(path: Path) -> None:
    program(path, "apt-get", APT)
    code, _asked, said = ensure(path, APT_EXIT="100")
    assert code == 1
    assert said.splitlines()[-1].startswith(
        "The tests in a browser need Chromium, which could not be installed."
    )


def test_who_is_not_root_is_told_the_command(path: Path) -> None:
    program(path, "id", "#!/bin/bash\necho 1000\n")
    program(path, "apt-get", APT)
    code, asked, said = ensure(path)
    assert (code, asked) == (1, [])
    assert said.startswith("The tests in a browser need Chromium. Run: sudo apt-get install")


def test_the_named_one_is_taken_or_refused_never_passed_over(path: Path) -> None:
    program(path, "chromium")
    assert ensure(path, TAPPA_TEST_CHROMIUM="/nowhere")[0] == 1
    assert ensure(path, TAPPA_TEST_CHROMIUM=str(path / "chromium"))[0] == 0
