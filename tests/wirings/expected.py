"""What the check says of the projects in tests/projects that are not simply at parity."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PROJECTS = Path(__file__).parent.parent / "projects"
NAMES = sorted(path.name for path in PROJECTS.iterdir() if path.is_dir() and not path.name.startswith("_"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A report: its verdict, its findings as (rule, severity, file, line), and what it says was not checked.

    `stamped` are the revisions for which the baseline stands, and which never run.
    """

    verdict: str = "parity"
    findings: tuple[tuple[str, str, str, int], ...] = ()
    not_checked: tuple[tuple[str, str], ...] = ()
    stamped: frozenset[str] = frozenset()


AT_PARITY = Expected()
OTHERS = {
    "baseline_from_sql": Expected(
        not_checked=(("1 of 2 revisions", "the baseline stands for them (baseline_revision = 0001)"),),
        stamped=frozenset({"0001"}),
    ),
    "factory_that_creates_the_tables": Expected(
        verdict="diverged", findings=(("schema-made-at-import", "warning", "shop/__init__.py", 15),)
    ),
    "factory_that_fills_its_tables": Expected(
        verdict="diverged", findings=(("schema-made-at-import", "warning", "shop/__init__.py", 15),)
    ),
    "factory_that_upgrades": Expected(findings=(("schema-made-at-import", "note", "shop/__init__.py", 16),)),
    "flask_migrate_middle": Expected(
        verdict="diverged", findings=(("password-masked", "error", "migrations/env.py", 12),)
    ),
    "flask_migrate_multidb": Expected(
        not_checked=(
            ("rows, and statements on them in the database statistics", "they go into the first database only"),
        ),
    ),
    "flask_migrate_old": Expected(findings=(("percent-unescaped", "note", "migrations/env.py", 9),)),
    "multidb_template": Expected(
        verdict="diverged",
        findings=(("unique-missing", "error", "migrations/versions/0002_one_item_per_sku.py", 28),),
        not_checked=(("rows, and statements on them in the database stock", "they go into the first database only"),),
    ),
    "postgres_scheme": Expected(verdict="diverged", findings=(("postgres-scheme", "error", "migrations/env.py", 4),)),
    "schema_for_each_tenant": Expected(
        not_checked=(("the run 2 of the history, which prod has", "dev did not come to it"),)
    ),
}

GO_THEIR_OWN_WAY = (
    "dotenv_that_overrides",
    "engine_from_the_application",
    "engine_with_a_creator",
    "environment_variable",
    "factory_that_creates_the_tables",
    "factory_that_fills_its_tables",
    "factory_that_upgrades",
    "flask_engine_options",
    "flask_factory_called_elsewhere",
    "flask_factory_with_an_argument",
    "flask_migrate_current",
    "flask_migrate_middle",
    "flask_migrate_multidb",
    "flask_migrate_old",
    "flask_migrations_directory",
    "flask_wsgi_py",
    "literal_url",
    "multidb_template",
    "pydantic_settings",
    "url_from_parts",
)
"""The projects that ignore what Alembic's Config says: without the guard they get at production or at a file."""


def expected_of(name: str) -> Expected:
    """Give what is expected of a project."""
    return OTHERS.get(name, AT_PARITY)
