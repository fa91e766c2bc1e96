"""The HTML page in a real Chromium: the mouse, the keyboard, the filter, light and dark, and what axe says of it.

Every page that is opened here fails its test when it logs an error or asks for anything but itself.
"""

from __future__ import annotations

import dataclasses
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import pytest
from axe_playwright_python.sync_playwright import Axe

from harness.model import Report, RevisionLine, TableLine, TableState
from harness.reports.html import render
from tests.reports.browser import open_page
from tests.reports.conftest import KINDS
from tests.reports.examples import CASCADE, report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    class Open(Protocol):
        """Opens the page of a report."""

        def __call__(self, told: Report, *, width: int = 1280, dark: bool = False) -> AbstractContextManager[Page]:
            """Give the page."""


SERIOUS = {"serious", "critical"}


@pytest.fixture
def page_of(browser: Browser, tmp_path: Path) -> Open:
    """Give the function that opens the page of a report."""

    @contextmanager
    def opened(told: Report, *, width: int = 1280, dark: bool = False) -> Iterator[Page]:
        path = tmp_path / "report.html"
        path.write_text(render(told), "ascii")
        with open_page(browser, path, width=width, dark=dark) as page:
            yield page

    return opened


def cell(table: str, revision: str) -> str:
    """Select the cell of a table at a revision."""
    return f'[role=gridcell][aria-label^="{table} after {revision} "]'


def heading(page: Page) -> str:
    """Give the heading of what is told in detail."""
    return page.locator("#detail-title").inner_text()


def test_map_shows_where_a_difference_enters_and_where_it_heals(page_of: Open, reports: Mapping[str, Report]) -> None:
    """The marks of a row say it in words as well."""
    with page_of(reports["shop"]) as page:
        marks = page.locator('[role=gridcell][aria-label^="orders after"]')
        products = page.locator('[role=gridcell][aria-label^="products after"]')

        assert [marks.nth(number).get_attribute("aria-label") for number in range(marks.count())] == [
            "orders after 0003 orders: the sides differ: error, a finding begins",
            "orders after 0006 orders by customer: the sides differ: error, a finding begins",
            "orders after 0007 the same index in development: the sides differ: error, a difference ends",
        ]
        assert products.first.get_attribute("aria-label") == (
            "products after 0002 products: the sides differ, until a later revision or by decision, a finding begins"
        )
        assert (products.last.get_attribute("aria-label") or "").endswith("a difference ends")


def test_click_on_a_cell_shows_both_sides(page_of: Open, reports: Mapping[str, Report]) -> None:
    """The differing part is marked, and nothing else; the finding and its fix stand below."""
    with page_of(reports["shop"]) as page:
        page.click(cell("orders", "0003"))

        assert heading(page) == "orders after 0003 orders"
        assert page.locator("#detail .ddl tr.marked").count() == 1
        assert page.locator("#detail .ddl mark").all_inner_texts() == ["ON DELETE CASCADE"]
        assert page.locator("#detail article.error .rule").all_inner_texts() == ["constraint-differs"]
        assert "create_foreign_key" in page.locator("#detail article.error .fix").inner_text()
        assert page.locator("#detail .times dt").all_inner_texts() == ["dev (sqlite)", "prod (postgresql)"]


def test_click_on_a_table_shows_it_where_it_differs(page_of: Open, reports: Mapping[str, Report]) -> None:
    """And one that never does as it is at the end."""
    with page_of(reports["shop"]) as page:
        page.click('[role=rowheader]:has-text("coupons")')
        assert heading(page) == "coupons after 0010 coupons give more"

        page.click('[role=rowheader]:has-text("open_orders")')
        assert heading(page) == "open_orders after 0008 orders of today"
        assert "Both sides agree" in page.locator("#detail").inner_text()


def test_click_on_a_revision_shows_what_it_changed(page_of: Open, reports: Mapping[str, Report]) -> None:
    """Its tables, its findings, and what it mends."""
    with page_of(reports["shop"]) as page:
        page.click('[role=columnheader][data-revision="4"]')

        detail = page.locator("#detail")
        assert heading(page) == "0005 every product has a title"
        assert "migrations/versions/0005_every_product_has_a_title.py" in detail.inner_text()
        assert detail.locator("summary bdi").all_inner_texts() == ["products"]
        assert "Differences that end here" in detail.inner_text()


def test_accepted_difference_is_shown_with_its_reason(page_of: Open, reports: Mapping[str, Report]) -> None:
    """It is no finding any more, and the sides differ all the same: the map and the two DDLs say so."""
    with page_of(reports["accepted"]) as page:
        page.click(cell("coupons", "0010"))

        assert "by decision" in (page.get_attribute(cell("coupons", "0010"), "aria-label") or "")
        assert page.locator("#detail .ddl mark").all_inner_texts() == ["'5'", "10"]
        assert page.locator("#detail .accepted").inner_text() == (
            "Accepted: server-default-differs of coupons.percent "
            "(migrations/versions/0010_coupons_give_more.py:12): </p> It is an offer."
        )
        assert page.locator("h2:text-is('Accepted')").count() == 1


def test_finding_leads_to_both_sides(page_of: Open, reports: Mapping[str, Report]) -> None:
    """The button of a finding opens the table where it begins."""
    with page_of(reports["shop"]) as page:
        page.click('#findings article[data-rule="server-default-differs"] .to-map')

        assert heading(page) == "coupons after 0010 coupons give more"
        assert page.evaluate("document.activeElement.id") == "detail-title"


def test_failure_leads_to_its_revision(page_of: Open, reports: Mapping[str, Report]) -> None:
    """Where a revision failed there is no table to show: what ran, on which side it failed, and why."""
    with page_of(reports["hostile"]) as page:
        page.click('#findings article[data-rule="migration-error"] .to-map')

        assert heading(page) == "0002 refused on one side"
        assert "failed after 0." in page.locator("#detail .times").inner_text()
        assert page.locator("#detail article .rule").all_inner_texts() == ["migration-error"]


def test_window_that_gets_narrower(page_of: Open, reports: Mapping[str, Report]) -> None:
    """The map is drawn again, and what was open stays marked in it."""
    with page_of(reports["shop"]) as page:
        page.click(cell("orders", "0003"))
        page.set_viewport_size({"width": 400, "height": 900})

        page.wait_for_function("document.querySelector('.track').offsetWidth < 300")
        assert (page.get_attribute("[role=gridcell][aria-current]", "aria-label") or "").startswith("orders after 0003")


def test_filter(page_of: Open, reports: Mapping[str, Report]) -> None:
    """By severity, by rule and by text; what is hidden does not colour the map."""
    with page_of(reports["shop"]) as page:
        shown = page.locator("#findings article:visible .rule")

        page.uncheck("[name=severity][value=note]")
        page.uncheck("[name=severity][value=warning]")
        assert shown.all_inner_texts() == ["constraint-differs", "server-default-differs"]
        assert page.locator(".name.level-warning").count() == 0

        page.fill("[name=text]", "COUPONS.percent")
        assert shown.all_inner_texts() == ["server-default-differs"]
        assert page.locator("#filter output").inner_text() == f"1 of {len(reports['shop'].findings)} shown"

        page.fill("[name=text]", "")
        page.select_option("[name=rule]", "constraint-differs")
        assert shown.all_inner_texts() == ["constraint-differs"]


def test_keyboard(page_of: Open, reports: Mapping[str, Report]) -> None:
    """The map is one stop; arrows move in it, Enter opens, Escape leads back, and / goes to the filter."""
    with page_of(reports["shop"]) as page:
        focused = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"
        page.focus("#only-differing")
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "map":  # where it is larger than its place, it is a stop too
            page.keyboard.press("Tab")
        assert page.evaluate(focused).startswith("Revision 0001 customers: ")

        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowRight")
        assert page.evaluate(focused).startswith("orders after 0003 orders: ")
        page.keyboard.press("End")
        assert page.evaluate(focused).startswith("orders after 0007 ")
        page.keyboard.press("Enter")
        assert (heading(page), page.evaluate("document.activeElement.id")) == (
            "orders after 0007 the same index in development",
            "detail-title",
        )

        page.keyboard.press("Escape")
        assert page.locator("#detail").is_hidden()
        assert page.evaluate(focused).startswith("orders after 0007 ")

        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.name") == "text"


def test_dark(page_of: Open, reports: Mapping[str, Report]) -> None:
    """The page follows what the reader's system prefers."""
    paper = "getComputedStyle(document.body).backgroundColor"
    with page_of(reports["shop"]) as page:
        assert page.evaluate(paper) == "rgb(255, 255, 255)"
    with page_of(reports["shop"], dark=True) as page:
        assert page.evaluate(paper) == "rgb(20, 23, 31)"


@pytest.mark.parametrize("width", [400, 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wider_than_the_window(page_of: Open, reports: Mapping[str, Report], kind: str, width: int) -> None:
    """On a telephone too; what is wide scrolls in its own place."""
    with page_of(reports[kind], width=width) as page:
        open_first_table(page)

        assert page.evaluate("document.documentElement.scrollWidth") <= width


def open_first_table(page: Page) -> None:
    """Open the table of the first row, where there is one."""
    first = page.locator("[role=rowheader]")
    if first.count():
        first.first.click()
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_serious(page_of: Open, reports: Mapping[str, Report], kind: str, *, dark: bool) -> None:
    """With a table open, and everything unfolded."""
    with page_of(reports[kind], dark=dark) as page:
        open_first_table(page)
        found = Axe().run(page).response["violations"]

    assert [(item["id"], node["html"]) for item in found if item["impact"] in SERIOUS for node in item["nodes"]] == []


def test_hostile_names_are_text(page_of: Open, reports: Mapping[str, Report]) -> None:
    """Nothing in a name, a message or a statement runs or becomes an element."""
    with page_of(reports["hostile"]) as page:
        names = page.locator("[role=rowheader]").all_inner_texts()
        page.click('[role=rowheader]:has-text("onerror")')

        assert "</script><img src=x onerror=alert(1)>" in names
        assert "\\u202eturned\\u202c \\u200b" in names
        assert heading(page).startswith(
            "</script><img src=x onerror=alert(1)> after 0001 </script><script>document.title"
        )
        assert (page.locator("img").count(), page.locator("script").count()) == (0, 2)
        assert page.title().startswith("DIVERGED: ")
        assert page.locator("#detail .ddl tr.marked code").all_inner_texts() == [
            '  "</script><img src=x onerror=alert(1)> column" VARCHAR(20) NOT NULL,',
            '  "</script><img src=x onerror=alert(1)> column" character varying(20),',
            "  UNIQUE (note)",
            '  CONSTRAINT "</script><img src=x onerror=alert(1)>_note_key" UNIQUE (note),',
        ]


def test_page_prints_with_everything_unfolded(page_of: Open, reports: Mapping[str, Report]) -> None:
    """The controls stay behind, the map fits the paper."""
    with page_of(reports["shop"]) as page:
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")

        assert page.locator("#filter").is_hidden()
        assert page.locator("details:not([open])").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_page_is_readable_without_its_script(browser: Browser, tmp_path: Path) -> None:
    """The verdict and the findings are there, and what does nothing is not."""
    path = tmp_path / "report.html"
    path.write_text(render(report(CASCADE)), "ascii")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())

    assert page.locator("h1").inner_text() == "DIVERGED: 1 error"
    assert page.locator("article h3").inner_text() == "fk_books_author_id_authors of books differs."
    assert (
        page.locator("#filter, #history, #detail").evaluate_all(
            "all => all.filter((one) => one.checkVisibility()).length"
        )
        == 0
    )
    context.close()


def test_long_history_stays_light(page_of: Open) -> None:
    """300 tables and 1000 revisions: only what changed is an element, and the tables that differ come first."""
    text = "CREATE TABLE t (\n  id INTEGER NOT NULL,\n  name VARCHAR(20)\n);"
    base = report(CASCADE)
    long = dataclasses.replace(
        base,
        revisions=tuple(
            RevisionLine(
                id=f"{number:04}",
                file="x.py",
                message="",
                seconds={"dev": 0.01, "prod": 0.02},
                status=base.revisions[0].status,
            )
            for number in range(1000)
        ),
        make_tables=lambda: tuple(
            TableLine(
                name="books" if table == 299 else f"t{table}",
                states=tuple(
                    TableState(
                        revision=f"{change * 100 + table % 90:04}",
                        dev=f"{text}{change}",
                        prod=f"{text}{change}",
                        differs=table == 299,
                    )
                    for change in range(10)
                ),
            )
            for table in range(300)
        ),
    )

    assert len(render(long)) < 1_000_000
    with page_of(long) as page:
        assert page.locator("[role=rowheader]").all_inner_texts() == ["books"]

        page.click("#only-differing")
        assert page.locator("[role=rowheader]").count() == 300
        assert page.evaluate("document.querySelectorAll('*').length") < 25_000
