from __future__ import annotations

from datetime import datetime

import pytest

from harness.model import BYTES, Type
from harness.normalise.stored import UNFIT, same_value, shown, stored_on_production, stored_on_sqlite

NOW = datetime(2026, 3, 1, 12, 0)  # noqa: DTZ001 - in UTC, without a zone


@pytest.mark.parametrize(
    ("family", "stored_as", "dev", "prod"),
    [
        ("boolean", "boolean", 1, "true"),
        ("integer", "integer", 7, "7"),
        ("numeric", "numeric", 1.5, "1.50"),
        ("timestamp", "timestamp", "2024-05-06 12:00:00.000000", "2024-05-06 12:00:00"),
        ("date", "date", "2024-05-06", "2024-05-06"),
        ("json", "json", '{"b": 1, "a": 2}', '{"a": 2, "b": 1}'),
        ("bytes", "bytes", f"{BYTES}00ff", "\\x00ff"),
        ("varchar", "varchar", "Zoë", "Zoë"),
        ("varchar", "varchar", None, None),
    ],
)
def test_one_value_is_spelled_in_one_way(
    family: str, stored_as: str, dev: str | float | None, prod: str | None
) -> None:
    """What SQLAlchemy stores on SQLite equals what PostgreSQL prints."""
    kind = Type(family=family)

    assert stored_on_sqlite(dev, kind, Type(family=stored_as)) == stored_on_production(prod, kind)


@pytest.mark.parametrize(
    ("family", "value", "words"),
    [
        ("boolean", "true", "the text 'true'"),
        ("date", 2024, "the value '2024'"),
        ("integer", "12 kg", "the text '12 kg'"),
    ],
)
def test_value_of_another_type_equals_nothing(family: str, value: str | int, words: str) -> None:
    """SQLite stores what the column's type is not, and people are told what it is."""
    kind = Type(family=family)

    stored = stored_on_sqlite(value, kind, kind)

    assert stored == f"{UNFIT}{words}"
    assert shown(stored) == words
    assert shown(str(value)) == repr(str(value))
    assert not same_value(stored, str(value), kind, NOW)


def test_two_clocks_are_one_value() -> None:
    """A moment near to the check comes from a clock, which may stand in another time zone."""
    kind = Type(family="timestamp")

    assert same_value("2026-03-01T11:59:58", "2026-03-01T13:59:59.25", kind, NOW)
    assert not same_value("2024-03-01T11:59:58", "2024-03-01T13:59:59", kind, NOW)


def test_two_random_tokens_are_one_value() -> None:
    """Tokens of one length come from a random source; words do not."""
    kind = Type(family="varchar")

    assert same_value("0f3a9c5e7d1b2a4c", "9b1e4d6a8c0f2e57", kind, NOW)
    assert not same_value("reader", "writer", kind, NOW)
