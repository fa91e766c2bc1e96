"""A check starts where an earlier one ended and says what a whole one says; unless anything else has changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from harness.config import Settings
from harness.model import telling
from harness.pipeline import check
from harness.project import imports
from harness.walk.worker import imports as of_worker
from tests.cache.shop import ADD, Shop

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from harness.model import Report, TableLine
    from tests.cache.conftest import Check

MODEL = """\
import sqlalchemy as sa
from sqlalchemy.orm import mapped_column

class Old(Base):
    __tablename__ = "old"
    id = mapped_column(sa.Integer, primary_key=True)
"""


def said(report: Report) -> tuple[Report, tuple[TableLine, ...]]:
    """Give a report without what differs from one run to the next."""
    revisions = tuple(replace(line, seconds={}) for line in report.revisions)
    return replace(report, revisions=revisions, restored=0), report.tables


@pytest.mark.parametrize(
    "body",
    [
        ADD,
        'with op.batch_alter_table("items") as batch:\n        batch.create_unique_constraint(None, ["label"])',
        "op.execute(\"DELETE FROM items WHERE label = 'seed'\")",
        'op.execute("INSERT INTO items (id, label) VALUES (1, 2)")',
        'op.drop_table("notes")',
        'if op.get_bind().dialect.name == "sqlite":\n        op.add_column("notes", sa.Column("more", sa.Integer()))',
    ],
)
def test_one_new_revision_alone_is_run(shop: Shop, check_shop: Check, body: str) -> None:
    """The report is that of a whole check, whatever the revision does to the tables and rows of before."""
    assert check_shop().restored == 0
    shop.revision(4, body)

    started = check_shop()

    assert started.restored == 3
    assert said(started) == said(check_shop(cache="off"))


def test_nothing_new(check_shop: Check) -> None:
    """No revision is run, and what was tried on the rows at the head is known."""
    first = check_shop()
    second = check_shop()

    assert (first.restored, second.restored) == (0, 3)
    assert said(second) == said(first)


def test_several_new_revisions_one_after_the_other(shop: Shop, check_shop: Check) -> None:
    """Each check starts where the one before ended."""
    check_shop()
    shop.revision(4, ADD)
    check_shop()
    shop.revision(5, 'op.drop_table("notes")')

    report = check_shop()

    assert report.restored == 4
    assert said(report) == said(check_shop(cache="off"))


def test_revision_in_the_making_starts_at_the_one_before(shop: Shop, check_shop: Check) -> None:
    """It is changed again and again, and only it is run."""
    check_shop()
    shop.revision(4, ADD)
    check_shop()
    shop.revision(4, 'op.drop_table("notes")')

    report = check_shop()

    assert report.restored == 3
    assert said(report) == said(check_shop(cache="off"))


def _package(shop: Shop) -> None:
    (shop.root / "acme-1.0.dist-info").mkdir()


def _branch(shop: Shop) -> None:
    shop.revision(4, 'op.drop_table("notes")', parent=2)
    shop.revision(5, "pass", parent=4)
    shop.change("migrations/versions/0005_step.py", "'0004'", "('0003', '0004')")


CHECK = """\
with op.batch_alter_table("items") as batch:
        batch.create_check_constraint("ck_items_id", "id < 2000")"""
FIRST = "migrations/versions/0001_step.py"
CHANGES: dict[str, Callable[[Shop], None]] = {
    "an old revision": lambda shop: shop.change(FIRST, "String(30)", "String(31)"),
    "a comment in an old revision": lambda shop: shop.change(FIRST, "import sqlalchemy", "# x\nimport sqlalchemy"),
    "a module that a revision imports": lambda shop: shop.change("shop/helper.py", "20", "21"),
    "what such a module imports": lambda shop: shop.write("shop/__init__.py", "import os\n"),
    "a file that a revision reads": lambda shop: shop.write("seed.txt", "7 9"),
    "env.py": lambda shop: shop.change("migrations/env.py", "poolclass", "echo=False, poolclass"),
    "alembic.ini": lambda shop: shop.change("alembic.ini", "[alembic]", "[alembic]\nname = shop"),
    "the naming convention": lambda shop: shop.change("shop/base.py", "uq_%(table_name)s", "un_%(table_name)s"),
    "what the application does on connect": lambda shop: shop.write(
        "shop/models.py",
        (shop.root / "shop/models.py").read_text()
        + "\nfrom sqlalchemy import Engine, event\n@event.listens_for(Engine, 'connect')\ndef on(c, r): pass\n",
    ),
    "an installed package": _package,
    "a revision that does not follow the last": _branch,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_the_walk_depends_on_has_changed(shop: Shop, check_shop: Check, change: Callable[[Shop], None]) -> None:
    """The whole history is walked."""
    check_shop(populate=False)
    change(shop)

    assert check_shop(populate=False).restored == 0


def test_environment_has_changed(check_shop: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any variable may decide what a revision does; those of the terminal do not."""
    check_shop(populate=False)
    monkeypatch.setenv("SHLVL", "17")
    assert check_shop(populate=False).restored == 3
    monkeypatch.setenv("SHOP_SEED", "yes")

    assert check_shop(populate=False).restored == 0


@pytest.mark.parametrize(
    "settings", [{"env": {"SHOP_SEED": "yes"}}, {"x": ("seed=yes",)}, {"allow_network": ("127.0.0.1:1",)}], ids=str
)
def test_settings_have_changed(check_shop: Check, settings: dict[str, object]) -> None:
    """What the worker is told counts."""
    check_shop(populate=False)

    assert check_shop(populate=False, **settings).restored == 0


def test_settings_that_only_judge(check_shop: Check) -> None:
    """How findings count has no part in a walk."""
    check_shop(populate=False)

    assert check_shop(populate=False, ignore=("engine-behaviour",), strict=True, timeout=7.0).restored == 3


def test_columns_of_a_model_have_changed(shop: Shop, check_shop: Check) -> None:
    """They change with each new revision, and reach no old one; what they say is compared with the databases anew."""
    check_shop()
    shop.change("shop/models.py", "kind = mapped_column(sa.Integer)", "size = mapped_column(sa.Text)  # new")

    report = check_shop()

    assert report.restored == 3
    assert said(report) == said(check_shop(cache="off"))


@pytest.mark.parametrize(
    "body",
    [
        'op.get_context().opts["target_metadata"].create_all(op.get_bind())',
        '__import__("sys").modules["shop.models"].Base.metadata.create_all(op.get_bind())',
        '__import__("shop." + "models").models.Base.metadata.create_all(op.get_bind())',
    ],
)
def test_columns_of_a_model_that_a_revision_reaches_without_an_import(shop: Shop, check_shop: Check, body: str) -> None:
    """What it makes depends on them."""
    shop.revision(2, body)
    shop.revision(1, "pass")
    check_shop(populate=False)
    shop.change("shop/models.py", "sa.String(30)", "sa.String(31)")

    assert check_shop(populate=False).restored == 0


def test_worker_and_parent_look_for_the_same_words() -> None:
    """The worker cannot import what the parent knows: it lives in the project's interpreter."""
    assert of_worker.REACHES == imports.REACHES
    assert of_worker.ANYTHING == imports.ANYTHING


def test_module_beside_the_project_that_a_revision_imports(shop: Shop, check_shop: Check) -> None:
    """A team may have its helpers in a package of their own, which is installed where it is developed."""
    (shop.root.parent / "common").mkdir()
    helper = shop.root.parent / "common" / "common_helper.py"
    helper.write_text("SIZE = 20\n")
    shop.change(
        "migrations/env.py",
        "import shop.models",
        f"import sys\nsys.path.append({str(helper.parent)!r})\nimport shop.models",
    )
    shop.revision(2, "import common_helper\n    assert common_helper.SIZE")
    check_shop(populate=False)
    helper.write_text("SIZE = 21\n")

    assert check_shop(populate=False).restored == 0


@pytest.mark.parametrize("place", ['".."', "__import__('os').path.dirname(__import__('os').getcwd())"])
def test_model_that_a_revision_of_an_installed_package_imports(
    tmp_path: Path, cache: Path, postgres: str, place: str
) -> None:
    """The directory in which the package lies is on sys.path, and the other packages there are left alone."""
    shop = Shop(tmp_path / "site-packages" / "store")
    shop.change(
        "migrations/env.py",
        "import shop.models",
        f"import sys\nsys.path.append({place})\nimport shop.models, store.tables",
    )
    shop.write("tables.py", "from shop.base import Base\n" + MODEL)
    shop.revision(2, "op.create_table('old', tables.Old.__table__.c.id.copy())", "from store import tables\n")
    settings = Settings(postgres=postgres, cache="on", populate=False)
    check(shop.root, settings)
    assert check(shop.root, settings).restored == 3
    shop.change("tables.py", "Integer", "BigInteger")

    assert check(shop.root, settings).restored == 0
    assert cache.exists()


def test_rows_that_the_new_revision_asks_for(shop: Shop, check_shop: Check) -> None:
    """Generated rows obey what the history demands later, so the walk with rows begins at base, and that alone."""
    check_shop()
    shop.revision(4, CHECK)

    report = check_shop()

    assert report.restored == 3
    assert said(report) == said(check_shop(cache="off"))


def test_another_version_of_the_tool(check_shop: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it kept before may be read in another way."""
    check_shop(populate=False)
    monkeypatch.setattr("harness.cache.key.tool", lambda: [("pipeline.py", 1, 1)])

    assert check_shop(populate=False).restored == 0


def test_without_rows_and_then_with_them(shop: Shop, check_shop: Check) -> None:
    """The walk with rows begins at base where none was kept."""
    check_shop(populate=False)
    shop.revision(4, ADD)

    report = check_shop()

    assert report.restored == 3
    assert said(report) == said(check_shop(cache="off"))


def test_failing_revision_is_not_kept(shop: Shop, check_shop: Check) -> None:
    """The next check starts before it."""
    check_shop()
    shop.revision(4, 'op.drop_table("nothing")')
    assert check_shop().verdict == "diverged"
    shop.revision(4, ADD)

    report = check_shop()

    assert report.restored == 3
    assert said(report) == said(check_shop(cache="off"))


LEFT = {
    "setting": ("SET lock_timeout = 5000", "PRAGMA recursive_triggers = ON"),
    "temporary table": ("CREATE TEMPORARY TABLE items (id integer)", "CREATE TEMPORARY TABLE others (id INTEGER)"),
    "attached database": ("SELECT 1", "ATTACH ':memory:' AS other"),
}


@pytest.mark.parametrize("what", LEFT)
@pytest.mark.parametrize("backend", ["postgresql", "sqlite"])
def test_revision_that_leaves_something_in_its_session(shop: Shop, check_shop: Check, backend: str, what: str) -> None:
    """The next revision would have it in a whole check, so that none begins after this one."""
    statement = LEFT[what][backend == "sqlite"]
    shop.revision(4, f"if op.get_bind().dialect.name == {backend!r}:\n        op.execute({statement!r})")
    check_shop(populate=False)

    assert check_shop(populate=False).restored == (4 if statement == "SELECT 1" else 0)


def test_revision_that_puts_back_what_it_sets(shop: Shop, check_shop: Check) -> None:
    """As one that turns foreign keys off for a rebuild."""
    shop.revision(
        4,
        'if op.get_bind().dialect.name == "sqlite":\n'
        '        op.execute("PRAGMA legacy_alter_table = ON")\n'
        '        op.execute("PRAGMA legacy_alter_table = OFF")',
    )
    check_shop(populate=False)

    assert check_shop(populate=False).restored == 4


def test_report_says_what_ran_before(shop: Shop, check_shop: Check) -> None:
    """The reader knows that seconds and revisions are those of an earlier check."""
    check_shop(populate=False)
    shop.revision(4, ADD)

    assert telling.compared(check_shop(populate=False)).startswith(
        "Compared 4 revisions, 3 of them run by an earlier check (see --cache); the last has 2 tables,"
    )
