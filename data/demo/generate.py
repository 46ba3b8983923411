"""Write the demo: site folders, a register, and the truth about what is planted in them."""

import csv
import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from pathlib import Path

from data.demo import files
from data.demo.content.build import content_of
from data.demo.content.model import AS_OF, YEAR, Cell, Content, File, Table, unit_of
from data.demo.families.frames import FRAMES
from data.demo.families.parts import Family, View, render, view_of
from data.demo.families.portal import PORTAL, portal_page
from data.demo.families.script import SCRIPT
from data.demo.families.static import STATIC
from data.demo.families.table import TABLE
from data.demo.fault import Fault
from data.demo.faults import FAULTS, UNREADABLE
from data.demo.units import BODIES, PORT
from data.demo.unjudged import OPEN
from data.types import Unit

FAMILIES: Mapping[str, Family] = {
    "static": STATIC,
    "table": TABLE,
    "json": SCRIPT,
    "xml": SCRIPT,
    "frames": FRAMES,
    "portal": PORTAL,
}


@dataclass(frozen=True, slots=True)
class Demo:
    """What was written, and how to serve it."""

    units: tuple[Unit, ...]
    hosts: Mapping[str, Path | str]  # host without port -> folder, or "challenge", or "down"
    truth: Mapping[str, list[dict[str, object]]]
    as_of: date = AS_OF
    year: int = YEAR


def generate(folder: Path) -> Demo:
    """Write the whole demo into `folder`; the same bytes every time.

    Writes `sites/<host>/…`, `units.csv`, `truth.json` and `hosts.json` (host -> folder relative
    to `folder`, or the server's behaviour).
    """
    views = {view.body.id: view for view in views_of_all()}
    hosts: dict[str, Path | str] = {}
    for view in views.values():
        host = view.body.host
        if view.body.id in UNREADABLE:
            hosts[host] = UNREADABLE[view.body.id][0]
            continue
        hosts[host] = folder / "sites" / host
        write_site(view, folder / "sites" / host)
    shared = [view for view in views.values() if view.body.folder]
    root = folder / "sites" / shared[0].body.host
    _write(root, "/", portal_page(shared))
    _write_images(root, ("/images/party.png", "/images/jiucuo.png"))
    units = tuple(unit_of(view.body, address(view, view.home)) for view in views.values())
    truth = truth_of(views)
    _write_register(folder / "units.csv", units)
    _write_json(folder / "truth.json", truth)
    _write_json(
        folder / "hosts.json",
        {h: f"sites/{h}" if isinstance(what, Path) else what for h, what in hosts.items()},
    )
    return Demo(units, hosts, truth)


def views_of_all() -> tuple[View, ...]:
    """Every unit's content with its faults planted, under its family's addresses."""
    return tuple(view_of(planted(body.id), FAMILIES[body.family]) for body in BODIES)


def planted(unit: str) -> Content:
    """A unit's content with its faults."""
    body = next(body for body in BODIES if body.id == unit)
    own = [fault for fault in FAULTS if fault.unit == unit]
    return reduce(lambda content, fault: fault.plant(content), own, content_of(body))


def write_site(view: View, root: Path) -> None:
    """All pages, attachments and images of one view below `root`."""
    for path, body in render(view).items():
        _write(root, path, body)
    images = [f"{view.body.folder}/images/{name}.png" for name in ("party", "jiucuo")]
    for _, article in view.content.articles():
        if article.photo:
            images.append(f"{view.body.folder}/images/{article.key}.png")
        for file in article.files:
            _write(root, view.file_path(article, file), file_bytes(file))
    _write_images(root, tuple(images))


def file_bytes(file: File) -> bytes:
    """The bytes of an attachment in its format."""
    tables = {table.caption: _grid(table) for table in file.tables}
    match file.format:
        case "pdf":
            return files.pdf(file.name, file.paragraphs, tables)
        case "docx":
            return files.docx(file.name, file.paragraphs, tables)
        case "doc":
            return files.doc(file.name, file.paragraphs, tables)
        case _:
            return files.xlsx({name[:31]: rows for name, rows in tables.items()})


def _grid(table: Table) -> list[list[str]]:
    """Rows of plain cells: files know no spans."""
    return [[c.text if isinstance(c, Cell) else c for c in row] for row in table.rows]


def address(view: View, path: str) -> str:
    """The full URL of a path on a view's host."""
    return f"http://{view.body.host}:{PORT}{path}"


def truth_of(views: Mapping[str, View]) -> dict[str, list[dict[str, object]]]:
    """What is planted: one entry a fault and check; the sites that nobody can read; and what stays
    open on every other site of a kind, because there is nothing to judge.
    """
    faults: list[dict[str, object]] = [
        {
            "unit": fault.unit,
            "check": expected.check,
            "outcome": expected.outcome.value,
            "cause": expected.cause.value if expected.cause else None,
            "items": {key: outcome.value for key, outcome in expected.items.items()},
            "counts": dict(expected.counts),
            "what": fault.what,
            "url": _where(views[fault.unit], fault),
        }
        for fault in FAULTS
        for expected in fault.expected
    ]
    unreadable: list[dict[str, object]] = [
        {"unit": unit, "cause": cause.value} for unit, (_, cause) in UNREADABLE.items()
    ]
    left: list[dict[str, object]] = [
        {"kind": kind, "check": check, "cause": cause.value}
        for kind, checks in OPEN.items()
        for check, cause in checks.items()
    ]
    return {"faults": faults, "unreadable": unreadable, "open": left}


def _where(view: View, fault: Fault) -> str:
    kind, _, key = fault.where.partition(":")
    paths = {"article": view.articles, "column": view.columns, "home": {"": view.home}}
    return address(view, paths[kind][key])


def _write(root: Path, path: str, body: bytes) -> None:
    target = root / (path + "index.html" if path.endswith("/") else path).lstrip("/")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(body)


def _write_images(root: Path, paths: tuple[str, ...]) -> None:
    for path in paths:
        _write(root, path, _PICTURE)


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _write_register(path: Path, units: tuple[Unit, ...]) -> None:
    kinds = {"county": "县级政府", "department": "部门"}
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("编号", "名称", "类型", "组别", "网址", "栏目", "别名"))
        for u in units:
            row = (u.id, u.name, kinds[u.kind], u.group, u.portal)
            writer.writerow((*row, " ".join(u.columns), " ".join(u.aliases)))


def _picture(width: int, height: int) -> bytes:
    """A grey PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    rows = (b"\x00" + b"\xc8" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in parts)


_PICTURE = _picture(120, 160)
