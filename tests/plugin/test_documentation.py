"""The page on the plugin is complete, and its example is what pytest prints."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.pytest_plugin import daily, fixtures
from harness.pytest_plugin.options import SWITCHES, TEXTS
from tests.plugin.suites import NAMES_FOR_ONE

if TYPE_CHECKING:
    from tests.plugin.suites import Suite

PAGE = Path(__file__).parents[2].joinpath("docs", "reference", "pytest.md").read_text(encoding="utf-8")
OPTIONS = {name: option for name, (option, *_) in {**SWITCHES, **TEXTS}.items()}

FIXTURES = sorted(name for module in (daily, fixtures) for name in vars(module) if name.startswith("parity_"))


@pytest.mark.parametrize(("name", "option"), OPTIONS.items(), ids=OPTIONS.values())
def test_options(name: str, option: str) -> None:
    """Each option has a row with its ini name."""
    assert f"| `{option}` | `{name}` |" in PAGE


@pytest.mark.parametrize(
    "name", sorted(name for name in {**vars(daily), **vars(fixtures)} if name.startswith("parity_"))
)
def test_fixtures(name: str) -> None:
    """Each fixture has a row."""
    assert f"| `{name}` |" in PAGE


def test_failure(live: Suite) -> None:
    """The page shows a failure as it is."""
    live.revise("0003", "names", NAMES_FOR_ONE)
    printed = live.run("parity::rule::unique-missing").outlines
    found = re.search(r"```text\n_+ (.*?)```", PAGE, re.DOTALL)
    assert found
    title, *lines = found[1].splitlines()
    begin = next(number for number, line in enumerate(printed) if title.strip(" _") in line)

    assert printed[begin + 1 : begin + 1 + len(lines)] == lines
