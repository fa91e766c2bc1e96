"""Which rules a project wants, and how heavy they weigh there."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from harness.errors import UsageError
from harness.model import Unchecked, telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from harness.model import Finding, Rule, Selection


def check_selection(selection: Selection, rules: Mapping[str, Rule]) -> None:
    """Raise UsageError for a name or pattern that fits no rule, and for a rule that cannot be left out."""
    for setting, patterns in (("select", selection.select), ("ignore", selection.ignore)):
        for pattern in patterns:
            if not any(fnmatchcase(name, pattern) for name in rules):
                raise _unknown(setting, pattern, rules)
    for name in selection.severity:
        if name not in rules:
            raise _unknown("severity", name, rules)
    needed = [name for name, rule in rules.items() if rule.always]
    for name in needed:
        if name in selection.severity or any(fnmatchcase(name, pattern) for pattern in selection.ignore):
            raise UsageError(
                f"The rule {name} can neither be left out nor weigh less",
                why="it says that revisions did not run as they should, and a check that did not run is no pass",
                next_step=f"Take {name} out of ignore and severity.",
            )


def selected(
    findings: Iterable[Finding], selection: Selection, rules: Mapping[str, Rule]
) -> tuple[tuple[Finding, ...], tuple[str, ...], tuple[Unchecked, ...]]:
    """Give the findings that count, with their severity, the rules that judge, and what was left out."""
    judging = tuple(name for name, rule in rules.items() if rule.always or _is_wanted(name, selection))
    every = tuple(findings)
    kept = tuple(_weighed(finding, selection) for finding in every if finding.rule in judging)
    silent = Counter(finding.rule for finding in every if finding.rule not in judging)
    left_out = [name for name in rules if name not in judging]
    if not left_out:
        return kept, judging, ()
    what = telling.count(len(left_out), "rules")
    found = ", ".join(f"{name} ({telling.count(number, 'findings')})" for name, number in silent.items())
    why = f"left out by the settings (select, ignore), with {found or 'no finding'}"
    return kept, judging, (Unchecked(what=what, why=why),)


def _is_wanted(name: str, selection: Selection) -> bool:
    if any(fnmatchcase(name, pattern) for pattern in selection.ignore):
        return False
    return not selection.select or any(fnmatchcase(name, pattern) for pattern in selection.select)


def _weighed(finding: Finding, selection: Selection) -> Finding:
    """Give the finding the severity of the settings; what a later revision mended stays a note."""
    severity = selection.severity.get(finding.rule)
    return finding if severity is None or finding.healed_in is not None else replace(finding, severity=severity)


def _unknown(setting: str, name: str, rules: Mapping[str, Rule]) -> UsageError:
    near = difflib.get_close_matches(name, rules, n=1)
    return UsageError(
        f"The setting {setting} names a rule that does not exist: {name!r}",
        why=f"none of the {len(rules)} rules has that name",
        next_step=f"Did you mean {near[0]!r}?" if near else "List them: parity rule.",
    )
