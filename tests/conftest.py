"""A PostgreSQL for each process that runs tests, and Django set up under the application's role.

Tests commit for real and keep apart by founding a workspace each. Processes share no server: a reader of the log waits
for every transaction of its server, and a long one of another process's test would hold it back. The fixtures that
need Django stand in `tests/fixtures.py`, which is imported once Django is set up.
"""

import os
from pathlib import Path
from typing import Any

import django
import pytest
from django.apps import apps

from tappa.kernel.catalogs import compile_catalogs
from tappa.kernel.postgres.place import HOME_SETTING
from tests.support.cluster import HOME, Cluster, Model, prepare_model

_models: list[Model] = []
_started: list[Cluster] = []


def pytest_configure(config: pytest.Config) -> None:
    """Each process that runs tests gets a server: the only process starts its own, the controller its workers'."""
    given: dict[str, Any] | None = getattr(config, "workerinput", None)
    if given is None:
        if _is_controller(config):
            return
        urls, data = _start()
    else:
        urls = dict(given["tappa_urls"])
        data = Path(given["tappa_data"])
    os.environ.pop("DATABASE_URL", None)
    os.environ["TAPPA_DATA"] = str(data)
    os.environ[HOME_SETTING] = str(data / HOME)
    os.environ["TAPPA_APPLICATION_DATABASE_URL"] = urls["application"]
    os.environ["TAPPA_TEST_OWNER_URL"] = urls["owner"]
    os.environ["TAPPA_ALLOW_PRIVATE_ADDRESSES"] = "1"
    os.environ["TAPPA_API_RATE"] = "0"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tappa.config.settings"
    assert not apps.ready, (
        "a conftest.py set Django up before its database was known: every test would miss it"
    )
    compile_catalogs()
    django.setup()
    config.pluginmanager.import_plugin("tests.fixtures")
    config.pluginmanager.import_plugin("tests.api.fixtures")
    config.pluginmanager.import_plugin("tests.realtime.made")
    config.pluginmanager.import_plugin("tests.web.inbox.desk")
    config.pluginmanager.import_plugin("tests.worker.posts")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """xdist starts a worker: give it its server."""
    urls, data = _start()
    node.workerinput["tappa_urls"] = urls
    node.workerinput["tappa_data"] = str(data)


def pytest_unconfigure() -> None:
    """The process that started the servers ends them, after Ctrl-C too."""
    while _started:
        _started.pop().stop()
    while _models:
        _models.pop().remove()


def _start() -> tuple[dict[str, str], Path]:
    """A server; the addresses of its database for tests, and its data directory."""
    if not _models:
        _models.append(prepare_model())
    cluster = _models[0].start()
    _started.append(cluster)
    return cluster.make_database("tests"), cluster.data


def _is_controller(config: pytest.Config) -> bool:
    return bool(getattr(config.option, "numprocesses", None)) and config.option.dist != "no"
