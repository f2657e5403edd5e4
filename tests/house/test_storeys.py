"""Gravity, the order of rooms, circles, plain rules; imports at the top; no web in the core. By breaking each once."""

import shutil
from pathlib import Path

import pytest

from tests.house.source import ROOT, write_tree
from tests.house.storeys import broken_contracts, ruff_findings

BREACHES = {
    "a storey that knows one above": (
        "tappa/kernel/made.py",
        "from tappa.core.activity import actor\n",
        "Gravity",
    ),
    "a door that knows another": ("tappa/worker/made.py", "from tappa.api import models\n", "Gravity"),
    "a storey nobody placed": ("tappa/attic/__init__.py", "", "Gravity"),
    "a room that knows one above": (
        "tappa/core/accounts/made.py",
        "from tappa.core.inbox import rules\n",
        "Rooms",
    ),
    "a room nobody placed": ("tappa/core/cellar/__init__.py", "", "Rooms"),
    "rules that know Django": ("tappa/core/lifecycle/rules.py", "from django.db import models\n", "Rules"),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The real tree, to be broken."""
    shutil.copytree(ROOT / "tappa", tmp_path / "tappa", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(("path", "code", "contract"), BREACHES.values(), ids=BREACHES.keys())
def test_a_broken_contract_is_found(copy: Path, path: str, code: str, contract: str) -> None:
    write_tree(copy, {path: code})
    broken = [line for line in broken_contracts(copy).splitlines() if line.endswith("BROKEN")]
    assert any(line.startswith(contract) for line in broken)


def test_a_circle_within_a_room_is_found(copy: Path) -> None:
    write_tree(
        copy,
        {
            "tappa/core/activity/this.py": "from tappa.core.activity import that\n",
            "tappa/core/activity/that.py": "from tappa.core.activity import this\n",
        },
    )
    assert "No circles, within a room either BROKEN" in broken_contracts(copy)


def test_the_tree_as_it_is_keeps_every_contract(copy: Path) -> None:
    assert broken_contracts(copy) == ""


WEB = ["django.http", "django.forms", "django.urls", "django.template", "django.db.models.signals"]


@pytest.mark.parametrize("module", WEB)
@pytest.mark.parametrize("path", ["tappa/core/contacts/made.py", "tappa/kernel/made.py"])
def test_a_core_that_knows_the_web_or_listens_to_signals_is_found(module: str, path: str) -> None:
    code = f'"""Made."""\n\nimport {module}\n\n__all__ = ["{module.split(".", maxsplit=1)[0]}"]\n'
    assert "TID251" in ruff_findings(ROOT, path, code)


def test_a_door_may_know_the_web() -> None:
    code = '"""Made."""\n\nimport django.http\n\n__all__ = ["django"]\n'
    assert "TID251" not in ruff_findings(ROOT, "tappa/api/made.py", code)


def test_an_import_inside_a_function_is_found() -> None:
    code = (
        '"""Made."""\n\n\ndef made() -> str:\n    """Made."""\n    import json\n\n    return json.dumps(1)\n'
    )
    assert "PLC0415" in ruff_findings(ROOT, "tappa/core/contacts/made.py", code)
