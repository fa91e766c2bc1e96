"""What ordinary projects do while they are loaded goes on under the guard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.guard.conftest import LAWFUL
from tests.guard.production import outcomes

if TYPE_CHECKING:
    from tests.guard.conftest import Visit

pytestmark = pytest.mark.container


@pytest.mark.parametrize("name", sorted(path.stem for path in LAWFUL.glob("*.py")))
@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_is_let_through(name: str, backend: str, lawful: Visit) -> None:
    """It returns, where the target is named by its host as well as where it is a file."""
    outcome = outcomes(lawful.project, backend)[name]

    assert outcome.startswith("returned"), outcome


def test_nothing_is_reported(lawful: Visit) -> None:
    """No refusal, and no connection to the second server."""
    assert lawful.refusals() == []
    assert lawful.contacts == {}
