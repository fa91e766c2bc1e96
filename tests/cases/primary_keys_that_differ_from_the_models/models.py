"""Models with other primary keys than the history, and some with the same."""

import sqlalchemy as sa

metadata = sa.MetaData()


def table(name, *keys, columns=("a", "b")):
    """Declare a table with a key on some of its columns."""
    kinds = [sa.Column(column, sa.Integer, nullable=False, autoincrement=False) for column in columns]
    sa.Table(name, metadata, *kinds, *([sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}")] if keys else []))


table("longer", "a", "b")
table("shorter", "a")
table("turned", "b", "a")
table("lacking", "a")
table("needless")
table("dropped", "a")
table("changed", "a", "b")
table("same", "a", "b")
table("same_without")
table("renamed", "c", "b", columns=("c", "b"))
table("of_a_missing_column", "a", "c", columns=("a", "b", "c"))
