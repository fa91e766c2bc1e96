"""The fixtures, as the tests of a project use them: each file of `examples` shows one behaviour."""

from __future__ import annotations

import shutil
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.plugin.suites import Suite

EXAMPLES = sorted(Path(__file__).parent.joinpath("examples").glob("*.py"))


def test_examples(live: Suite) -> None:
    """All of them hold, in one run without the items, and each has tests."""
    for example in EXAMPLES:
        shutil.copy(example, live.path / f"test_{example.name}")
    result = live.run("--junitxml", "junit.xml")
    cases = ET.parse(live.path / "junit.xml").iter("testcase")  # noqa: S314 - pytest wrote it

    assert result.ret == 0
    assert {case.get("classname") for case in cases} == {f"test_{example.stem}" for example in EXAMPLES}
