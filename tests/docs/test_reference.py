"""The reference is complete: every setting, command and failure of the source is in it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from typing import TYPE_CHECKING

import pytest

from docs import generate_reference
from harness.config import Settings
from tests.docs.pages import DOCS, PAGES, ROOT, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROW = re.compile(r"^\| `(\w+)` \| ([^|]*) \|", re.MULTILINE)
FOUND = {
    "app": "found",
    "config": "found",
    "python": "`.venv`, else this one",
    "script_location": "found",
}
"""What stands for the default of a setting that is found out."""


def default_of(field: Field[object]) -> str:
    """Give the default of a setting as its page prints it."""
    value = field.default if field.default is not MISSING else {}
    if value is None:
        return FOUND.get(field.name, "none")
    if isinstance(value, Mapping):
        return "`{}`"
    return f"`{json.dumps(value)}`"


def test_every_setting_is_described_with_its_default() -> None:
    """The page of the settings has a row for each field, and for nothing else."""
    rows = dict(ROW.findall((DOCS / "reference" / "settings.md").read_text("utf-8")))

    assert rows == {field.name: default_of(field) for field in fields(Settings)}


def test_every_key_of_the_report_is_described() -> None:
    """The page of the JSON names each property of its schema."""
    schema = json.loads((DOCS / "reference" / "report.schema.json").read_text("utf-8"))
    page = (DOCS / "reference" / "json.md").read_text("utf-8")

    assert [name for name in properties(schema) if f"`{name}`" not in page] == []


def properties(schema: object) -> Iterator[str]:
    """Give the names of all properties in a schema."""
    if isinstance(schema, list):
        for item in schema:
            yield from properties(item)
    elif isinstance(schema, dict):
        yield from schema.get("properties", {})
        for item in schema.values():
            yield from properties(item)


@pytest.mark.parametrize("name", generate_reference.pages())
def test_generated_parts_are_up_to_date(name: str) -> None:
    """The help of the commands and the list of failures are those of the source."""
    assert (DOCS / name).read_text("utf-8") == generate_reference.pages()[name], f"docs/{name} is stale: make pages"


def test_documentation_builds_without_a_warning(tmp_path: Path) -> None:
    """Every link leads somewhere, and every page is in the navigation."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(tmp_path)],
        cwd=ROOT,
        env={"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "reference" / "rules" / "check-missing.html").is_file()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_page_is_free_of_this_machine(page: Path) -> None:
    """No page holds a path or an address of the machine on which it was written."""
    assert re.findall(r"/(?:tmp|root|work)/\S*|\b172\.\d+\.\d+\.\d+", page.read_text("utf-8")) == []
