"""Find the Alembic history of a project and how it is configured, from its files alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from harness.errors import ProjectError
from harness.project.configuration import Declared, read_ini, read_toml
from harness.project.flask_app import find_flask_app
from harness.project.tree import directories_with_env, import_root_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the settings say about the project; None where they are silent."""

    script_location: str | None = None
    config: str | None = None
    ini_section: str = "alembic"
    app: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A directory with an Alembic history, and how it is wired. Paths are absolute."""

    root: Path
    import_root: Path
    kind: str
    script_location: Path
    version_locations: tuple[Path, ...]
    recursive: bool = False
    ini: Path | None = None
    ini_section: str = "alembic"
    toml: Path | None = None
    apps: tuple[str, ...] = ()
    found_by: tuple[str, ...] = ()


def discover(directory: Path, hints: Hints) -> Project:
    """Give the project in `directory`. Raises ProjectError that names the one setting that would help."""
    root = directory.resolve()
    if not root.is_dir():
        raise ProjectError(
            f"{directory} is not a directory",
            why="the project is the directory that holds alembic.ini, pyproject.toml or the migrations",
            next_step="give the path of that directory: parity check PATH",
        )
    tried: list[str] = []
    declared = _declared(root, hints, tried)
    script_location = _script_location(root, hints, declared, tried)
    declared = declared or _beside(script_location, hints)
    env_py = script_location / "env.py"
    if not env_py.is_file():
        raise ProjectError(
            f"{script_location} has no env.py",
            why=f"an Alembic script location holds env.py and its revisions (found by: {tried[-1]})",
            next_step="correct script_location, or make the directory with `alembic init`",
        )
    is_flask = bool(re.search(r"\bcurrent_app\b", env_py.read_text("utf-8", "replace"))) or hints.app is not None
    import_root = import_root_of(root)
    apps, how = find_flask_app(root, import_root, hints.app) if is_flask else ((), None)
    return Project(
        root=root,
        import_root=import_root,
        kind="flask-migrate" if is_flask else "alembic",
        script_location=script_location,
        version_locations=(declared.version_locations if declared else ()) or (script_location / "versions",),
        recursive=declared.recursive if declared else False,
        ini=declared.path if declared and declared.path.suffix != ".toml" else None,
        ini_section=hints.ini_section,
        toml=root / "pyproject.toml" if (root / "pyproject.toml").is_file() else None,
        apps=apps,
        found_by=(*tried, *([how] if how else [])),
    )


def _declared(root: Path, hints: Hints, tried: list[str]) -> Declared | None:
    """Read the Alembic configuration that the settings name, or that lies where Alembic looks for it."""
    if hints.config is not None:
        path = (root / hints.config).resolve()
        if not path.is_file():
            raise ProjectError(
                f"the Alembic configuration {hints.config} does not exist",
                why=f"the setting `config` names it, relative to {root}",
                next_step="correct `config` in [tool.migration-parity]",
            )
        tried.append(f"config = {hints.config} (setting)")
        return read_toml(path) if path.suffix == ".toml" else read_ini(path, hints.ini_section)
    if (root / "alembic.ini").is_file():
        tried.append("alembic.ini")
        return read_ini(root / "alembic.ini", hints.ini_section)
    tried.append("no alembic.ini")
    if (root / "pyproject.toml").is_file():
        declared = read_toml(root / "pyproject.toml")
        tried.append("pyproject.toml [tool.alembic]" if declared else "no [tool.alembic] in pyproject.toml")
        return declared
    tried.append("no pyproject.toml")
    return None


def _script_location(root: Path, hints: Hints, declared: Declared | None, tried: list[str]) -> Path:
    if hints.script_location is not None:
        tried.append(f"script_location = {hints.script_location} (setting)")
        return (root / hints.script_location).resolve()
    if declared is not None and declared.script_location is not None:
        tried.append(f"script_location in {declared.path.name}")
        return declared.script_location
    found = directories_with_env(root)
    if len(found) == 1:
        tried.append(f"the only directory with env.py and revisions: {found[0].relative_to(root)}")
        return found[0]
    names = ", ".join(str(path.relative_to(root)) for path in found)
    if found:
        raise ProjectError(
            f"{root} holds {len(found)} migration histories: {names}",
            why="parity checks one history at a time",
            next_step=f'choose one: set script_location = "{found[0].relative_to(root)}" in [tool.migration-parity], '
            "or run parity check in its own directory",
        )
    raise ProjectError(
        f"no migration history in {root}",
        why=f"tried: {'; '.join([*tried, 'no directory with env.py and versions/'])}",
        next_step="run parity in the directory of alembic.ini or migrations/, or set script_location "
        "in [tool.migration-parity]",
    )


def _beside(script_location: Path, hints: Hints) -> Declared | None:
    """Flask-Migrate keeps alembic.ini inside the directory; others keep it one above."""
    for directory in (script_location, script_location.parent):
        path = directory / "alembic.ini"
        if path.is_file():
            return read_ini(path, hints.ini_section)
    return None
