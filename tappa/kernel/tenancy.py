"""Tables of a workspace: every row carries its workspace, and no row can point into another one.

Every such table has UNIQUE (workspace_id, id) and leads its indexes with workspace_id, so that a distributed
PostgreSQL can spread it by workspace. References between such tables are therefore composite in the database:
(workspace_id, stage_id) → (workspace_id, id). A bug that mixes two workspaces is refused by PostgreSQL itself.
"""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement


class WithinWorkspace(models.BaseConstraint):
    """A foreign key from (workspace_id, `column`) to (workspace_id, id) of the model `to` ("app.Model").

    The Django field beside it carries db_constraint=False: this is the constraint. `shared` names columns that both
    rows have and that must agree, such as the contact of a message and of its conversation: one check then proves both
    references, and the target needs UNIQUE (workspace_id, id, those columns). When they change there, they change here.
    """

    def __init__(
        self,
        *,
        column: str,
        to: str,
        name: str,
        shared: tuple[str, ...] = (),
        on_delete_cascade: bool = False,
    ) -> None:
        super().__init__(name=name)
        self.column = column
        self.to = to
        self.shared = tuple(shared)
        self.on_delete_cascade = on_delete_cascade

    def _clause(self, schema_editor: BaseDatabaseSchemaEditor) -> str:
        quote = schema_editor.quote_name
        target = quote(apps.get_model(self.to)._meta.db_table)
        own = ", ".join(map(quote, ("workspace_id", self.column, *self.shared)))
        theirs = ", ".join(map(quote, ("workspace_id", "id", *self.shared)))
        follow = " ON UPDATE CASCADE" if self.shared else ""
        cascade = " ON DELETE CASCADE" if self.on_delete_cascade else ""
        return f"FOREIGN KEY ({own}) REFERENCES {target} ({theirs}){follow}{cascade}"

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        """Nothing inside CREATE TABLE: the target may not stand yet, so that `create_sql` adds it afterwards."""
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """ALTER TABLE … ADD CONSTRAINT."""
        return Statement(
            "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s %(clause)s",
            table=schema_editor.quote_name(model._meta.db_table),
            name=schema_editor.quote_name(self.name),
            clause=self._clause(schema_editor),
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        """ALTER TABLE … DROP CONSTRAINT."""
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=schema_editor.quote_name(model._meta.db_table),
            name=schema_editor.quote_name(self.name),
        )

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        """Left to the database: asking first and writing later proves nothing under concurrency."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WithinWorkspace) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)

    def deconstruct(self) -> Any:
        """How migrations write it down."""
        path, _, kwargs = super().deconstruct()
        kwargs |= {"column": self.column, "to": self.to}
        if self.shared:
            kwargs["shared"] = self.shared
        if self.on_delete_cascade:
            kwargs["on_delete_cascade"] = True
        return path, (), kwargs


def one_per_workspace(table: str, workspace: str = "workspace") -> models.UniqueConstraint:
    """UNIQUE (workspace_id, id) of a workspace's table: the target of every `WithinWorkspace`."""
    return models.UniqueConstraint(fields=[workspace, "id"], name=f"{table}_in_workspace")
