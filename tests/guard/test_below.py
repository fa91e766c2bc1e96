"""What no hook of the interpreter sees: the kernel refuses it, where it can."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.walk.worker import guard
from tests.guard.production import outcomes

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.guard.conftest import Visit

BELOW = Path(__file__).parent / "below"
NAMES = sorted(path.stem for path in BELOW.glob("*.py"))
TRY = "import sys; sys.path.insert(0, sys.argv[1]); import kernel; sys.exit(not kernel.close_tcp([]))"


@pytest.fixture(scope="session")
def landlock() -> bool:
    """Skip where the kernel cannot close TCP ports: there this layer does not exist, and the page on safety says so."""
    command = [sys.executable, "-c", TRY, str(Path(guard.__file__).parent)]
    if subprocess.run(command, check=False).returncode:
        pytest.skip("the kernel has no Landlock for TCP (Linux 6.7 or newer)")
    return True


@pytest.fixture(scope="module")
def below(landlock: bool, visit: Callable[..., Visit]) -> Visit:  # noqa: FBT001 - a fixture, given by name
    """Give a walk over what goes round the interpreter."""
    assert landlock
    return visit(BELOW)


@pytest.fixture(scope="module")
def below_unguarded(visit: Callable[..., Visit]) -> Visit:
    """Give the same walk without the guard."""
    return visit(BELOW, guard=False)


@pytest.mark.container
def test_nobody_contacted_production(below: Visit) -> None:
    """The second server has logged no connection."""
    assert below.contacts == {}


@pytest.mark.container
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_connects_without_the_guard(name: str, backend: str, below_unguarded: Visit) -> None:
    """The same attempts reach the second server when nothing stops them."""
    assert len(below_unguarded.contacts) >= 2 * len(NAMES)
    assert outcomes(below_unguarded.project, backend)[name].startswith(("returned", "CalledProcessError"))
