"""What is advised on the messages of SQLite, PostgreSQL and SQLAlchemy."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from harness.model import Failure
from harness.model.advice import advice_on
from harness.model.advice_on_values import advice_on_values

if sys.version_info >= (3, 11):
    import tomllib
else:  # pragma: no cover - the older interpreter's branch
    import tomli as tomllib

CASES = tomllib.loads(Path(__file__).with_name("advice.toml").read_text("utf-8"))["case"]
VALUES = tomllib.loads(Path(__file__).with_name("advice_on_values.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["message"][:40])
def test_message_of_a_database(case: dict[str, str]) -> None:
    """It tells what to write instead."""
    failure = Failure(type="OperationalError", message=case["message"], statement=case.get("statement"))

    assert advice_on(failure) == case["advice"]


@pytest.mark.parametrize(
    ("message", "statement"),
    [
        ("database disk image is malformed", None),
        ('column "price" does not exist', "UPDATE items SET price = 1"),
        ("no such table: shelves", "DELETE FROM shelves"),
    ],
)
def test_message_that_has_no_usual_cause(message: str, statement: str | None) -> None:
    """Nothing is guessed."""
    assert advice_on(Failure(type="OperationalError", message=message, statement=statement)) is None


@pytest.mark.parametrize("case", VALUES, ids=lambda case: case["statement"])
def test_statement_after_which_values_differ(case: dict[str, str]) -> None:
    """It tells what to write for both databases."""
    assert advice_on_values(case["statement"], case["dev"], case["prod"]) == case["advice"]


def test_statement_after_which_values_differ_for_no_usual_reason() -> None:
    """Nothing is guessed."""
    assert advice_on_values("UPDATE items SET name = 'x'", "'x'", "'y'") is None
