"""Which generated rows go in: those that both databases take, so that both hold the same rows."""

from __future__ import annotations

import threading


class Agreement:
    """Two walks meet here at each revision that gets rows; a walk that has ended is waited for no more."""

    def __init__(self, sides: int) -> None:
        self._changed = threading.Condition()
        self._running = sides
        self._offers: dict[str, list[list[bool]]] = {}

    def keep(self, revision: str, taken: list[bool]) -> list[bool]:
        """Give which rows both take. Waits for the other side, or for its end."""
        with self._changed:
            offers = self._offers.setdefault(revision, [])
            offers.append(taken)
            self._changed.notify_all()
            self._changed.wait_for(lambda: len(offers) >= self._running)
            return [all(row) for row in zip(*offers, strict=True)]

    def leave(self) -> None:
        """One walk has ended."""
        with self._changed:
            self._running -= 1
            self._changed.notify_all()
