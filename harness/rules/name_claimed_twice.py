"""Two objects of the models claim one name.

On PostgreSQL the tables, indexes, sequences, primary keys and unique constraints of a schema share one namespace (an
enum type and a table cannot have one name either, and a long name of a table is cut), and each
constraint name is there once per table. SQLite keeps indexes and tables apart from constraints, and does not look
at constraint names at all.

Why it matters: the migration that makes the second one runs in development and stops in production: "relation
already exists". With `%(column_0_name)s` UNIQUE (a) and UNIQUE (a, b) have one name; SQLite stores both, and the
next batch rebuild loses one.

Instead: a convention that names all columns, `%(column_0_N_name)s`, or an explicit name for one of the two.

Blind spots: names that only raw SQL in a migration uses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Finding, FindingObject, Rule
from harness.model.wording import KINDS, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.model import Comparison, Models

IN_NAMESPACE = frozenset({"pk", "uq", "ix"})
LIMIT = 63
WORDS = {"table": "table", "sequence": "sequence", "enum": "enum type", **KINDS}
Claim = tuple[str, str, tuple[str, ...]]


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find names that PostgreSQL would refuse. Where a migration failed on the name, that is the finding."""
    failed = comparison.prod.failed
    told = failed.failure.message if failed and failed.failure else ""
    for name, claims in _claims(comparison.models):
        if name not in told:
            yield _finding(name, sorted(claims))


def _claims(models: Models) -> Iterator[tuple[str, list[Claim]]]:
    namespace = _namespace(models)
    yield from ((name, claims) for name, claims in namespace.items() if len(claims) > 1)
    per_table: dict[tuple[str, str], list[Claim]] = {}
    for table, kind, columns, name in _named(models):
        if kind != "ix":
            per_table.setdefault((table, name), []).append((table, kind, columns))
    for (_table, name), claims in per_table.items():
        if len(claims) > 1 and not (len(namespace.get(name, ())) > 1):
            yield name, claims


def _namespace(models: Models) -> dict[str, list[Claim]]:
    """Give what claims each name of a schema; an enum type only gets in the way of a table."""
    namespace: dict[str, list[Claim]] = {}
    for table in models.columns:
        namespace.setdefault(_kept(table), []).append((table, "table", ()))
    for item in models.beside:
        tables = [claim for claim in namespace.get(item.name, ()) if claim[1] == "table"]
        if item.kind == "sequence" or tables:
            namespace.setdefault(item.name, []).append((item.table or "", item.kind, ()))
    for table, kind, columns, name in _named(models):
        if kind in IN_NAMESPACE:
            namespace.setdefault(name, []).append((table, kind, columns))
    return namespace


def _named(models: Models) -> Iterator[tuple[str, str, tuple[str, ...], str]]:
    for table, objects in models.objects.items():
        for item in objects:
            name = item.names.get("postgresql")
            if name:
                yield table, item.kind, item.columns, name


def _kept(name: str) -> str:
    """Give the name of a table as PostgreSQL keeps it."""
    return name.encode()[:LIMIT].decode("utf-8", "ignore")


def _finding(name: str, claims: list[Claim]) -> Finding:
    texts = [_claim(*claim) for claim in claims]
    table, kind, columns = claims[-1]
    return Finding(
        rule="name-claimed-twice",
        severity="error",
        kind="naming",
        table=table,
        name=name,
        columns=columns,
        prod="refused: the name exists",
        objects=tuple(
            FindingObject(table=one[0], kind="naming", name=name, columns=one[2], expected=one[1]) for one in claims
        ),
        message=f"The name {name} is claimed {len(claims)} times, by {listed(texts)}; PostgreSQL takes it once.",
        fix=f"Give the {WORDS[kind]} {f'of {table} ' if kind != 'table' else ''}another name"
        f"{', or a convention that names all columns: %(column_0_N_name)s' if columns else ''}.",
    )


def _claim(table: str, kind: str, columns: tuple[str, ...]) -> str:
    if kind == "table":
        return f"the table {table}"
    if kind not in KINDS:
        return f"the {WORDS[kind]} of {table}"
    return f"the {KINDS[kind]} on {table} ({', '.join(columns)})" if columns else f"a {KINDS[kind]} of {table}"


CONVENTION = {"uq": "uq_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"}


def bad(op: Any, sa: Any) -> None:
    """Make only one of the two that the models have."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("a", sa.Integer()),
        sa.Column("b", sa.Integer()),
        sa.UniqueConstraint("a"),
    )


def good(op: Any, sa: Any) -> None:
    """Make a table of which the models claim nothing twice."""
    op.create_table("others", sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id"))


def models(sa: Any, metadata: Any) -> None:
    """Declare two unique constraints that begin with one column, and a table without."""
    sa.Table(
        "items",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("a", sa.Integer),
        sa.Column("b", sa.Integer),
        sa.UniqueConstraint("a"),
        sa.UniqueConstraint("a", "b"),
    )


def good_models(sa: Any, metadata: Any) -> None:
    """Declare the table of the good example."""
    sa.Table("others", metadata, sa.Column("id", sa.Integer, primary_key=True))


RULE = Rule(
    name="name-claimed-twice",
    severity="error",
    check=check,
    bad=(bad,),
    good=(good,),
    convention=CONVENTION,
    models=models,
    good_models=good_models,
)
