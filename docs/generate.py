"""Write the generated pages.

The pages of the rules come from the rule files, and from what their bad histories really leave in both databases.
Called as `python -m docs.generate [--postgres auto|container|embedded|URL]`.
"""

from __future__ import annotations

import argparse
import inspect
import tempfile
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from docs import generate_reference
from harness.cli.rule import history_code, surroundings
from harness.model.mending import table_on
from harness.pipeline import checking
from harness.rules import all_rules
from tests.rules.projects import settings_for, write_project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.model import Comparison, Finding, Report, Rule, SchemaObject, Side, Walked

PAGES = Path(__file__).parent / "reference" / "rules"
BESIDE = {"enum", "view", "trigger"}
INDEX = """\
# Rules

Each rule is one file in `harness/rules/`, and `parity rule NAME` prints its page on the terminal. The pages here are
written from the same files; the reports and the tables on them come from a run on SQLite and PostgreSQL.

An *error* says that production behaves or migrates differently, a *warning* that a later migration will trip over it.
A *note* never fails a check.

| rule | severity | what it finds |
|---|---|---|
"""


def main() -> None:
    """Write every page, and remove those of rules that are gone."""
    generate_reference.write()
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--postgres", default="auto", help="where PostgreSQL comes from (default: auto)")
    postgres = parser.parse_args().postgres
    pages = {"index.md": index(), **{f"{name}.md": checked_page(rule, postgres) for name, rule in all_rules().items()}}
    PAGES.mkdir(parents=True, exist_ok=True)
    for path in PAGES.glob("*.md"):
        if path.name not in pages:
            path.unlink()
    for name, text in pages.items():
        (PAGES / name).write_text(text, "utf-8")


def index() -> str:
    """Give the list of all rules."""
    rows = [f"| [{name}]({name}.md) | {rule.severity} | {rule.summary} |" for name, rule in all_rules().items()]
    return INDEX + "\n".join(rows) + "\n"


def checked_page(rule: Rule, postgres: str) -> str:
    """Check the bad history of a rule on the server that `postgres` names, and give the page."""
    with tempfile.TemporaryDirectory() as directory:
        project = write_project(Path(directory), rule, "bad")
        with checking(project, settings_for(rule, postgres)) as checked:
            return page(rule, checked.report, checked.comparison)


def page(rule: Rule, report: Report, comparison: Comparison | None) -> str:
    """Give the page of a rule, with what a check of its bad history gave."""
    summary, *paragraphs = rule.page.split("\n\n")
    parts = [
        f"# {rule.name}",
        f"*{rule.severity}* · {' '.join(summary.split())}",
        *(_with_heading(" ".join(paragraph.split())) for paragraph in paragraphs),
        *_around(rule),
        "## A history with this finding",
        _code("python", history_code(rule.bad, rule.bad_down, "head" if rule.branching else "revision", rule.comment)),
        *_recorded(rule, report, comparison),
        "## The same without it",
        _code("python", history_code(rule.good, rule.good_down, "revision")),
    ]
    return "\n\n".join(parts) + "\n"


def _with_heading(paragraph: str) -> str:
    """Print what stands before the first colon of a page's fixed paragraphs in bold."""
    for start in ("Why it matters", "Instead", "Blind spots"):
        if paragraph.startswith(f"{start}: "):
            text = paragraph.removeprefix(f"{start}: ")
            return f"**{start}.** {text[0].upper()}{text[1:]}"
    return paragraph


def _around(rule: Rule) -> Iterator[str]:
    """Give what stands around both histories: conventions, models, a line of env.py."""
    for text in surroundings(rule):
        yield _code("python", text) if text.startswith(" ") else text


def _recorded(rule: Rule, report: Report, comparison: Comparison | None) -> Iterator[str]:
    finding = next(item for item in report.findings if item.rule == rule.name)
    yield "The report says:"
    yield _code("text", _shown(finding))
    for side, title in (("dev", "SQLite"), ("prod", "PostgreSQL")):
        ddl = _schema(comparison, "dev" if side == "dev" else "prod", finding) if comparison else ""
        if ddl:
            yield f"{title} has then:"
            yield _code("sql", ddl)


def _shown(finding: Finding) -> str:
    first, *code = finding.fix.split("\n")
    wrapped = textwrap.fill(f"Fix: {first}", 100, break_long_words=False, break_on_hyphens=False)
    message = textwrap.fill(f"{finding.severity}: {finding.message}", 100, break_long_words=False)
    return "\n".join([message, wrapped, *code])


def _schema(comparison: Comparison, side: Side, finding: Finding) -> str:
    """Give what a side has of the finding's table, as that database spells it."""
    table = table_on(comparison, side, finding.table)
    parts = [table.ddl] if table and table.ddl else []
    walked = comparison.dev if side == "dev" else comparison.prod
    if table or finding.kind in BESIDE:
        parts += [_spelled(item) for item in _objects(walked) if item.table in {None, finding.table}]
    return ";\n".join(part for part in parts if part)


def _objects(walked: Walked) -> list[SchemaObject]:
    snapshots = [step.snapshot for step in walked.steps if step.snapshot is not None]
    return [item for item in snapshots[-1].objects if item.kind in BESIDE] if snapshots else []


def _spelled(item: SchemaObject) -> str:
    if item.kind == "enum":
        labels = ", ".join(f"'{label}'" for label in item.labels)
        return f"CREATE TYPE {item.name} AS ENUM ({labels})"
    text = inspect.cleandoc(item.definition or "").rstrip(";")
    return text if text.upper().startswith("CREATE") else f"CREATE VIEW {item.name} AS\n{text}"


def _code(language: str, text: str) -> str:
    lines = [line.expandtabs(2).rstrip() for line in textwrap.dedent(text).strip().splitlines()]
    return "\n".join([f"```{language}", *lines, "```"])


if __name__ == "__main__":
    main()
