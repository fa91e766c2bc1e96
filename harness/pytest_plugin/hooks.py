"""The hooks that a suite may implement in its conftest.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection


def pytest_parity_rows() -> Mapping[str, Callable[[Connection], object]]:  # type: ignore[empty-body] # a specification
    """Give functions that write rows, by the revision after which they do.

    Each is called once on each backend, with a connection to the run's own database, in a transaction that is
    committed when it returns. What it raises is its outcome there.
    """
