"""What is there before the first revision: what the settings set up, and the tables of a time without a history."""

from __future__ import annotations

import functools
import importlib
import os
from typing import TYPE_CHECKING, Any

from .own_connection import run_script, with_connection

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection

    from .steering import Steering


class SetupFailed(RuntimeError):
    """A setting that prepares the database failed; the text names it."""


class Baseline:
    """Prepares each database of this run once. Every method raises SetupFailed."""

    def __init__(self, spec: dict[str, Any], steering: Steering) -> None:
        self._root: str = spec["root"]
        self._setup: list[str] = spec.get("setup_sql") or []
        self._baseline: str | None = spec.get("baseline")
        self._steering = steering

    @property
    def makes_something(self) -> bool:
        """Whether a database is not empty before the first revision."""
        return bool(self._setup or self._baseline)

    def set_up(self, url: URL) -> None:
        """Run `setup_sql` on a database that was just made."""
        for text in self._setup:
            self._do("setup_sql", url, functools.partial(run_script, sql=self._sql(text)))

    def make_tables(self, url: URL) -> None:
        """Make what `baseline` names."""
        if self._baseline is None:
            return
        if ":" in self._baseline:
            self._do("baseline", url, self._make_from_code)
        else:
            self._do("baseline", url, lambda connection: run_script(connection, self._sql(self._baseline or "")))

    def _do(self, setting: str, url: URL, action: Any) -> None:
        try:
            with_connection(self._steering, url, action)
        except Exception as error:
            raise SetupFailed(f"The setting {setting} fails: {type(error).__name__}: {error}") from error

    def _sql(self, text: str) -> str:
        """Give the text itself, or what the .sql file holds that it names."""
        if not text.strip().endswith(".sql"):
            return text
        with open(os.path.join(self._root, text.strip()), encoding="utf-8") as file:
            return file.read()

    def _make_from_code(self, connection: Connection) -> None:
        """Call a function with the connection, or create the tables of a MetaData, or of a class that has one."""
        module, _colon, path = (self._baseline or "").partition(":")
        found: Any = functools.reduce(getattr, path.split("."), importlib.import_module(module))
        metadata = getattr(found, "metadata", found)
        if hasattr(metadata, "create_all"):
            metadata.create_all(connection)
        else:
            found(connection)
