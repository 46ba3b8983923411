"""The list of commands is true, and costs nothing to show."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from dashboard.cli import FAULTS, USER_ERRORS, app
from dashboard.terminal.menu import MENU
from dashboard.terminal.usage import Group

ROOT = Path(__file__).parents[1]
# What takes long to load, and what of it a command has no use for.
OFFLINE = {"aiohttp", "holidays", "numpy", "pandas", "plotly", "sklearn", "sqlalchemy", "streamlit"}
NOTHING = OFFLINE | {"docx", "lxml", "pypdfium2", "reportlab", "rich.table", "yaml"}


@pytest.mark.parametrize("name", MENU)
def test_every_command_is_where_the_menu_says_and_does_what_it_says(name):
    command = app.commands[name]
    assert command.name == name
    assert MENU[name][1] == (command.help or "").partition("。")[0]


def test_no_command_is_left_out_of_the_menu():
    homes = {home for home, _ in MENU.values()}
    modules = {path.stem for path in (ROOT / "dashboard" / "commands").glob("*.py")}
    apps = {name for name in modules if hasattr(import_module(f"dashboard.commands.{name}"), "app")}
    assert apps == homes
    for home in homes:
        module = import_module(f"dashboard.commands.{home}").app
        made = [each.name or each.callback.__name__ for each in module.registered_commands]
        made += [each.name for each in module.registered_groups]
        assert {name for name, (where, _) in MENU.items() if where == home} == set(made)


def test_a_group_answers_to_its_singular_and_lists_it_once():
    for said, name in (("round", "rounds"), ("scheme", "schemes")):
        assert app.get_command(None, said).name == name
        assert said not in app.list_commands(None)


@pytest.mark.parametrize(("home", "name"), [*USER_ERRORS, *FAULTS])
def test_every_error_that_is_explained_exists(home, name):
    assert issubclass(getattr(import_module(home), name), Exception)


@pytest.mark.parametrize(
    ("command", "needless"),
    [
        pytest.param((), NOTHING, id="help"),
        pytest.param(("budget",), OFFLINE, id="budget"),
        pytest.param(("read",), OFFLINE, id="read"),
        pytest.param(("extract",), OFFLINE, id="extract"),
        pytest.param(("annual-report",), OFFLINE, id="annual-report"),
        pytest.param(("rank",), OFFLINE - {"sqlalchemy"}, id="rank"),
    ],
)
def test_what_a_command_does_not_need_is_not_loaded(tmp_path, command, needless):
    """A file that is not there: what the command loads to find that out, it loads for any file."""
    words = [*command, "nosuch" if command else "-h"]
    code = (
        f"import sys; sys.argv = ['gkc', *{words!r}]\n"
        "from dashboard.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('loaded', *sorted({needless!r} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "loaded"


def test_the_whole_menu_is_a_group_in_chinese():
    assert isinstance(app, Group)
    assert list(app.commands) == list(MENU)
