"""What the generated columns are made of: types that both databases have, with defaults and conditions for each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A type as a migration spells it, server defaults, conditions on a column {c}, and the types it may widen to."""

    code: str
    defaults: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    wider: tuple[str, ...] = ()
    indexed: bool = True


KINDS = (
    Kind(
        code="sa.Integer()",
        defaults=('"0"', 'sa.text("7")', '"-1"', 'sa.text("(1 + 2)")'),
        checks=("{c} > 0", "{c} IN (1, 2, 3)", "{c} BETWEEN 1 AND 9", "{c} <> 4 OR {c} IS NULL", "abs({c}) < 5"),
        wider=("sa.BigInteger()",),
    ),
    Kind(code="sa.SmallInteger()", defaults=('"1"',), checks=("{c} % 2 = 0",), wider=("sa.Integer()",)),
    Kind(code="sa.BigInteger()", defaults=('sa.text("10000000000")',), checks=("NOT ({c} < 0)",)),
    Kind(
        code="sa.String(20)",
        defaults=('"draft"', '""', '"it\'s"', '"100%"', 'sa.text("NULL")'),
        checks=("{c} <> ''", "{c} LIKE 'a%'", "length({c}) > 2", "{c} IN ('a', 'it''s')", "lower({c}) = {c}"),
        wider=("sa.String(40)", "sa.Text()"),
    ),
    Kind(code="sa.Text()", defaults=('"text"',), checks=("coalesce({c}, 'x') <> 'y'", "substr({c}, 1, 1) = 'a'")),
    Kind(code="sa.CHAR(3)", defaults=('"abc"',)),
    Kind(
        code="sa.Boolean()",
        defaults=("sa.true()", "sa.false()", '"1"', 'sa.text("false")'),
        checks=("{c} IS NOT NULL", "{c} = true", "NOT {c}"),
    ),
    Kind(
        code="sa.Numeric(10, 2)",
        defaults=('"1.50"', 'sa.text("0.00")'),
        checks=("{c} >= 0.5", "{c} * 2 < 10"),
        wider=("sa.Numeric(12, 2)",),
    ),
    Kind(code="sa.Float()", defaults=('sa.text("1e3")',), checks=("{c} < 1.5",)),
    Kind(code="sa.Date()", defaults=('"2024-01-01"', "sa.func.current_date()"), checks=("{c} > '2020-01-01'",)),
    Kind(code="sa.DateTime()", defaults=("sa.func.now()", '"2024-01-01 10:00:00"')),
    Kind(code="sa.DateTime(timezone=True)", defaults=('sa.text("CURRENT_TIMESTAMP")',)),
    Kind(code="sa.Time()", defaults=('"10:00:00"',)),
    Kind(code="sa.Interval()", indexed=False),
    Kind(code="sa.LargeBinary()", indexed=False),
    Kind(code="sa.JSON()", defaults=('"{}"', '"[]"'), indexed=False),
    Kind(code='sa.JSON().with_variant(postgresql.JSONB(), "postgresql")', defaults=('"{}"',), indexed=False),
    Kind(code="sa.Uuid()", defaults=('"00000000000000000000000000000001"',)),
    Kind(code='sa.BigInteger().with_variant(sa.Integer(), "sqlite")', defaults=('"5"',)),
)
