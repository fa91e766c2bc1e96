"""Connect to a database of this run for the worker's own purposes, by whatever driver the project has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import URL, Connection

    from .steering import Steering

Result = TypeVar("Result")
OF_THE_SHELL = {
    "postgresql": re.compile(r"^\\(?:restrict|unrestrict|connect|encoding|set)\b.*$", re.MULTILINE),
    "sqlite": re.compile(r"^CREATE TABLE sqlite_sequence\(name,seq\);$", re.MULTILINE),
}
"""Orders to psql, and the table that SQLite makes by itself with the first AUTOINCREMENT."""


def with_connection(steering: Steering, url: URL, function: Callable[[Connection], Result]) -> Result:
    """Call the function with a connection, and commit what it leaves open. Gives what the function gives."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    if not steering.has_driver(is_async=False):
        return _with_async_connection(steering, url, function)
    with steering.own_engine():
        engine = create_engine(url, poolclass=NullPool, future=True)  # what SQLAlchemy 1.4 needs to commit
    with engine.connect() as connection:
        result = function(connection)
        connection.commit()
        return result


def _with_async_connection(steering: Steering, url: URL, function: Callable[[Connection], Result]) -> Result:
    import asyncio

    from sqlalchemy.ext.asyncio import create_async_engine
    from sqlalchemy.pool import NullPool

    with steering.own_engine():
        engine = create_async_engine(url, poolclass=NullPool)

    async def call() -> Result:
        async with engine.connect() as connection:
            result = await connection.run_sync(function)
            await connection.commit()
            return result

    return asyncio.run(call())


def run_script(connection: Connection, sql: str) -> None:
    """Run SQL text of one or more statements, as the database's own shell would.

    What only the shell understands in the output of pg_dump and of sqlite3's `.schema` is left out.
    """
    sql = OF_THE_SHELL[connection.dialect.name].sub("", sql)
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        driver.executescript(sql)
    elif connection.dialect.driver == "asyncpg":
        from sqlalchemy.util import await_only

        await_only(driver.execute(sql))
    else:
        connection.execution_options(no_parameters=True).exec_driver_sql(sql)
