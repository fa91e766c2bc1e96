"""Whole small histories, on the real databases: every finding with its revision and line, and none beside them.

A folder of tests/cases holds migrations/versions, models.py where the history has models, and expected.toml: the
findings (an error where no severity is given), what is not checked, and whether the way down is walked. Notes that are
not expected do not count.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from harness.config import Settings
from harness.databases.postgresql.server import PostgresqlServer
from harness.pipeline import check

if sys.version_info >= (3, 11):
    import tomllib
else:  # pragma: no cover - the older interpreter's branch
    import tomli as tomllib

if TYPE_CHECKING:
    from harness.databases import Server
    from harness.model import Report

CASES = Path(__file__).parent.parent / "cases"
ENV = CASES / "env.py"
PARTS = ("severity", "rule", "kind", "table", "name", "revision", "line", "healed_in")
"""What identifies an object of a finding; null parts are left out in expected.toml."""


def findings(report: Report) -> list[dict[str, Any]]:
    """Give each object of each finding as expected.toml has it."""
    found = []
    for finding in report.findings:
        for item in finding.objects or (finding,):
            name = item.name or item.column
            parts = (
                finding.severity,
                finding.rule,
                item.kind,
                item.table,
                name,
                item.revision,
                item.line,
                finding.healed_in,
            )
            found.append({part: value for part, value in zip(PARTS, parts, strict=True) if value is not None})
    return sorted(found, key=_order)


def _order(finding: dict[str, Any]) -> list[str]:
    return [str(finding.get(part, "")) for part in ("revision", "line", *PARTS)]


def project_of(case: Path, directory: Path) -> Path:
    """Copy a case to where it may be run."""
    shutil.copytree(case / "migrations", directory / "migrations")
    if (case / "models.py").is_file():
        shutil.copy(case / "models.py", directory)
    if not (directory / "migrations" / "env.py").is_file():
        shutil.copy(ENV, directory / "migrations")
    return directory


@pytest.mark.parametrize("name", sorted(path.parent.name for path in CASES.glob("*/expected.toml")))
def test_history(name: str, container_server: Server, tmp_path: Path) -> None:
    """The check tells of a history what its expected.toml says."""
    assert isinstance(container_server, PostgresqlServer)
    expected = tomllib.loads((CASES / name / "expected.toml").read_text("utf-8"))

    url, downgrade = container_server.address.url("postgres"), expected.get("downgrade", False)
    settings = Settings(postgres=url, populate=False, downgrade=downgrade)

    report = check(project_of(CASES / name, tmp_path), settings)

    wanted = sorted(({"severity": "error", **finding} for finding in expected["findings"]), key=_order)
    assert [item for item in findings(report) if item["severity"] != "note" or item in wanted] == wanted
    told = [f"{item.what}: {item.why}" for item in report.not_checked if not item.what.startswith("rows, and ")]
    assert told == expected.get("not_checked", [])
    assert all(status == "ok" for line in report.revisions for status in line.status.values())
