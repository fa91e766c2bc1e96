"""Load the project's Flask application as `flask` does."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Any

from .failures import describe_error

if TYPE_CHECKING:
    from .interception import Interception
    from .notes import Notes


class CannotLoad(RuntimeError):
    """None of the candidates is the project's app; the text says of each why."""


class FlaskLoader:
    """Tries the candidates. `made_something` is true when an app could only be loaded by letting it make its tables."""

    def __init__(self, spec: dict[str, Any], notes: Notes, interception: Interception) -> None:
        self._spec = spec
        self._notes = notes
        self._interception = interception
        self.made_something = False

    def load(self) -> Any:
        """Give the first application among the candidates that has Flask-Migrate's extension. Raises CannotLoad."""
        from flask.cli import load_dotenv

        with contextlib.suppress(ImportError):  # as `flask` does it, where python-dotenv is installed
            load_dotenv()
        tried: list[str] = []
        last: BaseException | None = None
        for candidate in self._spec.get("apps") or []:
            try:
                app = self._load_quietly(candidate)
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # noqa: BLE001 - whatever the project's code raises is told to the user
                last, told = error, describe_error(error, self._notes)
                tried.append("\n  ".join([f"{candidate}: {told['message']}", *told["where"].splitlines()]))
                continue
            if "migrate" in app.extensions:
                self._notes.add("app", candidate)
                return app
            tried.append(f"{candidate}: has no Flask-Migrate extension (Migrate().init_app)")
        raise CannotLoad("\n".join(tried) or "no Flask application found") from last

    def _load_quietly(self, candidate: str) -> Any:
        """Load without what makes tables; an app that needs its tables, to fill them, is loaded again with it."""
        self._interception.loading, self._interception.muted = True, False
        try:
            return self._load(candidate)
        except Exception:
            if not self._interception.muted:
                raise
        finally:
            self._interception.loading = False
        self.made_something = True
        return self._load(candidate)

    def _load(self, candidate: str) -> Any:
        from flask.cli import ScriptInfo

        # Flask prefixes an import path with the package that the working directory belongs to (cli.prepare_import).
        here = os.getcwd()
        os.chdir(self._spec["import_root"])
        try:
            return ScriptInfo(app_import_path=candidate, set_debug_flag=False).load_app()
        finally:
            os.chdir(here)
