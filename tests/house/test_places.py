"""No registry's host, no machine's path, nobody else's code. The examples are put together, for this file is read too."""

from pathlib import Path

import pytest

from tests.house import places
from tests.house.source import write_tree


@pytest.mark.parametrize(
    "line",
    [
        "https://py" + "pi.org/simple",
        "files.python" + "hosted.org",
        "deb.deb" + "ian.org",
        "registry.npm" + "js.org",
    ],
)
def test_a_registry_is_found(tmp_path: Path, line: str) -> None:
    write_tree(tmp_path, {"requirements/run.txt": f"\n{line}\n"})
    found = places.named_hosts_and_paths(tmp_path, places.tracked_files(tmp_path))
    assert found == ["requirements/run.txt:2: names a package registry."]


@pytest.mark.parametrize("path", ["/wo" + "rk/main", "/ro" + "ot/.cache", "/ho" + "me/ana/tappa"])
def test_a_path_of_one_machine_is_found(tmp_path: Path, path: str) -> None:
    write_tree(tmp_path, {"docs/a.md": f"See {path}/x."})
    found = places.named_hosts_and_paths(tmp_path, places.tracked_files(tmp_path))
    assert found == ["docs/a.md:1: names a machine's path."]


def test_code_of_others_is_found_outside_its_folder() -> None:
    files = [
        "LICENSE",
        "tappa/web/static/vendor/htmx/htmx.min.js",
        "tappa/web/static/vendor/htmx/LICENSE",
        "tappa/web/static/js/htmx.min.js",
        "tappa/vendor/six.py",
        "tappa/kernel/LICENSE.txt",
    ]
    assert [sentence.split(":")[0] for sentence in places.borrowed_code(files)] == files[3:]
