"""Checks of who the unit is: functions, offices, how to reach it, who leads it."""

import re
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files

from crawlers.findings import absent
from crawlers.looking import (
    around,
    checklist,
    filled,
    lacking,
    my_pages,
    prose,
    written_with_files,
)
from crawlers.registry import Ask, check
from crawlers.site import Site
from data.types import Evidence, Finding, Outcome, Page, PageKind

ACT = "《政府信息公开条例》第二十条第二项"

_HAN = "\u4e00-\u9fa5"
_POST = (
    "(党委书记|党组书记|书记|局长|县长|区长|市长|州长|旗长|镇长|乡长|厅长|主任|主席|行长|院长|关长|"
    "队长|站长|所长|处长|科长|股长|会长|理事长|台长|馆长|校长|总工程师|总经济师|督学|调研员|组长|巡视员)"
)

# --- the organisation ----------------------------------------------------------------------------

PARTS = {
    "functions": "机构职能",
    "departments": "内设机构",
    "head": "负责人姓名",
    "address": "办公地址",
    "hours": "办公时间",
    "phone": "联系电话",
}
_WORDS = {
    "functions": re.compile(
        "(主要|部门|单位|机构|工作|基本)?(职责|职能)[\\s\\S]{0,80}(负责|贯彻|拟[订定]|组织|承担|指导|监督|执行|研究)|"
        "^[（(]?一[）)、].{0,30}(负责|贯彻|拟[订定]|组织|承担|指导|执行)",
        re.M,
    ),
    "departments": re.compile(
        "(内设|职能|所属|直属|下属|下设|派出)[^\\n]{0,6}(机构|科室|股室|处室|单位|部门)|"
        "(办公室|[\u4e00-\u9fa5]{2,8}(科|股|处|室|中心|大队))[：:\\s\t（(、][\\s\\S]{2,200}?"
        "[\u4e00-\u9fa5]{2,8}(科|股|处|室|中心|大队|站|所)"
    ),
    "address": re.compile(
        "地[ 　]*址[\t ：:为是]*[^\\s：:]{4}|"
        "(办公|通[信讯]|联系|受理)地点[\t ：:为是]*[^\\s：:]{4}|"
        "(路|街|大道|巷)[^\\n]{0,12}\\d+[ 　]*号"
    ),
    "hours": re.compile(
        "(办公|工作|上班|作息|对外服务|服务|接待)时[ 　]*间|"
        "(上午|周一|星期一)[^\\n]{0,12}\\d{1,2}[:：点时]"
    ),
    "phone": re.compile(
        r"(电[ 　]*话|热线|TEL|值班室)[^\n]{0,16}?\d{5,}|0\d{2,3}[-—－ ）)]*\d{7,8}", re.I
    ),
}
# What the places of a name and of what belongs to it look like; whether it is a name at all, its
# surname decides.
_NAME = f"([{_HAN}][ 　]?[{_HAN}]{{1,3}})"
_HEADS = (
    re.compile(
        f"(?:负责人|法定代表人|领导|{_POST})(?:姓名)?[^\\n{_HAN}]{{1,6}}(?P<name>{_NAME})(?![{_HAN}])"
    ),
    re.compile(f"(?<![{_HAN}])(?P<name>{_NAME})[，,：:　 \\t（(]{{1,3}}[^\\n，。]{{0,16}}{_POST}"),
    re.compile(f"姓[ 　]*名[：:\\s]*(?P<name>{_NAME})(?![{_HAN}])"),
    re.compile(f"{_POST}(?P<name>[{_HAN}]{{2,4}}?)(?=同志|主持|分管|[，,。、（(\\s]|$)", re.M),
)
_HEAD_CELL = re.compile("^(主要)?(负责人|领导|法定代表人)?(姓名)?$")
_CLEARLY_NAMED = re.compile(f"(?:负责人|法定代表人|姓名)[：:][ 　]*([{_HAN}·]{{2,16}})(?![{_HAN}])")
_NOT_A_NAME = re.compile(
    "职务|职责|职能|职称|信箱|邮箱|邮编|电话|传真|手机|热线|号码|性别|姓名|分工|简历|简介|履历|照片|学历|学位|民族|籍贯|"
    "出生|单位|部门|科室|时间|日期|方式|成员|项目|文件|安全|任职|任免|任期|党组|党委|党建|管理|计划|干部|应急|联系|地址|"
    "地点|办公|备注|序号|信息|公开|公示|名单|领导|动态|活动|讲话|会议|工作|服务|查看|详[情细]|暂无|空缺|更多|主[任席]|"
    "[局县区市州旗镇乡厅处科股院站所队会馆台校]长|书记|同志|兼任|纪律|国家|文化|水利|农业|华侨|民政|司法|财政|经济"
)
# Family names, those of two characters too.
_SURNAMES = frozenset(files("data").joinpath("surnames.txt").read_text(encoding="utf-8").split())
_NAMED = re.compile(
    "(?<!代理)(?<!中介)(?<!检测)(?<!评估)(?<!培训)(?<!医疗)(?<!养老)(?<!金融)机构|职能|职责|简介|概况|"
    "科室|处室|股室|(直属|下属|所属)单位|联系(我们|方式|电话)|办公(地址|时间|电话)|工作部门|三定"
)
# Items of an office's own column: what it did, not what it is.
_EVENT = re.compile(
    "关于|通知|公告|公示|通报|召开|举[办行]|开展|活动|会议|方案|名单|调研|检查|培训|部署|学习|要点|总结|动态|新闻"
)
_LONGEST_OFFICE = 16  # characters in the name of an office
_CONTACT = {"address", "hours", "phone"}


@check(title="机构职能", basis=ACT, items=PARTS)
def organisation(site: Site, ask: Ask) -> Finding:
    """在机构职能、机构设置、联系我们等页面的正文和附件中核对六项要素：机构职能、内设机构、
    负责人姓名、办公地址、办公时间、联系电话。负责人姓名也看领导信息页面，以常见姓氏开头的二至四个字
    为姓名，表格看“姓名”栏下的内容；办公地址、办公时间、联系电话印在网站页脚的，予以承认。

    只核对写没写，不核对是否与“三定”规定和任免文件一致。相关页面、附件有未读到的，
    未见的要素不作结论。
    """
    pages = _about(site)
    leaders = [i.page for i in site.about("leadership") if i.page]
    texts = {}
    complete = True
    for page in pages:
        text, whole = written_with_files(site, page)
        texts[page.url] = text if page.kind is PageKind.ARTICLE else prose(page)
        complete = complete and whole
    sources = {key: dict(texts) for key in PARTS}
    sources["head"] |= {page.url: f"{page.title}\n{page.text}" for page in leaders}
    footers = {site.home.url: site.home.whole_text[-600:]} if site.home else {}
    for key in _CONTACT:
        sources[key] |= {url: text for url, text in footers.items() if url not in texts}
    outcomes: dict[str, Outcome] = {}
    evidence: list[Evidence] = []
    notes: dict[str, str] = {}
    for key in PARTS:
        words = _WORDS.get(key)
        shown = _first(site, sources[key], words.search if words else _head)
        if shown is not None:
            outcomes[key] = Outcome.MET
            evidence.append(shown)
        elif key == "head" and (doubtful := _first(site, sources[key], _unsure_name)):
            outcomes[key], notes[key] = Outcome.UNKNOWN, f"“{doubtful.quote}”是否姓名需人工核对"
        elif not complete:
            outcomes[key], notes[key] = Outcome.UNKNOWN, "相关页面的附件没有读到"
        else:
            topics = ("organisation", "leadership") if key == "head" else ("organisation",)
            outcomes[key] = lacking(site, *topics)
    if not pages and not leaders and Outcome.MET not in outcomes.values():
        return absent(site, ["organisation"], "机构职能信息", list(PARTS.values()))
    evidence += [site.evidence(page.url, page.title) for page in pages if not evidence]
    return checklist(
        site, outcomes, PARTS, evidence, topics=["organisation"], words=list(PARTS.values()),
        notes=notes,
    )  # fmt: skip


def _about(site: Site) -> list[Page]:
    """Every page about the organisation: entries of the topic and pages named so."""
    listed = [item for column in site.columns_for("organisation") for item in column.items]
    pages = {
        item.url: item.page
        for item in (*site.about("organisation"), *listed)
        if item.page and _is_standing(item.title)
    }
    for page in my_pages(site):
        standing = page.kind is not PageKind.ARTICLE or page.topic == "organisation"
        named = (page.title, *page.columns[-1:])
        if not standing or page.kind is PageKind.HOME or not _is_standing(page.title):
            continue
        if any(_NAMED.search(name) for name in named):
            pages.setdefault(page.url, page)
    return [page for page in pages.values() if filled(page)]


def _is_standing(title: str) -> bool:
    """Named like a standing page of the organisation, or like an office and nothing more."""
    if _EVENT.search(title):
        return False
    return _NAMED.search(title) is not None or len(title) <= _LONGEST_OFFICE


def _first(
    site: Site, texts: dict[str, str], search: Callable[[str], re.Match[str] | None]
) -> Evidence | None:
    for url, text in texts.items():
        if match := search(text):
            return site.evidence(url, around(text, match))
    return None


def _head(text: str) -> re.Match[str] | None:
    """The place that names a person in charge: 负责人：沈知远, or the cell below 姓名."""
    for pattern in _HEADS:
        for match in pattern.finditer(text):
            if _is_name(match.group("name")):
                return match
    for name in _below_head(text):
        return re.search("[ 　]*".join(name), text)
    return None


def _below_head(text: str) -> Iterator[str]:
    """Names in the column of a table that is headed 姓名 or 负责人."""
    places: list[int] = []
    for line in text.splitlines():
        cells = [re.sub(r"[ 　]", "", cell) for cell in line.split("\t")]
        heads = [n for n, cell in enumerate(cells) if cell and _HEAD_CELL.match(cell)]
        if heads:
            places = heads
        elif len(cells) < 2:
            places = []
        yield from (cells[n] for n in places if n < len(cells) and _is_name(cells[n]))


def _unsure_name(text: str) -> re.Match[str] | None:
    """Words that stand where a name must stand, but begin with no surname of the table."""
    found = _CLEARLY_NAMED.finditer(text)
    return next((m for m in found if not _NOT_A_NAME.search(m.group(1))), None)


def _is_name(words: str) -> bool:
    """Two to four Han characters that begin with a common surname and are no label of a form."""
    words = re.sub(r"[ 　]", "", words)
    if not re.fullmatch(f"[{_HAN}]{{2,4}}", words) or _NOT_A_NAME.search(words):
        return False
    return words[0] in _SURNAMES or (words[:2] in _SURNAMES and len(words) > 2)


# --- the leaders ---------------------------------------------------------------------------------

LEADER = {"name_post": "姓名和职务", "division": "工作分工", "resume": "简历", "photo": "照片"}
_NAME_POST = re.compile(f"{_POST}|姓[ 　]*名|职[ 　]*务")
_DIVISION = re.compile("分管|分工|主持|协助|负责|联系(单位|部门|乡镇)|协管")
_RESUME = re.compile(
    "简[ 　]*历|履[ 　]*历|出生|\\d{4}年\\d{1,2}月[生—\\-至]|学历|毕业|参加工作|籍贯|"
    "\\d{4}[.．]\\d{2}\\s*[-—–]"
)
_DEEDS = re.compile(
    "调研|会议|召开|检查|慰问|走访|讲话|致辞|出席|督导|会见|批示|带队|强调|看望|座谈"
)


@check(title="领导信息", basis=ACT, items=LEADER)
def leadership(site: Site, ask: Ask) -> Finding:
    """在领导信息栏目的页面中核对姓名和职务、工作分工、简历。每位领导一页的逐页核对，
    八成以上写明的为符合（分工、简历常分在两页），
    部分写明的为不完整，都没有写的为缺；全部领导列在一页上的，看该页。

    领导活动、讲话、会议报道不是领导信息。照片不能从文字中核对，不作结论，由人工核对。
    人员变动是否及时更新不在本项核对之内。领导页面没有读全的，未见的要素不作结论。
    """
    pages = _leader_pages(site)
    if not pages:
        return absent(site, ["leadership"], "领导信息", list(LEADER.values()))
    texts = [f"{page.title}\n{page.text}" for page in pages]
    checks = {"name_post": _NAME_POST, "division": _DIVISION, "resume": _RESUME}
    outcomes: dict[str, Outcome] = {}
    notes: dict[str, str] = {}
    for key, words in checks.items():
        bare = [p for p, text in zip(pages, texts, strict=True) if not words.search(text)]
        outcomes[key] = _by_share(len(bare), len(pages))
        if outcomes[key] is Outcome.MISSING:
            outcomes[key] = lacking(site, "leadership")
        elif outcomes[key] is Outcome.PARTIAL:
            notes[key] = f"{len(pages)} 页中 {len(bare)} 页未写明，如“{bare[0].title}”"
    outcomes["photo"], notes["photo"] = Outcome.UNKNOWN, "照片由人工核对"
    evidence = [site.evidence(page.url, page.title) for page in pages]
    return checklist(
        site, outcomes, LEADER, evidence, topics=["leadership"], words=list(LEADER.values()),
        notes=notes,
    )  # fmt: skip


def _by_share(bare: int, pages: int) -> Outcome:
    """One page in five may lack an element: it often stands on the person's other page."""
    if 5 * bare <= pages:
        return Outcome.MET
    return Outcome.MISSING if bare == pages else Outcome.PARTIAL


def _leader_pages(site: Site) -> Sequence[Page]:
    """A page for every leader or, where there are none, the pages that list them all."""
    items = [i.page for i in site.about("leadership") if i.page and filled(i.page)]
    people = [
        p for p in items if not _DEEDS.search(p.title) and (_NAME_POST.search(p.title + p.text))
    ]
    detailed = [p for p in people if _DIVISION.search(p.text) or _RESUME.search(p.text)]
    if detailed:
        return people
    lists = [
        page
        for column in site.columns_for("leadership")
        if (page := site.page(column.url)) and filled(page) and _NAME_POST.search(page.text)
    ]
    return people or lists
