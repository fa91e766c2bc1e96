"""Find the Alembic history of a project and how it is configured, from its files alone."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.errors import ProjectError
from harness.project.configuration import USUAL_SECTION, Declared, read_ini, read_toml, resolve
from harness.project.flask_app import find_flask_app, migrate_directory
from harness.project.installed import import_places
from harness.project.reading import unreadable
from harness.project.tree import directories_with_env, import_root_of, ini_files, package_around

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the settings say about the project; None where they are silent. `python` is its interpreter."""

    script_location: str | None = None
    config: str | None = None
    ini_section: str = USUAL_SECTION
    app: str | None = None
    python: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A directory with an Alembic history, and how it is wired. Paths are absolute.

    `directory` is where `alembic` or `flask db` is run: where the alembic.ini lies that is not in the root.
    """

    root: Path
    import_root: Path
    directory: Path
    kind: str
    script_location: Path
    version_locations: tuple[Path, ...]
    recursive: bool = False
    ini: Path | None = None
    ini_section: str = USUAL_SECTION
    toml: Path | None = None
    apps: tuple[str, ...] = ()
    found_by: tuple[str, ...] = ()


def discover(directory: Path, hints: Hints) -> Project:
    """Give the project in `directory`. Raises ProjectError that names the one setting that would help."""
    try:
        return _discover(directory, hints)
    except PermissionError as error:
        raise unreadable(error) from error


def _discover(directory: Path, hints: Hints) -> Project:
    root = directory.resolve()
    if not root.is_dir():
        raise ProjectError(
            f"{directory} is not a directory",
            why="the project is the directory that holds alembic.ini, pyproject.toml or the migrations",
            next_step="Give the path of that directory: parity check PATH.",
        )
    tried: list[str] = []
    ini, toml = _declared_ini(root, hints, tried), _declared_toml(root, hints, tried)
    script_location = _script_location(root, hints, [one for one in (ini, toml) if one is not None], tried)
    ini = ini or _ini_of(script_location, root, hints, tried)
    env_py = script_location / "env.py"
    if not env_py.is_file():
        raise ProjectError(
            f"{script_location} has no env.py",
            why=f"an Alembic script location holds env.py and its revisions (found by: {tried[-1]})",
            next_step="Correct script_location, or make the directory with `alembic init`.",
        )
    is_flask = bool(re.search(r"\bcurrent_app\b", env_py.read_text("utf-8", "replace"))) or hints.app is not None
    source = root if script_location.is_relative_to(root) else package_around(script_location) or root
    apps, how = find_flask_app(source, import_root_of(source), hints.app) if is_flask else ((), None)
    declared = [one for one in (ini, toml) if one is not None]
    return Project(
        root=root,
        import_root=import_root_of(root),
        directory=_working_directory(root, hints, ini, script_location),
        kind="flask-migrate" if is_flask else "alembic",
        script_location=script_location,
        version_locations=next(
            (one.version_locations for one in declared if one.version_locations), (script_location / "versions",)
        ),
        recursive=any(one.recursive for one in declared),
        ini=ini.path if ini else None,
        ini_section=ini.section if ini else hints.ini_section,
        toml=toml.path if toml else None,
        apps=apps,
        found_by=(*tried, *([how] if how else [])),
    )


def _working_directory(root: Path, hints: Hints, ini: Declared | None, script_location: Path) -> Path:
    if ini is None or hints.config is not None or ini.path.parent == script_location or ini.from_root:
        return root
    return ini.path.parent


def _declared_ini(root: Path, hints: Hints, tried: list[str]) -> Declared | None:
    """Read the alembic.ini that the settings name, or that lies where Alembic looks for it."""
    name = hints.config or "alembic.ini"
    path = (root / name).resolve()
    if hints.config is not None and not path.is_file():
        raise ProjectError(
            f"The Alembic configuration {hints.config} does not exist",
            why=f"the setting `config` names it, relative to {root}",
            next_step="Correct `config` in [tool.migration-parity].",
        )
    if path.suffix == ".toml":
        return None
    tried.append(f"config = {hints.config} (setting)" if hints.config else f"{'' if path.is_file() else 'no '}{name}")
    if not path.is_file():
        return None
    declared = read_ini(path, root, hints.ini_section, import_places(hints.python, root))
    if declared.section != hints.ini_section:
        tried.append(f"[{declared.section}] is its only section with a script_location")
    return declared


def _declared_toml(root: Path, hints: Hints, tried: list[str]) -> Declared | None:
    is_named = hints.config is not None and hints.config.endswith(".toml")
    path = (root / (hints.config if hints.config and is_named else "pyproject.toml")).resolve()
    declared = read_toml(path, import_places(hints.python, root)) if path.is_file() else None
    if is_named:
        tried.append(f"config = {hints.config} (setting)")
    elif declared is not None:
        tried.append("[tool.alembic] in pyproject.toml")
    else:
        tried.append("no [tool.alembic] in pyproject.toml" if path.is_file() else "no pyproject.toml")
    return declared


def _script_location(root: Path, hints: Hints, declared: list[Declared], tried: list[str]) -> Path:
    if hints.script_location is not None:
        tried.append(f"script_location = {hints.script_location} (setting)")
        return resolve((root,), hints.script_location, "env.py", import_places(hints.python, root)) or root
    for one in declared:
        if one.script_location is not None:
            tried.append(f"script_location in {one.path.name}")
            return one.script_location
    found = directories_with_env(root)
    if len(found) == 1:
        tried.append(f"the only directory with env.py and revisions: {found[0].relative_to(root)}")
        return found[0]
    flask = migrate_directory(root)
    if flask in found:
        tried.append(f"the directory of Flask-Migrate: {flask.relative_to(root)}")
        return flask
    if found:
        raise _several(root, found)
    raise ProjectError(
        f"There is no migration history in {root}",
        why=f"tried: {'; '.join([*tried, 'no directory with env.py and versions/'])}",
        next_step="Run parity in the directory of alembic.ini or migrations/, or set script_location "
        "in [tool.migration-parity].",
    )


def _several(root: Path, found: list[Path]) -> ProjectError:
    names = [str(path.relative_to(root)) for path in found]
    return ProjectError(
        f"{root} holds {len(found)} migration histories: {', '.join(names)}",
        why="parity checks one history at a time",
        next_step=f'Choose one: set script_location = "{names[0]}" in [tool.migration-parity], '
        "or run parity check in its own directory.",
    )


def _ini_of(script_location: Path, root: Path, hints: Hints, tried: list[str]) -> Declared | None:
    """Find the alembic.ini that belongs to a script location.

    Flask-Migrate keeps it inside the directory, others one above; else it is the one that names the location.
    """
    near = [path for place in (script_location, script_location.parent) if (path := place / "alembic.ini").is_file()]
    for path in near:
        return read_ini(path, root, hints.ini_section)
    for path in ini_files(root):
        with suppress(ProjectError):  # another history's
            declared = read_ini(path, root, hints.ini_section)
            if declared.script_location == script_location:
                tried.append(f"{path.relative_to(root)} names that directory")
                return declared
    return None
