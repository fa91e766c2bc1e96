"""The drivers that connect without the interpreter's sockets: each is given a gate as soon as it has been imported."""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from ..importing import AfterImport  # noqa: TID252 - the worker's package has another name when it runs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

    from .permission import Permission

    Gate = Callable[[ModuleType, Permission], None]

GATED_DIALECTS = frozenset({"psycopg2", "psycopg", "psycopg_async", "asyncpg"})


def install_gates(permission: Permission) -> None:
    """Gate the drivers that are already there, and those that will be imported for as long as the process lasts."""
    AfterImport({name: functools.partial(_gate, gate, permission) for name, gate in GATES.items()}).install()


def _gate(gate: Gate, permission: Permission, module: ModuleType) -> None:
    try:
        gate(module, permission)
    except AttributeError as error:
        version = getattr(module, "__version__", "of an unknown version")
        raise ImportError(f"parity cannot guard {module.__name__} {version}: {error}") from error


def gate_psycopg2(module: Any, permission: Permission) -> None:
    """psycopg2.connect() calls _connect; the connection class can be called as well."""
    low, extensions = sys.modules["psycopg2._psycopg"], sys.modules["psycopg2.extensions"]
    base: Any = low.connection
    real, parse, make = module._connect, extensions.parse_dsn, extensions.make_dsn

    def checked(dsn: str | None) -> str:
        return str(make(dsn, **permission.check_libpq(parse(dsn or ""))))

    class connection(base):  # type: ignore[misc] # noqa: N801 - the name of the class that it stands for
        def __init__(self, dsn: str = "", *arguments: Any, **options: Any) -> None:
            super().__init__(checked(dsn), *arguments, **options)

    def connect(dsn: str | None = None, connection_factory: Any = None, *arguments: Any, **options: Any) -> Any:
        return real(checked(dsn), connection_factory or connection, *arguments, **options)

    connection.__module__, connection.__qualname__ = "psycopg2.extensions", "connection"
    for owner, name, value in (
        (module, "_connect", connect),
        (low, "_connect", connect),
        (low, "connection", connection),
        (extensions, "connection", connection),
    ):
        setattr(owner, name, value)


def gate_psycopg(module: Any, permission: Permission) -> None:
    """Every class of psycopg 3 connects through one generator."""
    generators: Any = sys.modules["psycopg.generators"]
    info = module.conninfo
    real = generators.connect

    def connect(conninfo: str, *arguments: Any, **options: Any) -> Any:
        said = permission.check_libpq(info.conninfo_to_dict(conninfo))
        return real(info.make_conninfo(conninfo, **said), *arguments, **options)

    generators.connect = connect


def gate_asyncpg(module: Any, permission: Permission) -> None:
    """Every way into asyncpg tries its addresses here, with variables and service files already read."""
    utilities = module.connect_utils
    real = utilities._connect_addr

    @functools.wraps(real)
    async def connect(*, addr: Any, params: Any, **options: Any) -> Any:
        is_path = isinstance(addr, str)
        host, _, port = addr.rpartition("/.s.PGSQL.") if is_path else (addr[0], "", addr[1])
        permission.check_server("postgresql", host, port, params.database)
        return await real(addr=addr, params=params, **options)

    utilities._connect_addr = connect


def gate_sqlite(module: Any, permission: Permission) -> None:
    """SQLite built apart from the interpreter's, which does not tell the interpreter what it opens."""
    real = module.connect

    def connect(database: Any, *arguments: Any, **options: Any) -> Any:
        permission.check_sqlite(database)
        return real(database, *arguments, **options)

    module.connect = connect


def gate_foreign(module: Any, permission: Permission) -> None:
    """Close a driver in C for which a run has no database."""

    def connect(*_arguments: Any, **_options: Any) -> NoReturn:
        raise permission.refused("database", f"through {module.__name__}")

    _ = module.connect
    module.connect = connect
    if hasattr(module, "Connect"):
        module.Connect = connect


GATES: Mapping[str, Gate] = {
    "psycopg2": gate_psycopg2,
    "psycopg": gate_psycopg,
    "asyncpg": gate_asyncpg,
    **dict.fromkeys(("pysqlite3.dbapi2", "sqlcipher3.dbapi2"), gate_sqlite),
    **dict.fromkeys(
        (
            "MySQLdb",
            "adbc_driver_postgresql.dbapi",
            "adbc_driver_sqlite.dbapi",
            "cx_Oracle",
            "duckdb",
            "ibm_db_dbi",
            "mariadb",
            "mysql.connector",
            "oracledb",
            "pgdb",
            "psycopg2cffi",
            "pymssql",
            "pyodbc",
        ),
        gate_foreign,
    ),
}
