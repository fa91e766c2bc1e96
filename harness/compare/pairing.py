"""Pair the objects of two sides: what is equal first, what is only alike later."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from harness.compare.names import same_name
from harness.model import Constraint, Index

if TYPE_CHECKING:
    from collections.abc import Callable

Paired = TypeVar("Paired", Constraint, Index)


def pair(
    dev: list[Paired],
    prod: list[Paired],
    limit: int | None,
    definition: Callable[[Paired], object],
    alike: Callable[[Paired, Paired], bool],
) -> tuple[list[tuple[Paired, Paired]], list[Paired], list[Paired]]:
    """Give the pairs, and what is on one side only.

    First the same name and definition, then the same definition, then the same name, then what is `alike` (on the same
    columns, say). Names decide between equals, so that two unique constraints on one column pair as they should.
    """

    def named_alike(one: Paired, other: Paired) -> bool:
        return bool(one.name) and same_name(one.name, other.name, limit)

    likenesses: tuple[Callable[[Paired, Paired], bool], ...] = (
        lambda one, other: named_alike(one, other) and definition(one) == definition(other),
        lambda one, other: definition(one) == definition(other),
        named_alike,
        alike,
    )
    pairs: list[tuple[Paired, Paired]] = []
    left, right = list(dev), list(prod)
    for fits in likenesses:
        for one in list(left):
            other = next((item for item in right if fits(one, item)), None)
            if other is not None:
                pairs.append((one, other))
                left = [item for item in left if item is not one]
                right = [item for item in right if item is not other]
    return pairs, left, right
