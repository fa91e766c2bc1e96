"""What alembic.ini and pyproject.toml say of a history, read as Alembic reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.errors import ProjectError
from harness.project import Hints, Project, discover
from tests.project.files import ENV, write, write_history

if TYPE_CHECKING:
    from pathlib import Path


def found(root: Path, **hints: str) -> Project:
    """Discover with some settings."""
    return discover(root, Hints(**hints))


def refusal(root: Path) -> str:
    """Give the full text of the error."""
    with pytest.raises(ProjectError) as caught:
        found(root)
    return str(caught.value)


@pytest.mark.parametrize("location", ["db/history", "%(here)s/db/history", "./db/history", "db/../db/history"])
def test_alembic_ini(tmp_path: Path, location: str) -> None:
    """script_location is relative to the file, or to %(here)s."""
    place = write_history(tmp_path, "db/history")
    write(tmp_path, {"alembic.ini": f"[alembic]\nscript_location = {location}\n"})

    project = found(tmp_path)

    assert (project.kind, project.script_location) == ("alembic", place)
    assert project.version_locations == (place / "versions",)
    assert (project.ini, project.ini_section) == (tmp_path / "alembic.ini", "alembic")
    assert project.found_by[0] == "alembic.ini"


def test_percent_in_other_options_does_not_matter(tmp_path: Path) -> None:
    """A password in sqlalchemy.url may hold what would be interpolated."""
    place = write_history(tmp_path, "m%1")
    ini = "[alembic]\nscript_location = m%%1\nsqlalchemy.url = postgresql://u:p%40@h/d\n"
    write(tmp_path, {"alembic.ini": ini})

    assert found(tmp_path).script_location == place


def test_options_that_refer_to_others(tmp_path: Path) -> None:
    """The file is interpolated as Alembic does it."""
    place = write_history(tmp_path, "db/history")
    write(tmp_path, {"alembic.ini": "[DEFAULT]\nbase = db\n[alembic]\nscript_location = %(base)s/history\n"})

    assert found(tmp_path).script_location == place


@pytest.mark.parametrize("base", ["", "src/"])
def test_location_in_a_package(tmp_path: Path, base: str) -> None:
    """`package:directory` is looked for where the package is importable."""
    place = write_history(tmp_path, f"{base}shop/store/history")
    write(tmp_path, {"alembic.ini": "[alembic]\nscript_location = shop.store:history\n"})

    assert found(tmp_path).script_location == place


@pytest.mark.parametrize(
    ("separator", "written", "expected"),
    [
        ("", "core/versions plugin/versions", "core/versions"),
        ("", "core/versions, plugin/versions", "core/versions"),
        ("version_path_separator = os\n", "core/versions:plugin/versions", "core/versions"),
        ("path_separator = os\n", "core/versions:plugin/versions", "core/versions"),
        ("path_separator = ;\n", "core/versions;plugin/versions", "core/versions"),
        ("path_separator = space\n", "core/versions plugin/versions", "core/versions"),
        ("path_separator = newline\n", "\n  core/versions\n  plugin/versions", "core/versions"),
        ("", "shop.core:versions plugin/versions", "shop/core/versions"),
    ],
)
def test_version_locations(tmp_path: Path, separator: str, written: str, expected: str) -> None:
    """The list is cut as path_separator says; without it at spaces and commas, never inside `package:directory`."""
    write_history(tmp_path)
    write(tmp_path, {f"{name}/versions/.keep": "" for name in ("core", "plugin", "shop/core")})
    ini = f"[alembic]\nscript_location = migrations\n{separator}version_locations = {written}\n"
    write(tmp_path, {"alembic.ini": ini})

    assert found(tmp_path).version_locations == (tmp_path / expected, tmp_path / "plugin/versions")


@pytest.mark.parametrize(("written", "expected"), [("true", True), ("True", True), ("false", False), ("", False)])
def test_recursive_version_locations(tmp_path: Path, written: str, expected: bool) -> None:  # noqa: FBT001 - a table
    """The word may be written as an ini file allows."""
    write_history(tmp_path)
    ini = f"[alembic]\nscript_location = migrations\nrecursive_version_locations = {written}\n"
    write(tmp_path, {"alembic.ini": ini})

    assert found(tmp_path).recursive is expected


def test_pyproject(tmp_path: Path) -> None:
    """Alembic 1.16 reads [tool.alembic]; an alembic.ini beside it may hold the rest."""
    place = write_history(tmp_path, "db/history")
    table = (
        '[tool.alembic]\nscript_location = "%(here)s/db/history"\n'
        'version_locations = ["%(here)s/core", "%(here)s/plugin"]\nrecursive_version_locations = true\n'
    )
    write(tmp_path, {"pyproject.toml": table, "alembic.ini": "[alembic]\nsqlalchemy.url = sqlite://\n"})
    write(tmp_path, {"core/.keep": "", "plugin/.keep": ""})

    project = found(tmp_path)

    assert project.script_location == place
    assert project.version_locations == (tmp_path / "core", tmp_path / "plugin")
    assert project.recursive
    assert (project.ini, project.toml) == (tmp_path / "alembic.ini", tmp_path / "pyproject.toml")


def test_alembic_ini_before_pyproject(tmp_path: Path) -> None:
    """Where both name a location, Alembic takes the first."""
    place = write_history(tmp_path, "one")
    write_history(tmp_path, "two")
    write(tmp_path, {"alembic.ini": "[alembic]\nscript_location = one\n"})
    write(tmp_path, {"pyproject.toml": '[tool.alembic]\nscript_location = "two"\n'})

    assert found(tmp_path).script_location == place


def test_only_directory(tmp_path: Path) -> None:
    """Without a configuration, the one directory that looks like a history is it; tests have histories of their own."""
    place = write_history(tmp_path, "src/shop/history")
    write(tmp_path, {"other/env.py": "print('no history')\n", "tests/history/env.py": ENV})
    write(tmp_path, {"tests/history/versions/.keep": ""})

    project = found(tmp_path)

    assert project.script_location == place
    assert project.found_by[-1] == "the only directory with env.py and revisions: src/shop/history"


def test_configuration_of_another_name(tmp_path: Path) -> None:
    """The settings may name the file and the section."""
    place = write_history(tmp_path)
    write(tmp_path, {"conf/db.ini": "[store]\nscript_location = %(here)s/../migrations\n"})

    project = found(tmp_path, config="conf/db.ini", ini_section="store")

    assert (project.script_location, project.ini) == (place, tmp_path / "conf/db.ini")


def test_directory_that_is_not_there(tmp_path: Path) -> None:
    """The project is a directory."""
    assert refusal(tmp_path / "nowhere") == (
        f"{tmp_path / 'nowhere'} is not a directory\n"
        "  why: the project is the directory that holds alembic.ini, pyproject.toml or the migrations\n"
        "  next: Give the path of that directory: parity check PATH."
    )


def test_ini_that_cannot_be_read(tmp_path: Path) -> None:
    """What the parser says is told on one line."""
    write_history(tmp_path)
    path = tmp_path / "alembic.ini"
    path.write_text("script_location = migrations\n")

    assert refusal(tmp_path) == (
        f"{path} cannot be read\n"
        f"  why: File contains no section headers. file: {str(path)!r}, line: 1 'script_location = migrations\\n'\n"
        "  next: Mend the file; `alembic current` must be able to read it as well."
    )


def test_pyproject_that_is_not_toml(tmp_path: Path) -> None:
    """The file is read for [tool.alembic]."""
    write_history(tmp_path)
    write(tmp_path, {"pyproject.toml": "[tool.alembic\n"})

    assert refusal(tmp_path) == (
        f"{tmp_path / 'pyproject.toml'} cannot be read\n"
        "  why: Expected ']' at the end of a table declaration (at line 1, column 14)\n"
        "  next: Mend the file: it is not valid TOML."
    )


def test_project_inside_a_package(tmp_path: Path) -> None:
    """Its modules are imported from above the package."""
    write_history(tmp_path / "shop" / "store")
    write(tmp_path, {"shop/__init__.py": "", "shop/store/__init__.py": ""})

    assert found(tmp_path / "shop" / "store").import_root == tmp_path
