"""One entry is one file: a line that says what the entry depends on, and the walks, pickled."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from harness.cache.pickling import load, store

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.model import RowProgress, SchemaProgress, Side, Walked
    from harness.walk import RowStart, Start

SUFFIX = ".walks"
GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What an entry depends on, as far as it is known before the project runs.

    `key` stands for the tool, the task and the servers, `revisions` are identifiers and digests in the order in which
    they ran, `files` what these opened, with digests. `run` is random, and part of the names of its databases, which
    are in `templates` with their sides.
    """

    key: str
    revisions: tuple[tuple[str, str], ...]
    files: Mapping[str, str] = field(default_factory=dict)
    run: str = ""
    templates: tuple[tuple[Side, str], ...] = ()

    @property
    def name(self) -> str:
        """Give the name of the entry: another one takes its place when only what the workers saw has changed."""
        text = json.dumps([self.key, self.revisions, sorted(self.files.items())])
        return hashlib.sha256(text.encode()).hexdigest()[:20]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsKept:
    """One walk with rows: `planned` is a digest of what was put in, by side.

    One whose revisions all ran has `starts`; where one failed on each side, `failed` is all that there will ever be.
    `progress` is how far its comparison came.
    """

    planned: Mapping[Side, str]
    starts: Mapping[Side, RowStart] = field(default_factory=dict)
    failed: Mapping[Side, Walked] = field(default_factory=dict)
    progress: RowProgress | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Walks:
    """What an entry holds: the walk of each side, how far its comparison came, and those with rows by their kind."""

    starts: Mapping[Side, Start]
    progress: SchemaProgress | None = None
    rows: Mapping[str, RowsKept] = field(default_factory=dict)

    def templates(self) -> Iterator[tuple[Side, str]]:
        """Give the copies of databases that belong to the entry."""
        yield from ((side, start.template) for side, start in self.starts.items())
        for kept in self.rows.values():
            yield from ((side, start.template) for side, start in kept.starts.items())


def headers(directory: Path) -> list[tuple[Path, Header]]:
    """Give the entries of a directory, the newest first. A file that is none is left alone."""
    found = [item for path in directory.glob(f"*{SUFFIX}") if (item := _read_header(path)) is not None]
    return [(path, header) for _age, path, header in sorted(found, key=lambda item: item[:2], reverse=True)]


def read_walks(path: Path) -> Walks | None:
    """Give what an entry holds; None when it cannot be read."""
    walks = load(path, after_a_line=True)
    return walks if isinstance(walks, Walks) else None


def write(directory: Path, header: Header, walks: Walks) -> Path:
    """Write an entry: it is whole, or not there. Raises OSError."""
    path = directory / f"{header.name}{SUFFIX}"
    header = replace(header, templates=tuple(walks.templates()))
    store(path, walks, line=json.dumps(asdict(header)).encode() + b"\n")
    return path


def digest_of(path: str) -> str:
    """Give the digest of a file."""
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError:
        return GONE


def _read_header(path: Path) -> tuple[int, Path, Header] | None:
    """Give when an entry was used last, with its header; None for what is none, or was removed in this moment."""
    try:
        with path.open("rb") as file:
            data = json.loads(file.readline())
            used = os.fstat(file.fileno()).st_mtime_ns
        pairs = {name: tuple((one, other) for one, other in data[name]) for name in ("revisions", "templates")}
        return used, path, Header(key=data["key"], files=data["files"], run=data["run"], **pairs)
    except (OSError, ValueError, TypeError, KeyError):
        return None
