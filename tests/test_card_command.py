"""`gkc card`: the card in words, and measuring it anew."""

import json
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from crawlers.accuracy.outcomes import Compared, Truth
from dashboard.accuracy import measuring
from dashboard.commands import card as command
from data.card import Kind, Source, Subject, Tally, read_card, read_floors
from data.types import Finding, Outcome
from tests.commands import gkc

CARD = """kind,name,said,source,right,defensible,wrong,missed
check,plans,,sites,2,0,1,0
check,plans,missing,demo,8,0,0,0
check,plans,missing,sites,1,1,0,2
topic,news,,pages,3,0,1,0
"""
FLOORS = """kind,name,said,source,precision,recall
check,plans,,sites,0.666,
check,plans,missing,demo,1.000,1.000
check,plans,missing,sites,1.000,0.333
topic,news,,pages,0.750,1.000
"""
PLANS = Subject(Kind.CHECK, "plans", "missing", Source.DEMO)


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Path]:
    """A card and floors of the test's own, instead of the program's."""
    (tmp_path / "card.csv").write_text(CARD, encoding="utf-8")
    (tmp_path / "floors.csv").write_text(FLOORS, encoding="utf-8")
    with (
        mock.patch.object(command, "CARD_FILE", tmp_path / "card.csv"),
        mock.patch.object(command, "FLOORS_FILE", tmp_path / "floors.csv"),
        mock.patch.object(command, "bundled_card", return_value=read_card(CARD)),
    ):
        yield tmp_path


def seen(*true: Outcome) -> list[Compared]:
    """Findings of one check that all say "missing", and what is so."""
    return [Compared("plans", Finding(Outcome.MISSING, "未见计划"), Truth(one)) for one in true]


def measured(files: Path, *true: Outcome) -> tuple[int, str]:
    with mock.patch.object(measuring, "demo_compared", return_value=seen(*true)):
        done = gkc(files, "card", "measure")
    return done.code, done.err


def test_the_list_says_how_often_and_what_it_is_worth(files: Path) -> None:
    done = gkc(files, "card", "list", "--format", "json")
    assert done.code == 0, done.err
    whole, first, second, topic = json.loads(done.out)
    assert (whole["said"], whole["right"], whole["wrong"]) == ("各种结论", 2, 1)
    assert (first["name"], first["said"], first["source"]) == (
        "规划计划与总结",
        "不符合",
        "演示网站",
    )
    assert (second["right"], second["missed"], second["recall"]) == (1, 2, "33.3%")
    assert second["decides"] == "可自行认定“未公开”"
    assert second["rests"] == "真实网站标注3项，“未公开”对 1、可辩解 1、漏 2；演示网站“未公开”对 8"
    assert (topic["kind"], topic["precision"], topic["decides"]) == ("公开事项", "75.0%", "")


def test_measuring_replaces_what_was_measured_and_raises_floors(files: Path) -> None:
    code, err = measured(files, *[Outcome.MISSING] * 10)
    assert code == 0, err
    card = read_card((files / "card.csv").read_text(encoding="utf-8"))
    assert card.tallies[PLANS] == Tally(right=10)
    assert len(card.tallies) == 5  # the demo's line for all outcomes came with it
    assert "测了 1 种核查方法，1 种可自行认定" in err


def test_a_fall_below_a_floor_is_named_and_the_floor_stays(files: Path) -> None:
    code, err = measured(files, Outcome.MISSING, Outcome.MET)
    assert code == 1
    assert "低于下限：check plans missing（demo）" in err
    floors = read_floors((files / "floors.csv").read_text(encoding="utf-8"))
    assert floors[PLANS] == (1, 1)
    assert "0 种可自行认定" in err


def test_what_is_not_there_is_named(files: Path) -> None:
    done = gkc(files, "card", "measure", "--corpus", "nowhere")
    assert (done.code, "nowhere" in done.err) == (1, True)
    assert (files / "card.csv").read_text(encoding="utf-8") == CARD
