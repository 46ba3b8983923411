"""Marks of a compiled notice against a reading by eye: each field of a task is right or wrong."""

import csv
import re
import unicodedata
from collections import Counter
from pathlib import Path

from dashboard.reports.notice_reading import read_notice
from dashboard.terminal.sources import Source
from scoring.notice.compiling import compiled
from tests.test_notice_layouts import said

HERE = Path(__file__).parent
LABELS = HERE / "labels" / "blind_notices.tsv"
_ANYBODY = re.compile("各|有关|相关|牵头|配合|起草")
FIELDS = ("heading", "lead", "others", "times", "figures")


def parts(field, value):
    """A field as what is compared: one heading, or a bag of units, times or figures."""
    value = unicodedata.normalize("NFKC", value).replace("〈", "(").replace("〉", ")")
    if field == "heading":
        return value
    return Counter(
        part for part in value.split("、" if field in ("lead", "others") else None) if part
    )


def read_by_eye():
    with LABELS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def notice_of(name):
    """A notice of the folder: a text, or a page with tables as the command reads it."""
    path = HERE / "blind" / f"{name}.txt"
    if path.exists():
        return compiled(path.read_text(encoding="utf-8"))
    page = path.with_suffix(".html")
    return read_notice(Source(page.name, page.read_bytes()))[0].notice


def found_in(name):
    for task in notice_of(name).tasks:
        yield {
            "number": task.number,
            "heading": task.heading.text,
            "lead": "、".join(unit.text for unit in task.units.lead),
            "others": "、".join(_others(task)),
            "times": " ".join(map(said, task.deadlines)),
            "figures": " ".join(map(_figure, task.quantities)),
        }


def _figure(quantity):
    low = f"{quantity.low}-" if quantity.low is not None else ""
    return f"{quantity.comparator}{low}{quantity.value}{quantity.unit}"


def _others(task):
    """Those who are responsible or act by name; not who is only addressed as 各单位."""
    yield from (unit.text for unit in task.units.others)
    yield from (unit.text for unit in task.units.addressed if not _ANYBODY.match(unit.text))


def compared():
    """(notice, number, field, expected, found) of every field that differs; and counts.

    Returns:
        The differences, and by field the rights and the wrongs over the tasks read by eye; a
        task that is not found has every field wrong.
    """
    labels = read_by_eye()
    wrongs, marks = [], {field: [0, 0] for field in ("tasks", *FIELDS)}
    for name in dict.fromkeys(row["notice"] for row in labels):
        expected = {row["number"]: row for row in labels if row["notice"] == name}
        found = {row["number"]: row for row in found_in(name)}
        for number in found.keys() - expected.keys():
            wrongs.append((name, number, "invented", "", found[number]["heading"]))
        for number, row in expected.items():
            got = found.get(number)
            marks["tasks"][got is None] += 1
            for field in FIELDS:
                right = got is not None and parts(field, row[field]) == parts(field, got[field])
                marks[field][not right] += 1
                if not right:
                    wrongs.append((name, number, field, row[field], got and got[field]))
    return wrongs, marks
