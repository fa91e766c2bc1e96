"""The job of continuous integration: a workflow of GitHub, or a job of GitLab."""

from __future__ import annotations

import json
import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from harness.cli.starting.change import Change, Kept, text_of
from harness.cli.starting.settings import image_of

if TYPE_CHECKING:
    from harness.project import Project

HERE = Path(__file__).parent
KNOWN = ("github", "gitlab")
OURS = re.compile(r"\bparity (?:check|names)\b|migration-parity|--parity\b")
WHAT_FOR = "the check of every pull request"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a pipeline lives: the root of the repository, and the project's directory in it ("" for the root)."""

    repository: Path
    directory: str


def pipeline_of(project: Project, wanted: str | None) -> Change | Kept:
    """Give the file with the job; `wanted` is github, gitlab, none, or None for what the repository has."""
    place = _place(project.root)
    kind = wanted or _kind(place.repository)
    if kind == "github":
        return _github(project, place)
    if kind == "gitlab":
        return _gitlab(project, place)
    why = "--ci none" if wanted else "nothing tells where it runs: --ci github or --ci gitlab"
    return Kept(place="continuous integration", why=why)


def _github(project: Project, place: Place) -> Change | Kept:
    workflows = place.repository / ".github" / "workflows"
    for path in sorted([*workflows.glob("*.yml"), *workflows.glob("*.yaml")]):
        if OURS.search(text_of(path)):
            return Kept(place=_name(path, place), why="it runs parity")
    suffix = f"-{place.directory.replace('/', '-')}" if place.directory else ""
    path = workflows / f"parity{suffix}.yml"
    if path.exists():
        return Kept(place=_name(path, place), why="it is there")
    return Change(path=path, lines=_filled("github.yml", project, place), what_for=WHAT_FOR)


def _gitlab(project: Project, place: Place) -> Change | Kept:
    main = place.repository / ".gitlab-ci.yml"
    text = text_of(main)
    if OURS.search(text):
        return Kept(place=main.name, why="it runs parity")
    path = place.repository / ".gitlab" / "parity.yml" if text else main
    if path.exists():
        return Kept(place=_name(path, place), why="it is there")
    further = "" if path == main else f"; let {main.name} include it: include: [{{local: .gitlab/parity.yml}}]"
    return Change(path=path, lines=_filled("gitlab.yml", project, place), what_for=WHAT_FOR + further)


def _filled(template: str, project: Project, place: Place) -> str:
    """Fill a template. A line with nothing in its place is left out."""
    place_of_job = {
        "github.yml": f"defaults: {{run: {{working-directory: {json.dumps(place.directory)}}}}}",
        "gitlab.yml": f"- cd {shlex.quote(place.directory)}",
    }
    values = {
        "WHERE": place_of_job[template] if place.directory else "",
        "PREFIX": f"{place.directory}/" if place.directory else "",
        "PYTHON": f"{sys.version_info.major}.{sys.version_info.minor}",
        "INSTALL": f"pip install migration-parity{_requirements(project.root)}",
        "IMAGE": image_of(project),
    }
    text = (HERE / template).read_text("utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return "".join(line for line in text.splitlines(keepends=True) if line.strip())


def _requirements(root: Path) -> str:
    """Give what else pip installs: what the project says it needs. A comment asks for it where it says nothing."""
    if (root / "requirements.txt").is_file():
        return " -r requirements.txt"
    declared = text_of(root / "pyproject.toml")
    if (root / "setup.py").is_file() or re.search(r"^\[(?:project|tool\.poetry)\]", declared, re.MULTILINE):
        return " ."
    return " # and what the project needs: no requirements.txt was found"


def _kind(repository: Path) -> str | None:
    if (repository / ".gitlab-ci.yml").is_file():
        return "gitlab"
    if (repository / ".github").is_dir():
        return "github"
    remotes = text_of(repository / ".git" / "config")
    return next((kind for kind in KNOWN if re.search(rf"url\s*=.*\b{kind}\b", remotes)), None)


def _place(root: Path) -> Place:
    repository = next((path for path in (root, *root.parents) if (path / ".git").exists()), root)
    directory = root.relative_to(repository).as_posix()
    return Place(repository=repository, directory="" if directory == "." else directory)


def _name(path: Path, place: Place) -> str:
    return path.relative_to(place.repository).as_posix()
