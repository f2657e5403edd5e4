"""Rows of a workspace are fetched through it."""

from pathlib import Path

import pytest

from tests.house import fetches
from tests.house.source import write_tree

ACROSS = [
    "def find(id):\n    return Contact.objects.get(id=id)\n",
    "def find(id):\n    contacts = Contact.objects.filter(deleted_at=None)\n    return contacts.filter(id=id)\n",
    "FIND = 'SELECT * FROM contacts_contact WHERE id = %(id)s'\n",
    "def find(column):\n    return run(f'SELECT {column} FROM contacts_contact')\n",
    "class Door:\n    def find(self, id):\n        return Contact.objects.filter(id=id).first()\n",
]
WITHIN = [
    "def find(workspace_id, id):\n    return Contact.objects.get(workspace_id=workspace_id, id=id)\n",
    "def find(by, id):\n    contacts = Contact.objects.all()\n    return contacts.filter(workspace_id=by.workspace_id)\n",
    "FIND = 'SELECT * FROM contacts_contact WHERE workspace_id = %(workspace)s'\n",
    "def find(token):\n    return Other.objects.get(token=token)\n",
]


def found_in(tmp_path: Path, code: str) -> list[str]:
    write_tree(tmp_path, {"tappa/core/contacts/queries.py": code})
    return fetches.fetched_across(tmp_path, {"Contact"}, {"contacts_contact"})


@pytest.mark.parametrize("code", ACROSS)
def test_a_fetch_that_names_no_workspace_is_found(tmp_path: Path, code: str) -> None:
    assert len(found_in(tmp_path, code)) == 1


@pytest.mark.parametrize("code", WITHIN)
def test_a_fetch_through_the_workspace_is_fine(tmp_path: Path, code: str) -> None:
    assert found_in(tmp_path, code) == []


def test_an_exception_that_is_none_any_more_is_found(tmp_path: Path) -> None:
    write_tree(tmp_path, {"tappa/core/activity/reader.py": "def _ahead(): ...\n"})
    assert any("_ahead no longer" in sentence for sentence in found_in(tmp_path, ""))
