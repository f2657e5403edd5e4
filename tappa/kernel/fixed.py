"""Questions that every request asks in the same words: the ORM says each once, and from then on it only runs.

Most of what the ORM costs goes into making the statement anew, which PostgreSQL then has prepared already. A fixed
question keeps statement and shape, and gives the same objects as the QuerySet it was made from.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState
from django.db.models.query import QuerySet

from tappa.kernel import lookups  # noqa: F401  what asks for several at once
from tappa.kernel.sql import fetch_tuples

M = TypeVar("M", bound=models.Model)


class Fixed(Generic[M]):
    """`build` makes the QuerySet out of values; `examples` are values that stand nowhere else in it, one for each of its
    names and of its type. By them the places of the real ones are found. Several values are a list, for `__any_of`."""

    def __init__(self, build: Callable[..., "QuerySet[M, Any]"], **examples: object) -> None:
        self.build = build
        self.examples = examples

    def all(self, **values: object) -> list[M]:
        """The objects, for these values. Errors are Django's."""
        return self._shape.read(values)

    def first(self, **values: object) -> M | None:
        """The first of them, or None."""
        return next(iter(self.all(**values)), None)

    def tuples(self, **values: object) -> list[tuple[Any, ...]]:
        """What the QuerySet's `values_list` names, for these values. Errors are Django's."""
        return self._shape.rows(values)

    @cached_property
    def _shape(self) -> "_Shape[M]":
        return _Shape(self.build(**self.examples), self.examples)


class _Shape(Generic[M]):
    """A statement, where its values go, and how a row of its answer becomes an object with what hangs on it."""

    def __init__(self, queryset: "QuerySet[M, Any]", examples: dict[str, object]) -> None:
        compiler = queryset.query.get_compiler(connection=connection)
        self.statement, parameters = compiler.as_sql()
        # Bytes come wrapped for the driver, which takes them bare as well.
        bare = [getattr(given, "obj", given) for given in parameters]
        self.parameters = [(_name_of(given, examples), given) for given in bare]
        lost = examples.keys() - {name for name, _given in self.parameters}
        assert not lost, f"no value of the statement is the example of {lost}"  # noqa: S101  a mistake of ours
        self.select = compiler.select
        self.convert = compiler.apply_converters
        self.converters = compiler.get_converters([column[0] for column in self.select])
        self.info = compiler.klass_info
        self.annotations: dict[str, int] = compiler.annotation_col_map or {}

    def read(self, values: dict[str, object]) -> list[M]:
        """Run it, for objects."""
        return [self._object(row) for row in self.rows(values)]

    def rows(self, values: dict[str, object]) -> list[tuple[Any, ...]]:
        """Run it."""
        given = [value if name is None else values[name] for name, value in self.parameters]
        rows: Any = fetch_tuples(self.statement, given)
        return [tuple(row) for row in self.convert(rows, self.converters)] if self.converters else rows

    @cached_property
    def part(self) -> "_Part":
        """How a row becomes an object. Of a values_list, which may lack the key, nothing asks."""
        return _Part(self.info, self.select)

    def _object(self, row: Any) -> M:
        made: M = self.part.read(row)
        for name, place in self.annotations.items():
            setattr(made, name, row[place])
        return made


class _Part:
    """How some columns of a row become an object, and others those that hang on it (`select_related`)."""

    def __init__(self, info: dict[str, Any], select: Any) -> None:
        first, last = info["select_fields"][0], info["select_fields"][-1]
        self.model: type[models.Model] = info["model"]
        self.columns = slice(first, last + 1)
        self.names = [column[0].target.attname for column in select[self.columns]]
        self.key = first + self.names.index(self.model._meta.pk.attname)
        self.alias: str = connection.alias
        # Each with what sets it on the object, and the object on it.
        self.parts = [
            (_Part(related, select), related["local_setter"], related["remote_setter"])
            for related in info.get("related_klass_infos", ())
        ]

    def read(self, row: Any) -> Any:
        """The object, as Django's from_db leaves it, without asking each field whether it was given: half of what a
        question costs. None where nothing is joined."""
        if row[self.key] is None:
            return None
        made = self.model.__new__(self.model)
        made._state = state = ModelState()  # noqa: SLF001  Django's name for it
        state.adding, state.db = False, self.alias
        made.__dict__.update(zip(self.names, row[self.columns], strict=True))
        for part, set_here, set_there in self.parts:
            other = part.read(row)
            set_here(made, other)
            if other is not None:
                set_there(other, made)
        return made


def _name_of(given: object, examples: dict[str, object]) -> str | None:
    """Which of the names a value of the statement is the example of, or None."""
    alike = (name for name, example in examples.items() if example == given)
    return next(alike, None)
