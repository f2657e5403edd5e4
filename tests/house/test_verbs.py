"""Only actions write and record."""

from pathlib import Path

import pytest

from tests.house import verbs
from tests.house.source import write_tree

WRITES = {
    "contact.save()": ".save()",
    "contact.delete()": ".delete()",
    "Contact.objects.create(name='')": ".create()",
    "Contact.objects.bulk_create([])": ".bulk_create()",
    "Contact.objects.filter(id=1).update(name='')": ".update()",
    "contact.tags.get_or_create(name='')": ".get_or_create()",
    "run('INSERT INTO contacts_contact VALUES (1)')": "SQL that writes a table of contacts",
    "run(f'UPDATE contacts_standing SET {column} = 1')": "SQL that writes a table of contacts",
    "record([], by=actor)": "record()",
}


@pytest.mark.parametrize(("line", "what"), WRITES.items())
def test_a_write_in_a_page_is_found(tmp_path: Path, line: str, what: str) -> None:
    code = f"from tappa.core.activity.record import record\n\n{line}\n"
    write_tree(tmp_path, {"tappa/web/contacts/views.py": code})
    assert verbs.writes_elsewhere(tmp_path) == [
        f"tappa/web/contacts/views.py:3: {what}: only actions write. Call one, or write one."
    ]


@pytest.mark.parametrize(
    "path", ["tappa/core/contacts/queries.py", "tappa/core/inbox/rules.py", "tappa/worker/deliver.py"]
)
def test_neither_questions_nor_rules_nor_doors_may_write(tmp_path: Path, path: str) -> None:
    write_tree(tmp_path, {path: "contact.save()\n"})
    assert len(verbs.writes_elsewhere(tmp_path)) == 1


@pytest.mark.parametrize("path", ["tappa/core/contacts/actions/move.py", "tappa/core/contacts/sql.py"])
def test_actions_and_their_sql_may_write(tmp_path: Path, path: str) -> None:
    write_tree(tmp_path, {path: "\n".join(WRITES)})
    assert verbs.writes_elsewhere(tmp_path) == []


def test_a_door_may_write_its_own_tables_and_no_others(tmp_path: Path) -> None:
    code = """from tappa.api.models import RememberedAnswer
RememberedAnswer.objects.create(key="a")
run("INSERT INTO api_ratebucket VALUES (1)")
run("UPDATE inbox_delivery SET state = 'sent'")
"""
    write_tree(tmp_path, {"tappa/api/limits.py": code})
    assert [sentence.split(":")[1] for sentence in verbs.writes_elsewhere(tmp_path)] == ["4"]


def test_a_dict_may_be_updated_anywhere(tmp_path: Path) -> None:
    write_tree(tmp_path, {"tappa/web/views.py": "answer.update(code=1)\ndigest.update(b'')\n"})
    assert verbs.writes_elsewhere(tmp_path) == []
