"""Statements that must see, and change, the database as it stood at one moment."""

from collections.abc import Callable
from typing import Final, TypeVar

import psycopg
from django.db import OperationalError, connection, transaction

from tappa.kernel.errors import Conflict

Result = TypeVar("Result")
ATTEMPTS: Final = 10


def at_one_moment(act: Callable[[], Result]) -> Result:
    """Run `act` in a transaction of its own in which every statement sees the same moment.

    PostgreSQL refuses it when a row that it changes was changed since that moment: then it is done again from the
    start. Raises Conflict when others are always faster.
    """
    for _attempt in range(ATTEMPTS):
        try:
            with transaction.atomic(durable=True):
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                return act()
        except OperationalError as error:
            if not isinstance(error.__cause__, psycopg.errors.SerializationFailure):
                raise
    raise Conflict("Too much changes at the same time. Try again in a quieter moment.")
