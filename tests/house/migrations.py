"""Migrations say what the models say; asked without a database."""

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tests.house.tables import ORDER


def missing_migrations(state: ProjectState | None = None) -> list[str]:
    """Changes of the models that no migration makes. `state`: the models as they are, unless an example is given."""
    loader = MigrationLoader(None)
    wanted = state or ProjectState.from_apps(apps)
    changes = MigrationAutodetector(loader.project_state(), wanted).changes(graph=loader.graph)
    conflicts = loader.detect_conflicts()
    return [
        f"{app}: {operation.describe()}: write the migration (django makemigrations)."
        for app in ORDER
        for migration in changes.get(app, [])
        for operation in migration.operations
    ] + [f"{app} has two last migrations: {', '.join(names)}." for app, names in sorted(conflicts.items())]
