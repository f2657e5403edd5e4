"""Files, functions, names, docstrings."""

from pathlib import Path

from tests.house import sizes
from tests.house.source import write_tree


def test_a_file_of_301_lines_is_found_and_one_of_300_is_not(tmp_path: Path) -> None:
    write_tree(tmp_path, {"tappa/long.py": "x = 1\n" * 301, "tappa/fits.py": "x = 1\n" * 300})
    assert sizes.long_files(tmp_path) == ["tappa/long.py: 301 lines, 300 at most. Part it by what it holds."]


def test_a_function_of_41_lines_is_found_and_one_of_40_is_not(tmp_path: Path) -> None:
    write_tree(
        tmp_path,
        {"tappa/a.py": "def fits():\n" + "    x = 1\n" * 39 + "\n\nasync def long():\n" + "    x = 1\n" * 40},
    )
    assert sizes.long_functions(tmp_path) == ["tappa/a.py:43: long has 41 lines, 40 at most."]


def test_a_test_may_have_60_lines_and_no_more(tmp_path: Path) -> None:
    story = "def test_{}():\n" + "    x = 1\n" * 59
    write_tree(tmp_path, {"tests/test_a.py": story.format("fits") + story.format("long") + "    x = 1\n"})
    assert sizes.long_functions(tmp_path) == ["tests/test_a.py:61: test_long has 61 lines, 60 at most."]


def test_a_name_that_says_nothing_is_found_for_files_and_folders(tmp_path: Path) -> None:
    write_tree(tmp_path, {"tappa/core/utils.py": "", "tappa/services/mail.py": "", "tappa/kernel/sql.py": ""})
    found = sizes.empty_names(tmp_path)
    assert [sentence.split(":")[0] for sentence in found] == ["tappa/core/utils.py", "tappa/services/mail.py"]


def test_what_is_public_and_undocumented_is_found(tmp_path: Path) -> None:
    code = '''"""A module."""
class Known:
    """Documented."""
    class Meta: ...
    def told(self): "Documented."
    def untold(self): ...
    def _own(self): ...
def bare(): ...
'''
    write_tree(tmp_path, {"tappa/a.py": code, "tappa/b.py": "x = 1\n", "tappa/migrations/0001.py": "x = 1\n"})
    assert sizes.missing_docstrings(tmp_path) == [
        "tappa/a.py:6: Known.untold has no docstring.",
        "tappa/a.py:8: bare has no docstring.",
        "tappa/b.py:1: the module has no docstring.",
    ]
