"""A test that is for one backend says so by a marker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sqlalchemy import Engine

seen: list[str] = []


@pytest.mark.parity_backends("postgresql")
def test_on_postgresql(parity_engine: Engine) -> None:
    """Run on PostgreSQL only."""
    seen.append(parity_engine.dialect.name)


def test_once() -> None:
    """There was one test."""
    assert seen == ["postgresql"]
