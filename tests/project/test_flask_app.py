"""Finding the Flask application of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.project import Hints, discover
from tests.project.files import FLASK_ENV, write, write_history

if TYPE_CHECKING:
    from pathlib import Path

FACTORY = "def create_app():\n    return None\n"
INSTANCE = "from flask import Flask\n\napp = Flask(__name__)\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a history as Flask-Migrate writes it, in an environment that says nothing."""
    monkeypatch.delenv("FLASK_APP", raising=False)
    write_history(tmp_path, env=FLASK_ENV)
    write(tmp_path, {"migrations/alembic.ini": "[alembic]\n"})


def apps(root: Path, app: str | None = None) -> tuple[str, ...]:
    """Give the import paths that are worth trying."""
    found = discover(root, Hints(app=app))
    assert found.kind == "flask-migrate"
    return found.apps


def test_configuration_inside_the_history(tmp_path: Path) -> None:
    """Flask-Migrate keeps alembic.ini beside env.py, and runs in the project's directory."""
    found = discover(tmp_path, Hints())

    assert found.ini == tmp_path / "migrations" / "alembic.ini"
    assert found.directory == tmp_path


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"app.py": INSTANCE}, ("app",)),
        ({"wsgi.py": INSTANCE, "app.py": INSTANCE}, ("wsgi", "app")),
        ({"shop/__init__.py": FACTORY}, ("shop:create_app",)),
        ({"shop/__init__.py": "", "shop/app.py": FACTORY}, ("shop.app:create_app",)),
        ({"src/shop/__init__.py": FACTORY}, ("shop:create_app",)),
        ({"shop/__init__.py": "application: Flask = Flask(__name__)\n"}, ("shop",)),
        ({"serve.py": "app = create_app()\n", "shop/__init__.py": FACTORY}, ("serve", "shop:create_app")),
        ({"shop/__init__.py": "def create_app(name):\n    return name\n", "serve.py": "app = create_app('dev')\n"},
         ("serve", "shop:create_app('dev')")),
        ({"shop/__init__.py": "def make_app(name='dev'):\n    return name\n"}, ("shop:make_app",)),
        ({"shop/__init__.py": "def helper():\n    return Flask(__name__)\n"}, ()),
        ({"a/b/c/d/app.py": INSTANCE}, ()),
    ],
)  # fmt: skip
def test_applications_in_the_source(tmp_path: Path, files: dict[str, str], expected: tuple[str, ...]) -> None:
    """wsgi.py and app.py as `flask` looks for them, then modules with an application, then factories."""
    write(tmp_path, files)

    assert apps(tmp_path) == expected


@pytest.mark.parametrize(
    "line", ["FLASK_APP=shop:make", "export FLASK_APP = 'shop:make'", '# x\nFLASK_APP="shop:make" # y']
)
def test_dotenv_file(tmp_path: Path, line: str) -> None:
    """What a dotenv file declares is tried alone."""
    write(tmp_path, {"app.py": INSTANCE, ".flaskenv": f"{line}\n"})

    assert apps(tmp_path) == ("shop:make",)


def test_order_of_what_is_declared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting, the environment, .env, .flaskenv (Flask documentation, "Environment Variables From dotenv")."""
    write(tmp_path, {".flaskenv": "FLASK_APP=fourth\n"})
    assert apps(tmp_path) == ("fourth",)

    write(tmp_path, {".env": "FLASK_APP=third\n"})
    assert apps(tmp_path) == ("third",)

    monkeypatch.setenv("FLASK_APP", "second")
    assert apps(tmp_path) == ("second",)

    assert apps(tmp_path, app="first") == ("first",)


def test_setting_makes_it_a_flask_project(tmp_path: Path) -> None:
    """An env.py that does not name current_app may still need the application."""
    write_history(tmp_path / "plain")

    assert discover(tmp_path / "plain", Hints()).kind == "alembic"
    assert discover(tmp_path / "plain", Hints(app="shop:create_app")).kind == "flask-migrate"


def test_directory_that_the_source_names(tmp_path: Path) -> None:
    """Of several histories Flask-Migrate's is taken, which the source may have put elsewhere."""
    write_history(tmp_path, "plugins/migrations")
    write_history(tmp_path, "store/history", env=FLASK_ENV)
    write(tmp_path, {"shop.py": "from flask_migrate import Migrate\nMigrate(directory='store/history')\n"})

    assert discover(tmp_path, Hints()).script_location == tmp_path / "store" / "history"
