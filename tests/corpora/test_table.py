"""What `make corpora` hands over to a check of a real project, and the line that it makes of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.corpora import Corpus, read_corpus, row_of, settings_of

if TYPE_CHECKING:
    from pathlib import Path

SHOP = """\
name = "shop"
version = "3.1"
[alembic]
script_location = "shop.db:migrations"
[url]
prepare = "Base.metadata.create_all(engine)"
[url.env]
SHOP_HOME = "{work}"
SHOP_DATABASE = "{async_url}"
[expect.sqlite]
outcome = "ok"
applied = 2
[expect.postgresql]
outcome = "error"
applied = 1
revision = "0002"
"""
PACKAGE = "shop/lib/python3.11/site-packages/shop"


def shop(directory: Path, *histories: str) -> Corpus:
    """Write a project whose package holds these histories."""
    for place in histories:
        (directory / PACKAGE / place / "versions").mkdir(parents=True)
        (directory / PACKAGE / place / "env.py").write_text("from alembic import context\n")
    (directory / "shop.toml").write_text(SHOP)
    return read_corpus(directory / "shop.toml", directory)


def report(**status: str) -> dict[str, Any]:
    """Give a report of two revisions; the second one ended so on each side."""
    first, second = {"id": "0001", "status": {"dev": "ok", "prod": "ok"}}, {"id": "0002", "status": status}
    return {
        "verdict": "diverged",
        "revisions": [first, second],
        "findings": [{"severity": "error"}, {"severity": "note"}],
        "compared": {"tables": 4, "populated": 3, "rows": 12, "probes": 7},
    }


def test_url_is_not_handed_over(tmp_path: Path) -> None:
    """What a project needs besides a database is given; where its URL comes from, the check has to find."""
    settings = settings_of(shop(tmp_path, "db/migrations"), tmp_path)

    assert settings == {"baseline": '"prepared_by_corpus:prepare"', "env": '{ SHOP_HOME = "{work}" }'}
    assert (tmp_path / "prepared_by_corpus.py").read_text() == (
        "def prepare(engine):\n    Base.metadata.create_all(engine)\n"
    )


def test_place_is_given_where_there_are_several_histories(tmp_path: Path) -> None:
    """A package with one history needs no setting for it."""
    settings = settings_of(shop(tmp_path, "db/migrations", "auth/migrations"), tmp_path)

    assert settings["script_location"] == '"shop.db:migrations"'


def test_line_says_how_far_each_side_came(tmp_path: Path) -> None:
    """It is compared with what plain Alembic does."""
    line = row_of(shop(tmp_path, "db/migrations"), report(dev="ok", prod="failed"), 4.4, ["env"])

    assert line == (
        *("shop 3.1", "2", "head", "1, fails at 0002", "yes", "diverged"),
        *("1, 0, 1", "3 of 4", "12", "7", "4", "env"),
    )


def test_line_says_when_plain_alembic_comes_elsewhere(tmp_path: Path) -> None:
    """A side that stops where plain Alembic does not, or does not where it stops, is named."""
    line = row_of(shop(tmp_path, "db/migrations"), report(dev="failed", prod="ok"), 4.4, [])

    assert line[4] == "not dev and prod"
