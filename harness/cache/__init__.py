"""What an earlier run walked, kept for the next ones: its databases, and all that was read there."""

from __future__ import annotations

from harness.cache.key import key_of
from harness.cache.memory import FORCED, ROWS, Memory, open_memory
from harness.cache.place import directory_for
from harness.cache.texts import read_texts, write_texts
from harness.cache.truth import raise_if_untrue

__all__ = [
    "FORCED",
    "ROWS",
    "Memory",
    "directory_for",
    "key_of",
    "open_memory",
    "raise_if_untrue",
    "read_texts",
    "write_texts",
]
