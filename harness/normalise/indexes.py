"""The keys and the condition of an index, by meaning."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from harness.normalise.polishing import polished

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from harness.model import Index

DESCENDING = " DESC"


def keys_of(index: Index) -> Iterator[tuple[str, bool, str]]:
    """Give each key: the column or expression, whether it is an expression, and DESC where it descends.

    A column may be called `x DESC`, so that the columns decide.
    """
    for key in index.keys:
        if key in index.columns:
            yield key, False, ""
        else:
            bare = key.removesuffix(DESCENDING)
            yield bare, bare not in index.columns, key[len(bare) :]


def with_meaning(index: Index, spell: Callable[[str, str], str]) -> Index:
    """Fill in what an index means. `spell` takes a use, "key" or "predicate", and an expression of SQLite."""
    meaning = tuple(
        (spell("key", text) if is_expression else text) + direction for text, is_expression, direction in keys_of(index)
    )
    predicate = spell("predicate", index.predicate) if index.predicate else None
    return replace(index, meaning=meaning, predicate_meaning=predicate)


def as_production(index: Index) -> Index:
    """Fill in what an index of production means: its expressions are in the right spelling already."""
    return with_meaning(index, lambda _use, text: polished(text))
