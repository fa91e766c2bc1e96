"""No engine of the app reaches another database than those of this run."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event

from harness.errors import ProjectError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


class ForeignDatabaseError(ProjectError, ConnectionRefusedError):
    """An engine of the app was about to connect to a database that is not one of this run."""


@contextmanager
def only(names: Collection[str], *, files: Path, network: Collection[str]) -> Iterator[None]:
    """Refuse every connect of SQLAlchemy but those to the databases with these names, and to SQLite in memory.

    `files` is a directory whose SQLite files are allowed too, `network` holds places that are, as "HOST:PORT".
    """

    def refuse(dialect: Any, _record: object, arguments: list[Any], options: dict[str, Any]) -> None:  # noqa: ANN401 - of SQLAlchemy
        place = _place(dialect, arguments, options)
        if not _is_ours(place, dialect.name, names, files) and place not in network:
            raise ForeignDatabaseError(
                f"The app was about to connect to {place}, which is no database of this run",
                why="a test with the fixtures of parity uses databases that were made for it, and files of pytest's "
                "temporary directory",
                next_step="Make the engine where the fixture parity_make_app makes the app, from the app's own "
                "configuration; or name the place in allow_network of [tool.migration-parity].",
            )

    event.listen(Engine, "do_connect", refuse)
    try:
        yield
    finally:
        event.remove(Engine, "do_connect", refuse)


def _place(dialect: Any, arguments: list[Any], options: dict[str, Any]) -> str:  # noqa: ANN401 - of SQLAlchemy
    """Give what is connected to, as it is read in a message: no password."""
    if dialect.name == "sqlite":
        return str(arguments[0] if arguments else options.get("database", ""))
    host = options.get("host", "localhost")
    name = options.get("dbname") or options.get("database") or options.get("db")
    return f"{host}:{options.get('port', 5432)}" + (f"/{name}" if name else "")


def _is_ours(place: str, dialect: str, names: Collection[str], files: Path) -> bool:
    """Tell it by the random name of a database, which no other has."""
    if dialect != "sqlite":
        return place.rpartition("/")[2] in names
    path = place.removeprefix("file:").partition("?")[0]
    if path in {"", ":memory:"} or "mode=memory" in place:
        return True
    return Path(path).name in names or Path(path).resolve().is_relative_to(files.resolve())
