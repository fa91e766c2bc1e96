"""The suite's own rows: functions of its conftest.py, called between two revisions of the check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from harness.pytest_plugin.protocol import Wanted

Rows = Mapping[str, Callable[[Any], object]]


def rows_of(config: pytest.Config) -> Rows:
    """Give the functions of all implementations of the hook. Raises UsageError where two are for one revision."""
    found: dict[str, Callable[[Any], object]] = {}
    for given in config.hook.pytest_parity_rows():
        for revision, function in given.items():
            if revision in found:
                raise pytest.UsageError(f"pytest_parity_rows gives two functions for the revision {revision!r}")
            found[revision] = function
    return found


def write_rows(function: Callable[[Any], object], wanted: Wanted) -> str | None:
    """Call a function with a connection to the database; give what it, or the database, objected to."""
    from sqlalchemy import create_engine, make_url
    from sqlalchemy.pool import NullPool

    url = make_url(wanted.url)
    if wanted.backend == "postgresql":
        url = url.set(drivername="postgresql+psycopg2")  # which is here; SQLAlchemy 2.1 would take psycopg
    try:
        with create_engine(url, poolclass=NullPool).begin() as connection:
            function(connection)
    except Exception as error:  # noqa: BLE001 - whatever it raises is what the other side is compared with
        return str(getattr(error, "orig", None) or f"{type(error).__name__}: {error}").strip()
    return None
