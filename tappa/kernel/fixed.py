"""Questions that every request asks in the same words: the ORM says each once, and from then on it only runs.

Most of what the ORM costs goes into making the statement anew, which PostgreSQL then has prepared already. A fixed
question keeps statement and shape, and gives the same objects as the QuerySet it was made from.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Final, Generic, TypeVar

from django.db import connection, models
from django.db.models import query
from django.db.models.query import QuerySet

from tappa.kernel.sql import fetch_tuples

M = TypeVar("M", bound=models.Model)

# Any: the stubs tell of a later Django.
_populators: Final[Any] = query.get_related_populators


class Fixed(Generic[M]):
    """`build` makes the QuerySet out of values; `examples` are values that stand nowhere else in it, one for each of its
    names and of its type. By them the places of the real ones are found."""

    def __init__(self, build: Callable[..., "QuerySet[M]"], **examples: object) -> None:
        self.build = build
        self.examples = examples

    def all(self, **values: object) -> list[M]:
        """The objects, for these values. Errors are Django's."""
        return self._shape.read(values)

    def first(self, **values: object) -> M | None:
        """The first of them, or None."""
        return next(iter(self.all(**values)), None)

    @cached_property
    def _shape(self) -> "_Shape[M]":
        return _Shape(self.build(**self.examples), self.examples)


class _Shape(Generic[M]):
    """A statement, where its values go, and how a row of its answer becomes an object with what hangs on it."""

    def __init__(self, queryset: "QuerySet[M]", examples: dict[str, object]) -> None:
        compiler = queryset.query.get_compiler(connection=connection)
        self.statement, parameters = compiler.as_sql()
        names = {example: name for name, example in examples.items()}
        # Bytes come wrapped for the driver, which takes them bare as well.
        bare = [getattr(given, "obj", given) for given in parameters]
        self.parameters = [(names.get(given), given) for given in bare]
        lost = examples.keys() - {name for name, _given in self.parameters}
        assert not lost, f"no value of the statement is the example of {lost}"  # noqa: S101  a mistake of ours
        info, select = compiler.klass_info, compiler.select
        self.model: type[M] = info["model"]
        self.columns = slice(info["select_fields"][0], info["select_fields"][-1] + 1)
        self.names = [column[0].target.attname for column in select[self.columns]]
        self.related = _populators(info, select, connection.alias)
        self.convert = compiler.apply_converters
        self.converters = compiler.get_converters([column[0] for column in select])

    def read(self, values: dict[str, object]) -> list[M]:
        """Run it."""
        given = [value if name is None else values[name] for name, value in self.parameters]
        rows: Any = fetch_tuples(self.statement, given)
        if self.converters:
            rows = self.convert(rows, self.converters)
        return [self._object(row) for row in rows]

    def _object(self, row: Any) -> M:
        made = self.model.from_db(connection.alias, self.names, row[self.columns])
        for populator in self.related:
            populator.populate(row, made)
        return made
