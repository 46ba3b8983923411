"""Personal data and bad links: suspected with a masked sample, never shown raw, never decided."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers import personal
from crawlers.checks.privacy import foreign_links, privacy_leaks
from crawlers.personal import masked
from crawlers.site import Site
from data.types import Cause, Document, Finding, Outcome
from tests.sites import article, ask, entries, page, site


def luhn(stem: str) -> str:
    """The stem with the digit that makes it a valid card number."""
    return next(stem + d for d in "0123456789" if personal.is_bank_card(stem + d))


def checked(stem: str) -> str:
    return next(stem + d for d in "0123456789X" if personal.is_id_number(stem + d))


NUMBER = checked("11010119900307003")
CARD_NUMBER = luhn("622202100000001234")


def with_text(text: str, title: str = "补贴发放名单公示", **more: object) -> Site:
    pages = {
        "/": page("清河县人民政府", entries(("/a/1.html", title, "2023-06-01"))),
        "/a/1.html": article(title, text),
    }
    return site(pages, **more)  # type: ignore[arg-type]


def shown(finding: Finding) -> str:
    return finding.reason + "".join(e.quote for e in finding.evidence)


def test_an_id_number_is_suspected_and_masked() -> None:
    finding = privacy_leaks(with_text(f"张某，身份证号 {NUMBER}，金额500元。"), ask())
    assert finding.outcome is Outcome.UNKNOWN
    assert finding.cause is Cause.SUSPECTED
    assert "身份证号1个" in finding.reason
    assert NUMBER not in shown(finding)
    assert not re.search(r"\d{6,}", shown(finding).replace("http", ""))


@pytest.mark.parametrize(
    "text",
    [
        "身份证号 1101**********0038",
        "统一社会信用代码 91110000600037341L",
        "订单号 110101199003070030",  # wrong check digit
        "编号 110101209913070011",  # no such month
        "采购编号 ZC2023110101199003070038001",
        "咨询电话：13812345678",
        "联系人：李某，手机：13812345678",
        "网址 http://www.example.cn/13812345678.html",
        "本期参考价 6222.02",
    ],
)
def test_numbers_that_are_no_personal_data_are_passed_over(text: str) -> None:
    finding = privacy_leaks(with_text(text), ask())
    assert finding.outcome is Outcome.MET, finding.reason


def test_a_list_of_people_with_mobile_numbers_in_a_file_is_suspected() -> None:
    rows = "\n".join(f"{n}\t王某{n}\t1381234567{n}\t500" for n in range(5))
    sheet = f"序号\t姓名\t手机号\t补贴金额\n{rows}"
    link = '<a href="/a/1.xlsx">补贴名单.xlsx</a>'
    finding = privacy_leaks(with_text(link, files={"/a/1.xlsx": sheet}), ask())
    assert finding.cause is Cause.SUSPECTED
    assert "手机号码5个" in finding.reason
    assert finding.evidence[0].url.endswith("/a/1.xlsx")
    assert "1381234567" not in shown(finding)


def test_a_table_of_offices_with_mobile_numbers_is_legal() -> None:
    rows = "\n".join(f"第{n}服务窗口\t咨询\t1381234567{n}" for n in range(5))
    finding = privacy_leaks(
        with_text("略", title="服务窗口一览", files={"/a/1.xlsx": f"窗口\t职责\t电话\n{rows}"}),
        ask(),
    )
    assert finding.outcome is Outcome.MET


def test_a_bank_card_is_suspected() -> None:
    finding = privacy_leaks(with_text(f"开户银行卡号：{CARD_NUMBER}"), ask())
    assert "银行卡号1个" in finding.reason
    assert CARD_NUMBER not in shown(finding)


def with_scans(scans: int, texts: int) -> Finding:
    files: dict[str, Document | str] = {f"/a/{n}.pdf": "名单略" for n in range(texts)}
    for n in range(texts, texts + scans):
        files[f"/a/{n}.pdf"] = Document(f"http://qinghe.localhost/a/{n}.pdf", "pdf", "scan")
    links = "".join(f'<a href="{path}">名单.pdf</a>' for path in files)
    return privacy_leaks(with_text(links, files=files), ask())


def test_few_unread_attachments_are_named_beside_a_clean_result() -> None:
    finding = with_scans(1, 40)
    assert finding.outcome is Outcome.MET
    assert "扫描件1个" in finding.reason


def test_nobody_is_acquitted_where_more_than_a_twentieth_could_not_be_read() -> None:
    finding = with_scans(1, 0)
    assert finding.cause is Cause.NOT_READ
    assert "扫描件1个" in finding.reason


def test_an_unfinished_look_acquits_nobody() -> None:
    assert privacy_leaks(with_text("略", exhausted=False), ask()).cause is Cause.OUT_OF_BUDGET


def test_what_was_published_after_the_cut_off_is_not_looked_at() -> None:
    finding = privacy_leaks(with_text(f"身份证号 {NUMBER}"), ask("2023-05-01"))
    assert finding.outcome is Outcome.MET


@given(st.from_regex(r"[1-9]\d{16}", fullmatch=True), st.integers(0, 10))
def test_at_most_one_check_digit_fits(stem: str, extra: int) -> None:
    fitting = [d for d in "0123456789X" if personal.is_id_number(stem + d)]
    assert len(fitting) <= 1


@given(st.from_regex(r"\d{8,20}", fullmatch=True))
def test_a_mask_hides_all_but_five_characters(number: str) -> None:
    hidden = personal.mask(number)
    assert len(hidden) == len(number)
    assert hidden.count("*") == len(number) - 5


# --- links ----------------------------------------------------------------------------------------


def with_link(html: str) -> Site:
    pages = {
        "/": page("清河县人民政府", entries(("/a/1.html", "关于停水的通知", "2023-06-01")) + html),
        "/a/1.html": article("关于停水的通知", "明日停水。"),
    }
    return site(pages)


@pytest.mark.parametrize(
    "html",
    [
        '<a href="http://old.example.com/">澳门娱乐城</a>',
        '<a href="http://www.casino888.example.com/">友情链接</a>',
        '<div style="display:none"><a href="http://x.example.com/">时时彩</a></div>',
    ],
)
def test_a_bad_link_is_suspected(html: str) -> None:
    finding = foreign_links(with_link(html), ask())
    assert finding.cause is Cause.SUSPECTED
    assert finding.evidence


def linked(*words: str) -> str:
    return "".join(f'<a href="http://www.site{n}.com/">{w}</a>' for n, w in enumerate(words))


def test_links_of_several_trades_pushed_into_one_page_are_suspected_together() -> None:
    finding = foreign_links(
        with_link(linked("某某男科医院", "第一小说网", "论文代写", "县农机协会")), ask()
    )
    assert finding.cause is Cause.SUSPECTED
    assert len(finding.evidence) == 3
    assert "农机" not in shown(finding)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("某某男科医院", "第一小说网"), id="two sites"),
        pytest.param(("某某男科医院", "不孕不育专科", "整形美容网"), id="one trade"),
        pytest.param(("福利彩票", "农产品批发市场", "县旅游网"), id="two ordinary trades"),
        pytest.param(("警惕网贷陷阱", "整治代写论文", "严禁买卖毕业证"), id="warnings"),
    ],
)
def test_a_few_commercial_links_are_no_cluster(words: tuple[str, ...]) -> None:
    assert foreign_links(with_link(linked(*words)), ask()).outcome is Outcome.MET


@pytest.mark.parametrize(
    "html",
    [
        '<a href="http://www.police.example.cn/1.html">警方打击跨境赌博，端掉赌场三处</a>',
        '<a href="http://www.mca.gov.cn/">福利彩票</a>',
        '<a href="http://news.example.cn/">友情链接</a>',
        '<a href="/b/1.html">整治赌博娱乐城专项行动</a>',
    ],
)
def test_news_about_it_and_ordinary_links_are_fine(html: str) -> None:
    assert foreign_links(with_link(html), ask()).outcome is Outcome.MET


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("救助13800138000名单", "救助138******00名单"),
        ("电话138 0013 8000", "电话138******00"),
        ("证 110105 19491231 002X", "证 110*************2X"),
        (
            "甲发〔2023〕15号，2023-06-01 至 2023-07-01",
            "甲发〔2023〕15号，2023-06-01 至 2023-07-01",
        ),
    ],
)
def test_a_number_is_masked_however_it_is_written(text: str, shown: str) -> None:
    assert masked(text) == shown
