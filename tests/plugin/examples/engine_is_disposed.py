"""No connection of the engine's pool outlives the test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.pool import QueuePool

if TYPE_CHECKING:
    from sqlalchemy import Engine, Pool

pools: list[Pool] = []


def test_use(parity_engine: Engine) -> None:
    """Use the engine."""
    parity_engine.connect().close()
    pools.append(parity_engine.pool)

    assert open_connections(parity_engine.pool) == 1


def test_nothing_is_open() -> None:
    """Its connections are closed."""
    assert [open_connections(pool) for pool in pools] == [0, 0]


def open_connections(pool: Pool) -> int:
    """Give the number of connections that the pool keeps."""
    assert isinstance(pool, QueuePool)
    return pool.checkedin()
