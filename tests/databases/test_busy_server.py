"""A server that answers late is no dead one."""

from __future__ import annotations

import socket
import threading
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from harness.databases.postgresql.server import PostgresqlServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.databases import Server
    from harness.databases.postgresql.address import Address

SECONDS = "2"
"""The shortest time that libpq waits for a connection."""


@pytest.fixture
def server(container_server: Server) -> PostgresqlServer:
    """Give a real server."""
    assert isinstance(container_server, PostgresqlServer)
    return container_server


@pytest.fixture
def door(server: PostgresqlServer) -> Iterator[int]:
    """Give a port that keeps the first visitor waiting, and lets the second one through to the server."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        threading.Thread(target=_let_in, args=(listener, server.address), daemon=True).start()
        yield listener.getsockname()[1]


def _let_in(listener: socket.socket, address: Address) -> None:
    kept_waiting, _ = listener.accept()
    visitor, _ = listener.accept()
    with kept_waiting, visitor, socket.create_connection((address.host, address.port)) as inside:
        back = threading.Thread(target=_pass_on, args=(inside, visitor), daemon=True)
        back.start()
        _pass_on(visitor, inside)
        back.join()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    while data := one.recv(4096):
        other.sendall(data)
    other.shutdown(socket.SHUT_WR)


def at(server: PostgresqlServer, port: int) -> PostgresqlServer:
    """Give the server as one that is reached by another port."""
    address = replace(server.address, host="127.0.0.1", port=port, options=(("connect_timeout", SECONDS),))
    return replace(server, address=address, disposable=False)  # else it would be watched for a while when it dies


@pytest.mark.container
def test_server_that_answers_the_second_time_has_no_trouble(server: PostgresqlServer, door: int) -> None:
    """A machine that is busy for a moment must not end a check."""
    assert at(server, door).trouble() is None


@pytest.mark.container
def test_server_that_never_answers_has(server: PostgresqlServer) -> None:
    """Twice is enough."""
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        trouble = at(server, silent.getsockname()[1]).trouble()

    assert trouble is not None
    assert trouble.endswith("timeout expired")
