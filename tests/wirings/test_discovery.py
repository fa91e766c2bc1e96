"""What is found in a directory, and what the error says when nothing, or too much, is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.errors import ProjectError
from harness.project import Hints, discover, url_names

if TYPE_CHECKING:
    from pathlib import Path

FLASK_ENV = "from alembic import context\nfrom flask import current_app\n"
FACTORY = "def create_app():\n    pass\n"


def write(root: Path, files: dict[str, str]) -> Path:
    """Write the files of a project, and give its directory."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def history(*places: str, env: str = "from alembic import context\n") -> dict[str, str]:
    """Give the files of a migration history at each place."""
    return {f"{place}/{name}": env for place in places for name in ("env.py", "versions/0001.py")}


def refusal(root: Path, hints: Hints | None = None) -> str:
    """Give the error of a discovery that fails, with the directory of the test as ROOT."""
    with pytest.raises(ProjectError) as raised:
        discover(root, hints or Hints())
    return str(raised.value).replace(str(root.resolve()), "ROOT")


def test_empty_directory_says_what_was_tried(tmp_path: Path) -> None:
    """Without any history the error lists every place that was looked at, and the setting that would help."""
    assert refusal(tmp_path) == (
        "There is no migration history in ROOT\n"
        "  why: tried: no alembic.ini; no pyproject.toml; no directory with env.py and versions/\n"
        "  next: Run parity in the directory of alembic.ini or migrations/, or set script_location "
        "in [tool.migration-parity]."
    )


def test_monorepo_names_its_histories(tmp_path: Path) -> None:
    """Of several histories one must be chosen; the error names all, and the setting."""
    write(tmp_path, history("billing/migrations", "stock/migrations"))

    assert refusal(tmp_path) == (
        "ROOT holds 2 migration histories: billing/migrations, stock/migrations\n"
        "  why: parity checks one history at a time\n"
        '  next: Choose one: set script_location = "billing/migrations" in [tool.migration-parity], '
        "or run parity check in its own directory."
    )


def test_setting_chooses_a_history_of_a_monorepo(tmp_path: Path) -> None:
    """The setting that the error names is enough."""
    write(tmp_path, history("billing/migrations", "stock/migrations"))

    project = discover(tmp_path, Hints(script_location="stock/migrations"))

    assert project.script_location == tmp_path / "stock" / "migrations"


def test_flask_directory_is_preferred(tmp_path: Path) -> None:
    """Of several histories the one that Flask-Migrate uses is the application's own."""
    app = "from flask_migrate import Migrate\nmigrate = Migrate(directory='database/history')\n"
    write(tmp_path, {"app.py": app, **history("database/history", "plugins/one/migrations", env=FLASK_ENV)})

    project = discover(tmp_path, Hints())

    assert project.script_location == tmp_path / "database" / "history"
    assert project.found_by[2] == "the directory of Flask-Migrate: database/history"


def test_ini_with_several_sections_asks_for_one(tmp_path: Path) -> None:
    """Sections of other names are histories of their own."""
    ini = "[orders]\nscript_location = orders\n\n[stock]\nscript_location = stock\n"
    write(tmp_path, {"alembic.ini": ini, **history("orders", "stock")})

    assert refusal(tmp_path) == (
        "ROOT/alembic.ini describes 2 migration histories: orders, stock\n"
        "  why: it has no section [alembic], and parity checks one history at a time\n"
        '  next: Choose one: set ini_section = "orders" in [tool.migration-parity].'
    )


def test_unknown_section_is_refused(tmp_path: Path) -> None:
    """A section that the setting names must be there; the error lists those that are."""
    write(tmp_path, {"alembic.ini": "[orders]\nscript_location = orders\n", **history("orders")})

    assert refusal(tmp_path, Hints(ini_section="order")) == (
        "ROOT/alembic.ini has no section [order]\n"
        "  why: the setting ini_section names it; sections with a script_location: orders\n"
        "  next: Correct ini_section in [tool.migration-parity]."
    )


def test_missing_configuration_is_refused(tmp_path: Path) -> None:
    """A configuration file that the setting names must be there."""
    assert refusal(tmp_path, Hints(config="conf/alembic.ini")) == (
        "The Alembic configuration conf/alembic.ini does not exist\n"
        "  why: the setting `config` names it, relative to ROOT\n"
        "  next: Correct `config` in [tool.migration-parity]."
    )


def test_location_without_env_py_is_refused(tmp_path: Path) -> None:
    """A script location that holds nothing says by what it was found."""
    write(tmp_path, {"alembic.ini": "[alembic]\nscript_location = migrations\n"})

    assert refusal(tmp_path) == (
        "ROOT/migrations has no env.py\n"
        "  why: an Alembic script location holds env.py and its revisions (found by: script_location in alembic.ini)\n"
        "  next: Correct script_location, or make the directory with `alembic init`."
    )


def test_ini_that_lies_apart_is_found_by_what_it_names(tmp_path: Path) -> None:
    """An alembic.ini in another directory belongs to the history that its script_location names."""
    ini = "[alembic]\nscript_location = db/migrations\n"
    write(tmp_path, {"deploy/alembic.ini": ini, **history("db/migrations")})

    project = discover(tmp_path, Hints())

    assert project.ini == tmp_path / "deploy" / "alembic.ini"
    assert project.directory == tmp_path


@pytest.mark.parametrize("location", ["migrations", "%(here)s/migrations"])
def test_commands_run_where_the_ini_lies(location: str, tmp_path: Path) -> None:
    """Below a directory with its own alembic.ini, relative paths are meant from there."""
    ini = f"[alembic]\nscript_location = {location}\n"
    write(tmp_path, {"backend/alembic.ini": ini, **history("backend/migrations")})

    project = discover(tmp_path, Hints())

    assert project.directory == tmp_path / "backend"


def test_location_may_be_meant_from_above(tmp_path: Path) -> None:
    """A package that brings its history along names it as its own repository sees it."""
    ini = "[alembic]\nscript_location = store/db/migrations\n"
    write(tmp_path, {"store/db/migrations/alembic.ini": ini, **history("store/db/migrations")})

    project = discover(tmp_path / "store" / "db" / "migrations", Hints())

    assert project.script_location == tmp_path / "store" / "db" / "migrations"


def test_virtual_environments_are_not_searched(tmp_path: Path) -> None:
    """A history that an installed package brings along is not the project's."""
    write(tmp_path, {"our_env/pyvenv.cfg": "", **history("our_env/lib/package/migrations", "migrations")})

    assert discover(tmp_path, Hints()).script_location == tmp_path / "migrations"


@pytest.mark.parametrize(
    ("files", "apps"),
    [
        pytest.param({"wsgi.py": "", "shop/__init__.py": FACTORY}, ("wsgi", "shop:create_app"), id="wsgi.py"),
        pytest.param({"app.py": "app = Flask(__name__)\n"}, ("app",), id="app.py"),
        pytest.param({".flaskenv": "FLASK_APP=shop.main:make\n"}, ("shop.main:make",), id=".flaskenv"),
        pytest.param({".env": 'export FLASK_APP="shop"  # the shop\n'}, ("shop",), id=".env"),
        pytest.param({"src/shop/web.py": FACTORY}, ("shop.web:create_app",), id="src"),
        pytest.param(
            {"shop.py": "def create_app(name='dev', *, debug=False):\n    pass\n"},
            ("shop:create_app",),
            id="defaults",
        ),
        pytest.param(
            {
                "shop.py": "def create_app(name):\n    pass\n",
                "serve.py": "create_app('production').run()\n",
                "tests/conftest.py": "app = create_app(name='test')\n",
            },
            ("shop:create_app('production')", "shop:create_app(name='test')"),
            id="called elsewhere",
        ),
        pytest.param({"shop.py": "def create_app(settings):\n    pass\n"}, ("shop:create_app",), id="never called"),
    ],
)
def test_flask_application_is_found(
    files: dict[str, str], apps: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The application is looked for where `flask` would, then in the source; a factory as the project calls it."""
    monkeypatch.delenv("FLASK_APP", raising=False)
    write(tmp_path, {**files, **history("migrations", env=FLASK_ENV)})

    assert discover(tmp_path, Hints()).apps == apps


@pytest.mark.parametrize(
    ("files", "names"),
    [
        pytest.param({"app.py": "os.environ['SHOP_DB_URL']"}, ("SHOP_DB_URL",), id="by its name"),
        pytest.param({"app.py": "os.getenv('STORE', 'sqlite:///dev.db')"}, ("STORE",), id="by its default"),
        pytest.param({".env.example": "STORE=postgresql://localhost/x\nTITLE=x\n"}, ("STORE",), id=".env"),
        pytest.param(
            {"app.py": "class S(BaseSettings):\n    env_prefix = 'APP_'\n    title: str\n    db_url: str\n"},
            ("APP_DB_URL", "DB_URL"),
            id="pydantic",
        ),
        pytest.param({"app.py": "os.environ['HOME_URL']"}, (), id="another URL"),
    ],
)
def test_variables_with_a_database_url_are_found(files: dict[str, str], names: tuple[str, ...], tmp_path: Path) -> None:
    """A variable is known by its name, by a default, by its value in a .env file, or as a field of settings."""
    project = discover(write(tmp_path, {**files, **history("migrations")}), Hints())

    assert url_names(project) == names


def installed(directory: Path, files: dict[str, str]) -> Path:
    """Write the files of a package into a virtual environment, and give its interpreter."""
    write(directory / "lib" / "python3.11" / "site-packages", files)
    return directory / "bin" / "python"


def test_location_may_lie_in_an_installed_package(tmp_path: Path) -> None:
    """Alembic's `package:directory` is looked for in the interpreter that the settings name, by its files."""
    python = installed(tmp_path / "theirs", {"store/__init__.py": "", **history("store/db/migrations")})
    root = write(tmp_path / "ours", {"README": ""})

    project = discover(root, Hints(script_location="store.db:migrations", python=str(python)))

    assert project.script_location == python.parent.parent / "lib/python3.11/site-packages/store/db/migrations"


def test_location_may_lie_in_an_editable_installation(tmp_path: Path) -> None:
    """A .pth file leads to the source of the package."""
    python = installed(tmp_path / "ours" / ".venv", {"store.pth": f"import sys\n{tmp_path / 'source'}\n"})
    write(tmp_path / "source", {"store/__init__.py": "", **history("store/migrations")})
    ini = "[alembic]\nscript_location = store:migrations\n"

    project = discover(write(tmp_path / "ours", {"alembic.ini": ini}), Hints())

    assert project.script_location == tmp_path / "source" / "store" / "migrations"
    assert python.parent.parent == tmp_path / "ours" / ".venv"


def test_variables_of_an_installed_package_are_found(tmp_path: Path) -> None:
    """The source of the package is read as that of the project is."""
    settings = {"store/__init__.py": "", "store/settings.py": "os.environ['STORE_DB_URL']"}
    python = installed(tmp_path / "theirs", {**settings, **history("store/migrations")})
    root = write(tmp_path / "ours", {"README": ""})

    project = discover(root, Hints(script_location="store:migrations", python=str(python)))

    assert url_names(project) == ("STORE_DB_URL",)


def test_flask_application_of_an_installed_package_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The factory is looked for in the package whose history it is."""
    monkeypatch.delenv("FLASK_APP", raising=False)
    package = {"store/__init__.py": "", "store/web.py": FACTORY}
    python = installed(tmp_path / "theirs", {**package, **history("store/migrations", env=FLASK_ENV)})
    root = write(tmp_path / "ours", {"README": ""})

    project = discover(root, Hints(script_location="store:migrations", python=str(python)))

    assert project.apps == ("store.web:create_app",)
