"""Notices in other layouts than the published ones beside the project."""

import re

import pytest

from scoring.notice.compiling import compiled
from tests.notice_layouts import LAYOUTS


def said(time):
    if time.standing:
        return "长期"
    if time.every:
        return f"每{time.every}"
    return f"{time.begins}起" if time.begins else str(time.due)


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_gives_its_tasks(name):
    raw, expected = LAYOUTS[name]
    found = [
        (
            task.number,
            task.heading.text,
            "、".join(unit.text for unit in task.units.lead),
            "、".join(unit.text for unit in task.units.others),
            " ".join(map(said, task.deadlines)),
            " ".join(f"{q.comparator}{q.value}{q.unit}" for q in task.quantities),
        )
        for task in compiled(raw).tasks
    ]
    assert found == expected


def bare(words):
    even = str.maketrans("（）：；，．－０１２３４５６７８９", "():;,.-0123456789")
    return re.sub(r"[\s|●]", "", words).translate(even).replace("【", "〔").replace("】", "〕")


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_field_points_at_its_words(name):
    raw, _ = LAYOUTS[name]
    for task in compiled(raw).tasks:
        quotes = [task.heading, *task.headings, *task.channels, task.text]
        quotes += [*task.units.lead, *task.units.others, *task.units.addressed]
        quotes += [each.said for each in (*task.deadlines, *task.quantities)]
        for quote in quotes:
            assert bare(raw[quote.span.start : quote.span.end]) == bare(quote.text)
