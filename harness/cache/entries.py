"""One entry is one file: a line that says what the entry depends on, and the walks, pickled."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from typing_extensions import override

from harness.walk import RowStart, Start

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.model import RowProgress, SchemaProgress, Side, Walked

SUFFIX = ".walks"
MODEL = "harness.model."
PLAIN_KINDS = frozenset({("builtins", "frozenset"), ("builtins", "set")})
GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What an entry depends on, as far as it is known before the project runs.

    `key` stands for the tool, the task and the servers, `revisions` are identifiers and digests in the order in which
    they ran, `files` what these opened, with digests. `run` is random, and part of the names of its databases.
    """

    key: str
    revisions: tuple[tuple[str, str], ...]
    files: Mapping[str, str] = field(default_factory=dict)
    run: str = ""

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


def load(path: Path, *, after_a_line: bool = False) -> object:
    """Give what was pickled into a file, values of the model alone; None when it cannot be read."""
    try:
        with path.open("rb") as file:
            if after_a_line:
                file.readline()
            return _Unpickler(file).load()
    except Exception:  # noqa: BLE001 - a damaged pickle raises whatever it leads to (Python documentation, pickle)
        return None


def write(directory: Path, header: Header, walks: Walks) -> Path:
    """Write an entry: it is whole, or not there. Raises OSError."""
    path = directory / f"{header.name}{SUFFIX}"
    store(path, walks, line=json.dumps(asdict(header)).encode() + b"\n")
    return path


def store(path: Path, values: object, *, line: bytes = b"") -> None:
    """Pickle values of the model into a file that only this user can read, behind a line. Raises OSError."""
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            part.chmod(0o600)
            file.write(line)
            pickle.dump(values, file, protocol=pickle.HIGHEST_PROTOCOL)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


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
        revisions = tuple((name, digest) for name, digest in data["revisions"])
        return used, path, Header(key=data["key"], revisions=revisions, files=data["files"], run=data["run"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


class _Unpickler(pickle.Unpickler):
    """Makes values of the model and nothing else, whatever a file asks for (Python documentation, pickle)."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)

    @override
    def find_class(self, module_name: str, global_name: str) -> Any:
        """Give a class. A name with a dot would lead to what a module of the model imports."""
        if (module_name, global_name) in PLAIN_KINDS:
            return super().find_class(module_name, global_name)
        for kind in (Start, RowStart, RowsKept, Walks):
            if (module_name, global_name) == (kind.__module__, kind.__name__):
                return kind
        found = None
        if module_name.startswith(MODEL) and "." not in global_name:
            found = super().find_class(module_name, global_name)
        if not isinstance(found, type) or found.__module__ != module_name:
            raise pickle.UnpicklingError(f"{module_name}.{global_name} is no part of an entry")
        return found
