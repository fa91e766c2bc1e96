"""Settings may name the database of this run: `{url}` and its parts are filled in before they are used."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from .targets import DEFAULT_PORTS

if TYPE_CHECKING:
    from .steering import Steering


def fill_settings(spec: dict[str, Any], steering: Steering) -> None:
    """Fill `env`, `x` and `files` of a task in place, and write the files below the task's directory `work`."""

    def filled(table: dict[str, str] | None) -> dict[str, str]:
        return {name: fill(value, steering, spec.get("work")) for name, value in (table or {}).items()}

    spec["env"], spec["files"] = filled(spec.get("env")), filled(spec.get("files"))
    spec["x"] = [fill(value, steering, spec.get("work")) for value in spec.get("x") or []]
    for name, text in spec["files"].items():
        path = os.path.join(spec["work"], name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


def fill(text: str, steering: Steering, work: str | None) -> str:
    """Replace each placeholder; other braces stay. Raises ModuleNotFoundError for `{async_url}` without a driver."""
    url = steering.targets.primary
    values: dict[str, object] = {
        "plain_url": steering.text_of(url, driver=False),
        "url": steering.text_of(url),
        "host": url.host or url.query.get("host"),
        "port": url.port or url.query.get("port") or DEFAULT_PORTS.get(url.get_backend_name()),
        "user": url.username,
        "password": url.password,
        "database": url.database,
        "work": work,
    }
    if "{async_url}" in text:
        values["async_url"] = steering.text_of(url, is_async=True)
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", "" if value is None else str(value))
    return text
