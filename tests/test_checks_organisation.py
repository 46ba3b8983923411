"""Functions, offices, contact; the leaders."""

import pytest

from crawlers.checks.organisation import leadership, organisation
from data.types import Cause, FetchOutcome, Outcome, Unit
from tests.sites import BASE, DEPARTMENT, article, ask, entries, page, site

HOME = page(
    "清河市教育局",
    '<div class="nav"><a href="/jg/">机构职能</a><a href="/ld/">领导信息</a></div>'
    + entries(("/dt/1.html", "清河市教育局召开工作会议", "2023-12-10")),
)
NEWS = article("清河市教育局召开工作会议", "会议地址：市第一小学，时间：上午9:00。")
LINES = {
    "functions": "主要职责：（一）贯彻执行教育方针政策，拟订教育发展规划并组织实施。",
    "departments": "内设机构：办公室、人事科、基础教育科。",
    "head": "负责人：沈知远（局长）",
    "address": "办公地址：清河市兰台路11号",
    "hours": "办公时间：工作日上午9:00—12:00",
    "phone": "联系电话：0990-6220001",
}


def pages(*left_out: str) -> dict[str, str]:
    text = "\n".join(line for key, line in LINES.items() if key not in left_out)
    return {
        "/": HOME,
        "/dt/1.html": NEWS,
        "/jg/": page(
            "机构职能",
            entries(("/jg/1.html", "清河市教育局机构职能", "2023-07-11")),
            crumbs=("机构职能",),
        ),
        "/jg/1.html": article("清河市教育局机构职能", text),
    }


def test_six_elements_are_met() -> None:
    finding = organisation(site(pages(), unit=DEPARTMENT), ask())
    assert finding.outcome is Outcome.MET
    assert set(finding.items.values()) == {Outcome.MET}


def test_each_element_left_out_is_missing() -> None:
    for key in LINES:
        finding = organisation(site(pages(key), unit=DEPARTMENT), ask())
        assert [k for k, o in finding.items.items() if o is not Outcome.MET] == [key]
        assert finding.items[key] is Outcome.MISSING
        assert finding.looked


def test_a_name_that_sounds_like_another_topic_changes_nothing() -> None:
    made = {k: v.replace("清河市教育局", "清河市应急管理局") for k, v in pages().items()}
    unit = Unit("yj", "清河市应急管理局", "department", "市直部门", BASE)
    assert organisation(site(made, unit=unit), ask()).outcome is Outcome.MET


def test_a_telephone_in_the_footer_counts() -> None:
    made = pages("phone")
    made["/"] = made["/"].replace('<div class="footer">', '<div class="footer">电话：0990-6220001')
    assert organisation(site(made, unit=DEPARTMENT), ask()).items["phone"] is Outcome.MET


def test_an_element_is_unknown_while_a_page_about_it_failed() -> None:
    made = pages("hours")
    made["/jg/"] = made["/jg/"].replace("</ul>", '<li><a href="/jg/2.html">联系我们</a></li></ul>')
    seen = site(made, unit=DEPARTMENT, statuses={"/jg/2.html": FetchOutcome.TIMEOUT_BODY})
    assert organisation(seen, ask()).items["hours"] is Outcome.UNKNOWN


def test_no_page_at_all_is_missing_and_in_a_copy_unknown() -> None:
    made = {"/": HOME, "/dt/1.html": NEWS}
    assert organisation(site(made, unit=DEPARTMENT), ask()).outcome is Outcome.MISSING
    copy = organisation(site(made, unit=DEPARTMENT, copy=True), ask())
    assert copy.cause is Cause.NOT_IN_COPY


# --- leadership ----------------------------------------------------------------------------------


def leaders(*texts: str) -> dict[str, str]:
    names = ("沈知远　党组书记、局长", "顾书琴　党组成员、副局长", "陆若川　党组成员、副局长")
    rows = [(f"/ld/{n}.html", name, "2023-07-12") for n, name in enumerate(names[: len(texts)])]
    return {
        "/": HOME,
        "/dt/1.html": NEWS,
        "/ld/": page("领导信息", entries(*rows), crumbs=("领导信息",)),
        **{url: article(name, text) for (url, name, _), text in zip(rows, texts, strict=True)},
    }


FULL = "姓名：沈知远\n职务：局长\n工作分工：主持全面工作。\n个人简历：1970年3月出生，大学学历。"


def test_leaders_with_everything_are_met_and_photographs_left_to_people() -> None:
    finding = leadership(site(leaders(FULL, FULL, FULL), unit=DEPARTMENT), ask())
    assert finding.outcome is Outcome.MET
    assert finding.items["photo"] is Outcome.UNKNOWN


def test_one_leader_of_three_without_division_is_partial() -> None:
    bare = "姓名：顾书琴\n职务：副局长\n个人简历：1972年4月出生，大学学历。"
    finding = leadership(site(leaders(FULL, bare, FULL), unit=DEPARTMENT), ask())
    assert finding.items["division"] is Outcome.PARTIAL
    assert "顾书琴" in finding.reason


def test_names_only_miss_division_and_resume() -> None:
    bare = "姓名：顾书琴\n职务：副局长"
    finding = leadership(site(leaders(bare, bare, bare), unit=DEPARTMENT), ask())
    assert finding.items["name_post"] is Outcome.MET
    assert finding.items["division"] is Outcome.MISSING
    assert finding.items["resume"] is Outcome.MISSING


def test_reports_of_what_a_leader_did_are_no_leader_information() -> None:
    made = {
        "/": HOME,
        "/dt/1.html": article("局长沈知远调研义务教育工作", "沈知远强调，要压实责任。"),
    }
    assert leadership(site(made, unit=DEPARTMENT), ask()).outcome is Outcome.MISSING


def test_a_failed_column_is_unknown() -> None:
    made = {"/": HOME, "/dt/1.html": NEWS}
    seen = site(made, unit=DEPARTMENT, statuses={"/ld/": FetchOutcome.SERVER_ERROR})
    assert leadership(seen, ask()).cause is Cause.NOT_READ


# --- whose name ----------------------------------------------------------------------------------


def head_of(line: str) -> Outcome:
    made = pages("head")
    made["/jg/1.html"] = made["/jg/1.html"].replace("</p></div>", f"</p><p>{line}</p></div>")
    return organisation(site(made, unit=DEPARTMENT), ask()).items["head"]


@pytest.mark.parametrize(
    "line",
    [
        "负责人：沈　远",
        "负责人：欧阳修文",
        "党组书记、局长沈知远主持全面工作",
        "<table><tr><td>姓名</td><td>职务</td></tr><tr><td>沈知远</td><td>局长</td></tr></table>",
        "<table><tr><td>姓名</td><td>沈知远</td></tr><tr><td>职务</td><td>局长</td></tr></table>",
    ],
)
def test_a_name_begins_with_a_surname(line: str) -> None:
    assert head_of(line) is Outcome.MET


@pytest.mark.parametrize(
    "line", ["局长信箱 分工", "负责人：职务：", "负责人：电话", "姓名：性别：", "局长：简历"]
)
def test_the_label_of_a_form_is_no_name(line: str) -> None:
    assert head_of(line) is Outcome.MISSING


def test_a_name_that_no_table_of_surnames_knows_is_left_to_a_person() -> None:
    assert head_of("法定代表人：次仁多吉") is Outcome.UNKNOWN


# --- who speaks for the body ---------------------------------------------------------------------

HEAD_ELSEWHERE = "据市文化局局长高远介绍，活动在人民路8号举行。"


def with_entry(*left_out: str, row: str, html: str) -> dict[str, str]:
    """The site with one more entry in the list of the column 机构职能."""
    made = pages(*left_out)
    more = f'<li><a href="/jg/9.html">{row}</a></li></ul>'
    return {**made, "/jg/": made["/jg/"].replace("</ul>", more), "/jg/9.html": html}


def elements(made: dict[str, str]) -> dict[str, Outcome]:
    return dict(organisation(site(made, unit=DEPARTMENT), ask()).items)


def test_a_headline_in_the_column_names_no_head_and_no_address() -> None:
    title = "致考生：特别的爱给你"
    found = elements(with_entry("head", "address", row=title, html=article(title, HEAD_ELSEWHERE)))
    assert (found["head"], found["address"]) == (Outcome.MISSING, Outcome.MISSING)


def test_a_page_that_stands_in_another_column_was_only_shown_beside_the_list() -> None:
    title = "市文化馆"
    html = article(title, HEAD_ELSEWHERE, crumbs=("热点话题",))
    found = elements(with_entry("head", "address", row=title, html=html))
    assert (found["head"], found["address"]) == (Outcome.MISSING, Outcome.MISSING)


def test_a_subordinate_body_has_a_head_and_an_address_of_its_own() -> None:
    made = pages("head", "address", "hours", "phone", "departments")
    body = "主任：高远\n办公地址：兰台路2号\n办公时间：上午9:00\n联系电话：0990-6220009"
    made["/"] = made["/"].replace("</ul>", '<li><a href="/zs/">直属单位</a></li></ul>')
    made["/zs/"] = page(
        "直属单位", entries(("/zs/1.html", "清河市招生考试中心", "")), crumbs=("直属单位",)
    )
    made["/zs/1.html"] = article("清河市招生考试中心", body, crumbs=("直属单位",))
    found = elements(made)
    alone = {"head", "address", "hours", "phone"}
    assert {key: found[key] for key in alone} == dict.fromkeys(alone, Outcome.MISSING)


def test_a_section_about_bodies_below_gives_no_address() -> None:
    made = pages("address")
    more = "<p>三、下属单位：</p><p>1、桥头林场 单位地址：清河市桥头镇</p></div>"
    made["/jg/1.html"] = made["/jg/1.html"].replace("</p></div>", f"</p>{more}")
    assert elements(made)["address"] is Outcome.MISSING


def test_duties_of_one_office_alone_are_only_part_of_the_functions() -> None:
    made = pages("functions")
    made["/"] = made["/"].replace("</ul>", '<li><a href="/ks/">内设机构</a></li></ul>')
    made["/ks/"] = page("内设机构", entries(("/ks/1.html", "人事科", "")), crumbs=("内设机构",))
    made["/ks/1.html"] = article(
        "人事科", "主要职责：负责教师招聘和职称评审工作。", crumbs=("内设机构",)
    )
    assert elements(made)["functions"] is Outcome.PARTIAL


def test_a_page_of_the_whole_body_may_be_the_one_that_failed() -> None:
    made = pages("functions")
    more = '<li><a href="/ks/">内设机构</a></li><li><a href="/gk/">单位概况</a></li></ul>'
    made["/"] = made["/"].replace("</ul>", more)
    made["/ks/"] = page("内设机构", entries(("/ks/1.html", "人事科", "")), crumbs=("内设机构",))
    made["/ks/1.html"] = article(
        "人事科", "主要职责：负责教师招聘和职称评审工作。", crumbs=("内设机构",)
    )
    seen = site(made, unit=DEPARTMENT, statuses={"/gk/": FetchOutcome.TIMEOUT_BODY})
    assert organisation(seen, ask()).items["functions"] is Outcome.UNKNOWN


def test_a_number_beside_the_name_of_a_road_is_no_address() -> None:
    made = pages("address")
    caption = "<p>公路土建8标2号制梁厂的工人正在作业。</p></div>"
    made["/jg/1.html"] = made["/jg/1.html"].replace("</p></div>", f"</p>{caption}")
    assert elements(made)["address"] is Outcome.MISSING


def test_a_police_number_in_the_footer_is_no_telephone() -> None:
    made = pages("phone")
    foot = '<div class="footer">某公网安备 99010802033392号'
    made["/"] = made["/"].replace('<div class="footer">', foot)
    assert elements(made)["phone"] is Outcome.MISSING


def test_the_page_of_a_leader_names_the_head() -> None:
    made = pages("head")
    made["/ld/"] = page("领导信息", entries(("/ld/1.html", "沈知远", "")), crumbs=("领导信息",))
    made["/ld/1.html"] = article(
        "沈知远", "沈知远\n党组书记、局长\n主持全面工作。", crumbs=("领导信息",)
    )
    assert elements(made)["head"] is Outcome.MET


@pytest.mark.parametrize(
    ("found", "outcome"),
    [
        (("phone",), Outcome.UNKNOWN),  # a number in a footer does not say what the unit is for
        (("address", "hours", "phone"), Outcome.UNKNOWN),
        (("phone", "functions"), Outcome.MET),
    ],
)
def test_contact_alone_does_not_make_an_organisation(found, outcome) -> None:
    made = pages(*(key for key in LINES if key not in found))
    made["/"] = HOME.replace("机构职能</a>", '机构职能</a><a href="/sz/">机构设置</a>')  # not saved
    copy = organisation(site(made, unit=DEPARTMENT, copy=True), ask())
    if outcome is Outcome.UNKNOWN:
        assert copy.cause is not None
    assert copy.outcome is outcome
    assert {key for key, seen in copy.items.items() if seen is Outcome.MET} == set(found)


@pytest.mark.parametrize(("share", "outcome"), [(0.8, Outcome.PARTIAL), (0.5, Outcome.MET)])
def test_the_share_of_leaders_is_the_schemes(share, outcome) -> None:
    people = {
        "沈知远": "局长，主持全面工作，分管人事。",
        "林若水": "副局长，1980年5月生，大学学历，2003年参加工作。",
    }
    rows = entries(*((f"/ld/{n}.html", name, "2023-07-01") for n, name in enumerate(people)))
    made = {
        "/": HOME,
        "/dt/1.html": NEWS,
        "/ld/": page("领导信息", rows, crumbs=("领导信息",)),
        **{
            f"/ld/{n}.html": article(name, f"{name}，{said}", crumbs=("领导信息",))
            for n, (name, said) in enumerate(people.items())
        },
    }
    finding = leadership(site(made, unit=DEPARTMENT), ask(), share=share)
    assert finding.items["division"] is outcome


def test_the_page_of_a_body_that_is_not_below_the_unit_speaks_for_nobody_here() -> None:
    text = (
        "主要职责：贯彻执行水利法律法规，拟订水利发展规划并组织实施。\n内设机构：办公室、水政股。\n"
        "办公地址：清河市水利路1号。办公时间：8:30-12:00。联系电话：0319-7654321"
    )
    title = "清河市水利局机构职能"
    pages = {
        "/": page("清河市教育局", '<div class="nav"><a href="/jg/">机构职能</a></div>'),
        "/jg/": page("机构职能", entries(("/jg/1.html", title, "")), crumbs=("机构职能",)),
        "/jg/1.html": article(title, text, source="清河市水利局", crumbs=("机构职能",)),
    }
    finding = organisation(site(pages, unit=DEPARTMENT), ask())
    assert finding.outcome is Outcome.UNKNOWN
    assert {finding.items[key] for key in ("functions", "departments")} == {Outcome.UNKNOWN}
