"""Database addresses: one URL in, Django's settings out."""

from typing import Any, Final
from urllib.parse import unquote, urlsplit

from psycopg.conninfo import conninfo_to_dict

from tappa.kernel.errors import Invalid

CONNECT_TIMEOUT_SECONDS = 5
# A network that forgets a connection says nothing, and few requests come by all of a process's connections.
ALIVE: Final[dict[str, Any]] = {
    "keepalives_idle": 60,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
APPLICATION_SETTING: Final = "TAPPA_APPLICATION_DATABASE_URL"


def django_database(url: str) -> dict[str, Any]:
    """Django's DATABASES entry for a `postgresql://` URL; an empty URL gives an entry that can be imported, not used.

    Connections stay open per thread and are checked before their next use, so that a restarted database costs the
    requests of that moment and none after it. Statements used often are prepared: a pooler in transaction mode
    cannot carry them, so `?tappa_prepare=0` at the end of the URL turns that off.
    """
    prepare = is_prepared(url)
    url = plain_url(url)
    parts = read_database_url(url) if url else {}
    options: dict[str, Any] = {
        "connect_timeout": CONNECT_TIMEOUT_SECONDS,
        "application_name": "tappa",
        "prepare_threshold": 5 if prepare else None,
        **ALIVE,
    }
    named = {"host", "port", "user", "password", "dbname"}
    options |= {name: value for name, value in parts.items() if name not in named}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "tappa"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": not prepare,
        "OPTIONS": options,
    }


def connection_parameters(database: dict[str, Any], *, name: str) -> dict[str, Any]:
    """psycopg's parameters for Django's entry `database`, for a connection that Django does not keep.

    `name` is what pg_stat_activity shows.
    """
    given = {
        "host": database["HOST"],
        "port": database["PORT"],
        "user": database["USER"],
        "password": database["PASSWORD"],
        "dbname": database["NAME"],
    }
    return {
        **{key: value for key, value in given.items() if value},
        **database["OPTIONS"],
        "application_name": name,
    }


def is_prepared(url: str) -> bool:
    """Whether statements may be prepared: not when the URL says that a pooler stands before the database."""
    return "tappa_prepare=0" not in url


def plain_url(url: str) -> str:
    """The URL without the option that only we know: libpq refuses options that it does not."""
    return (
        url.replace("?tappa_prepare=0&", "?").replace("?tappa_prepare=0", "").replace("&tappa_prepare=0", "")
    )


def read_database_url(url: str) -> dict[str, Any]:
    """The parts of a PostgreSQL URL by libpq's own reading. Raises Invalid, naming the settings, when it is none.

    The database must be named: libpq would take one called like the user, and the role would be made for another.
    """
    if urlsplit(url).scheme not in {"postgresql", "postgres"}:
        raise _wrong(
            "must look like postgresql://user:password@host:5432/name: Tappa runs on PostgreSQL only."
        )
    try:
        parts = dict(conninfo_to_dict(url))
    except Exception as error:  # psycopg raises several kinds for a URL that libpq cannot read
        raise _wrong(f"cannot be read: {unquote(str(error)).strip()}") from error
    if not parts.get("dbname"):
        raise _wrong("must end with the database's name, as in postgresql://user:password@host:5432/name.")
    return parts


def _wrong(what: str) -> Invalid:
    """Both settings are read here, and one of them is handed on under the other's name: the sentence names both."""
    return Invalid(f"The address in DATABASE_URL or {APPLICATION_SETTING} {what}", field="DATABASE_URL")
