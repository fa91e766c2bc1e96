"""Processes of multiprocessing, which talk through Unix sockets in a directory of theirs."""

from __future__ import annotations

import multiprocessing


def attempt(_production: dict[str, str]) -> list[int]:
    """Share a list with a process that keeps it, and let a pool work."""
    context = multiprocessing.get_context("fork")
    with context.Manager() as manager, context.Pool(1) as pool:
        return [*manager.list([1]), *pool.map(abs, [-2])]
