"""Two published rankings come out again: ties share a place, and in which of two ways they count.

Place, unit and total as published: 2014 中国政府网站绩效评估, 部委网站, places 1 to 21 (after two
ninths comes an eleventh), and 第十五届 (2016), 国务院组成部门网站 (after two sixths a seventh).
"""

from fractions import Fraction as F
from pathlib import Path

import numpy as np
import pytest

from data.indicators import Ties
from data.types import UnitScore
from scoring.engine.finals import Quotient
from scoring.engine.places import places
from scoring.rank import rank

COMPETITION = (
    (1, "商务部", "79.0"),
    (2, "林业局", "77.1"),
    (3, "质检总局", "76.3"),
    (4, "交通运输部", "76.0"),
    (5, "海关总署", "75.9"),
    (6, "税务总局", "73.3"),
    (7, "工业和信息化部", "73.0"),
    (8, "农业部", "72.3"),
    (9, "工商总局", "71.3"),
    (9, "食品药品监管总局", "71.3"),
    (11, "水利部", "70.3"),
    (12, "发展改革委", "70.2"),
    (13, "公安部", "67.9"),
    (14, "财政部", "65.4"),
    (14, "科技部", "65.4"),
    (16, "安全监管总局", "64.3"),
    (17, "国土资源部", "64.0"),
    (17, "文化部", "64.0"),
    (19, "证监会", "61.7"),
    (20, "卫生计生委", "61.2"),
    (21, "邮政局", "61.1"),
)
DENSE = (
    (1, "商务部", "94.9"),
    (2, "交通运输部", "91.4"),
    (3, "工业和信息化部", "88.8"),
    (4, "农业部", "86.3"),
    (5, "发展改革委", "83.3"),
    (6, "水利部", "83.0"),
    (6, "公安部", "83.0"),
    (7, "国土资源部", "82.9"),
    (7, "科技部", "82.9"),
    (8, "卫生计生委", "80.7"),
    (9, "财政部", "78.8"),
    (10, "文化部", "77.7"),
    (11, "教育部", "75.4"),
    (12, "环境保护部", "74.1"),
    (13, "住房城乡建设部", "71.8"),
    (14, "人力资源社会保障部", "71.6"),
    (15, "民政部", "70.6"),
)
FILES = Path(__file__).parents[2] / "shared" / "results"


def ranked(table, ties=Ties.SKIP):
    scores = [
        UnitScore(name, {}, {}, F(total), F(total), F(total), F(1)) for _, name, total in table
    ]
    return rank(scores[::-1], dict.fromkeys((name for _, name, _ in table), "部委"), F(1), ties)


def test_after_a_tie_places_are_left_out():
    found = {row.unit_id: row.place for row in ranked(COMPETITION)}
    assert found == {name: place for place, name, _ in COMPETITION}


def test_counted_without_gaps_every_value_is_one_place_on():
    found = {row.unit_id: row.place for row in ranked(DENSE, Ties.DENSE)}
    assert found == {name: place for place, name, _ in DENSE}


@pytest.mark.parametrize(("table", "ties"), [(COMPETITION, Ties.SKIP), (DENSE, Ties.DENSE)])
def test_the_engine_gives_the_same_places(table, ties):
    totals = [F(total) for _, _, total in table]
    tops, below = ([getattr(t, part) for t in totals] for part in ("numerator", "denominator"))
    value = Quotient(np.array(tops), np.array(below))
    found = places(value, ["部委"] * len(totals), np.ones(len(totals), bool), ties)
    assert found.tolist() == [place for place, _, _ in table]


@pytest.mark.parametrize(
    ("name", "table"),
    [("2014_ministry_websites_cstc.tsv", COMPETITION),
     ("2016_state_council_departments_15th.tsv", DENSE)],
)  # fmt: skip
def test_the_tables_are_those_of_the_files(name, table):
    """Only where the files are; the tables above need none."""
    path = FILES / name
    lines = path.read_text(encoding="utf-8").splitlines()[2:] if path.exists() else None
    read = [(int(c[0]), c[1], c[-1]) for c in (line.split("\t") for line in lines or [])]
    assert lines is None or tuple(read) == table
