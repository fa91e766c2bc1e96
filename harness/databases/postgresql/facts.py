"""What is known of PostgreSQL: its types as format_type() spells them, and how long a name may be."""

from __future__ import annotations

from harness.model import Facts, TypeSpelling

FACTS = Facts(
    name_bytes=63,
    types=tuple(
        TypeSpelling(pattern=pattern, family=family)
        for pattern, family in (
            (r"SMALLINT|INT2|SMALLSERIAL", "smallint"),
            (r"INTEGER|INT|INT4|SERIAL", "integer"),
            (r"BIGINT|INT8|BIGSERIAL", "bigint"),
            (r"(?:CHARACTER VARYING|VARCHAR)(?:\((?P<length>\d+)\))?", "varchar"),
            (r"(?:CHARACTER|CHAR)(?:\((?P<length>\d+)\))?", "char"),
            (r"TEXT", "text"),
            (r"(?:NUMERIC|DECIMAL)(?:\((?P<length>\d+)(?:, ?(?P<scale>\d+))?\))?", "numeric"),
            (r"REAL|FLOAT4", "real"),
            (r"DOUBLE PRECISION|FLOAT8|FLOAT", "double"),
            (r"BOOLEAN|BOOL", "boolean"),
            (r"DATE", "date"),
            (r"TIMESTAMP(?:\(\d\))?(?P<zone> WITH TIME ZONE)?(?: WITHOUT TIME ZONE)?|TIMESTAMPTZ", "timestamp"),
            (r"TIME(?:\(\d\))?(?P<zone> WITH TIME ZONE)?(?: WITHOUT TIME ZONE)?|TIMETZ", "time"),
            (r"INTERVAL.*", "interval"),
            (r"BYTEA", "bytes"),
            (r"JSONB?", "json"),
            (r"UUID", "uuid"),
            (r"CITEXT", "citext"),
            (r".*\[\]", "array"),
        )
    ),
)
