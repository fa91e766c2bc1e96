"""Load the project as its own command line does: the Flask app, Alembic's Config."""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import sys
from typing import TYPE_CHECKING, Any

from .env_script import EnvScript, read_env_script

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from .notes import Notes
    from .steering import Steering


class Loader:
    """Knows how to make an Alembic Config of the project, and the context in which its commands run."""

    def __init__(self, spec: dict[str, Any], steering: Steering, notes: Notes) -> None:
        self.spec = spec
        self.steering = steering
        self.notes = notes
        self.app: Any = None
        self.parser = self._alembic_parser()

    def _alembic_parser(self) -> Any:
        """Alembic's own argument parser reads the signatures of its commands: make it before they are patched."""
        from alembic.config import CommandLine

        return CommandLine(prog="alembic").parser

    def prepare_paths(self) -> None:
        """Run as from the project's directory, with its modules importable."""
        root, directory = self.spec["root"], self.spec["directory"]
        os.chdir(directory)
        for entry in (os.path.join(root, "src"), root, self.spec["import_root"], directory):
            if os.path.isdir(entry) and entry not in sys.path:
                sys.path.insert(0, entry)

    def env_script(self) -> EnvScript:
        """Look at env.py as text, and note what is wrong with it whatever the database."""
        script = read_env_script(os.path.join(self.spec["script_location"], "env.py"))
        file = os.path.relpath(script.path, self.spec["root"])
        if script.unescaped is not None:
            self.notes.add("percent-unescaped", "a computed URL becomes an option", place=(file, script.unescaped))
        if script.caught is not None:
            self.notes.add("exception-caught", "catches an exception and goes on", place=(file, script.caught))
        return script

    def runner(self) -> Any:
        """Import the function that the setting `runner` names."""
        module, _colon, name = self.spec["runner"].partition(":")
        return getattr(importlib.import_module(module), name)

    def context(self) -> AbstractContextManager[Any]:
        """Give the context in which env.py runs: the app's, or none."""
        return self.app.app_context() if self.app is not None else contextlib.nullcontext()

    def config(self, x_keys: tuple[str, ...] = ()) -> Any:
        """Make the Config that `alembic` or `flask db` would make, with the target as a default URL.

        `x_keys` are arguments after -x that get the URL.
        """
        url = self.steering.text_of(self.steering.targets.primary)
        x_arguments = [*self.spec.get("x", []), *(f"{key}={url}" for key in x_keys)]
        if self.app is not None:
            migrate = self.app.extensions["migrate"].migrate
            config = migrate.get_config(self.spec["script_location"], x_arg=x_arguments or None)
        else:
            config = self._plain_config(x_arguments)
        if not config.get_main_option("databases"):
            config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
        return config

    def _plain_config(self, x_arguments: list[str]) -> Any:
        from alembic.config import Config

        words = [word for value in x_arguments for word in ("-x", value)]
        options: dict[str, Any] = {"cmd_opts": self.parser.parse_args([*words, "upgrade", "heads"])}
        if self.spec.get("toml") and _takes(Config, "toml_file"):
            options["toml_file"] = self.spec["toml"]
        config = Config(
            file_=self.spec.get("ini"),
            ini_section=self.spec.get("ini_section", "alembic"),
            stdout=io.StringIO(),
            **options,
        )
        config.set_main_option("script_location", self.spec["script_location"].replace("%", "%%"))
        return config


def _takes(function: Any, name: str) -> bool:
    import inspect

    return name in inspect.signature(function).parameters
