"""What env.py may ask to be handed before it configures anything: a connection, an engine, a URL after -x."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .env_script import EnvScript
    from .steering import Steering


@dataclass(frozen=True)
class Offer:
    """A way to run env.py: what its Config is given while it runs, and the -x keys that get the URL."""

    given: Callable[[Steering, Any], contextlib.AbstractContextManager[None]]
    x_keys: tuple[str, ...] = ()


@contextlib.contextmanager
def nothing(_steering: Steering, _config: Any) -> Iterator[None]:
    """The Config as the command line makes it."""
    yield


@contextlib.contextmanager
def a_connection(steering: Steering, config: Any) -> Iterator[None]:
    """`config.attributes["connection"]` as a Connection that answers connect() as well.

    Alembic's cookbook has two recipes ("Sharing a Connection"): one uses the connection, the other calls its connect().
    """
    with _both_ways(_engine(steering)) as connection:
        config.attributes["connection"] = connection
        yield
        if connection.in_transaction():
            connection.commit()


@contextlib.contextmanager
def an_engine(steering: Steering, config: Any) -> Iterator[None]:
    """`config.attributes["connection"]` as an Engine."""
    config.attributes["connection"] = _engine(steering)
    yield


def offers_for(script: EnvScript) -> list[Offer]:
    """Give what is worth trying in turn: nothing first, then what env.py itself looks for."""
    handed = [Offer(a_connection), Offer(an_engine)] if script.takes_connection else []
    return [Offer(nothing), *handed, *([Offer(nothing, script.x_keys)] if script.x_keys else [])]


def _engine(steering: Steering) -> Any:
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    return create_engine(steering.targets.primary, poolclass=NullPool)


def _both_ways(engine: Any) -> Any:
    from sqlalchemy.engine import Connection

    class ConnectionOfBothWays(Connection):
        def connect(self, **_options: Any) -> Any:
            """Give the connection itself, and leave it open when the block ends."""
            return contextlib.nullcontext(self)

    return ConnectionOfBothWays(engine)
