"""Documents are true about paths, settings and commands."""

from pathlib import Path

import pytest

from tests.house import documents
from tests.house.source import write_tree

CODE = {
    "tappa/kernel/places.py": 'os.environ.get("TAPPA_DATA")\n',
    "tests/core/test_move.py": "",
    "script/server": "",
    "STYLE.md": "",
    "CHANGELOG.md": "# Changelog\n\n## Unreleased\n",
    "docs/self-hosting.md": "`TAPPA_DATA`\n",
}
COMMANDS = {"serve": {"--port"}, "token create": {"--name"}}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return write_tree(tmp_path, CODE)


def readme(tree: Path, text: str) -> Path:
    return write_tree(tree, {"README.md": text})


@pytest.mark.parametrize(
    "span", ["tappa/kernel/places.py", "script/server --port 8001", "tests/core", "kernel/places.py"]
)
def test_a_path_that_exists_is_fine(tree: Path, span: str) -> None:
    assert documents.unknown_paths(readme(tree, f"See `{span}`.")) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("See `tappa/kernel/gone.py`.", "tappa/kernel/gone.py"),
        ("See `kernel/gone.py`.", "kernel/gone.py"),
        ("```sh\nscript/tests\n```\n", "script/tests"),
        ("See `tappa/{kernel,gone}`.", "tappa/{kernel,gone}"),
        ("See [the guide](docs/guide.md#start).", "docs/guide.md"),
    ],
)
def test_a_path_that_does_not_exist_is_found(tree: Path, text: str, named: str) -> None:
    found = documents.unknown_paths(readme(tree, text))
    assert len(found) == 1
    assert named in found[0]


def test_a_setting_that_nothing_reads_is_found(tree: Path) -> None:
    assert documents.unknown_settings(readme(tree, "Set `TAPPA_DAATA`.")) == [
        "README.md names TAPPA_DAATA, which nothing reads."
    ]


def test_a_setting_that_is_not_explained_is_found(tree: Path) -> None:
    write_tree(tree, {"tappa/kernel/more.py": 'os.environ["TAPPA_MORE"]', "tests/a.py": '"TAPPA_TEST_THIS"'})
    assert documents.unknown_settings(readme(tree, "")) == [
        "docs/self-hosting.md does not explain TAPPA_MORE."
    ]


@pytest.mark.parametrize(
    "code",
    [
        "`tappa serve --port=1`",
        "`tappa token create --name x`",
        "```\n.venv/bin/tappa serve \\\n  --port 1\n```\n",
    ],
)
def test_a_command_that_exists_is_fine(tree: Path, code: str) -> None:
    assert documents.unknown_commands(readme(tree, code), COMMANDS) == []


@pytest.mark.parametrize(
    ("code", "named"),
    [
        ("`tappa start`", "tappa start"),
        ("`tappa token make --name x`", "tappa token make"),
        ("`tappa serve --name x`", "--name"),
        ("```\n.venv/bin/tappa serve \\\n  --prot 1\n```\n", "--prot"),
    ],
)
def test_a_command_or_option_that_does_not_exist_is_found(tree: Path, code: str, named: str) -> None:
    found = documents.unknown_commands(readme(tree, code), COMMANDS)
    assert len(found) == 1
    assert named in found[0]


def test_a_readme_of_80_lines_and_a_changelog_without_unreleased_are_found(tree: Path) -> None:
    assert documents.misshapen(readme(tree, "line\n" * 79)) == []
    write_tree(tree, {"CHANGELOG.md": "# Changelog\n"})
    assert documents.misshapen(readme(tree, "line\n" * 80)) == [
        "README.md has 80 lines: under 80.",
        "CHANGELOG.md has no section Unreleased.",
    ]
