"""Alembic's own comparison of a database with the models, and what it would stumble over."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from harness.walk.worker.drift import compare_models


def drift(models: sa.MetaData, *made: str) -> list[dict[str, Any]]:
    """Give how a SQLite database that these statements made differs from the models."""
    with sa.create_engine("sqlite://").connect() as connection:
        for statement in made:
            connection.exec_driver_sql(statement)
        return compare_models(connection, models, {})


def test_default_that_is_an_expression_is_compared() -> None:
    """A server default of the models may be an expression, which has no truth value."""
    models = sa.MetaData()
    sa.Table("items", models, sa.Column("made_at", sa.DateTime(), server_default=sa.func.now()))

    (found,) = drift(models, "CREATE TABLE items (made_at DATETIME)")

    assert (found["kind"], found["database"], found["models"]) == ("default", None, "now()")


def test_computed_column_does_not_end_the_comparison() -> None:
    """Alembic 1.20 reads `.arg` of a computed column where server defaults are compared by a function."""
    models = sa.MetaData()
    sa.Table("items", models, sa.Column("a", sa.Integer()), sa.Column("b", sa.Integer(), sa.Computed("a + 1")))

    assert drift(models, "CREATE TABLE items (a INTEGER, b INTEGER GENERATED ALWAYS AS (a + 1) VIRTUAL)") == []


def test_default_that_is_only_spelled_otherwise_is_no_drift() -> None:
    """SQLite keeps the parentheses of an expression."""
    models = sa.MetaData()
    sa.Table("items", models, sa.Column("sold", sa.Boolean(), server_default=sa.true()))

    assert drift(models, "CREATE TABLE items (sold BOOLEAN DEFAULT (true))") == []


def test_numbering_that_sqlite_does_not_declare_is_no_drift() -> None:
    """SQLite has no IDENTITY; its integer primary key numbers itself."""
    models = sa.MetaData()
    sa.Table("items", models, sa.Column("id", sa.Integer(), sa.Identity(), primary_key=True))

    assert drift(models, "CREATE TABLE items (id INTEGER NOT NULL PRIMARY KEY)") == []


def test_default_that_is_an_empty_text_is_one() -> None:
    """A text is spelled as one: the empty one, and one that reads as no default."""
    models = sa.MetaData()
    empty, word = (sa.Column(name, sa.String(9), server_default=text) for name, text in (("a", ""), ("b", "none")))
    sa.Table("items", models, empty, word)

    found = drift(models, "CREATE TABLE items (a VARCHAR(9), b VARCHAR(9))")

    assert [(item["database"], item["models"]) for item in found] == [(None, "''"), (None, "'none'")]
