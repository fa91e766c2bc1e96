"""Which files of a project a module reaches by its imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.walk.worker.imports import imported_files
from harness.walk.worker.notes import Notes

if TYPE_CHECKING:
    from pathlib import Path

FORMS = {
    "import shop.one": {"one"},
    "import os, shop.one as first, shop.two": {"one", "two"},
    "from shop import one, two": {"one", "two"},
    "from shop import (  # one) and the other\n    one,\n    two as second,  # and no more\n)": {"one", "two"},
    "from shop.one import name": {"one"},
    "from .one import name": {"one"},
    "from.one import(name)": {"one"},
    "from . import one": {"one"},
    "from .. import shop; from ..shop.two import name": {"two"},
    "from shop \\\n    import one, \\\n    two": {"one", "two"},
    "if True: import shop.one": {"one"},
    "def load():\n\tfrom shop import one; return one": {"one"},
    "name = 'import'; important = 1": set[str](),
    '"""Nothing."""': set[str](),
}


@pytest.mark.parametrize("form", FORMS)
def test_imports_of_a_module(tmp_path: Path, form: str) -> None:
    """Whatever an import looks like, the file is found; that of the package as well."""
    package = tmp_path / "shop"
    package.mkdir()
    for name in ("__init__", "one", "two"):
        (package / f"{name}.py").write_text("")
    (package / "start.py").write_text(form)

    found = imported_files(["shop.start"], [str(tmp_path)], Notes(str(tmp_path)).owns)

    assert found == {str(package / f"{name}.py") for name in FORMS[form] | {"__init__", "start"}}


@pytest.mark.parametrize(
    ("name", "owned"),
    [("shop/models.py", True), ("shop/../shop/models.py", True), ("shop/../library/a.py", False), ("../a.py", False)],
)
def test_project_that_is_an_installed_package(tmp_path: Path, name: str, owned: bool) -> None:  # noqa: FBT001 - of a table
    """The packages beside it are no part of it, also when its env.py reaches them by a detour."""
    place = tmp_path / "site-packages"

    assert Notes(str(place / "shop")).owns(name if name.startswith("..") else str(place / name)) is owned
