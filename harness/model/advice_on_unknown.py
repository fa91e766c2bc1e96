"""What to write where one database does not know a type, a function, a column or a word of the other's language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.model.advice_on_words import advice_on_word

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.model.walk import Failure

SPELLED = "Use {}, which SQLAlchemy spells for each database."
TYPES = {
    "datetime": "sa.DateTime()",
    "blob": "sa.LargeBinary()",
    "double": "sa.Double()",
    "clob": "sa.Text()",
    "nvarchar": "sa.Unicode()",
    "string": "sa.String()",
    "tinyint": "sa.SmallInteger()",
}
FUNCTIONS = {
    "ifnull": "coalesce()",
    "iif": "CASE WHEN ... THEN ... ELSE ... END",
    "group_concat": "string_agg() on PostgreSQL, or sa.func.aggregate_strings()",
    "instr": "strpos() on PostgreSQL",
    "strftime": "sa.extract(), or Python",
    "julianday": "sa.extract(), or Python",
    "datetime": "CURRENT_TIMESTAMP, or Python",
    "date": "CURRENT_DATE, or Python",
    "now": "CURRENT_TIMESTAMP",
    "gen_random_uuid": "uuid.uuid4() in Python",
    "uuid_generate_v4": "uuid.uuid4() in Python",
    "randomblob": "uuid.uuid4() in Python",
    "string_agg": "group_concat() on SQLite, or sa.func.aggregate_strings()",
    "greatest": "max(), which takes several values on SQLite",
    "any": "IN (...)",
    "json_extract": "the operator ->>",
    "concat": "the operator ||",
    "concat_ws": "the operator ||",
    "total": "sum()",
    "printf": "Python",
    "typeof": "Python",
    "least": "min(), which takes several values on SQLite",
    "date_trunc": "Python",
    "to_char": "Python",
}
ELSEWHERE = "an expression that both databases know, or Python"

OF_BOTH = frozenset(
    {"abs", "avg", "length", "lower", "max", "min", "replace", "round", "substr", "sum", "trim", "upper"}
)
"""Functions that both databases have, PostgreSQL for some types."""
REBUILT = re.compile(r"\s*CREATE TABLE \S*_alembic_tmp_")


def advice_on_unknown(failure: Failure) -> str | None:
    """Give what to write instead, or None where the message is about something else."""
    message, statement = failure.message, failure.statement or ""
    for pattern, advise in ADVISERS:
        match = pattern.search(message)
        advice = advise(match[1], statement) if match else None
        if advice is not None:
            return advice
    return advice_on_word(message, statement)


def _on_type(name: str, _statement: str) -> str:
    known = TYPES.get(name)
    made = f'`sa.Enum(..., name="{name}").create(op.get_bind(), checkfirst=True)`'
    return SPELLED.format(known) if known else f"Make the type first: {made}. Only create_table makes it by itself."


def _on_function(name: str, _statement: str) -> str:
    if name.lower() in OF_BOTH:
        return f"Give {name}() a type that PostgreSQL has it for, as by CAST(x AS ...): SQLite takes any value."
    return f"Use {FUNCTIONS.get(name.lower(), ELSEWHERE)}: {name}() is known to one database only."


def _on_copied_column(name: str, statement: str) -> str | None:
    if not REBUILT.match(statement):
        return None
    return (
        f"Drop the check that names {name} in the same batch, batch_op.drop_constraint(...), and make it anew there: "
        "a batch copies its text as it is."
    )


def _on_column(name: str, statement: str) -> str | None:
    if f'"{name}"' in statement:
        return f"Write a text in single quotes, '{name}': PostgreSQL takes double quotes for the name of a column."
    if name not in statement and re.search(rf"(?i)(?<![\w\"]){re.escape(name)}(?![\w\"])", statement):
        return "Put the name in double quotes: PostgreSQL writes names in small letters where they have none."
    return None


ADVISERS: tuple[tuple[re.Pattern[str], Callable[[str, str], str | None]], ...] = (
    (re.compile(r'type "(\w+)" does not exist'), _on_type),
    (re.compile(r"(?:no such function: |function )(\w+)(?:\(.*\) does not exist|$)", re.MULTILINE), _on_function),
    (re.compile(r"no such column: (\w+)"), _on_copied_column),
    (re.compile(r'column "([^"]+)" does not exist'), _on_column),
)
