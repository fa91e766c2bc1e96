"""What the revision files said when they were read last, so that those that did not change need not be parsed again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.cache.key import tool
from harness.cache.pickling import load, store
from harness.model import Revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

NAME = "revisions.pickle"


def read_texts(directory: Path) -> dict[tuple[str, str], Revision]:
    """Give revisions by file and digest; none when they were read by another version of this tool."""
    found = load(directory / NAME)
    if not isinstance(found, tuple) or len(found) != 2 or found[0] != tool():  # noqa: PLR2004 - a pair
        return {}
    return {(item.file, item.digest): item for item in found[1] if isinstance(item, Revision)}


def write_texts(directory: Path, known: Mapping[tuple[str, str], Revision], revisions: Iterable[Revision]) -> None:
    """Write the revisions when there is one that is not known. Raises OSError."""
    now = tuple(revisions)
    if all((item.file, item.digest) in known for item in now):
        return
    store(directory / NAME, (tool(), now))
