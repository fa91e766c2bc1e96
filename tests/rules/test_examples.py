"""Every rule's bad and good history, on the real databases."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

from harness.rules import all_rules
from tests.rules.projects import LINE_OF_DOWNGRADE, LINE_OF_UPGRADE, Revision, history, write_project, write_revision

if TYPE_CHECKING:
    from pathlib import Path

    from harness.model import Finding, Report
    from tests.rules.conftest import BadHistory, CheckProject

pytestmark = pytest.mark.container

RULES = all_rules()
MENDING = "mend it in a new revision:\n"
OUTSIDE_OF_REVISIONS = {
    "broken-history": None,
    "multiple-heads": None,
    "name-claimed-twice": None,
    "not-committed": None,
    "password-masked": "migrations/env.py",
    "percent-unescaped": "migrations/env.py",
    "postgres-scheme": "migrations/env.py",
    "schema-made-at-import": "models.py",
}
"""Rules whose cause is no operation of a revision, and the file with a line to blame, where there is one."""
IN_WORDS = {
    "acceptance-not-valid": "the comment is deleted",
    "broken-history": "the file is corrected, or brought back",
    "connection-refused": "the service is allowed, or not asked",
    "downgrade-fails": "the downgrade is corrected",
    "downgrade-not-restored": "the downgrade is corrected",
    "lost-in-rebuild": "what the batch should have said is corrected",
    "migration-error": "what fails is deployed nowhere",
    "engine-behaviour": "the engines are as they are",
    "models-drift": "autogenerate writes the revision",
    "multiple-heads": "alembic merge writes the revision",
    "name-claimed-twice": "somebody must choose the name",
    "name-prefixed-twice": "somebody must choose the name",
    "name-too-long": "somebody must choose the name",
    "name-without-column": "somebody must choose the name",
    "not-committed": "env.py is corrected",
    "password-masked": "env.py is corrected",
    "percent-unescaped": "env.py is corrected",
    "postgres-scheme": "env.py is corrected",
    "probe-differs": "the application is corrected",
    "revision-fails-on-rows": "the revision itself is corrected",
    "rows-lost": "env.py is corrected",
    "schema-made-at-import": "the application is corrected",
    "trigger-differs": "what a trigger does is written for each database",
    "trigger-missing": "what a trigger does is written for each database",
    "unnamed-constraint": "the naming convention gives the names, as a test of its own shows",
    "upgrade-ways-differ": "what fails is deployed nowhere",
    "values-differ": "the revision itself is corrected",
}
"""Rules whose fix for their bad history is no revision, and why."""

NOT_OF_THE_EXAMPLES = ("what the trigger ", "rows, and statements on them")
"""What begins so is not checked in examples: the body of a trigger, and the rows of those that go without."""

JUDGED_AT_THE_END = {"name-not-by-convention"}
"""Rules that look at the last revision only, and leave no note of what was there before."""

every_rule = pytest.mark.parametrize("name", RULES)
every_rule_with_code = pytest.mark.parametrize("name", sorted(RULES.keys() - IN_WORDS.keys()))


def only(report: Report, name: str) -> Finding:
    """Give the one finding of the rule."""
    (finding,) = (item for item in report.findings if item.rule == name)
    return finding


@every_rule
def test_bad_history_raises_the_rule_alone(name: str, bad_history: BadHistory) -> None:
    """The bad history is one finding of this rule, and no error or warning of another one."""
    report, _ = bad_history(name)

    severity = RULES[name].severity
    loud = {item.rule for item in report.findings if item.severity != "note"}
    assert only(report, name).severity == severity
    assert loud == ({name} if severity != "note" else set())
    verdict = "diverged" if severity != "note" else "parity"
    assert report.verdict == ("not-run" if RULES[name].missing_parent else verdict)


@pytest.mark.parametrize("name", sorted(RULES.keys() - OUTSIDE_OF_REVISIONS.keys()))
def test_bad_history_is_blamed_on_its_line(name: str, bad_history: BadHistory) -> None:
    """The finding names the revision that brought the difference, and the line of the call."""
    finding = only(bad_history(name)[0], name)

    last = history(RULES[name], "bad")[-1].id
    line = LINE_OF_DOWNGRADE if RULES[name].bad_down else LINE_OF_UPGRADE
    assert (finding.revision, finding.file, finding.line) == (last, f"migrations/versions/{last}_example.py", line)


@pytest.mark.parametrize(("name", "file"), [item for item in OUTSIDE_OF_REVISIONS.items() if item[1]])
def test_cause_outside_of_the_revisions_is_blamed_on_its_line(name: str, file: str, bad_history: BadHistory) -> None:
    """The finding names the line of the project that did it."""
    finding = only(bad_history(name)[0], name)

    assert (finding.revision, finding.file) == (None, file)
    assert finding.line is not None


@every_rule
def test_message_and_fix_are_sentences(name: str, bad_history: BadHistory) -> None:
    """What is wrong is a sentence; the fix is one as well, or ends in code."""
    finding = only(bad_history(name)[0], name)

    assert finding.message[0].isupper()
    assert finding.message.endswith(".")
    assert finding.fix[0].isupper()
    assert finding.fix.endswith(".") or "\n    " in finding.fix


@every_rule
def test_good_history_raises_nothing(name: str, tmp_path: Path, check_project: CheckProject) -> None:
    """The good history has no finding, and nothing of it is left unchecked but what a trigger does."""
    report, _ = check_project(write_project(tmp_path, RULES[name], "good"), RULES[name])

    apart = {"engine-behaviour"} - {name}  # what the engines do whatever the schema says is no fault of the example
    assert [item for item in report.findings if item.rule not in apart] == []
    assert [item for item in report.not_checked if not item.what.startswith(NOT_OF_THE_EXAMPLES)] == []
    assert report.verdict == "parity"
    assert report.compared["revisions"] == len(RULES[name].good)


@every_rule_with_code
def test_revision_of_the_fix_mends_it(
    name: str, tmp_path: Path, bad_history: BadHistory, check_project: CheckProject
) -> None:
    """The code of the fix runs on both databases as a new revision, after which they are alike."""
    code = textwrap.dedent(only(bad_history(name)[0], name).fix.partition(MENDING)[2])
    last = history(RULES[name], "bad")[-1].id
    directory = write_project(tmp_path, RULES[name], "bad")
    write_revision(directory, RULES[name], Revision(id="mended", parent=last, upgrade=code))

    report, _ = check_project(directory, RULES[name])

    assert report.verdict == "parity"
    if name not in JUDGED_AT_THE_END:
        healed = only(report, name)
        assert (healed.severity, healed.revision, healed.healed_in) == ("note", last, "mended")
        assert healed.fix == "Nothing is left to do: from revision mended on the databases agree on it."


@pytest.mark.parametrize("name", IN_WORDS)
def test_fix_in_words_has_no_revision(name: str, bad_history: BadHistory) -> None:
    """A rule that is excused from the test of its code gives none."""
    assert MENDING not in only(bad_history(name)[0], name).fix


def test_naming_convention_of_the_fix_gives_the_names(
    tmp_path: Path, bad_history: BadHistory, check_project: CheckProject
) -> None:
    """The naming convention that the fix proposes leaves no constraint without a name."""
    rule = RULES["unnamed-constraint"]
    fix = only(bad_history(rule.name)[0], rule.name).fix
    convention = textwrap.dedent(fix[fix.index("    metadata = ") :])
    directory = write_project(tmp_path, rule, "bad")
    (directory / "models.py").write_text(f"import sqlalchemy as sa\n\n{convention}\n")

    report, _ = check_project(directory, rule)

    assert report.findings == ()
    assert report.verdict == "parity"
