"""`parity rule`: the page of a rule, and the list of all."""

from __future__ import annotations

import ast
import textwrap

import pytest
from click.testing import CliRunner

from harness.cli import main
from harness.cli.rule import listing, page
from harness.rules import all_rules

RULES = all_rules()


def test_list_names_every_rule() -> None:
    """Each with its severity and the first sentence of its page."""
    result = CliRunner().invoke(main, ["rule"])
    names = [line.split()[0] for line in result.output.splitlines() if line[:1].strip()]

    assert result.exit_code == 0
    assert names == [*RULES, "The"]
    assert result.output.endswith("\nThe page of one of them: parity rule NAME\n")


def test_list_fits_the_width() -> None:
    """A long sentence goes on in its own column."""
    lines = listing({"name-too-long": RULES["name-too-long"]}, 60).splitlines()

    assert lines[:3] == [
        "name-too-long  warning  A name is longer than PostgreSQL",
        "                        keeps: 63 bytes. It is cut there,",
        "                        and whole on SQLite.",
    ]


def test_list_on_a_narrow_terminal() -> None:
    """Where no column is left for the sentence, it stands below the name."""
    lines = listing({"name-too-long": RULES["name-too-long"]}, 40).splitlines()

    assert lines[:4] == [
        "name-too-long  warning",
        "  A name is longer than PostgreSQL",
        "  keeps: 63 bytes. It is cut there, and",
        "  whole on SQLite.",
    ]


def test_page() -> None:
    """The page is the rule's own documentation, and its two histories as revisions."""
    text = page(RULES["name-too-long"], 100)

    assert text.startswith("name-too-long (warning)\n\nA name is longer than PostgreSQL keeps: 63 bytes.")
    assert text.endswith(
        "The same without it:\n"
        "\n"
        "    def upgrade():\n"
        '        """Name it short."""\n'
        '        op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True),'
        ' sa.Column("a_short_name", sa.Integer()))\n'
    )


@pytest.mark.parametrize("name", RULES)
def test_every_page_has_two_histories(name: str) -> None:
    """Their code is valid Python, and no line of the words is wider than the display."""
    text = page(RULES[name], 80)
    _, bad, good = text.replace("The same without it:", "A history with this finding:").split(
        "A history with this finding:"
    )

    assert RULES[name].summary.split()[0] in text
    for history in (bad, good):
        assert "def upgrade():" in history
        ast.parse(textwrap.dedent(history))


def test_page_of_a_rule_with_surroundings() -> None:
    """The convention, the models and the helper that a history needs are shown with it."""
    text = page(RULES["name-not-by-convention"], 100)

    assert "    uq: uq_%(table_name)s_%(column_0_name)s\n" in text
    assert "The models in both:\n\n    " in text
    assert "    def _items(op, sa, name):\n" in text


def test_unknown_rule() -> None:
    """The nearest one is proposed."""
    result = CliRunner().invoke(main, ["rule", "foreign-key-mising"])

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "parity: There is no rule 'foreign-key-mising'\n"
        f"  why: none of the {len(RULES)} rules has that name\n"
        "  next: Did you mean 'foreign-key-missing'?\n"
    )


def test_unknown_rule_that_is_near_to_none() -> None:
    """Then all of them are."""
    result = CliRunner().invoke(main, ["rule", "xyz"])

    assert result.stderr.endswith("  next: List them: parity rule.\n")
