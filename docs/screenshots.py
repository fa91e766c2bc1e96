"""Take the pictures that the pages show, from a real check: a terminal, and the HTML report in a real browser.

Called as `python -m docs.screenshots [--postgres auto|container|embedded|URL]`.
"""

from __future__ import annotations

import argparse
import dataclasses
import io
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from harness.config import Settings
from harness.model import Display
from harness.pipeline import check
from harness.reports.html import render
from harness.reports.text import render as render_text
from tests.reports.browser import find_browser, open_browser, open_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FloatRect

    from harness.model import Report

IMAGES = Path(__file__).parent / "images"
HISTORY = Path(__file__).parents[1] / "tests" / "reports" / "histories" / "shop"
ROOT = "/home/ann/shop"
COLUMNS, LINES = 112, 33


def main() -> None:
    """Take every picture again."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--postgres", default="auto", help="where PostgreSQL comes from (default: auto)")
    postgres = parser.parse_args().postgres
    program = find_browser()
    if program is None:
        parser.error("no Chromium is installed")
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as directory, open_browser(program) as browser:
        project = shutil.copytree(HISTORY, Path(directory) / "shop")
        report = dataclasses.replace(check(project, Settings(postgres=postgres)), root=ROOT)
        _take_terminal(report)
        page = Path(directory) / "report.html"
        page.write_text(render(report), "ascii")
        _take(browser, page, "html-map.png", height=760)
        _take(browser, page, "html-both-sides.png", height=900, cell="orders after 0003", dark=True)
        _take(browser, page, "html-narrow.png", height=900, width=400)


def _take_terminal(report: Report) -> None:
    """Take what a terminal shows of the first findings."""
    lines = render_text(report, Display(width=COLUMNS, colour=True, unicode=True)).splitlines()
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="standard")
    console.print(Text("$ parity check", style="bold"))
    console.print(Text.from_ansi("\n".join([*lines[:LINES], "[...]"])))
    text = console.export_svg(title="parity check", unique_id="parity", theme=MONOKAI)
    # Pages must load without a network: the fonts that rich names are those of a content delivery network.
    (IMAGES / "terminal.svg").write_text(re.sub(r"@font-face \{.*?\}\n", "", text, flags=re.DOTALL), "utf-8")


def _take(  # noqa: PLR0913 - what is to be seen
    browser: Browser, report: Path, name: str, *, height: int, width: int = 1200, cell: str = "", dark: bool = False
) -> None:
    clip: FloatRect = {"x": 0, "y": 0, "width": width, "height": height}
    with open_page(browser, report, width=width, dark=dark) as page:
        if cell:
            page.click(f'[role=gridcell][aria-label^="{cell}"]')
            clip["y"] = page.evaluate("document.getElementById('history').getBoundingClientRect().top + scrollY")
            page.evaluate("document.getElementById('filter').style.position = 'static'")
        page.screenshot(path=IMAGES / name, clip=clip, full_page=True)


if __name__ == "__main__":
    main()
