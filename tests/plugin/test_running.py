"""How the items end, and what is read of it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from harness.rules import all_rules
from tests.plugin.suites import JUDGED, LEFT_OUT, NAMES_FOR_ONE

if TYPE_CHECKING:
    from tests.plugin.suites import Suite

LONG = "a_" + "very_" * 13 + "long_name"
LONG_COLUMN = f'op.add_column("store", sa.Column("{LONG}", sa.Integer()))\n'
DATETIME = 'op.add_column("store", sa.Column("opened_at", sa.DATETIME()))\n'


def between(result: pytest.RunResult, first: str, last: str) -> list[str]:
    """Give the lines from the one that holds a text up to the one that holds another."""
    begin = next(number for number, line in enumerate(result.outlines) if first in line)
    end = next(number for number, line in enumerate(result.outlines) if number > begin and last in line)
    return result.outlines[begin:end]


def test_parity(live: Suite) -> None:
    """A project without a fault passes, and the end says on which servers how much was compared."""
    result = live.run("--parity")

    result.assert_outcomes(passed=JUDGED, skipped=LEFT_OUT)
    result.stdout.fnmatch_lines(
        [
            "*= parity =*",
            "PARITY: sqlite 3.* and postgresql * agree after each of 2 revisions*",
            "dev: sqlite 3.* (file)",
            "prod: postgresql * (url *:*)",
            "Compared 2 revisions; the last has 1 table, 3 columns, 1 constraint*",
            "not checked: rows, and statements on them: they were turned off (--no-rows, or populate = false)",
            "*= * passed, * skipped in *",
        ],
        consecutive=True,
    )


def test_finding(live: Suite) -> None:
    """A rule fails with what it found: the message, the place, both sides and the fix. There is no traceback."""
    live.revise("0003", "names", NAMES_FOR_ONE)
    result = live.run("--parity")

    result.assert_outcomes(passed=JUDGED + 1, failed=1, skipped=LEFT_OUT)
    assert between(result, "_ parity::rule::unique-missing _", "fix:")[1:] == [
        (
            "The unique constraint uq_store_name of store is missing on dev; prod has UNIQUE (name). "
            "Line 11 lets it run on postgresql only."
        ),
        "  at migrations/versions/0003_names.py:12",
        "  dev (sqlite): none",
        "  prod (postgresql): UNIQUE (name)",
    ]
    result.stdout.fnmatch_lines(
        [
            "*= parity =*",
            "DIVERGED: 1 error*",
            "*= short test summary info =*",
            "FAILED parity::rule::unique-missing - Failed: The unique constraint uq_store*",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")


def test_note_fails_nothing(live: Suite) -> None:
    """What a later revision mended is counted at the end."""
    live.revise("0003", "names", NAMES_FOR_ONE)
    live.revise("0004", "mend", NAMES_FOR_ONE.replace("create_unique", "drop").replace(', ["name"]', ""))
    result = live.run("--parity")

    assert result.ret == 0
    result.stdout.fnmatch_lines(["*= parity =*", "PARITY: * agree after the last of 4 revisions, with * note*"])


def test_warning_fails_nothing(live: Suite) -> None:
    """A warning is told at the end."""
    live.revise("0003", "long", LONG_COLUMN)
    result = live.run("--parity", "-k", "rule")

    result.assert_outcomes(passed=JUDGED - 4, skipped=LEFT_OUT, deselected=6)
    result.stdout.fnmatch_lines([f"warning: migrations/versions/0003_long.py:11: name-too-long: *{LONG}*"])


@pytest.mark.parametrize("how", ["option", "settings"])
def test_warning_fails_when_strict(live: Suite, how: str) -> None:
    """A warning fails its rule with `--parity-strict`, or with `strict` in the project's settings."""
    live.revise("0003", "long", LONG_COLUMN)
    if how == "settings":
        live.set("strict = true\n")
    result = live.run("parity::rule::name-too-long", *(["--parity-strict"] if how == "option" else []))

    result.assert_outcomes(failed=1)


def test_failing_revision(live: Suite) -> None:
    """A revision that fails on a backend fails there, with the finding; those after it are skipped for that reason."""
    live.revise("0003", "opened", DATETIME)
    live.revise("0004", "more", 'op.add_column("store", sa.Column("more", sa.Integer()))\n')
    result = live.run("--parity", "-v", "-rs", "-k", "postgresql or sqlite")

    result.assert_outcomes(passed=6, failed=1, skipped=1, deselected=len(all_rules()))
    result.stdout.fnmatch_lines(
        [
            "parity::postgresql::0003 FAILED*",
            "parity::postgresql::0004 SKIPPED*",
            "*_ parity::postgresql::0003 _*",
            "Revision 0003 fails on prod: *",
            "  at migrations/versions/0003_opened.py:11",
            "  statement: ALTER TABLE store ADD COLUMN opened_at DATETIME",
            "  dev (sqlite): passes",
            '  prod (postgresql): UndefinedObject: type "datetime" does not exist',
            "  fix: *",
            "SKIPPED * Not run: revision 0003 fails on postgresql",
        ]
    )


def test_revision_after_a_failing_one(live: Suite) -> None:
    """Alone it fails: nothing else in this run would tell that it did not run."""
    live.revise("0003", "opened", DATETIME)
    live.revise("0004", "more", "pass")
    result = live.run("parity::postgresql::0004")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["Not run: revision 0003 fails on postgresql"])


def test_broken_history(live: Suite) -> None:
    """Where nothing could run, one rule says so, and nothing else passes."""
    live.path.joinpath("migrations/versions/0001_stores.py").unlink()
    result = live.run("--parity", "-rs")

    result.assert_outcomes(failed=1, skipped=2 + len(all_rules()) - 1)
    result.stdout.fnmatch_lines(
        [
            "*_ parity::rule::broken-history _*",
            "*migrations/versions/0002_slugs.py comes after revision 0001, which does not exist.",
            "SKIPPED * Not run: every revision: the history cannot be loaded",
            "SKIPPED * Not run: the rule had nothing to judge: every revision: the history cannot be loaded",
        ]
    )


def test_target(live: Suite) -> None:
    """Revisions after the target were left out by somebody's choice."""
    live.set('target = "0001"\n')
    result = live.run("--parity", "-rs", "-k", "sqlite")

    result.assert_outcomes(passed=1, skipped=1, deselected=2 + len(all_rules()))
    result.stdout.fnmatch_lines(["SKIPPED * Not run: it comes after the target 0001"])


def test_downgrades(live: Suite) -> None:
    """The rules for downgrades judge when the settings let them."""
    down = '\n\ndef downgrade():\n    op.drop_table("store")\n'
    live.path.joinpath("migrations/versions/0002_slugs.py").unlink()
    first = live.path / "migrations/versions/0001_stores.py"
    first.write_text(first.read_text() + down)
    live.set("downgrade = true\n")
    result = live.run("parity::rule::downgrade-fails")

    result.assert_outcomes(passed=1)


def test_env_that_raises(live: Suite) -> None:
    """What stops the check fails every item, with what happened, why, and what to do next."""
    live.write("migrations/env.py", "raise RuntimeError('no such thing')\n# alembic\n")
    result = live.run("parity::sqlite")

    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(
        [
            "*_ parity::sqlite::0001 _*",
            "*env.py *",
            "  why: *no such thing*",
            "  next: *",
            "*_ parity::sqlite::0002 _*",
        ]
    )
    result.stdout.no_fnmatch_line("*pytest_plugin*")


def test_check_does_not_see_pytest(live: Suite) -> None:
    """Applications that look for pytest are checked as `parity check` checks them."""
    env = live.path / "migrations/env.py"
    env.write_text(f"import os\n\nassert not [name for name in os.environ if 'PYTEST' in name]\n{env.read_text()}")

    live.run("parity::sqlite").assert_outcomes(passed=2)


def test_rule_that_the_settings_leave_out(live: Suite) -> None:
    """Its item is skipped with that reason: a rule that did not judge is no pass."""
    live.write("pyproject.toml", '[tool.migration-parity]\npopulate = false\nignore = ["unique-missing"]\n')
    live.revise("0003", "names", NAMES_FOR_ONE)

    result = live.run("parity::rule::unique-missing", "-rs")

    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["SKIPPED * Not run: the settings leave the rule out (select, ignore)"])


def test_junit(live: Suite) -> None:
    """Each case names its subject; a rule that found something names the revision and the table."""
    live.revise("0003", "names", NAMES_FOR_ONE)
    live.run("--parity", "--junitxml", "junit.xml")
    cases = {
        (case.get("classname"), case.get("name")): [
            (item.get("name"), item.get("value")) for item in case.iter("property")
        ]
        for case in ET.parse(live.path / "junit.xml").iter("testcase")  # noqa: S314 - pytest wrote it
    }

    assert cases["parity.sqlite", "0002"] == [("backend", "sqlite"), ("revision", "0002")]
    assert cases["parity.rule", "table-missing"] == [("rule", "table-missing")]
    assert cases["parity.rule", "unique-missing"] == [
        ("rule", "unique-missing"),
        ("revision", "0003"),
        ("table", "store"),
    ]


def test_temporary_directory_with_a_long_name(live: Suite, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path that is too long for a Unix socket is no hindrance."""
    directory = live.path / ("long_" * 20)
    directory.mkdir()
    monkeypatch.setenv("TMPDIR", str(directory))

    live.run("parity::sqlite").assert_outcomes(passed=2)
