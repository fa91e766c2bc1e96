"""The line of pytest's ini file that adds the check to the suite."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.cli.starting.change import Change, Kept, appended, text_of

if TYPE_CHECKING:
    from pathlib import Path

PLACES = (
    ("pytest.ini", "[pytest]", "parity_enabled = true"),
    (".pytest.ini", "[pytest]", "parity_enabled = true"),
    ("pyproject.toml", "[tool.pytest.ini_options]", "parity_enabled = true"),
    ("pyproject.toml", "[tool.pytest]", "parity_enabled = true"),
    ("tox.ini", "[pytest]", "parity_enabled = true"),
    ("setup.cfg", "[tool:pytest]", "parity_enabled = true"),
)
"""Files, their section and the line, in the order in which pytest looks for them."""
NEW = "[pytest]\nparity_enabled = true\n"
WHAT_FOR = "`pytest` checks the migrations as well; without them: pytest -m 'not parity'"


def pytest_of(root: Path) -> Change | Kept:
    """Give the change of the file in which pytest is set up, or why there is none."""
    for name, section, line in PLACES:
        text = text_of(root / name)
        header = re.search(rf"^{re.escape(section)}[ \t]*(?:[#;].*)?\r?\n?", text, re.MULTILINE)
        if header:
            if re.search(r"^\s*parity_\w+\s*=", text, re.MULTILINE):
                return Kept(place=name, why="it sets up the plugin")
            before, after = text[: header.end()], text[header.end() :]
            gap = "" if before.endswith("\n") else "\n"
            return Change(path=root / name, before=before, lines=f"{gap}{line}\n", after=after, what_for=WHAT_FOR)
    if (root / "tests").is_dir() or (root / "conftest.py").is_file() or any(root.glob("test_*.py")):
        return appended(root / "pytest.ini", text_of(root / "pytest.ini"), NEW, WHAT_FOR)
    return Kept(place="pytest", why=f"there are no tests in {root}")
