"""Checks of plans: the year's plan, last year's summary, the long-term plans."""

import re
from collections.abc import Sequence
from datetime import date

from crawlers.findings import unknown
from crawlers.looking import checklist, filled, in_time, lacking
from crawlers.registry import Ask, check
from crawlers.seen.loose import usable
from crawlers.site import Item, Site
from crawlers.subjects.authorship import passed_on
from crawlers.subjects.contents import document_of, without_names
from data.check_limits import month_and_day
from data.types import Cause, Evidence, Finding, Outcome, Unit
from data.units import governs

KINDS = {
    "plan": "年度工作计划",
    "summary": "上年度工作总结",
    "outline": "五年规划纲要",
    "territorial": "国土空间规划",
    "special": "专项规划",
    "detailed": "详细规划",
}
_WORDS = {
    "plan": re.compile(
        "工作(计划|要点|打算|安排|思路|任务)|(年|年度)(重点)?(计划|要点|安排)|重点(工作|任务)|目标任务|计划总结|"
        "政府工作报告|总结(及|和|暨).{0,12}(计划|打算|安排)"
    ),
    "summary": re.compile(
        "工作(总结|报告|(完成|开展|进展|落实)?情况|回顾)|年(度)?总结|总结|政府工作报告|法治政府建设.{0,8}(报告|情况)"
    ),
    "outline": re.compile(
        "国民经济和社会发展.{0,20}(五|5).{0,4}(规划|纲要)|(五|“十四五”).{0,16}规划纲要|五年规划"
    ),
    "territorial": re.compile("国土空间.{0,12}规划|土地利用总体规划|城市总体规划"),
    "special": re.compile(
        "专项规划|(十[三四五]五|“十[三四五]五”).{0,30}规划|(发展|建设|保护|布局)规划"
    ),
    "detailed": re.compile("详细规划|控制性详规|修建性详规|控规|村庄规划"),
}
_NO_REPORT_OF_YEAR = re.compile("法治政府|信息公开|政务公开|预算|决算|统计|招生")
_NEWS = re.compile(
    "召开|通过|审议|评审|论证|座谈|调研|推进会|学习|传达|启动|培训|编制(工作)?(招标|采购|方案)|解读|图解|"
    "征求|征集|公示|听证|招标|采购|中标|意见稿|草案|环评|环境影响|实施情况|评估"
)
# What the title of a year's plan or summary is made of besides the unit's name. Whatever is left is
# a narrower subject: 春节放假值班, 疫情防控, 中考考务.
_PLAIN = re.compile(
    "(关于)?(印发|公布|发布|公开|报送)|关于|的?(通知|公告|函)$|20\\d\\d|二[〇○零O]二[〇○零O一二三四五六七八九]|"
    "(本|上|全|当)?年度?|(及|和|与|暨|以及)?(今后|下一?步|明年|来年|下年)|"
    "(全|我|本)(省|市|县|区|州|旗|镇|乡|局|委|办|厅|院|中心|单位|部门|级|系统)|[省市县区州旗](?=委|政府)|"
    "中共|党组|党委|党工委|人民政府|政府|办公厅|办公室|机关|部门|单位|系统|国民经济和社会发展|经济社会发展|"
    "重点|主要|各项|基本|目标|任务|分解|清单|举措|(?<=安排)意见|工作|计划|要点|安排|打算|思路|部署|总结|回顾|报告|情况|完成|推进|开展|执行|落实|"
    "以及|及|和|与|暨|的|[^\u4e00-\u9fa5]"
)
_OFFICE = re.compile("(委员会|办公厅|办公室|管理局|总局|局|厅|委|中心)$")
_PLACE = re.compile("^(.{2,8}?(自治区|自治州|自治县|[省市县州旗区]))+(?=.{2})")
# 十四五, 第十四个五年: the n-th period of five years begins in 1951 + 5n.
_NTH = re.compile("十([一二三四五六七八九])五(?!年)|第十([一二三四五六七八九])个五年")
_SPAN_OF_YEARS = re.compile(r"(20\d\d)年?[-—–~～至到]+(20\d\d)")
_PLAN_DUE = month_and_day("plan_due")
_SHORTEST = 80  # characters; a news item about a plan without its text is no plan


@check(
    title="规划计划与总结",
    basis="《政府信息公开条例》第二十条第三项",
    items=KINDS,
)
def plans(site: Site, ask: Ask, *, want: Sequence[str] = ("plan", "summary")) -> Finding:
    """按指标体系所列（want）核对：评估年度的工作计划（工作要点、重点工作安排），上年度的工作总结，
    现行五年规划纲要，国土空间总体规划，专项规划，详细规划。读到正文、文件或者附有文件的为已公开。

    计划、总结的标题除去本单位名称、年份和“工作”“要点”等字样后应当没有别的内容；值班安排、某一专项
    的工作情况不算年度计划、总结，标题写明是其他机关的不算。五年规划纲要的规划期不含评估年度的不算
    现行。计划、总结的年份取标题中的年份，标题没有的取内容年份和发布年份（总结在次年发布）；政府工
    作报告既是计划也是总结。通过规划的会议报道、规划解读、征求意见稿和批前公示不算规划正文。截止日
    之后发布的不计；截止日不晚于公开期限（默认 3 月 31 日）而未见年度计划、总结的，不作结论。标题相
    符而内容是图片的，标题含本单位业务名称而另有别的字样的，栏目页面上直接写有的，规划计划栏目没有读
    全的，不认定缺。
    """
    wanted = [key for key in KINDS if key in want]
    if not wanted:
        return unknown(Cause.NO_BASIS, "指标体系没有列出要核对的规划计划种类")
    mine = [i for i in in_time(site.items, ask) if not passed_on(site.unit, i)]
    texts = [i for i in mine if _has_text(site, i)]
    pictures = [i for i in mine if i.page and i.page.images and not _tells(i.title, site.unit)]
    outcomes: dict[str, Outcome] = {}
    notes: dict[str, str] = {}
    evidence: list[Evidence] = []
    for key in wanted:
        item = next((i for i in texts if _is(key, i, ask.year, site.unit)), None)
        if item is not None:
            outcomes[key] = Outcome.MET
            evidence.append(site.evidence(item.url, f"{item.title} {item.on or ''}".strip()))
        elif key in {"plan", "summary"} and ask.as_of <= date(ask.year, *_PLAN_DUE):
            outcomes[key], notes[key] = Outcome.UNKNOWN, "截止日前尚未到公开期限"
        elif shown := next((i for i in pictures if _is(key, i, ask.year, site.unit)), None):
            outcomes[key], notes[key] = Outcome.UNKNOWN, f"“{shown.title}”的内容是图片"
        elif near := next((i for i in texts if _is_near(key, i, ask.year, site.unit)), None):
            outcomes[key], notes[key] = Outcome.UNKNOWN, f"“{near.title}”是不是全部工作的需人工核对"
        elif told := site.spots.told(["planning"], _words_for(key, ask.year)):
            outcomes[key] = Outcome.UNKNOWN
            notes[key] = f"“{told.title}”的页面上直接写有相关内容，需人工核对"
        else:
            outcomes[key] = lacking(site, "planning")
    evidence = evidence or [
        site.evidence(c.url, f"栏目“{c.name}”，共 {len(c.items)} 条")
        for c in site.columns_for("planning")
    ]
    return checklist(
        site, outcomes, KINDS, evidence, topics=["planning"], notes=notes,
        words=["计划", "要点", "总结", "规划", "纲要"],
    )  # fmt: skip


def _words_for(key: str, year: int) -> tuple[str, ...]:
    """What a page says that is itself the plan or the summary of the year."""
    if key == "plan":
        return str(year), "计划", "要点", "安排"
    return (str(year - 1), "总结", "回顾") if key == "summary" else (KINDS[key],)


def _tells(title: str, unit: Unit) -> bool:
    """News of a plan, or what comes before one; 采购 in 政府采购中心 is only a name."""
    return _NEWS.search(without_names(unit, title)) is not None


def _has_text(site: Site, item: Item) -> bool:
    page = item.page
    if not site.own(item.url) or _tells(item.title, site.unit):
        return False
    if page is None:
        return usable(document_of(site, item))
    return filled(page) and (len(page.text) >= _SHORTEST or bool(page.attachments))


def _is(key: str, item: Item, year: int, unit: Unit) -> bool:
    title = re.sub(r"[\s　]", "", item.title)
    if not _WORDS[key].search(title):
        return False
    if key not in {"plan", "summary"}:
        current = key != "outline" or _covers(title, year)
        return current and item.topic in {"planning", "policy_document"}
    if _NO_REPORT_OF_YEAR.search(_without_field(title, unit)):
        return False
    if "政府工作报告" not in title and _narrower(title, unit):
        return False
    return _of_year(key, item, title, year)


def _is_near(key: str, item: Item, year: int, unit: Unit) -> bool:
    """A title of the year that names the unit's field and something besides: 教育体育 may be the
    whole work of an office called 教育局 before a reform, 教育扶贫 is not.
    """
    title = re.sub(r"[\s　]", "", item.title)
    if key not in {"plan", "summary"} or governs(unit) or not _WORDS[key].search(title):
        return False
    rest = _without_field(title, unit)
    if rest == without_names(unit, title) or _NO_REPORT_OF_YEAR.search(rest):
        return False
    return _of_year(key, item, title, year)


def _without_field(title: str, unit: Unit) -> str:
    """The title without the unit's names and field: 统计 is the whole work of a 统计局."""
    title = without_names(unit, title)
    if governs(unit):
        return title
    for name in (unit.name, *unit.aliases):
        field = _OFFICE.sub("", _PLACE.sub("", name))
        title = title.replace(field, "") if len(field) >= 2 else title
    return title


def _narrower(title: str, unit: Unit) -> bool:
    """The title has a subject besides the unit's whole work.

    The unit's field is its whole work, also cut short: 卫健 for 卫生健康委员会.
    """
    fields = []
    for name in sorted({unit.name, *unit.aliases}, key=len, reverse=True):
        field = _PLACE.sub("", name)
        places = (name.removesuffix("人民政府"), name.removesuffix(field))
        fields.append(_OFFICE.sub("", field))
        for words in (name, field, fields[-1], *places):
            title = title.replace(words, "") if len(words) >= 2 else title
        fields.append(name)  # 清河教育 for 清河县教育局
    while (rest := _PLAIN.sub("", title)) != title:
        title = rest
    title = _OFFICE.sub("", re.sub("^[省市县区州旗]", "", title))
    return bool(title) and not any(_cut_short(title, field) for field in fields)


def _cut_short(words: str, field: str) -> bool:
    """The characters of `words` stand in `field` in the same order."""
    left = iter(field)
    return all(char in left for char in words)


def _covers(title: str, year: int) -> bool:
    """The years that a plan's title names hold `year`; a title that names none is not doubted."""
    spans = [(int(first), int(last)) for first, last in _SPAN_OF_YEARS.findall(title)]
    for pair in _NTH.findall(title):
        first = 1951 + 5 * (10 + "一二三四五六七八九".index("".join(pair)) + 1)
        spans.append((first, first + 4))
    return not spans or any(first <= year <= last for first, last in spans)


def _of_year(key: str, item: Item, title: str, year: int) -> bool:
    """The plan is the year's, the summary last year's; a government's report is both at once."""
    report = "政府工作报告" in title
    wanted = year if key == "plan" or report else year - 1
    printed = [int(y) for y in re.findall(r"(?<!\d)(20\d{2})(?!\d)", title)]
    if printed:
        return wanted in printed
    told = item.page.subject_year if item.page else None
    if told is not None and not report:
        return told == wanted
    return item.on is not None and item.on.year == year
