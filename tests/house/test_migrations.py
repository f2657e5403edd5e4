"""No migration is missing."""

from django.apps import apps
from django.db import models
from django.db.migrations.state import ProjectState

from tests.house.migrations import missing_migrations


def test_a_field_without_its_migration_is_found() -> None:
    state = ProjectState.from_apps(apps)
    state.add_field("lifecycle", "stage", "colour", models.TextField(default=""), preserve_default=True)
    found = missing_migrations(state)
    assert len(found) == 1
    assert found[0].startswith("lifecycle: Add field colour to stage")


def test_the_models_as_they_are_have_theirs() -> None:
    assert missing_migrations() == []
