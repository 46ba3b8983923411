"""The guide's elements and the ways to apply."""

import pytest

from crawlers.checks.foi import foi_channel, foi_guide
from data.types import Cause, FetchOutcome, Outcome
from tests.sites import article, ask, entries, page, site

LINES = {
    "organ": "机构名称：清河县人民政府办公室",
    "address": "通信地址：清河县建设路1号",
    "hours": "办公时间：工作日上午9:00—12:00，下午13:30—17:00",
    "phone": "联系电话：0990-6220001",
    "email": "电子邮箱：qinghe@xxgk.example",
    "apply": "申请人应当填写申请表，可以通过网上、信函、当面三种途径提出申请。",
    "remedy": "认为权益受到侵犯的，可以依法申请行政复议或者提起行政诉讼，也可以投诉、举报。",
}
HOME = page(
    "清河县人民政府",
    '<div class="nav"><a href="/zn/">政府信息公开指南</a><a href="/sq/">依申请公开</a></div>'
    + entries(("/dt/1.html", "清河县召开防汛工作会议", "2023-12-10")),
)
NEWS = article("清河县召开防汛工作会议", "会议部署了防汛工作。")


def guide(*left_out: str, text: str = "") -> str:
    lines = [line for key, line in LINES.items() if key not in left_out]
    opening = "为便于公民、法人和其他组织获取本机关政府信息，根据有关规定编制本指南。"
    body = text or "\n".join(
        [opening, "本机关主动公开机构职能、规划计划、财政信息等内容。", *lines]
    )
    return article("清河县人民政府政府信息公开指南", body)


def pages(html: str) -> dict[str, str]:
    return {
        "/": HOME,
        "/dt/1.html": NEWS,
        "/zn/": page(
            "政府信息公开指南",
            entries(("/zn/1.html", "清河县人民政府政府信息公开指南", "2023-06-20")),
            crumbs=("政府信息公开指南",),
        ),
        "/zn/1.html": html,
    }


def test_a_guide_with_seven_elements_is_met() -> None:
    finding = foi_guide(site(pages(guide())), ask())
    assert finding.outcome is Outcome.MET
    assert set(finding.items.values()) == {Outcome.MET}


def test_each_element_left_out_is_missing() -> None:
    for key in ("hours", "phone", "email", "remedy", "address"):
        finding = foi_guide(site(pages(guide(key))), ask())
        assert [k for k, o in finding.items.items() if o is Outcome.MISSING] == [key]
        assert finding.outcome is Outcome.PARTIAL


def test_a_guide_kept_in_an_unread_file_is_unknown() -> None:
    html = article(
        "清河县人民政府政府信息公开指南",
        "见附件。",
        extra='<p>附件：<a href="/files/zn.pdf">公开指南.pdf</a></p>',
    )
    seen = site(pages(html), statuses={"/files/zn.pdf": FetchOutcome.TIMEOUT_BODY})
    assert foi_guide(seen, ask()).cause is Cause.NOT_READ
    read = site(pages(html), files={"/files/zn.pdf": "\n".join(LINES.values()) * 2})
    assert foi_guide(read, ask()).outcome is Outcome.MET


def test_no_guide_is_missing_after_a_complete_look() -> None:
    seen = site({"/": HOME, "/dt/1.html": NEWS})
    assert foi_guide(seen, ask()).outcome is Outcome.MISSING


def test_a_guide_column_that_failed_is_unknown() -> None:
    seen = site({"/": HOME, "/dt/1.html": NEWS}, statuses={"/zn/": FetchOutcome.SERVER_ERROR})
    assert foi_guide(seen, ask()).cause is Cause.NOT_READ


def test_a_guide_not_in_the_copy_is_unknown() -> None:
    seen = site({"/": HOME, "/dt/1.html": NEWS}, copy=True)
    assert foi_guide(seen, ask()).cause is Cause.NOT_IN_COPY


# --- foi_channel ---------------------------------------------------------------------------------

FORM = page(
    "政府信息公开申请表",
    '<form><input type="text" name="name"><input type="text" name="tel">'
    '<textarea name="what"></textarea><input type="submit" value="提交"></form>',
    crumbs=("依申请公开",),
)


def test_a_form_and_an_address_are_two_channels() -> None:
    finding = foi_channel(site({**pages(guide()), "/sq/": FORM}), ask())
    assert finding.outcome is Outcome.MET
    assert finding.items == {"online": Outcome.MET, "letter": Outcome.MET}


def test_a_page_for_letters_only_misses_the_online_channel() -> None:
    by_letter = article(
        "依申请公开",
        "申请人可以信函方式邮寄申请表，地址：清河县建设路1号。",
        crumbs=("依申请公开",),
    )
    seen = site({"/": HOME, "/dt/1.html": NEWS, "/sq/": by_letter})
    finding = foi_channel(seen, ask())
    assert finding.items == {"online": Outcome.MISSING, "letter": Outcome.MET}


def test_neither_page_is_missing_but_not_when_one_failed() -> None:
    pages_ = {"/": HOME, "/dt/1.html": NEWS}
    assert foi_channel(site(pages_), ask()).outcome is Outcome.MISSING
    failed = site(pages_, statuses={"/sq/": FetchOutcome.FORBIDDEN})
    assert foi_channel(failed, ask()).outcome is Outcome.UNKNOWN


APPLICANT = page(
    "依申请公开",
    "<p>申请人姓名 * 联系电话 * 邮政编码 * 联系地址 * 电子邮件 *</p>"
    "<p>申请 不申请 获取方式 纸面 电子邮件 邮寄 自行领取 提交</p>"
    '<form><input name="name"><textarea name="what"></textarea><input type="submit"></form>',
    crumbs=("依申请公开",),
)


def test_what_a_form_asks_of_the_applicant_is_no_address_to_write_to() -> None:
    seen = site({"/": HOME, "/dt/1.html": NEWS, "/sq/": APPLICANT})
    assert foi_channel(seen, ask()).items["letter"] is Outcome.MISSING


@pytest.mark.parametrize(
    "line",
    [
        "受理地点：清河县兰台路3号政务服务大厅",
        "邮政编码：836000",
        "可以信函方式提出申请",
        "申请人可以填写申请表后邮寄至本机关",
    ],
)
def test_an_address_or_a_word_about_letters_is_a_way_to_write(line: str) -> None:
    seen = site({"/": HOME, "/dt/1.html": NEWS, "/sq/": article("依申请公开", line)})
    assert foi_channel(seen, ask()).items["letter"] is Outcome.MET


@pytest.mark.parametrize(("number", "said"), [("6229999", True), ("0990-6220001", False)])
def test_another_telephone_for_applicants_is_pointed_out_and_costs_nothing(
    number: str, said: bool
) -> None:
    made = pages(guide())
    made["/sq/"] = page(
        "依申请公开",
        entries(("/sq/1.html", "政府信息依申请公开办理须知", "2023-06-20")),
        crumbs=("依申请公开",),
    )
    made["/sq/1.html"] = article("政府信息依申请公开办理须知", f"受理电话：{number}。")
    finding = foi_guide(site(made), ask())
    assert finding.outcome is Outcome.MET
    assert ("电话与指南不同" in finding.reason) is said
