"""What project code gets when it tries to connect elsewhere."""

from __future__ import annotations

import socket

ALLOW = "If the project needs this service, set allow_network = [{entry}] in [tool.migration-parity]."
REMEDIES = {
    "tcp": ALLOW,
    "udp": ALLOW,
    "host": ALLOW,
    "socket": ALLOW,
    "program": "Use the connection that Alembic gives: op.get_bind().",
}
OTHERWISE = "Take the address from Alembic's config or from the app's: parity puts its own database there."


class Forbidden(ConnectionRefusedError):
    """A connection elsewhere was tried.

    A ConnectionRefusedError, so that code which tolerates an absent cache or mail server goes on as it would.
    """


class ForbiddenLookup(Forbidden, socket.gaierror):
    """A name server was to be asked for a host; code that tolerates an unknown host goes on as it would."""


def refusal(kind: str, place: str, where: tuple[str, int] | None) -> Forbidden:
    """Give the exception: what was refused, the line of the project that tried, and the next step.

    `kind` is a backend, "tcp", "udp", "host" (a lookup), "socket" (a Unix socket) or "program".
    """
    entry = f'"{place}:PORT"' if kind == "host" and ":" not in place else f'"{place}"'
    remedy = REMEDIES.get(kind, OTHERWISE).format(entry=entry)
    at = f" ({where[0]}:{where[1]})" if where else ""
    text = f"parity refused a connection to {kind} {place}{at}: it is not a database of this run. {remedy}"
    return (ForbiddenLookup if kind == "host" else Forbidden)(text)
