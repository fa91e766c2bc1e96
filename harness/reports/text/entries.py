"""A finding on paper: where, what, what each side has, the objects, the fix."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING

from harness.model import telling
from harness.reports.text.paper import BESIDE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Finding, FindingObject, Report
    from harness.reports.text.paper import Cell, Paper, Part

STYLES = {"error": "bold red", "warning": "bold yellow", "note": "bold blue"}
PLACE = "cyan"
SIDES = ("dev", "prod")
NOTHING = ("none", "dim")
DIFFERENT = "bold magenta"
ONE_SIDED = frozenset({"downgrade", "history", "migration-error"})
"""Kinds of findings in which a side without a text is not at fault, and has nothing to say."""
TOKEN = re.compile(r"\w+|\s+|.", re.DOTALL)
MOST_OBJECTS = 10
MOST_LINES = 12
MOST_LETTERS, BEGINNING = 80, 20
LITERAL = re.compile(r"'((?:[^']|'')*)'")
INDENT = 2


def write_finding(paper: Paper, finding: Finding, report: Report) -> None:
    """Write a finding in full."""
    paper.say((finding.severity, STYLES[finding.severity]), "  ", (finding.rule, "bold"))
    place = telling.place(finding, report, paper.display)
    if place and not finding.objects:
        paper.unbroken((place, PLACE), indent=INDENT)
    paper.say(finding.message, indent=INDENT)
    if finding.witness and finding.witness.sql not in finding.message:
        paper.labelled("statement", _cut(_with_short_texts(finding.witness.sql, paper), paper), indent=INDENT)
        if (finding.witness.dev, finding.witness.prod) != (finding.dev, finding.prod):
            paper.say(f"dev: {finding.witness.dev}; prod: {finding.witness.prod}", indent=2 * INDENT)
    if finding.objects:
        _write_objects(paper, finding.objects, report)
    else:
        _write_sides(paper, finding, report)
    _write_fix(paper, finding.fix)


def write_note(paper: Paper, finding: Finding, report: Report) -> None:
    """Write a finding in short: its place and its message."""
    place = telling.place(finding, report, paper.display)
    paper.unbroken((place or "", PLACE), "  ", (finding.rule, "bold"), indent=INDENT)
    paper.say(finding.message, indent=2 * INDENT)


def write_engines(paper: Paper, finding: Finding) -> None:
    """Write a note on the databases' behaviour in short: its message, and what to do."""
    paper.say(finding.message, indent=INDENT)
    paper.say((finding.fix, "dim"), indent=2 * INDENT)


def _write_sides(paper: Paper, finding: Finding, report: Report) -> None:
    """Write what each side has: beside each other, or one under the other where the display is narrow."""
    both = {"dev": finding.dev, "prod": finding.prod}
    texts = {side: _cut(text, paper) for side, text in both.items() if text is not None}
    if not texts:
        return
    shown = tuple(texts) if finding.kind in ONE_SIDED else SIDES
    titles: list[Cell] = [(telling.title(side, report), "bold") for side in shown]
    cells = [_side(texts.get(side)) for side in shown]
    if finding.kind == "migration-error":
        cells = ["fails" if texts[side] in finding.message else _side(texts[side]) for side in shown]
    elif len(texts) == len(SIDES) and paper.display.colour:
        cells = list(_marked(*texts.values()))
    if finding.expected not in {None, finding.dev, finding.prod}:
        titles.append(("expected", "bold"))
        cells.append(str(finding.expected))
    if paper.display.width >= BESIDE:
        paper.table([titles, cells], indent=2 * INDENT)
    else:
        for title, cell in zip(titles, cells, strict=True):
            paper.table([[title]], indent=2 * INDENT)
            paper.table([[cell]], indent=3 * INDENT)


def _marked(dev: str, prod: str) -> tuple[Cell, Cell]:
    """Mark the words in which two texts differ."""
    words: tuple[list[str], list[str]] = (TOKEN.findall(dev), TOKEN.findall(prod))
    marked: tuple[list[Part], list[Part]] = ([], [])
    for how, *spans in SequenceMatcher(None, words[0], words[1], autojunk=False).get_opcodes():
        for parts, side, (begin, end) in zip(marked, words, (spans[:2], spans[2:]), strict=True):
            text = "".join(side[begin:end])
            parts.append(text if how == "equal" else (text, DIFFERENT))
    return marked


def _write_objects(paper: Paper, objects: tuple[FindingObject, ...], report: Report) -> None:
    """Write what a finding sums up, by file."""
    files = list(dict.fromkeys(item.file for item in objects))
    ordered = sorted(objects, key=lambda item: files.index(item.file))
    shown = ordered if paper.display.detail == "full" else ordered[:MOST_OBJECTS]
    for _file, group in groupby(shown, key=lambda item: item.file):
        members = list(group)
        place = telling.place(members[0], report, paper.display)
        if place:
            paper.unbroken((place, PLACE), indent=INDENT)
        if paper.display.width >= BESIDE:
            _write_table(paper, members)
        else:
            _write_list(paper, members)
    if len(objects) > len(shown):
        more = len(objects) - len(shown)
        paper.say(f"and {more} more (all of them: parity check --verbose, or --format json)", indent=INDENT)


def _write_fix(paper: Paper, fix: str) -> None:
    """Write the fix: its words as a paragraph, its lines of code as they are, to be copied."""
    label = "fix"
    for is_code, group in groupby(fix.splitlines(), key=lambda line: line.startswith(" ")):
        beside = INDENT + len("fix: ")
        if is_code:
            for line in group:
                paper.unbroken(line, indent=beside)
        elif label:
            paper.labelled(label, "\n".join(group), indent=INDENT)
            label = ""
        else:
            paper.say("\n".join(group), indent=beside)


def _write_table(paper: Paper, objects: list[FindingObject]) -> None:
    titles: list[Cell] = [("line", "dim"), ("object", "dim"), ("dev", "bold"), ("prod", "bold")]
    rows: list[list[Cell]] = [
        [str(item.line or ""), telling.subject(item), _side(item.dev), _side(item.prod)] for item in objects
    ]
    if any(item.expected not in {None, item.dev, item.prod} for item in objects):
        titles.append(("expected", "bold"))
        rows = [[*row, _side(item.expected)] for row, item in zip(rows, objects, strict=True)]
    paper.table([titles, *rows], indent=2 * INDENT)


def _write_list(paper: Paper, objects: Iterable[FindingObject]) -> None:
    for item in objects:
        line = f"line {item.line}: " if item.line else ""
        paper.say(f"{line}{telling.subject(item)}", indent=2 * INDENT)
        sides: list[list[Cell]] = [[("dev", "bold"), _side(item.dev)], [("prod", "bold"), _side(item.prod)]]
        if item.expected not in {None, item.dev, item.prod}:
            sides.append([("expected", "bold"), str(item.expected)])
        paper.table(sides, gap=1, indent=3 * INDENT)


def _side(text: str | None) -> Cell:
    return NOTHING if text is None else text


def _with_short_texts(sql: str, paper: Paper) -> str:
    """Give a statement with the beginnings of its long texts, and their lengths."""

    def shown(found: re.Match[str]) -> str:
        letters = len(found[1].replace("''", "'"))
        return found[0] if letters <= MOST_LETTERS else f"'{found[1][:BEGINNING]}...' ({letters} letters)"

    return sql if paper.display.detail == "full" else LITERAL.sub(shown, sql)


def _cut(text: str, paper: Paper) -> str:
    """Give the beginning of a long text."""
    lines = text.strip().splitlines()
    if paper.display.detail == "full" or len(lines) <= MOST_LINES:
        return text.strip()
    return "\n".join([*lines[:MOST_LINES], f"({len(lines) - MOST_LINES} more lines: parity check --verbose)"])
