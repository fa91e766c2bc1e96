"""Write the page about speed and its plot from the figures that are kept: `python -m benchmarks.page`.

`make bench ARGS="--publish"` keeps the figures of a run there. The page between its two marks holds nothing else.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.phases import PHASES
from benchmarks.plot import plot
from benchmarks.results import from_json, to_json
from benchmarks.tables import left_out_of, tables_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.results import Published
    from benchmarks.tables import Table

FIGURES = Path(__file__).with_name("published.json")
DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = DOCS / "explanation" / "speed.md"
PLOT = DOCS / "images" / "phases.svg"
MARKED = re.compile(r"(<!-- bench -->\n).*?(<!-- /bench -->)", re.DOTALL)


def publish(published: Published) -> None:
    """Keep the figures of a run, and write the page and the plot."""
    FIGURES.write_text(to_json(published), "utf-8")
    write()


def write() -> None:
    """Write the page and the plot from the figures that are kept."""
    published = from_json(FIGURES.read_text("utf-8"))
    PAGE.write_text(with_figures(PAGE.read_text("utf-8"), published), "utf-8")
    plot(published, PLOT)


def with_figures(page: str, published: Published) -> str:
    """Give the text of the page with what a run gave."""
    return MARKED.sub(lambda match: match[1] + "\n".join(_parts(published)) + match[2], page)


def _parts(published: Published) -> Iterator[str]:
    environment = ", ".join(f"{name} {value}" for name, value in published.environment.items())
    yield f"\nMeasured with {environment}.\n"
    for table in tables_of(published):
        yield f"### {table.title}\n\n{table.text}\n\n{_markdown(table)}"
        if table.title == "Where the time goes":
            yield f"![The share of each phase in a check](../images/{PLOT.name})\n"
            yield "".join(f"- *{name}*: {what}.\n" for name, what in PHASES.items())
    if published.left_out:
        yield "### Left out\n"
        yield "".join(f"- {line}.\n" for line in left_out_of(published))


def _markdown(table: Table) -> str:
    lines = [table.headings, ("---", *("--:" for _ in table.headings[1:])), *table.rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    write()
