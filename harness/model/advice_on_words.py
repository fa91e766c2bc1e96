"""What to write in the place of a word, or a sign, that is in the language of one database only.

The words are those of SQLite's and of PostgreSQL's grammar ("SQL As Understood By SQLite"; documentation, appendix C,
"SQL Key Words"). A parser names the first one that it cannot read, so that the statement has to be looked at as well.
"""

from __future__ import annotations

import re

ON_POSTGRESQL = 'run it in `if op.get_context().dialect.name == "postgresql":`'
ON_SQLITE = 'run it in `if op.get_context().dialect.name == "sqlite":`'
IN_A_BATCH = "use `with op.batch_alter_table(...) as batch_op:` and its methods."
PLACE = re.compile(r"near \"([^\"]+)\": syntax error|at or near \"([^\"]+)\"|unrecognized token: \"(\W)\"")

OF_POSTGRESQL: tuple[tuple[str, str, str], ...] = (
    ("ALTER", "", f"SQLite cannot alter a column: {IN_A_BATCH}"),
    ("CONSTRAINT|UNIQUE|PRIMARY|FOREIGN|CHECK", "ALTER TABLE", f"SQLite adds no constraint to a table: {IN_A_BATCH}"),
    (
        "EXISTS",
        "ALTER TABLE",
        "Ask sa.inspect(op.get_bind()).get_columns(...) before it: SQLite has no IF EXISTS in ALTER TABLE.",
    ),
    (",", "ALTER TABLE", "Make each change by a statement of its own: SQLite takes one in an ALTER TABLE."),
    ("TRUNCATE", "", "Write DELETE FROM: both databases know it, and only PostgreSQL TRUNCATE."),
    ("USING", "DELETE", "Write DELETE FROM ... WHERE id IN (SELECT ...): SQLite knows no USING there."),
    ("USING", "INDEX", 'Write op.create_index(..., postgresql_using="gin"), which SQLite leaves out.'),
    (
        r"\w+",
        "CONCURRENTLY",
        "Write op.create_index(..., postgresql_concurrently=True) in op.get_context().autocommit_block().",
    ),
    (
        "DO",
        "SELECT .*ON CONFLICT",
        "Put WHERE true before ON CONFLICT: after INSERT ... SELECT, SQLite takes ON as that of a join.",
    ),
    ("DEFAULT", "INSERT", "Leave the column out of the INSERT: SQLite knows no DEFAULT among its values."),
    ("ON", "DISTINCT ON", "Take the first row by row_number() OVER (...): SQLite knows no DISTINCT ON."),
    (r"'.*|\w+|\?|:", "ILIKE", "Write lower(x) LIKE lower(y): SQLite knows no ILIKE."),
    ("~", "", "Write LIKE, or match in Python: SQLite has no regular expressions."),
    ("from", "EXTRACT", "Use sa.extract(), which SQLAlchemy spells for each database."),
    ("from", "SUBSTRING", "Write substr(x, 1, n), which both databases know."),
    ("@|#", "", "Select the rows, and look into the JSON in Python: these operators are PostgreSQL's own."),
    (":", "", "Write CAST(x AS type): `x::type` is PostgreSQL's own."),
)
OF_SQLITE: tuple[tuple[str, str, str], ...] = (
    ("PRAGMA", "", f"A pragma is SQLite's own: {ON_SQLITE}."),
    (
        "OR",
        "INSERT",
        "Write INSERT INTO ... ON CONFLICT DO NOTHING, or DO UPDATE: both databases know it, and only SQLite OR.",
    ),
    (
        "REPLACE",
        "",
        "Write INSERT INTO ... ON CONFLICT (...) DO UPDATE: both databases know it, and only SQLite REPLACE.",
    ),
    ("AUTOINCREMENT", "", "Use op.create_table(): SQLAlchemy numbers an integer key on each database."),
    ("GLOB", "", "Write LIKE, or match in Python: PostgreSQL knows no GLOB."),
    (r"`|\[|\w+", r"`\w+`|\[\w+\]", 'Put the name in double quotes, "name": both databases know them.'),
    (
        "LIMIT",
        "UPDATE|DELETE",
        "Write WHERE id IN (SELECT id ... LIMIT n): PostgreSQL knows no LIMIT in UPDATE and DELETE.",
    ),
    (
        "BEGIN",
        "TRIGGER",
        "Make a function first, and a trigger that calls it, EXECUTE FUNCTION: PostgreSQL knows no body of a trigger.",
    ),
    ("ROWID|STRICT|VIRTUAL", "CREATE", f"Such a table is SQLite's own: {ON_SQLITE}, or use op.create_table()."),
)


def advice_on_word(message: str, statement: str) -> str | None:
    """Give what to write instead, or None where the message names no word."""
    match = PLACE.search(message)
    if match is None:
        return None
    on_postgresql = match[2] is not None
    word = match[2] or match[1] or match[3]
    for words, context, advice in OF_SQLITE if on_postgresql else OF_POSTGRESQL:
        if _is_it(words, word) and (not context or re.search(rf"(?is)(?<!\w)(?:{context})", statement)):
            return advice
    if re.search(rf"(?i)\b(?:UPDATE|INTO|FROM|JOIN|TABLE|EXISTS|ON)\s+{re.escape(word)}(?!\w)", statement):
        database = "PostgreSQL" if on_postgresql else "SQLite"
        return f'Put the name in double quotes, "{word}": the word is reserved on {database}.'
    if on_postgresql or match[1] is None:
        return None
    return f"SQLite does not know {word} there: where only PostgreSQL needs it, {ON_POSTGRESQL}."


def _is_it(words: str, word: str) -> bool:
    return re.fullmatch(words, word, re.IGNORECASE) is not None
