"""A connection that the server has ended is never taken for a living one."""

from typing import Any

import psycopg
from django.db import close_old_connections, connections

from tappa.core.lifecycle.models import Stage
from tappa.kernel.connections import look_at_connection

connection: Any = connections["default"]  # Django's stubs do not know of its health checks


def test_a_living_connection_is_not_asked_about() -> None:
    assert not Stage.objects.filter(name="Nowhere").exists()
    close_old_connections()  # as a request begins
    look_at_connection()
    assert connection.health_check_done
    assert not Stage.objects.filter(name="Nowhere").exists()


def test_one_that_the_server_ended_is_made_anew(owner_connection: "psycopg.Connection[Any]") -> None:
    connection.ensure_connection()
    ended = connection.connection
    owner_connection.execute("SELECT pg_terminate_backend(%s, 5000)", [ended.info.backend_pid])
    close_old_connections()
    look_at_connection()
    assert not connection.health_check_done
    assert not Stage.objects.filter(name="Nowhere").exists(), "nobody notices"
    assert connection.connection is not ended


def test_where_none_is_open_there_is_nothing_to_look_at() -> None:
    connection.close()
    look_at_connection()
    assert connection.connection is None
