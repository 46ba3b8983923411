"""Nothing of another body is to a unit's credit, nor is a unit to blame for it."""

from dataclasses import replace

import pytest

from crawlers.checks.annual_report import annual_report
from crawlers.crediting import others_site, to_the_units_credit
from crawlers.findings import absent, met, partial
from data.types import Cause, Outcome
from tests.sites import BASE, DEPARTMENT, article, ask, entries, page, site

TEXT = "工作要求如下，请认真贯彻落实。" * 20


def seen(title, source="清河市教育局", foot="主办单位：清河市教育局"):
    rows = entries(("/nb/1.html", title, "2023-01-20"))
    return site(
        {
            "/": page("清河市教育局", '<a href="/nb/">政府信息公开年报</a>', foot=foot),
            "/nb/": page("政府信息公开年报", rows, foot=foot),
            "/nb/1.html": article(title, TEXT, day="2023-01-20", source=source),
        },
        unit=DEPARTMENT,
    )


def found(looked, outcome=met):
    return outcome("已具备", [looked.evidence(f"{BASE}nb/1.html", "标题")])


OTHERS = [
    ("清河市财政局2022年政府信息公开工作年度报告", "清河市财政局"),
    ("2022年政府信息公开工作年度报告", "清河市财政局"),
    ("清河市财政局权责清单", "清河市财政局"),
]


@pytest.mark.parametrize("outcome", [met, partial])
@pytest.mark.parametrize(("title", "source"), OTHERS)
def test_what_another_body_disclosed_is_neither_praise_nor_blame(title, source, outcome):
    looked = seen(title, source)
    judged = to_the_units_credit(looked, found(looked, outcome))
    assert (judged.outcome, judged.cause) == (Outcome.UNKNOWN, Cause.NO_BASIS)
    assert judged.reason == "所见内容出自清河市财政局，不能计为本单位公开，需人工核对"


def test_a_check_of_pages_as_such_takes_what_is_passed_on_too():
    looked = seen(*OTHERS[0])
    assert to_the_units_credit(looked, found(looked), passed_on_too=True) == found(looked)


@pytest.mark.parametrize(
    ("title", "source"),
    [
        ("清河市教育局2022年政府信息公开工作年度报告", "清河市教育局"),
        ("2022年政府信息公开工作年度报告", ""),
        ("清河市市2022年度教师评审结果公示", "清河市教育局"),
    ],
)
def test_what_the_unit_wrote_or_nobody_signed_is_its_own(title, source):
    looked = seen(title, source)
    assert to_the_units_credit(looked, found(looked)) == found(looked)


def test_the_report_of_another_body_is_no_report():
    looked = seen(*OTHERS[0])
    judged = to_the_units_credit(looked, annual_report(looked, ask()))
    assert judged.outcome is Outcome.UNKNOWN


def test_a_front_page_of_another_body_is_not_the_units():
    looked = seen("公告", source="清河市民政局", foot="主办单位：清河市民政局")
    pages = {
        url: replace(p, title="民政", whole_text=p.whole_text.replace("教育", "民政"))
        for url, p in looked.pages.items()
    }
    cause, reason = others_site(replace(looked, pages=pages))
    assert cause is Cause.ELSEWHERE
    assert "清河市民政局" in reason
    assert others_site(looked) is None  # its pages name the unit


@pytest.mark.parametrize("how", ["延期公开", "不予公开", "暂不公开"])
def test_what_the_unit_says_is_withheld_is_not_called_missing(how):
    looked = seen(f"关于清河市教育局2022年部门决算{how}的说明")
    judged = absent(looked, ["final_accounts"], "2022年部门决算", ["2022", "部门决算"])
    assert judged.outcome is Outcome.UNKNOWN
    assert "理由是否成立需人工核对" in judged.reason
    other = absent(looked, ["final_accounts"], "2021年部门决算", ["2021", "部门决算"])
    assert other.outcome is Outcome.MISSING
