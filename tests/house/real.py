"""The house rules, asked about the real tree: one row each, in the order of the report."""

import argparse
import importlib
import os
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import django
from django.apps import apps
from django.urls import get_resolver

from tappa import core
from tappa.core.activity.facts import fact_kinds
from tests.house import (
    documents,
    facts,
    fetches,
    locks,
    messages,
    migrations,
    places,
    sizes,
    tables,
    templates,
    urls,
    vendored,
    verbs,
)
from tests.house.source import ROOT


def ready() -> None:
    """Django with its settings and tables known, however this was started. Nothing connects to a database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tappa.config.settings")
    if not apps.ready:
        django.setup()


def _facts() -> list[str]:
    for room in pkgutil.iter_modules(core.__path__):
        if (ROOT / "tappa" / "core" / room.name / "facts.py").exists():  # a room of questions alone has none
            importlib.import_module(f"tappa.core.{room.name}.facts")
    rows = {
        "worker/reactions.py": importlib.import_module("tappa.worker.reactions").REACTIONS,
        "realtime/topics.py": importlib.import_module("tappa.realtime.topics").TOPICS,
    }
    return facts.incomplete_facts(fact_kinds(), rows)


def _fetches() -> list[str]:
    of_workspaces = [model for model in tables.own_models() if tables.of_a_workspace(model)]
    return fetches.fetched_across(
        ROOT, {model.__name__ for model in of_workspaces}, {model._meta.db_table for model in of_workspaces}
    )


def _templates_of_libraries() -> set[str]:
    """The names by which allauth asks for its templates: ours under the same names stand in their place."""
    folder = Path(importlib.import_module("allauth").__path__[0]) / "templates"
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def _commands() -> list[str]:
    options = {}
    for name, command in importlib.import_module("tappa.command.main").COMMANDS.items():
        parser = argparse.ArgumentParser()
        parser.add_argument("--data")  # every command has it
        importlib.import_module(command.module).add_arguments(parser)
        options[name] = {word for word in parser.format_help().split() if word.startswith("--")}
    return documents.unknown_commands(ROOT, options)


RULES: Final[dict[str, Callable[[], list[str]]]] = {
    "files are short": lambda: sizes.long_files(ROOT),
    "functions are short": lambda: sizes.long_functions(ROOT),
    "names say where things are": lambda: sizes.empty_names(ROOT),
    "what is public has a docstring": lambda: sizes.missing_docstrings(ROOT),
    "references point down": lambda: tables.references_upward(tables.own_models()),
    "references stay in their workspace": lambda: tables.references_across(tables.own_models()),
    "tables can be spread by workspace": lambda: tables.not_one_per_workspace(tables.own_models()),
    "indexes lead with the workspace": lambda: tables.not_led_by_workspace(tables.own_models()),
    "rows are fetched through their workspace": _fetches,
    "only actions write and record": lambda: verbs.writes_elsewhere(ROOT),
    "every address names its permission": lambda: urls.without_permission(get_resolver().url_patterns),
    "every fact is complete": _facts,
    "no migration is missing": migrations.missing_migrations,
    "texts are translated": messages.untranslated,
    "documents name paths that exist": lambda: documents.unknown_paths(ROOT),
    "documents name settings that exist, and all of them": lambda: documents.unknown_settings(ROOT),
    "documents name commands that exist": _commands,
    "README and changelog keep their shape": lambda: documents.misshapen(ROOT),
    "locks are fresh and hashed": lambda: locks.stale_locks(ROOT),
    "no registry's host, no machine's path": lambda: places.named_hosts_and_paths(
        ROOT, places.tracked_files(ROOT)
    ),
    "pages hold nothing inline": lambda: templates.inline_parts(ROOT),
    "addresses in templates are made": lambda: templates.addresses_by_hand(ROOT),
    "every template is used": lambda: templates.unused_templates(ROOT, _templates_of_libraries()),
    "templates that are named exist": lambda: templates.missing_templates(ROOT, _templates_of_libraries()),
    "static files that are named exist": lambda: templates.missing_static_files(ROOT),
    "others' code is as it was taken": lambda: vendored.changed_copies(ROOT),
    "package-lock.json has what package.json names": lambda: vendored.stale_package_lock(ROOT),
    "others' code stands in one folder": lambda: places.borrowed_code(places.tracked_files(ROOT)),
}
