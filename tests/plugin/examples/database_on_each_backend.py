"""A test with `parity_database` runs once on each backend."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

    from harness.databases import Database

seen: list[str] = []


def test_database(parity_database: Database, request: pytest.FixtureRequest) -> None:
    """Its id names the backend, and so does its database."""
    seen.append(parity_database.backend)

    assert request.node.name == f"test_database[{parity_database.backend}]"
    assert parity_database.url.startswith(f"{parity_database.backend}://")
    assert parity_database.name in parity_database.url


def test_both_were_there() -> None:
    """Development first."""
    assert seen == ["sqlite", "postgresql"]
