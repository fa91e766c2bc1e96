"""Every rule's bad and good history, on the real databases."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from harness.rules import all_rules
from tests.rules.projects import LINE_OF_DOWNGRADE, LINE_OF_UPGRADE, Revision, history, write_project, write_revision

if TYPE_CHECKING:
    from pathlib import Path

    from harness.model import Finding, Report, Rule

CheckProject = Callable[["Path", "Rule"], "Report"]
BadReport = Callable[[str], "Report"]

pytestmark = pytest.mark.container

RULES = all_rules()
MENDING = "mend it in a new revision:\n"
COMPANIONS: dict[str, set[str]] = {}
"""What a bad history raises besides its own rule."""
ABOUT_ENV_PY = {"password-masked", "percent-unescaped", "postgres-scheme", "schema-made-at-import"}
"""Rules about env.py and what it imports: no revision is to blame."""
ABOUT_THE_HISTORY = {"broken-history", "multiple-heads", "not-committed", *ABOUT_ENV_PY}
"""Rules without a line of a revision: no operation is to blame."""
IN_WORDS = {
    **dict.fromkeys(ABOUT_ENV_PY, "env.py is corrected, or the application"),
    "broken-history": "the file is corrected, or brought back",
    "connection-refused": "the service is allowed, or not asked",
    "downgrade-fails": "the downgrade is corrected",
    "downgrade-not-restored": "the downgrade is corrected",
    "migration-error": "what fails is deployed nowhere",
    "models-drift": "autogenerate writes the revision",
    "multiple-heads": "alembic merge writes the revision",
    "name-too-long": "somebody must choose the name",
    "not-committed": "env.py is corrected",
    "trigger-missing": "what a trigger does is written for each database",
    "unnamed-constraint": "the naming convention gives the names, as a test of its own shows",
    "upgrade-ways-differ": "what fails is deployed nowhere",
}
"""Rules whose fix for their bad history is no revision, and why."""

every_rule = pytest.mark.parametrize("name", RULES)
every_rule_with_code = pytest.mark.parametrize("name", sorted(RULES.keys() - IN_WORDS.keys()))


def only(report: Report, name: str) -> Finding:
    """Give the one finding of the rule."""
    (finding,) = (item for item in report.findings if item.rule == name)
    return finding


@every_rule
def test_bad_history_raises_the_rule_alone(name: str, bad_report: BadReport) -> None:
    """The bad history is one finding of this rule, and no error or warning of another one."""
    report = bad_report(name)

    severity = RULES[name].severity
    loud = {item.rule for item in report.findings if item.severity != "note"}
    assert only(report, name).severity == severity
    assert loud == ({name, *COMPANIONS.get(name, set())} if severity != "note" else set())
    verdict = "diverged" if severity != "note" else "parity"
    assert report.verdict == ("not-run" if RULES[name].missing_parent else verdict)


@pytest.mark.parametrize("name", sorted(RULES.keys() - ABOUT_THE_HISTORY))
def test_bad_history_is_blamed_on_its_line(name: str, bad_report: BadReport) -> None:
    """The finding names the revision that brought the difference, and the line of the call."""
    finding = only(bad_report(name), name)

    last = history(RULES[name], "bad")[-1].id
    line = LINE_OF_DOWNGRADE if RULES[name].bad_down else LINE_OF_UPGRADE
    assert (finding.revision, finding.file, finding.line) == (last, f"migrations/versions/{last}_example.py", line)


@every_rule
def test_message_and_fix_are_sentences(name: str, bad_report: BadReport) -> None:
    """What is wrong is a sentence; the fix is one as well, or ends in code."""
    finding = only(bad_report(name), name)

    assert finding.message[0].isupper()
    assert finding.message.endswith(".")
    assert finding.fix[0].isupper()
    assert finding.fix.endswith(".") or "\n    " in finding.fix


@every_rule
def test_good_history_raises_nothing(name: str, tmp_path: Path, check_project: CheckProject) -> None:
    """The good history has no finding, and nothing of it is left unchecked."""
    report = check_project(write_project(tmp_path, RULES[name], "good"), RULES[name])

    assert report.findings == ()
    assert report.not_checked == ()
    assert report.verdict == "parity"
    assert report.compared["revisions"] == len(RULES[name].good)


@every_rule_with_code
def test_revision_of_the_fix_mends_it(
    name: str, tmp_path: Path, bad_report: BadReport, check_project: CheckProject
) -> None:
    """The code of the fix runs on both databases as a new revision, after which they are alike."""
    code = textwrap.dedent(only(bad_report(name), name).fix.partition(MENDING)[2])
    last = history(RULES[name], "bad")[-1].id
    directory = write_project(tmp_path, RULES[name], "bad")
    write_revision(directory, RULES[name], Revision(id="mended", parent=last, upgrade=code))

    report = check_project(directory, RULES[name])

    healed = only(report, name)
    assert report.verdict == "parity"
    assert (healed.severity, healed.revision, healed.healed_in) == ("note", last, "mended")
    assert healed.fix == "Nothing is left to do: from revision mended on the databases agree on it."


@pytest.mark.parametrize("name", IN_WORDS)
def test_fix_in_words_has_no_revision(name: str, bad_report: BadReport) -> None:
    """A rule that is excused from the test of its code gives none."""
    assert MENDING not in only(bad_report(name), name).fix


def test_naming_convention_of_the_fix_gives_the_names(
    tmp_path: Path, bad_report: BadReport, check_project: CheckProject
) -> None:
    """The naming convention that the fix proposes leaves no constraint without a name."""
    rule = RULES["unnamed-constraint"]
    fix = only(bad_report(rule.name), rule.name).fix
    convention = textwrap.dedent(fix[fix.index("    metadata = ") :])
    directory = write_project(tmp_path, rule, "bad")
    (directory / "models.py").write_text(f"import sqlalchemy as sa\n\n{convention}\n")

    report = check_project(directory, rule)

    assert report.findings == ()
    assert report.verdict == "parity"
