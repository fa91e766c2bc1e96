"""The names that the models and their naming convention give, rendered by SQLAlchemy for each dialect."""

from __future__ import annotations

import contextlib
import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DIALECTS = ("sqlite", "postgresql")
KINDS = {
    "PrimaryKeyConstraint": "pk",
    "ForeignKeyConstraint": "fk",
    "UniqueConstraint": "uq",
    "CheckConstraint": "ck",
}


def describe_models(metadatas: list[Any]) -> dict[str, Any]:
    """Give the convention, and every table of the models with the names that each dialect would use."""
    dialects = [_dialect(name) for name in DIALECTS]
    tables: dict[str, Any] = {}
    beside: dict[tuple[str, str], str] = {}
    convention: dict[str, str] = {}
    for metadata in metadatas:
        convention.update({str(k): v for k, v in dict(metadata.naming_convention or {}).items() if isinstance(v, str)})
        for table in metadata.tables.values():
            full = f"{table.schema}.{table.name}" if table.schema else str(table.name)
            tables[full] = {
                "columns": [str(column.name) for column in table.columns],
                "objects": _once(item for one in _objects(table) for item in _described(one, dialects)),
            }
            for kind, name in _beside(table):
                beside.setdefault((kind, name), full)
    explicit = {key: value for key, value in convention.items() if convention != {"ix": "ix_%(column_0_label)s"}}
    others = [{"kind": kind, "name": name, "table": table} for (kind, name), table in beside.items()]
    return {"convention": explicit, "tables": tables, "beside": others}


def render_names(metadata: Any, wanted: list[dict[str, Any]]) -> list[dict[str, str | None]]:
    """Give the name that the convention renders for constraints which no model has, for each dialect.

    A check constraint takes its column part from its expression's columns, and `constraint_name` from nothing:
    such a convention cannot render a name, and None is given (SQLAlchemy documentation, "Naming Conventions").
    """
    dialects = [_dialect(name) for name in DIALECTS]
    return [_rendered(metadata, item, dialects) for item in wanted]


def _rendered(metadata: Any, item: dict[str, Any], dialects: list[Any]) -> dict[str, str | None]:
    import sqlalchemy as sa

    scratch = sa.MetaData(naming_convention=metadata.naming_convention)
    with contextlib.suppress(Exception), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table = sa.Table(item["table"], scratch, *(sa.Column(name, sa.Integer) for name in item["columns"]))
        constraint: Any
        if item["kind"] == "fk":
            other = sa.Table(item["referred_table"], scratch, extend_existing=True)
            for name in item["referred_columns"]:
                if name not in other.c:
                    other.append_column(sa.Column(name, sa.Integer))
            targets = [f"{item['referred_table']}.{name}" for name in item["referred_columns"]]
            constraint = sa.ForeignKeyConstraint(item["columns"], targets)
        elif item["kind"] == "uq":
            constraint = sa.UniqueConstraint(*item["columns"])
        elif item["kind"] == "pk":
            constraint = sa.PrimaryKeyConstraint(*item["columns"])
        else:
            index = sa.Index(None, *(table.c[name] for name in item["columns"]))
            return {dialect.name: _name(index, dialect) for dialect in dialects}
        table.append_constraint(constraint)
        return {dialect.name: _name(constraint, dialect) for dialect in dialects}
    return dict.fromkeys(DIALECTS)


def _dialect(name: str) -> Any:
    from sqlalchemy.dialects import registry

    return registry.load(name)()


def _objects(table: Any) -> Iterator[Any]:
    """Give what is on a table in a fixed order: SQLAlchemy keeps it in sets."""
    for items in (table.constraints, table.indexes):
        yield from sorted(items, key=lambda item: (str(item.name), [str(column) for column in item.columns]))


def _once(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out what is there twice: a revision that makes a check of a model's columns adds it to the model."""
    return list({repr(item): item for item in items}.values())


def _beside(table: Any) -> Iterator[tuple[str, str]]:
    """Give the sequences and the native enums that PostgreSQL makes for the columns of a table."""
    for column in table.columns:
        if type(column.default).__name__ == "Sequence":
            yield "sequence", str(column.default.name)
        if getattr(column.type, "native_enum", False) and getattr(column.type, "name", None):
            yield "enum", str(column.type.name)


def _described(item: Any, dialects: list[Any]) -> Iterator[dict[str, Any]]:
    kind = KINDS.get(type(item).__name__) or ("ix" if type(item).__name__ == "Index" else None)
    if kind is None:
        return
    columns = [] if kind == "ck" else [str(getattr(column, "name", column)) for column in item.columns]
    names = {dialect.name: _name(item, dialect) for dialect in dialects if _applies(item, dialect)}
    expression = None
    if kind == "ck":
        with contextlib.suppress(Exception):
            expression = str(item.sqltext.compile(dialect=dialects[0], compile_kwargs={"literal_binds": True}))
    yield {"kind": kind, "columns": columns, "names": names, "expression": expression}


def _applies(item: Any, dialect: Any) -> bool:
    """A check that a type brings along is made only where the type is not native."""
    rule = getattr(item, "_create_rule", None)
    if rule is None:
        return True
    with contextlib.suppress(Exception):
        return bool(rule(dialect.ddl_compiler(dialect, None)))
    return True


def _name(item: Any, dialect: Any) -> str | None:
    """Render the final name, cut as the dialect cuts it (SQLAlchemy documentation, "Creating Names ... Truncation").

    A name that is given in full is not cut: SQLAlchemy refuses it where it is too long, and so it stays here.
    """
    from sqlalchemy.exc import IdentifierError

    try:
        formatted = (
            dialect.identifier_preparer.format_index(item)
            if type(item).__name__ == "Index"
            else dialect.identifier_preparer.format_constraint(item)
        )
        if formatted is None:
            return None
        text = str(formatted)
        return text[1:-1].replace('""', '"') if text.startswith('"') else text
    except IdentifierError:
        return str(item.name)
    except Exception:  # noqa: BLE001 - a convention of the project's own may ask for what this object has not
        return None
