"""The pages of the documentation, and what in them is to be run.

A comment before a fenced block says what it is for; nobody sees it on the page:

    <!-- run in NAME -->           run the lines with bash in that project; `, exit 1` where they end with that status
    <!-- output -->                what the block before it printed, but for figures
    <!-- file NAME PATH -->        the content of a file of that project
    <!-- help COMMAND -->          what `parity COMMAND --help` prints
    <!-- session NAME -->          commands behind `$ ` with what they print, as docs/sessions.py writes it
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", *sorted(DOCS.rglob("*.md")))

FENCE = re.compile(
    r"(?:^<!-- (?P<order>[^\n]*) -->\n)?^(?P<ticks>```+)(?P<language>[^\n]*)\n(?P<text>.*?)^(?P=ticks)$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block: its language, what a comment orders for it ("" for nothing), and its text."""

    page: str
    line: int
    language: str
    order: str
    text: str


def name_of(page: Path) -> str:
    """Give the path of a page from the root."""
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> list[Block]:
    """Give the fenced blocks of a page, in order."""
    text = page.read_text("utf-8")
    return [
        Block(
            page=name_of(page),
            line=text.count("\n", 0, found.start("ticks")) + 1,
            language=found["language"].strip(),
            order=found["order"] or "",
            text=found["text"],
        )
        for found in FENCE.finditer(text)
    ]


def all_blocks() -> list[Block]:
    """Give the fenced blocks of all pages."""
    return [block for page in PAGES for block in blocks(page)]
