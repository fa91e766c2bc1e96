"""What the project's statements gave on both sides."""

from __future__ import annotations

from datetime import datetime

import pytest

from harness.compare.probes import statement_outcomes
from harness.model import Trial

NOW = datetime(2026, 3, 1, 12, 0)  # noqa: DTZ001 - in UTC, without a zone
Rows = tuple[tuple[str | float | None, ...], ...]


def outcomes(dev: Rows, prod: Rows) -> tuple[str, str] | None:
    """Give what is told of a query that gave these rows."""
    return statement_outcomes(Trial(statement="SELECT", rows=dev), Trial(statement="SELECT", rows=prod), NOW)


@pytest.mark.parametrize(
    ("dev", "prod"),
    [
        (3.3333333333333335, "3.3333333333333333"),
        (0.30000000000000004, "0.30"),
        (0.30000000000000004, 0.3),
        (2.0, "2.0000000000000000"),
        (1e20, "100000000000000000000"),
    ],
)
def test_number_that_sqlite_counts_with_as_a_float(dev: float, prod: str | float) -> None:
    """It has other last digits than a NUMERIC of PostgreSQL."""
    assert outcomes(((dev,),), ((prod,),)) is None


def test_rows_with_floats_are_compared_in_whatever_order() -> None:
    """The last digits do not decide which rows belong together."""
    dev = ((0.30000000000000004, "a"), (0.3, "b"), (None, "c"))
    prod = (("0.30", "a"), ("0.30", "b"), (None, "c"))

    assert outcomes(dev, prod) is None


@pytest.mark.parametrize(
    ("dev", "prod"),
    [
        (3.33, "3.3333333333333333"),
        (3, "3.3333333333333333"),
        (12345678901234567, 12345678901234568),
        ("0.30000000000000004", "0.30000000000000003"),
        (0.5, "half"),
    ],
)
def test_numbers_that_are_not_nearly_one(dev: str | float, prod: str | float) -> None:
    """Integers are compared digit by digit, as are texts: a text on SQLite comes from a text."""
    assert outcomes(((dev,),), ((prod,),)) == (f"gives {dev}", f"gives {prod}")


def test_rows_of_one_side() -> None:
    """What one side does not give is no row that is alike."""
    assert outcomes((), ((1.5,),)) == ("gives no rows", "gives 1.5")
    assert outcomes(((1.5,),), ((1.5, 2),)) == ("gives 1.5", "gives 1.5, 2")
