"""On which backends a test runs: both, unless the marker or the option says otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

BACKENDS = ("sqlite", "postgresql")
FIXTURE = "parity_backend"
MARKER = "parity_backends"


def parametrize(metafunc: pytest.Metafunc) -> None:
    """Run a test that uses a database once for each of its backends. Raises UsageError for an unknown one."""
    if FIXTURE not in metafunc.fixturenames or _is_parametrized(metafunc.definition):
        return
    chosen = chosen_of(metafunc.config)
    marker = metafunc.definition.get_closest_marker(MARKER)
    wanted = _known(marker.args, f"the marker {MARKER} of {metafunc.definition.nodeid}") if marker else BACKENDS
    metafunc.parametrize(FIXTURE, [one for one in chosen if one in wanted], indirect=True)


def chosen_of(config: pytest.Config) -> tuple[str, ...]:
    """Give the backends that this run is for. Raises UsageError for an unknown one."""
    given = config.getoption(MARKER) or config.getini(MARKER)
    names = [name for name in re.split(r"[,\s]+", given) if name]
    return _known(names, "--parity-backends") if names else BACKENDS


def _is_parametrized(item: pytest.Item) -> bool:
    names = (mark.args[0] if mark.args else mark.kwargs["argnames"] for mark in item.iter_markers("parametrize"))
    return any(FIXTURE in (name.replace(",", " ").split() if isinstance(name, str) else name) for name in names)


def _known(names: Iterable[str], where: str) -> tuple[str, ...]:
    for name in names:
        if name not in BACKENDS:
            raise pytest.UsageError(f"{where} names {name!r}; the backends are {' and '.join(BACKENDS)}")
    return tuple(name for name in BACKENDS if name in set(names))
