"""The page of each rule: complete, and what it shows of both databases is what they have."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest

from docs import generate
from harness.reports.json import as_data
from harness.rules import all_rules

if TYPE_CHECKING:
    from tests.rules.conftest import BadHistory

RULES = all_rules()
SCHEMA = json.loads((generate.PAGES.parent / "report.schema.json").read_text("utf-8"))
STALE = "is stale: run `make pages`, and read what it changed"

every_rule = pytest.mark.parametrize("name", RULES)


@every_rule
def test_page_has_its_parts(name: str) -> None:
    """A page says what is found, why it matters, what to do instead and what is not seen, in this order."""
    first, *paragraphs = RULES[name].page.split("\n\n")

    starts = [
        paragraph.partition(":")[0]
        for paragraph in paragraphs
        if paragraph.startswith(("Why it matters: ", "Instead: ", "Blind spots: "))
    ]
    assert first.endswith(".")
    assert starts == ["Why it matters", "Instead", "Blind spots"]


@pytest.mark.container
@every_rule
def test_page_is_what_a_run_gives(name: str, bad_history: BadHistory) -> None:
    """The report and the tables on a page are those of its history on both databases."""
    text = (generate.PAGES / f"{name}.md").read_text("utf-8")

    assert text == generate.page(RULES[name], *bad_history(name)), f"docs/reference/rules/{name}.md {STALE}"


def test_pages_are_those_of_the_rules() -> None:
    """The index lists every rule, and no page is left of a rule that is gone."""
    assert (generate.PAGES / "index.md").read_text("utf-8") == generate.index(), f"the index {STALE}"
    assert {path.stem for path in generate.PAGES.glob("*.md")} == {"index", *RULES}


@pytest.mark.container
@every_rule
def test_report_fits_its_schema(name: str, bad_history: BadHistory) -> None:
    """A report as JSON is what docs/reference/report.schema.json describes."""
    jsonschema.validate(json.loads(json.dumps(as_data(bad_history(name)[0]))), SCHEMA)


def test_schema_refuses_what_it_does_not_know() -> None:
    """The schema can fail: a report with a strange verdict and without findings is none."""
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"version": 1, "verdict": "perhaps"}, SCHEMA)
