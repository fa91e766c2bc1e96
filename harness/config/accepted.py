"""The file of accepted differences: read, and written by `parity accept`."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from harness.config.toml import read_toml
from harness.config.writing import write_whole
from harness.errors import UsageError
from harness.model import Acceptance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from harness.model import FindingObject

USUAL = "parity-accepted.toml"
HEADER = re.compile(r"^[ \t]*\[\[[ \t]*accepted[ \t]*\]\]", re.MULTILINE)
FIELDS = ("kind", "table", "name", "column", "columns", "dev", "prod")
KEYS = ("rule", *FIELDS, "reason", "expires")
NAMING = ("table", "name", "column")
MISSING = "Correct the setting accepted, or make an empty file there: `parity accept` adds to it."
TITLE = "# Differences that this project lives with, each with its reason. `parity accept` adds to them.\n"


def read_accepted(path: Path, *, wanted: bool) -> tuple[Acceptance, ...]:
    """Give the entries of a file; none when it is not there, unless it is `wanted`.

    Raises UsageError for a file that cannot be read, and for an entry that does not name its rule and one object.
    """
    if not wanted and not path.is_file():
        return ()
    text, document = read_toml(path, missing=MISSING)
    entries = document.pop("accepted", [])
    lines = [text.count("\n", 0, match.start()) + 1 for match in HEADER.finditer(text)]
    if document or not isinstance(entries, list) or len(lines) != len(entries):
        raise UsageError(
            f"{path.name} holds more than accepted differences",
            why="each is a table that begins with a line [[accepted]]",
            next_step="Correct the file; `parity accept` writes entries.",
        )
    return tuple(_entry(entry, path.name, line) for entry, line in zip(entries, lines, strict=True))


def _entry(entry: Mapping[str, Any], file: str, line: int) -> Acceptance:
    problem = next(_problems(entry), None)
    if problem is not None:
        raise UsageError(
            f"The entry in {file}:{line} {problem}",
            why=f"an entry has the keys {', '.join(KEYS)}",
            next_step="Correct the entry; `parity accept` writes entries.",
        )
    fields = {name: tuple(entry[name]) if name == "columns" else entry[name] for name in FIELDS if name in entry}
    return Acceptance(
        rules=(entry["rule"],),
        reason=entry.get("reason", "").strip(),
        file=file,
        line=line,
        fields=fields,
        expires=entry.get("expires"),
    )


def _problems(entry: Mapping[str, Any]) -> Iterator[str]:
    for name, value in entry.items():
        if name not in KEYS:
            yield f"has an unknown key {name!r}"
        elif name == "columns":
            if not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
                yield "must give columns as a list of texts"
        elif name == "expires":
            if type(value) is not date:
                yield "must give expires as a day, without quotes: expires = 2027-01-31"
        elif not isinstance(value, str):
            yield f"must give {name} as a text"
    if "rule" not in entry:
        yield "names no rule"
    if not any(entry.get(name) for name in NAMING):
        yield f"names no object: none of {', '.join(NAMING)}"


def entry_text(rule: str, item: FindingObject, reason: str, expires: date | None) -> str:
    """Write an entry for one object of a finding."""
    lines = ["[[accepted]]", f"rule = {_text(rule)}"]
    for name in FIELDS:
        value = getattr(item, name)
        if isinstance(value, tuple):
            lines += [f"{name} = [{', '.join(map(_text, value))}]"] if value else []
        elif value is not None:
            lines.append(f"{name} = {_text(value)}")
    lines.append(f"reason = {_text(reason)}")
    if expires is not None:
        lines.append(f"expires = {expires.isoformat()}")
    return "\n".join(lines) + "\n"


def add_entries(path: Path, entries: Iterable[str]) -> None:
    """Add entries at the end of the file, which is made when it is not there; what stands in it stays as it is.

    Raises UsageError when it cannot be written.
    """
    try:
        before = ""
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                before = file.read()
        gap = "" if before.endswith("\n") else "\n"
        write_whole(path, before + "\n".join([gap if before else TITLE, *entries]))
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written",
            why=error.strerror or str(error),
            next_step="Let the user who runs parity accept write there; nothing was accepted.",
        ) from error


def _text(value: str) -> str:
    """Write a basic string of TOML, whose escapes are those of JSON but for the control character 127."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
