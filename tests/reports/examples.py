"""Reports to be rendered."""

from __future__ import annotations

from harness.model import DatabaseLine, Finding, FindingObject, Report, RevisionLine, Unchecked, Verdict, Witness

SQLITE = DatabaseLine(backend="sqlite", version="3.40.1", server="file")
POSTGRESQL = DatabaseLine(backend="postgresql", version="17.2", server="container postgres:17")
BOOKS = "migrations/versions/0002_books.py"

CASCADE = Finding(
    rule="constraint-differs",
    severity="error",
    kind="fk",
    table="books",
    name="fk_books_author_id_authors",
    columns=("author_id",),
    dev="FOREIGN KEY (author_id) REFERENCES authors (id)",
    prod="FOREIGN KEY (author_id) REFERENCES authors (id) ON DELETE CASCADE",
    revision="0002",
    file=BOOKS,
    line=17,
    message="fk_books_author_id_authors of books differs.",
    fix="""\
Make it alike on both databases:
    batch_op.drop_constraint("fk_books_author_id_authors")
and create it again.""",
)
UNNAMED = Finding(
    rule="unnamed-constraint",
    severity="warning",
    kind="uq",
    table="users",
    prod="users_email_key",
    revision="0001",
    file="migrations/versions/0001_users.py",
    line=16,
    message="2 constraints have no name on dev.",
    fix="Give MetaData a naming_convention.",
    objects=(
        FindingObject(
            table="users",
            kind="uq",
            name="users_email_key",
            columns=("email",),
            prod="users_email_key",
            file="migrations/versions/0001_users.py",
            line=16,
        ),
        FindingObject(
            table="books", kind="fk", name=None, columns=("author_id",), prod="books_author_id_fkey", file=BOOKS, line=9
        ),
    ),
)
BROKEN = Finding(
    rule="migration-error",
    severity="error",
    kind="migration-error",
    dev="passes",
    prod="UndefinedTable: no table",
    revision="0002",
    file=BOOKS,
    line=12,
    message="Revision 0002 fails on prod: UndefinedTable: no table",
    fix="Create the table first.",
    witness=Witness(sql="DROP TABLE pages", dev="passes", prod="UndefinedTable: no table"),
)
MENDED = Finding(
    rule="nullable-differs",
    severity="note",
    kind="nullable",
    table="books",
    column="title",
    dev="NULL allowed",
    prod="NOT NULL",
    revision="0001",
    healed_in="0002",
    file="migrations/versions/0001_users.py",
    line=21,
    message="books.title: NULL allowed on dev, NOT NULL on prod. Revision 0002 mends it.",
    fix="Nothing is left to mend.",
)
SQUARE = Finding(
    rule="enum-differs",
    severity="note",
    kind="enum",
    message="Enums are types on prod and checks on dev.",
    fix="Nothing: both refuse the same values.",
)

LENGTHS = Finding(
    rule="engine-behaviour",
    severity="note",
    kind="behaviour",
    table="users",
    column="email",
    dev="accepted",
    prod="refused: value too long",
    message="SQLite does not enforce the length of a text: users.email.",
    fix="Where it matters, add a CHECK on both.",
    witness=Witness(sql="UPDATE users SET email = 'xxx'", dev="accepted", prod="refused: value too long"),
)


def report(
    *findings: Finding,
    verdict: Verdict = "diverged",
    prod: DatabaseLine = POSTGRESQL,
    not_checked: tuple[Unchecked, ...] = (),
) -> Report:
    """Give a report of two revisions with these findings."""
    return Report(
        verdict=verdict,
        root="/home/ann/shop",
        script_location="migrations",
        kind="alembic",
        heads=("0002",),
        databases={"dev": SQLITE, "prod": prod},
        revisions=(
            RevisionLine(
                id="0001",
                file="migrations/versions/0001_users.py",
                message="users",
                seconds={"dev": 0.25, "prod": 0.5},
                status={"dev": "ok", "prod": "ok"},
            ),
            RevisionLine(
                id="0002", file=BOOKS, message="books", seconds={"dev": 0.25}, status={"dev": "ok", "prod": "failed"}
            ),
        ),
        compared={
            "revisions": 2,
            "tables": 2,
            "columns": 7,
            "constraints": 4,
            "indexes": 1,
            "rows": 0,
            "populated": 0,
            "probes": 0,
        },
        findings=findings,
        not_checked=not_checked,
    )
