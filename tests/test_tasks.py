"""Every task of the source notices that a program can check names its checks."""

import csv
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from crawlers.registry import all_checks
from data.schemes import bind, bundled, read_scheme
from data.task_checks import task_checks, tasks
from tests.commands import gkc

SEEDS = Path(__file__).parents[2] / "shared" / "domain" / "seed_tasks.tsv"
ROWS = {(row.notice, row.task): row for row in task_checks()}
SCHEMES = {name: read_scheme(path) for name, path in bundled().items()}


def test_every_task_has_one_row():
    keys = Counter((row.notice, row.task) for row in tasks())
    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: f"{row.notice[:3]} {row.task}")
def test_a_row_names_checks_that_exist(row):
    assert row.checks
    assert set(row.checks) <= set(all_checks())
    assert len(set(row.checks)) == len(row.checks)
    assert 0 < len(row.name) <= 14, "our own short words, not the notice's"


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: f"{row.notice[:3]} {row.task}")
def test_a_task_leads_to_an_indicator_and_from_there_to_its_check(row):
    """No hole at any step: task -> checks -> an indicator that a user can choose -> the check."""
    for name in row.checks:
        indicators = [
            (scheme, leaf)
            for scheme in SCHEMES.values()
            for leaf in scheme.leaves()
            if leaf.check == name
        ]
        assert indicators, f"{name} decides no indicator"
        for scheme, leaf in indicators:
            assert leaf.points > 0
            bind(replace(scheme, nodes=(leaf,)), all_checks())  # its keys and parameters exist


def test_the_command_tells_every_task_with_its_checks_in_words(tmp_path):
    told = json.loads(gkc(tmp_path, "schemes", "tasks", "--format", "json").out)
    assert len(told) == len(tasks()) == 125
    (scenes,) = [
        row for row in told if (row["notice"], row["task"]) == ("武陵源区2023年", "管服-4")
    ]
    assert scenes["checks"] == "one_things"
    assert scenes["titles"] == all_checks()["one_things"].title
    assert scenes["beyond"] == "场景能否办成由人工体验"
    assert (scenes["method"], scenes["unit"]) == ("机评待人工确认", "个场景")
    assert scenes["leaves"] == "one_things、scenes_online、scene_standards"


@pytest.mark.skipif(not SEEDS.is_file(), reason="没有任务清单（不随项目提供）")
def test_no_task_that_a_program_can_check_is_left_out():
    with SEEDS.open(encoding="utf-8", newline="") as file:
        tasks = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    wanted = {
        (task["seed_file"].removesuffix(".txt"), task["task_no"])
        for task in tasks
        if task["method"] in {"auto", "semi"}
    }
    assert len(wanted) == 52
    assert wanted - set(ROWS) == set()
