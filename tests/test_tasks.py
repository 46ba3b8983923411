"""Every task of the source notices that a program can check names its checks."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from crawlers.registry import all_checks
from data.task_checks import task_checks

SEEDS = Path(__file__).parents[2] / "shared" / "domain" / "seed_tasks.tsv"
ROWS = {(row.notice, row.task): row for row in task_checks()}


def test_every_task_has_one_row():
    keys = Counter((row.notice, row.task) for row in task_checks())
    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: f"{row.notice[:3]} {row.task}")
def test_a_row_names_checks_that_exist(row):
    assert row.checks
    assert set(row.checks) <= set(all_checks())
    assert len(set(row.checks)) == len(row.checks)
    assert 0 < len(row.name) <= 14, "our own short words, not the notice's"


@pytest.mark.skipif(not SEEDS.is_file(), reason="没有任务清单（不随项目提供）")
def test_no_task_that_a_program_can_check_is_left_out():
    with SEEDS.open(encoding="utf-8", newline="") as file:
        tasks = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    wanted = {
        (task["seed_file"].removesuffix(".txt"), task["task_no"])
        for task in tasks
        if task["method"] in {"auto", "semi"}
    }
    assert len(wanted) > 50
    assert wanted - set(ROWS) == set()
