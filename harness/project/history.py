"""Read the revision files as text: identifiers, order and lines, without importing them."""

from __future__ import annotations

import ast
import errno
import hashlib
import os
import stat
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from harness.errors import ProjectError
from harness.model import Revision
from harness.project.comments import acceptances_of
from harness.project.imports import imports_of
from harness.project.look import look_at
from harness.project.reading import unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from harness.project.discovery import Project

IDENTIFIER, PARENTS, DEPENDS_ON, LABELS = "revision", "down_revision", "depends_on", "branch_labels"
UNREADABLE = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The revisions, parents first, and what is wrong with their graph (each text is one finding)."""

    revisions: tuple[Revision, ...]
    heads: tuple[str, ...]
    defects: tuple[tuple[str, str | None], ...] = field(default=())

    def find(self, revision: str) -> Revision | None:
        """Give the revision of that identifier, or None."""
        return next((item for item in self.revisions if item.id == revision), None)

    def ends(self, ran: Collection[str] | None = None) -> tuple[str, ...]:
        """Give the revisions that the version table holds when all have run, or these: none follows or needs them.

        A head that another revision depends on is not among them (Alembic documentation, "Branch Dependencies").
        """
        some = [item for item in self.revisions if ran is None or item.id in ran]
        by_id = {item.id: item for item in self.revisions}
        labels = {label: item.id for item in self.revisions for label in item.labels}
        used = {_known(name, by_id, labels) for item in some for name in (*item.parents, *item.depends_on)}
        return tuple(item.id for item in some if item.id not in used)


def read_history(project: Project, known: Mapping[tuple[str, str], Revision] | None = None) -> History:
    """Read every revision file; those that are `known`, by their name and digest, are not parsed again.

    Raises ProjectError for a file that is not Python or does not say which revision it is, and for an empty history.
    """
    found = [_read(path, project.root, known or {}) for path in _files(project)]
    if not found:
        places = ", ".join(str(path) for path in project.version_locations)
        raise ProjectError(
            "The history has no revision",
            why=f"no revision file in {places}",
            next_step="Make the first one (`alembic revision --autogenerate` or `flask db migrate`), "
            "or correct version_locations.",
        )
    by_id: dict[str, Revision] = {}
    defects: list[tuple[str, str | None]] = []
    for revision in found:
        other = by_id.setdefault(revision.id, revision)
        if other is not revision:
            defects.append((f"revision {revision.id} exists twice: {other.file} and {revision.file}", revision.id))
    labels = {label: revision.id for revision in by_id.values() for label in revision.labels}
    defects += [
        (f"{revision.file} comes after revision {parent}, which does not exist", revision.id)
        for revision in by_id.values()
        for parent in (*revision.parents, *revision.depends_on)
        if _known(parent, by_id, labels) is None
    ]
    ordered, cyclic = _sorted(by_id, labels)
    if cyclic:
        defects.append((f"these revisions follow each other in a circle: {', '.join(cyclic)}", cyclic[0]))
    children = {_known(parent, by_id, labels) for revision in by_id.values() for parent in revision.parents}
    heads = tuple(revision.id for revision in ordered if revision.id not in children)
    return History(revisions=tuple(ordered), heads=heads, defects=tuple(defects))


def _files(project: Project) -> list[Path]:
    return sorted(
        path
        for location in project.version_locations
        for path in _below(location, recursive=project.recursive)
        if path.suffix == ".py" and not path.name.startswith(("__init__", ".#")) and "__pycache__" not in path.parts
    )


def _below(location: Path, *, recursive: bool) -> Iterator[Path]:
    """Give what lies in a directory. Raises ProjectError where it may not be read: revisions would be missing."""
    if not location.is_dir():
        return
    for base, directories, names in os.walk(location, onerror=_refuse):
        yield from (location.joinpath(base, name) for name in (*directories, *names))
        if not recursive:
            return


def _refuse(error: OSError) -> None:
    raise unreadable(error) from error


def _read(path: Path, root: Path, known: Mapping[tuple[str, str], Revision]) -> Revision:
    """Read one file. Alembic refuses a file without an identifier as well."""
    file = _within(path, root)
    try:
        source = _content(path)
        before = known.get((file, hashlib.sha256(source).hexdigest()))
        if before is not None:
            return before
        tree = ast.parse(source, filename=str(path))
    except SyntaxError as error:
        place = f"{file}:{error.lineno}" if error.lineno else file  # an encoding that is none has no line
        raise ProjectError(
            f"The revision {place} is not valid Python",
            why=error.msg,
            next_step="Mend the file; `alembic history` fails on it as well.",
        ) from error
    except (OSError, ValueError, RecursionError, MemoryError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or str(error) or "it is nested too deeply"
        raise ProjectError(
            f"The revision {file} cannot be read", why=why, next_step="Mend or remove the file."
        ) from error
    values = dict(_assigned(tree))
    for name in (IDENTIFIER, PARENTS, DEPENDS_ON, LABELS):
        if values.get(name) is UNREADABLE or (name == IDENTIFIER and not isinstance(values.get(name), str)):
            raise ProjectError(
                f"The revision {file} does not say what its {name} is",
                why="the history is read without running it, so that it must stand there as a plain text",
                next_step=f'Write it out, as in {name} = "...", or move the file out of the versions.',
            )
    return _revision(values, tree, source, path, file)


def _revision(values: Mapping[str, object], tree: ast.Module, source: bytes, path: Path, file: str) -> Revision:
    """Put together what a file says of itself."""
    functions = {node.name: node.lineno for node in tree.body if isinstance(node, ast.FunctionDef)}
    documentation = (ast.get_docstring(tree) or path.stem).strip().splitlines()
    return Revision(
        id=str(values[IDENTIFIER]),
        file=file,
        message=documentation[0] if documentation else path.stem,
        parents=_strings(values.get(PARENTS)),
        depends_on=_strings(values.get(DEPENDS_ON)),
        labels=_strings(values.get(LABELS)),
        line=functions.get("upgrade"),
        down_line=functions.get("downgrade"),
        look=look_at(tree, source),
        accepts=acceptances_of(source, tree, str(values[IDENTIFIER]), file),
        imports=imports_of(tree, source),
        digest=hashlib.sha256(source).hexdigest(),
    )


def _within(path: Path, root: Path) -> str:
    try:
        return str(path.relative_to(root))
    except ValueError:
        return str(path)


def _content(path: Path) -> bytes:
    """Give the bytes of a file. Raises OSError; a pipe is not waited for."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "it is no file")
    return path.read_bytes()


def _assigned(tree: ast.Module) -> Iterator[tuple[str, object]]:
    """Give the names that the module assigns, with their values; UNREADABLE for what is no literal."""
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        for target in targets if value is not None else []:
            if isinstance(target, ast.Name):
                yield target.id, _literal(value)
            elif isinstance(target, ast.Tuple):
                parts = value.elts if isinstance(value, ast.Tuple) else [None] * len(target.elts)
                for name, part in zip(target.elts, parts, strict=False):
                    if isinstance(name, ast.Name):
                        yield name.id, _literal(part)


def _literal(node: ast.expr | None) -> object:
    try:
        return UNREADABLE if node is None else ast.literal_eval(node)
    except (ValueError, TypeError):
        return UNREADABLE


def _strings(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(item) for item in value) if isinstance(value, list | tuple | set) else ()


def _known(name: str, by_id: dict[str, Revision], labels: dict[str, str]) -> str | None:
    """Resolve an identifier, a unique prefix of one, or a branch label."""
    name = name.rsplit("@", maxsplit=1)[-1]
    if name in by_id:
        return name
    if name in labels:
        return labels[name]
    matches = [identifier for identifier in by_id if identifier.startswith(name)]
    return matches[0] if len(matches) == 1 else None


def _sorted(by_id: dict[str, Revision], labels: dict[str, str]) -> tuple[list[Revision], list[str]]:
    """Order parents first, by file name among equals. The second list holds a circle; with one nothing is in order."""
    by_file = dict(sorted(by_id.items(), key=lambda item: item[1].file))
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for revision in by_file.values():
        parents = (_known(name, by_id, labels) for name in (*revision.parents, *revision.depends_on))
        sorter.add(revision.id, *(parent for parent in parents if parent is not None))
    try:
        sorter.prepare()
    except CycleError as error:
        return list(by_file.values()), sorted(set(error.args[1]))
    ordered: list[Revision] = []
    while sorter.is_active():
        ready = sorted((by_id[name] for name in sorter.get_ready()), key=lambda revision: revision.file)
        ordered += ready
        sorter.done(*(revision.id for revision in ready))
    return ordered, []
