"""Do things on the migrated database to see whether it takes them, and undo each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .reading import MOST_ROWS, plain
from .scopes import begin_at_once, run

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

KINDS = {"pk": "primary", "fk": "foreignkey", "uq": "unique", "ck": "check"}


def try_all(connection: Connection, scripts: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Give for each script what stopped it, or what its last statement gave (see harness/populate/witnesses.py)."""
    return [_try(connection, script) for script in scripts]


def _try(connection: Connection, script: list[dict[str, Any]]) -> dict[str, Any]:
    answer: dict[str, Any] = {"error": None, "rows": None}
    if connection.dialect.name == "sqlite":  # foreign keys as they should be; a batch would delete rows under them
        run(connection, f"PRAGMA foreign_keys={'OFF' if any('drop' in action for action in script) else 'ON'}")
        connection.rollback()
    scope = begin_at_once(connection)
    try:
        for action in script:
            answer["rows"] = _do(connection, action)
    except Exception as error:  # noqa: BLE001 - whatever the database, its driver or Alembic objects to is the answer
        answer["error"] = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
        answer["rows"] = None
    finally:
        scope.rollback()
    return answer


def _do(connection: Connection, action: dict[str, Any]) -> list[list[Any]] | None:
    if "drop" in action:
        _drop(connection, **action["drop"])
        return None
    result = run(connection, action["sql"])
    if not result.returns_rows:
        return None
    rows = [[plain(value) for value in row] for row in result.fetchmany(MOST_ROWS)]
    result.close()
    return rows


def _drop(connection: Connection, table: str, name: str, kind: str) -> None:
    """Drop a constraint as a migration does on SQLite, where no statement can: by rebuilding the table."""
    import warnings

    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table(table) as batch:
            batch.drop_constraint(name, type_=KINDS[kind])
