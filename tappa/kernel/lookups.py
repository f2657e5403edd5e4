"""What the ORM can ask besides what Django brings."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, ForeignObject, Lookup
from django.db.models.sql.compiler import SQLCompiler


@ForeignObject.register_lookup
@Field.register_lookup
class AnyOf(Lookup):
    """`id__any_of=[1, 2]`: one value however many there are, where Django's `__in` writes each into the statement. So a
    fixed question (fixed.py) can ask for several."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """As PostgreSQL says it, with the type that an empty list does not tell."""
        column, values = self.process_lhs(compiler, connection)
        kind = self.lhs.output_field.db_type(connection)
        wanted: Iterable[Any] = self.rhs
        return f"{column} = ANY (%s::{kind}[])", [*values, list(wanted)]
