"""What a worker inherits of the environment: nothing that tells libpq where another database is, or how to log in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

# PostgreSQL documentation, "Environment Variables" of libpq; all but the names of messages and locales.
LIBPQ = frozenset(
    (
        *("PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGUSER", "PGPASSWORD", "PGPASSFILE", "PGREQUIREAUTH"),
        *("PGSERVICE", "PGSERVICEFILE", "PGSYSCONFDIR", "PGOPTIONS", "PGAPPNAME", "PGCLIENTENCODING"),
        *("PGSSLMODE", "PGSSLNEGOTIATION", "PGREQUIRESSL", "PGSSLCOMPRESSION", "PGSSLCERT", "PGSSLKEY"),
        *("PGSSLCERTMODE", "PGSSLROOTCERT", "PGSSLCRL", "PGSSLCRLDIR", "PGSSLSNI", "PGREQUIREPEER"),
        *("PGSSLMINPROTOCOLVERSION", "PGSSLMAXPROTOCOLVERSION", "PGMINPROTOCOLVERSION", "PGMAXPROTOCOLVERSION"),
        *("PGCHANNELBINDING", "PGGSSENCMODE", "PGKRBSRVNAME", "PGGSSLIB", "PGGSSDELEGATION"),
        *("PGCONNECT_TIMEOUT", "PGTARGETSESSIONATTRS", "PGLOADBALANCEHOSTS", "PGDATESTYLE", "PGTZ", "PGGEQO"),
    )
)
LOGIN = frozenset({"PGPASSWORD", "PGPASSFILE"})
NOWHERE = "/nonexistent"
"""libpq takes a file that is not there for an empty one; without these variables it would read those of the home."""


def without_libpq(environment: Mapping[str, str]) -> dict[str, str]:
    """Give the environment with which a worker starts, before it knows its database."""
    return {name: value for name, value in environment.items() if name not in LIBPQ}


def libpq_environment(environment: Mapping[str, str], url: str) -> dict[str, str]:
    """Give the variables of libpq of a worker whose database has this URL.

    A project that puts its URL together from PGHOST and the like finds the target's values where it had its own, and
    on SQLite some that lead nowhere. User and password are left alone when the URL holds none: then libpq has to
    find them for the target as well.
    """
    target = _libpq_values(url)
    forgotten = LIBPQ if target["PGPASSWORD"] is not None else LIBPQ - LOGIN
    if target["PGUSER"] is None:
        forgotten -= {"PGUSER"}
    kept = {name: value for name, value in environment.items() if name in LIBPQ - forgotten}
    replaced = {name: value for name, value in target.items() if name in environment and value is not None}
    files = {"PGSERVICEFILE": f"{NOWHERE}/pg_service.conf", "PGSYSCONFDIR": NOWHERE}
    if "PGPASSFILE" in forgotten:
        files["PGPASSFILE"] = f"{NOWHERE}/.pgpass"
    return {**kept, **replaced, **files}


def _libpq_values(url: str) -> dict[str, str | None]:
    if not url.startswith("postgresql"):
        return {
            "PGHOST": "parity.invalid",
            "PGPORT": "5432",
            **dict.fromkeys(("PGUSER", "PGPASSWORD", "PGDATABASE"), "parity"),
        }
    parts = urlsplit(url)
    host = dict(parse_qsl(parts.query)).get("host") or parts.hostname or ""
    values = {
        "PGHOST": host,
        "PGPORT": str(parts.port or 5432),
        "PGUSER": parts.username,
        "PGPASSWORD": parts.password,
        "PGDATABASE": parts.path.removeprefix("/"),
    }
    return {name: None if value is None else unquote(value) for name, value in values.items()}
