"""Imports point one way, and each heavy thing is touched in one place only."""

import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = {
    "data": {"data"},
    "crawlers": {"data", "crawlers"},
    "scoring": {"data", "scoring"},
    "dashboard": {"data", "crawlers", "scoring", "dashboard"},
    "streamlit_app": {"data", "crawlers", "scoring", "dashboard"},
}
NETWORK = {"aiohttp", "socket", "ssl", "urllib.request", "http.client", "http.server", "requests"}
PLACES = {
    **dict.fromkeys(
        NETWORK,
        ("crawlers/network/resolver.py", "crawlers/loopback.py", "crawlers/network/wire.py"),
    ),
    "sqlalchemy": ("data/tables.py", "data/storage/", "data/migrations/"),
    "isal": ("crawlers/network/body.py", "data/warc.py"),
}
# Scoring is arithmetic: no clock, no file, no database.
NOT_SCORING = {
    "time",
    "os",
    "pathlib",
    "random",
    "data.store",
    "data.storage",
    "data.archive",
    "data.writer",
}


def imported(source):
    """Dotted names a module imports; `from a import b` gives `a` and `a.b`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def faults(path, source):
    """What a module at `path` (relative to the repository) imports and should not."""
    layer = path.removesuffix(".py").partition("/")[0]
    for name in imported(source):
        top = name.partition(".")[0]
        if top in LAYERS and top not in LAYERS[layer]:
            yield f"{path} imports {name}"
        for thing, places in PLACES.items():
            if not path.startswith(places) and (name == thing or name.startswith(thing + ".")):
                yield f"{path} imports {name}, which belongs in {', '.join(places)}"
        if layer == "scoring" and name in NOT_SCORING:
            yield f"{path} imports {name}"


def modules():
    yield ROOT / "streamlit_app.py"
    for layer in LAYERS.keys() - {"streamlit_app"}:
        yield from (ROOT / layer).rglob("*.py")


def test_imports_point_one_way_and_heavy_things_have_one_place():
    found = [
        fault
        for module in modules()
        for fault in faults(module.relative_to(ROOT).as_posix(), module.read_text(encoding="utf-8"))
    ]
    assert sorted(set(found)) == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("data/a.py", "import crawlers.site"),
        ("crawlers/a.py", "from scoring.rank import rank"),
        ("scoring/a.py", "from crawlers import site"),
        ("scoring/a.py", "def f():\n    import time"),
        ("scoring/a.py", "from data import store"),
        ("data/a.py", "import dashboard"),
        ("crawlers/checks/a.py", "import aiohttp.web"),
        ("crawlers/pages.py", "from urllib.request import urlopen"),
        ("dashboard/load.py", "from sqlalchemy.orm import Session"),
    ],
)
def test_a_wrong_import_is_seen(path, source):
    assert list(faults(path, source))


def test_a_right_import_is_not_seen():
    source = "import json\nfrom urllib.parse import urlsplit\nfrom data.types import Unit\n"
    assert list(faults("crawlers/a.py", source)) == []


def test_every_library_imported_is_declared():
    """What only another library needs may vanish with its next version."""
    declared = set(re.findall(r"^[\w.-]+", (ROOT / "requirements.in").read_text(), re.MULTILINE))
    tops = {
        name.partition(".")[0]
        for module in modules()
        for name in imported(module.read_text(encoding="utf-8"))
    }
    distributions = packages_distributions()
    missing = {
        top
        for top in tops - LAYERS.keys() - sys.stdlib_module_names
        if not {_plain(name) for name in distributions[top]} & {_plain(name) for name in declared}
    }
    assert missing == set()


def _plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_command_line_starts_without_streamlit():
    code = "import sys, dashboard.cli; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_the_rooms_of_a_layer_stand_in_no_circle():
    """A room is a package, or a module beside them; `data.store` is the door of `data.storage`."""
    rooms: dict[str, set[str]] = {}
    for module in modules():
        path = module.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        for name in imported(module.read_text(encoding="utf-8")):
            if name.partition(".")[0] in LAYERS and _room(name) != _room(path):
                rooms.setdefault(_room(path), set()).add(_room(name))
    TopologicalSorter(rooms).prepare()  # raises CycleError with the circle


def _room(name):
    layer, _, rest = name.removesuffix(".__init__").partition(".")
    return f"{layer}.{rest.partition('.')[0]}".replace("data.storage", "data.store").rstrip(".")
