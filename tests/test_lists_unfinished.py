"""A list that says it goes on, in whatever way, was not read to its end."""

import pytest

from data.types import Outcome
from tests.sites import entries
from tests.test_strangers import dressed, seen, verdict

ROWS = entries(("/ys/a.html", "关于财政预决算栏目有关工作的通知", "2023-05-01"))


def outcome(behind):
    column = dressed("财政预决算", f"<h2>财政预决算</h2>{ROWS}{behind}")
    return verdict(seen(_ys_=column))


@pytest.mark.parametrize(
    "behind",
    [
        "<div>共 35 条</div>",
        "<div>共 35 条 每页 15 条</div>",
        "<div>总数：35 每页：15</div>",
        "<div>1/3</div>",
        "<div>1/3 页</div>",
        "<div><span>1</span><span>2</span><span>3</span><span>下一页</span></div>",
        '<select onchange="go(this.value)"><option value=1>第1页</option>'
        "<option value=2>第2页</option></select>",
        "<form action='/ys/list'>到第<input name=page>页<input type=submit value=跳转></form>",
        "<ul class=tab><li data-id=1>2022年</li><li data-id=2>2023年</li></ul>",
    ],
)
def test_a_list_that_says_it_goes_on_is_unfinished(behind):
    assert outcome(behind) is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "behind",
    ["", "<div>共 1 条</div>", "<div>共1条 每页15条 第1页/共1页</div>", "<div>1/1页</div>",
     "<div>总数：1</div>"],
)  # fmt: skip
def test_a_list_whose_total_was_seen_is_finished(behind):
    assert outcome(behind) is Outcome.MISSING
