"""The schemes of the five notices, scored with figures that offices hand over in a workbook."""

import json

import pytest
from python_calamine import CalamineWorkbook

from data.indicators import Method
from data.schemes import bundled, read_scheme
from data.task_checks import SCHEMES
from tests.commands import gkc
from tests.metric_books import workbook

pytestmark = pytest.mark.long

REGISTER = "编号,名称,类型,组别,网址,栏目,别名,职责\nwly,武陵源区人民政府,县级政府,县市区政府,http://wly.example.com/,,,\n"


@pytest.mark.parametrize("scheme", SCHEMES.values())
def test_every_metric_of_a_notice_is_scored_from_a_workbook(tmp_path, scheme):
    """The office fills in the workbook that the program makes; nothing then waits for figures."""
    (tmp_path / "units.csv").write_text(REGISTER, encoding="utf-8")
    assert gkc(tmp_path, "units", "import", "units.csv").code == 0
    year = next(int(part) for part in scheme.split("-") if part.isdigit())
    made = gkc(tmp_path, "rounds", "create", "r1", "--scheme", scheme, "--as-of", f"{year}-12-31")
    assert made.code == 0, made.err
    asked = gkc(tmp_path, "metrics", "template", "--round", "r1", "-o", "empty.xlsx")
    if not has_metrics(scheme):
        assert "没有填报指标" in asked.err
        return
    sheet = CalamineWorkbook.from_path(str(tmp_path / "empty.xlsx")).get_sheet_by_index(0)
    heads, empty = sheet.to_python()
    full = [cell if n < 2 or n >= len(heads) - 2 else 100 for n, cell in enumerate(empty)]
    (tmp_path / "full.xlsx").write_bytes(workbook([heads, full]))
    done = gkc(tmp_path, "metrics", "import", "full.xlsx", "--round", "r1", "--by", "张三")
    assert done.code == 0, done.err
    assert gkc(tmp_path, "score", "r1").code == 0
    gaps = json.loads(gkc(tmp_path, "gaps", "r1", "--format", "json").out)
    waiting = {gap["indicator_id"] for gap in gaps if gap["cause"] == "needs_metric"}
    assert waiting == set()


def has_metrics(scheme):
    leaves = read_scheme(bundled()[scheme]).leaves()
    return any(leaf.method is Method.METRIC for leaf in leaves)
