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


def test_moments_beside_each_other_are_two_clocks() -> None:
    """Whatever a statement adds to the moment: fractions of a second say that a clock was read on each side."""
    kind = Type(family="timestamp")

    assert same_value("2026-03-31T12:00:01.139477", "2026-03-31T12:00:01.14253", kind, NOW)
    assert same_value("2026-03-31T12:00:59.139477", "2026-03-31T12:01:03.142536", kind, NOW)


@pytest.mark.parametrize(
    ("dev", "prod"),
    [
        ("2024-05-06T12:00:01.139477", "2024-05-06T12:00:01.139"),
        ("2024-05-06T12:00:01.139477", "2024-05-06T12:00:01.139478"),
        ("2024-05-06T12:00:01.139477", "2024-05-06T14:00:01.142536"),
        ("2024-05-06T12:00:01.139477", "2024-05-06T12:00:00.139477"),
        ("2024-05-06T12:00:01", "2024-05-06T12:00:02"),
    ],
)
def test_moments_that_are_no_two_clocks(dev: str, prod: str) -> None:
    """One that was rounded, or that lies in another zone, is another one; so is each that has whole seconds."""
    assert not same_value(dev, prod, Type(family="timestamp"), NOW)


@pytest.mark.parametrize(
    ("dev", "prod"),
    [
        ("0f3a9c5e7d1b2a4c", "9b1e4d6a8c0f2e57"),
        ("05846373d1e2", "d4b0a0ad77c3"),
        ("05846373", "d4b0a0ad"),
        ("key-6b7906b2", "key-e909fc55"),
        ("report-6b7906b2.pdf", "report-e909fc55.pdf"),
        ("6f1e2d3c-4b5a-4978-8899-aabbccddeeff", "0a9b8c7d-1e2f-4a3b-9c4d-5e6f70819203"),
        ("d2f1c0a8-26c5-11ef-9cd2-0242ac120002", "d2f2a3b4-26c5-11ef-9cd2-0242ac120002"),
        ("nX3v_Qb2-LkPzT9aWcR5eg", "bYw-TzKdLmAqHsJVrUpNfE"),
        ("sk_live_nX3vQb2LkPzT9aWcR5egQ0xy", "sk_live_bYwTzK8dLmA4qHsJVrUpNfE6"),
        (
            "pbkdf2:sha256:1000$a0c50d8d9a4ed4d7$a1d28ab62bbae3e98d648a4e3204609a",
            "pbkdf2:sha256:1000$d8476ba7abeaafff$79660a2b1b5083244e64d6937046a989",
        ),
        (
            "$2b$12$WApznUPhDubN0oeveSXHp.Rk0rMpnuzbYlCfbqY4hOzKmQGSnr0Ge",
            "$2b$12$8kX0yTq7mZJv/4cE1sUuLeN5HoP2GdVwRb9iFgKjDa6xQtMzY3lhC",
        ),
    ],
)
def test_two_random_tokens_are_one_value(dev: str, prod: str) -> None:
    """They have one shape, hardly a character in common, and stand by themselves or behind the same words."""
    assert same_value(dev, prod, Type(family="varchar"), NOW)
    assert same_value(prod, dev, Type(family="varchar"), NOW)


@pytest.mark.parametrize(
    ("dev", "prod"),
    [
        ("reader", "writer"),
        ("CustomerAddressId", "SupplierContactNo"),
        ("winter-sale-2024", "summer-sale-2023"),
        ("item_number_0001_x", "item_number_0002_x"),
        ("2024022912345678", "1999123123595901"),
        ("20240229", "19991231"),
        ("facade01", "decade02"),
        ("#ff0000ff", "#00ff00ff"),
        ("Images/2024/a/cat", "Uploads/23/b/dog1"),
        ("0f3a9c5e7d1b2a4c", "0f3a9c5e7d1b2a"),
        ("0f3a9c5e7d1b2a4c", "0F3A9C5E7D1B2A4C"),
        ("0f3a9c5e7d1b2a4c", "9b1e4d6a8c0f2e5"),
        ("6f1e2d3c-4b5a-4978-8899-aabbccddeeff", "6f1e2d3c4b5a49788899aabbccddeeff"),
        ("6f1e2d3c-4b5a-4978-8899-aabbccddeeff", "6F1E2D3C-4B5A-4978-8899-AABBCCDDEEFF"),
        ("00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"),
        ("key-6b7906b2", "token-e909fc55"),
        (
            "pbkdf2:sha256:1000$a0c50d8d9a4ed4d7$a1d28ab62bbae3e98d648a4e3204609a",
            "pbkdf2:sha256:1000$a0c50d8d9a4ed4d7$79660a2b1b5083244e64d6937046a989",
        ),
    ],
)
def test_texts_that_are_no_random_tokens(dev: str, prod: str) -> None:
    """Words, numbers, what was cut or spelled otherwise, and the hashes of two texts with one salt."""
    assert not same_value(dev, prod, Type(family="varchar"), NOW)


def test_short_bytes_are_no_token() -> None:
    """The letters of a text look like one when they are spelled in hexadecimal digits."""
    assert not same_value("5A6FC3AB", "706C61FF", Type(family="bytes"), NOW)
    assert same_value("0F3A9C5E7D1B2A4C", "9B1E4D6A8C0F2E57", Type(family="bytes"), NOW)


def test_labels_and_days_are_no_tokens() -> None:
    """Only texts, bytes and UUIDs come from a random source."""
    assert not same_value("0f3a9c5e7d1b2a4c", "9b1e4d6a8c0f2e57", Type(family="enum"), NOW)


def test_json_is_compared_leaf_by_leaf() -> None:
    """A moment, a token or a number of seconds may stand in the middle."""
    kind = Type(family="json")
    dev = '{"at": "2026-03-01T11:59:58.5", "ids": ["6f1e2d3c4b5a49788899aabbccddeeff"], "on": true, "s": 1772366400.5}'
    prod = (
        '{"at": "2026-03-01T11:59:59.25", "ids": ["0a9b8c7d1e2f4a3b9c4d5e6f70819203"], "on": true, "s": 1772366401.25}'
    )

    assert same_value(dev, prod, kind, NOW)


@pytest.mark.parametrize(
    "prod",
    [
        '{"word": "writer", "on": true, "n": [1]}',
        '{"word": "reader", "on": 1, "n": [1]}',
        '{"word": "reader", "on": true, "n": [2]}',
        '{"word": "reader", "on": true, "n": [1, 2]}',
        '{"word": "reader", "on": true, "m": [1]}',
        '{"word": "reader", "on": true, "n": ["1"]}',
        "reader",
    ],
)
def test_json_that_holds_other_leaves(prod: str) -> None:
    """One leaf that is neither of a clock nor random is a difference."""
    assert not same_value('{"word": "reader", "on": true, "n": [1]}', prod, Type(family="json"), NOW)
