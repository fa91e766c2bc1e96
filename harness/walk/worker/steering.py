"""Every engine that project code makes is made for a database of this run (research: "steer, guard, verify")."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
from typing import TYPE_CHECKING, Any

from .targets import is_private, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy.engine import URL

    from .notes import Notes
    from .targets import Targets

URL_NAMES = (
    "DATABASE_URL",
    "DATABASE_URI",
    "SQLALCHEMY_DATABASE_URI",
    "SQLALCHEMY_DATABASE_URL",
    "SQLALCHEMY_URL",
    "DB_URL",
    "DB_URI",
    "DB_DSN",
    "DATABASE_DSN",
    "ALEMBIC_DATABASE_URL",
    "DEV_DATABASE_URL",
    "TEST_DATABASE_URL",
    "POSTGRES_URL",
    "POSTGRES_DSN",
    "PG_DSN",
    "FLASK_SQLALCHEMY_DATABASE_URI",
)
LOOKS_LIKE_URL_NAME = re.compile(
    r"(^|_)(DATABASE|DB|SQLALCHEMY|SQL|POSTGRES|POSTGRESQL|PG|ALEMBIC|SQLITE)(_[A-Z0-9]+)*_(URL|URI|DSN)$"
    r"|^(DATABASE|DB)(URL|URI)$"
)
ASYNC_DRIVERS = frozenset({"asyncpg", "aiosqlite", "psycopg_async", "asyncmy", "aiomysql"})
BOTH_WAYS = frozenset({"psycopg"})
DRIVERS = {
    ("postgresql", False): (("psycopg2", "psycopg2"), ("psycopg", "psycopg"), ("pg8000", "pg8000")),
    ("postgresql", True): (("asyncpg", "asyncpg"), ("psycopg", "psycopg")),
    ("sqlite", False): (("pysqlite", "sqlite3"),),
    ("sqlite", True): (("aiosqlite", "aiosqlite"),),
}
WHERE_TO_CONNECT = frozenset(
    "host hostaddr port dbname database db user password passfile service dsn unix_socket ssl sslmode sslcert sslkey "
    "sslrootcert sslcrl sslpassword target_session_attrs gssencmode channel_binding direct_tls".split()
)
SQLITE_ARGUMENTS = frozenset(
    "timeout detect_types isolation_level check_same_thread factory cached_statements uri autocommit".split()
)
SAFE_ACROSS_BACKENDS = frozenset(
    "echo echo_pool future execution_options logging_name hide_parameters poolclass _is_async "
    "insertmanyvalues_page_size label_length pool_logging_name query_cache_size".split()
)
WAYS_ROUND = ("creator", "async_creator", "pool", "module")


class Steering:
    """Rewrites URLs and engine arguments of the project to those of a target."""

    def __init__(self, targets: Targets, notes: Notes) -> None:
        self.targets = targets
        self.notes = notes
        self.url_names: frozenset[str] = frozenset()
        self._is_own = False

    def set_environment(self, names: list[str], chosen: Mapping[str, str]) -> None:
        """Give every URL-like variable the target's address, without a driver: readers match on `postgresql://`.

        `chosen` are the variables of the settings, which stand as they are.
        """
        known = [name for name in os.environ if LOOKS_LIKE_URL_NAME.search(name)]
        self.url_names = frozenset({*URL_NAMES, *names, *known} - chosen.keys())
        for name in self.url_names:
            os.environ[name] = self.text_of(self.targets.primary, driver=False)
        os.environ.update(chosen)

    def text_of(self, url: URL, *, driver: bool = True, is_async: bool = False) -> str:
        """Give a target as text, with its password; with an asynchronous driver as well where there is no other."""
        is_async = is_async or not self.has_driver(is_async=False)
        name = self.driver_name(None, url, is_async=is_async) if driver else url.get_backend_name()
        return url.set(drivername=name).render_as_string(hide_password=False)

    def has_driver(self, *, is_async: bool) -> bool:
        """Tell whether this interpreter can connect to the target's backend in that way."""
        return any(importlib.util.find_spec(module) for _driver, module in DRIVERS[(self.targets.backend, is_async)])

    def driver_name(self, source: URL | None, target: URL, *, is_async: bool) -> str:
        """Keep the project's driver where it speaks to the target's backend in that way, else take an installed one."""
        backend = target.get_backend_name()
        if source is not None and key_of(source)[0] == backend and "+" in source.drivername:
            driver = source.drivername.split("+", 1)[1]
            if driver in BOTH_WAYS or (driver in ASYNC_DRIVERS) == is_async:
                return f"{backend}+{driver}"
        for driver, module in DRIVERS[(backend, is_async)]:
            if importlib.util.find_spec(module):
                return f"{backend}+{driver}"
        raise ModuleNotFoundError(_no_driver(backend, is_async=is_async))

    def engine_arguments(self, url: Any, options: dict[str, Any]) -> tuple[URL, dict[str, Any]]:
        """Give the URL and keywords with which create_engine is really called."""
        from sqlalchemy.engine import make_url

        source = make_url(url)
        options = {name: value for name, value in options.items() if name not in WAYS_ROUND}
        if is_private(source):
            return source, options
        same = key_of(source)[0] == self.targets.backend
        self._look_for_defects(source)
        own = self.targets.find(source) if self._is_own else None
        target = own or self.targets.for_source(source)
        query = {name: value for name, value in source.query.items() if same and name not in WHERE_TO_CONNECT}
        driver = self.driver_name(source, target, is_async=bool(options.get("_is_async")))
        if not same:
            self.notes.add("dialect-swapped", f"an engine for {key_of(source)[0]} was made for {self.targets.backend}")
            options = {name: value for name, value in options.items() if name in SAFE_ACROSS_BACKENDS}
        else:
            options = self._without_addresses(options)
        return target.set(drivername=driver, query={**target.query, **query}), self._fitting_pool(options)

    @contextlib.contextmanager
    def own_engine(self) -> Iterator[None]:
        """Let the worker make an engine for itself: it is none of the project's databases, which are counted."""
        self._is_own = True
        try:
            yield
        finally:
            self._is_own = False

    def _look_for_defects(self, source: URL) -> None:
        """Note a URL with which the project would not reach its own database."""
        if source.password == "***" and self.targets.find(source):  # noqa: S105 - how SQLAlchemy hides a password
            self.notes.add("password-masked", "the URL was made by str(engine.url), which hides the password")
        if source.get_backend_name() == "postgres":
            self.notes.add("postgres-scheme", "the URL begins with postgres://, which SQLAlchemy does not know")

    def _without_addresses(self, options: dict[str, Any]) -> dict[str, Any]:
        if "connect_args" not in options:
            return options
        is_sqlite = self.targets.backend == "sqlite"
        kept = {
            name: value
            for name, value in dict(options["connect_args"] or {}).items()
            if name not in WHERE_TO_CONNECT and (name == "timeout" or (name in SQLITE_ARGUMENTS) == is_sqlite)
        }
        return {**options, "connect_args": kept}

    def _fitting_pool(self, options: dict[str, Any]) -> dict[str, Any]:
        """A pool made for an in-memory SQLite database would share one connection; sizes do not go with it either."""
        if getattr(options.get("poolclass"), "__name__", "") in {"StaticPool", "SingletonThreadPool"}:
            options = {name: value for name, value in options.items() if name != "poolclass"}
        if getattr(options.get("poolclass"), "__name__", "") == "NullPool":
            return {
                name: value for name, value in options.items() if not name.startswith(("pool_size", "max_overflow"))
            }
        return options

    def rewrite_text(self, value: Any, *, beside: str | None = None) -> Any:
        """Rewrite a URL that is kept as text or URL (Flask's configuration); anything else passes unchanged.

        The place holds the URL of the project's main database, or of one of that name `beside` it.
        """
        from sqlalchemy.engine import URL, make_url
        from sqlalchemy.exc import ArgumentError

        try:
            source = value if isinstance(value, URL) else make_url(str(value))
        except (ArgumentError, ValueError):
            return value
        self._look_for_defects(source)
        if beside is not None:
            target = self.targets.beside(source, beside)
        else:
            target = self.targets.primary if is_private(source) else self.targets.adopt(source)
        is_async = source.drivername.partition("+")[2] in ASYNC_DRIVERS
        return target.set(drivername=self.driver_name(source, target, is_async=is_async)).render_as_string(
            hide_password=False
        )

    def environment_value(self, name: str, value: str) -> str:
        """Give what a variable holds when the project sets it itself, from a .env file say: the target stays."""
        return self.text_of(self.targets.primary, driver=False) if name in self.url_names and "://" in value else value


def _no_driver(backend: str, *, is_async: bool) -> str:
    """Say which driver is missing; with none of either kind, any of them would do."""
    kinds = (True, False)
    if not any(importlib.util.find_spec(module) for kind in kinds for _driver, module in DRIVERS[(backend, kind)]):
        names = dict.fromkeys(driver for kind in reversed(kinds) for driver, _module in DRIVERS[(backend, kind)])
        return f"no driver for {backend} is installed in this interpreter: {', '.join(names)}"
    wanted = " or ".join(driver for driver, _module in DRIVERS[(backend, is_async)])
    kind = "asynchronous" if is_async else "synchronous"
    return f"no {kind} driver for {backend} is installed in this interpreter, and the project asks for one: {wanted}"
