"""`GET /healthz`: whether this process can do its work, and if not, why not."""

from functools import cache

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from tappa.kernel.access import open_to


class NotReadyError(Exception):
    """Why not, in words."""


@csrf_exempt  # a method that does not fit is told so before anything else
@open_to("it tells whether this process is ready, and nothing else")
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """200 `{"status": "ok"}`, or 503 `{"status": "starting", "why": …}`. For anyone, without limits."""
    try:
        _check_database()
    except NotReadyError as error:
        return JsonResponse(
            {"status": "starting", "why": str(error)}, status=503, headers={"Retry-After": "1"}
        )
    return JsonResponse({"status": "ok"})


def _check_database() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        _check_migrations()
    except Error as error:
        connection.close()
        raise NotReadyError("the database cannot be reached") from error


@cache
def _check_migrations() -> None:
    """Raises unless all migrations are there. Once they are, they stay: only the good answer is kept."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise NotReadyError(f"{len(waiting)} migrations of the database are pending")
