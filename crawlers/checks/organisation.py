"""Checks of who the unit is: functions, offices, how to reach it, who leads it."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from crawlers.findings import absent, blind_spot
from crawlers.looking import around, checklist, filled, lacking, prose, written_with_files
from crawlers.reading.dates import dates_in
from crawlers.registry import Ask, check
from crawlers.site import Column, Site
from crawlers.subjects.contents import document_text, files_about
from crawlers.subjects.heads import POST, head, unsure_name
from crawlers.subjects.standing import (
    Standing,
    Voice,
    is_standing_title,
    standing_pages,
    without_subordinates,
)
from data.check_limits import share as limit_share
from data.types import Cause, Evidence, Finding, Outcome, Page, PageKind
from data.units import governs

ACT = "《政府信息公开条例》第二十条第二项"

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
        "(内设|职能|所属|直属|下属|下设|派出)[^\\n]{0,6}(机构|科室|股室|处室|单位|部门)|(工作|组成)部门|"
        "(办公室|[\u4e00-\u9fa5]{2,8}(科|股|处|室|中心|大队))[：:\\s\t（(、][\\s\\S]{2,200}?"
        "[\u4e00-\u9fa5]{2,8}(科|股|处|室|中心|大队|站|所)"
    ),
    "address": re.compile(
        "地[ 　]*址[\t ：:为是]*[^\\s：:]{4}|"
        "(办公|通[信讯]|联系|受理)(地点|场所|位置)[\t ：:为是]*[^\\s：:]{4}|"
        "位于[^\\n，。]{2,24}[路街道巷号楼厦院]|"
        "[\u4e00-\u9fa5](?<![公铁线网电道])(路|街|大道|巷)[东西南北中一二三四五六七八九十]{0,3}段?"
        "[ 　]*\\d+[ 　]*号"
    ),
    "hours": re.compile(
        "(办公|工作|上班|作息|对外服务|服务|接待|开放|值班|受理)时[ 　]*间|"
        "(上午|周一|星期一|工作日)[^\\n]{0,12}\\d{1,2}[:：点时]|"
        "\\d{1,2}[:：]\\d{2}\\s*[-—–~～至到]+\\s*\\d{1,2}[:：]\\d{2}"
    ),
    "phone": re.compile(
        r"(电[ 　]*话|热线|TEL|值班室|联系方式|座机|咨询|☎|☏)[^\n]{0,16}?\d{5,}"
        r"|(?<!\d)0\d{2,3}[-—－ ）)]*\d{3,4}[- ]?\d{4}(?!\d)",
        re.I,
    ),
}
_OFFICES = re.compile("内设|科室|处室|股室|工作部门")
_LONGEST_LABEL = 8  # characters; longer words without an address are an entry of the list
_CONTACT = {"address", "hours", "phone"}
_FOOT = 600  # characters at the end of a page; its footer lies there
_Voiced = dict[Voice, dict[str, str]]  # texts by voice and address


@check(title="机构职能", basis=ACT, items=PARTS)
def organisation(site: Site, ask: Ask) -> Finding:
    """在机构职能、机构设置、联系我们等页面的正文和附件中核对六项要素：机构职能、内设机构、负责人姓
    名、办公地址、办公时间、联系电话。只看介绍单位自己的页面：页面或其所在栏目以机构、职能、简介、
    联系我们等为名，新闻、通知、办事指南和列表旁边的其他栏目不算；标题写明是其他单位的页面不算，因此
    未见的要素不作结论；直属、下属单位的页面和段落只能说明有这些机
    构，不能说明本单位的负责人、地址、时间和电话。只有内设机构各自的职责而没有单位职能的，职能为不
    完整；政府的职能以政府和各部门的职能为准。只见到地址、时间、电话，而职能、机构、负责人都没有看
    清的，整项不作结论。

    负责人姓名也看领导信息页面（内设机构负责人也算），以常见姓氏开头的二至四个字为姓名，表格看“姓
    名”栏下的内容；办公地址、办公时间、联系电话印在网站页脚的，予以承认。

    只核对写没写，不核对是否与“三定”规定和任免文件一致。相关页面、附件有未读到的，
    未见的要素不作结论。
    """
    entries = standing_pages(site)
    standing = [entry for entry in entries if entry.voice is not Voice.STRANGER]
    strangers = [entry.page for entry in entries if entry.voice is Voice.STRANGER]
    leaders = [i.page for i in site.about("leadership") if i.page and i.page.topic != "news"]
    voiced, complete = _voiced(site, standing)
    sources = _sources(site, voiced, leaders)
    everyone = sources["departments"]
    outcomes: dict[str, Outcome] = {}
    evidence: list[Evidence] = []
    notes: dict[str, str] = {}
    for key in PARTS:
        words = _WORDS.get(key)
        shown = _first(site, sources[key], words.search if words else head)
        if shown is not None:
            outcomes[key] = Outcome.MET
            evidence.append(shown)
        elif key == "departments" and (listed_in := _column_of_offices(site)):
            outcomes[key] = Outcome.MET
            evidence.append(site.evidence(listed_in.url, f"栏目“{listed_in.name}”"))
        elif key == "functions" and (part := _first(site, everyone, _WORDS[key].search)):
            sure = complete and lacking(site, "organisation") is Outcome.MISSING
            outcomes[key] = Outcome.PARTIAL if sure else Outcome.UNKNOWN
            notes[key] = "只见内设机构或下属单位的职责"
            evidence.append(part)
        elif key == "head" and (doubtful := _first(site, sources[key], unsure_name)):
            outcomes[key], notes[key] = Outcome.UNKNOWN, f"“{doubtful.quote}”是否姓名需人工核对"
        elif not complete:
            outcomes[key], notes[key] = Outcome.UNKNOWN, "相关页面的附件或图片没有读到"
        elif strangers:
            note = f"“{strangers[0].title}”写的是其他单位，需人工核对"
            outcomes[key], notes[key] = Outcome.UNKNOWN, note
        else:
            topics = ("organisation", "leadership") if key == "head" else ("organisation",)
            outcomes[key] = lacking(site, *topics)
    seen = {Outcome.MET, Outcome.PARTIAL} & set(outcomes.values())
    if not entries and not leaders and not seen and not voiced[Voice.BODY]:
        return absent(site, ["organisation"], "机构职能信息", list(PARTS.values()))
    evidence += [site.evidence(e.page.url, e.page.title) for e in standing if not evidence]
    finding = checklist(
        site, outcomes, PARTS, evidence, topics=["organisation"], words=list(PARTS.values()),
        notes=notes,
    )  # fmt: skip
    told = {key for key, outcome in outcomes.items() if outcome is Outcome.MET} - _CONTACT
    if finding.outcome is Outcome.MET and not (told - {"head"} if strangers else told):
        # A number in the footer does not tell what the unit is for.
        spot = blind_spot(site, ["organisation"])
        cause = spot[0] if spot else Cause.NO_BASIS
        return replace(finding, outcome=Outcome.UNKNOWN, cause=cause)
    return finding


def _voiced(site: Site, standing: Iterable[Standing]) -> tuple[_Voiced, bool]:
    """What pages and files say in each voice, and whether all of them could be read."""
    voiced: _Voiced = {voice: {} for voice in Voice}
    complete = True
    for page, voice in ((entry.page, entry.voice) for entry in standing):
        text, whole = written_with_files(site, page)
        text = text if page.kind is PageKind.ARTICLE else _own_words(page)
        voiced[voice][page.url] = without_subordinates(text)
        complete = complete and whole
    for item, document in files_about(site, "organisation"):
        if document.state != "ok":
            complete = False
        elif is_standing_title(item.title):
            voiced[Voice.BODY][item.url] = without_subordinates(document_text(document))
    return voiced, complete


def _sources(site: Site, voiced: _Voiced, leaders: Iterable[Page]) -> dict[str, dict[str, str]]:
    """Texts by address that may tell of each part: a body below has a head and a telephone of its
    own, and shows only that it exists.
    """
    everyone = voiced[Voice.BODY] | voiced[Voice.OFFICE] | voiced[Voice.SUBORDINATE]
    sources = dict.fromkeys(PARTS, voiced[Voice.BODY] | voiced[Voice.OFFICE])
    sources["departments"] = everyone
    sources["functions"] = everyone if governs(site.unit) else voiced[Voice.BODY]
    sources["head"] = {p.url: f"{p.title}\n{p.text}" for p in leaders} | sources["head"]
    foot = {site.home.url: site.home.whole_text[-_FOOT:]} if site.home else {}
    for key in _CONTACT:
        sources[key] = foot | sources[key]
    return sources


def _own_words(page: Page) -> str:
    """What a list page says besides its entries, those without an address and dated ones too."""
    entries = [link.text for link in page.lost if len(link.text) > _LONGEST_LABEL]
    lines = [line for line in prose(page).splitlines() if not any(dates_in(line))]
    return "\n".join(line for line in lines if not any(text in line for text in entries))


def _column_of_offices(site: Site) -> Column | None:
    """A column of the unit's offices that holds entries."""
    columns = site.columns_for("organisation")
    return next((c for c in columns if _OFFICES.search(c.name) and len(c.items) > 1), None)


def _first(
    site: Site, texts: Mapping[str, str], search: Callable[[str], re.Match[str] | None]
) -> Evidence | None:
    for url, text in texts.items():
        if match := search(text):
            return site.evidence(url, around(text, match))
    return None


# --- the leaders ---------------------------------------------------------------------------------

_SHARE = limit_share("leader_share")
LEADER = {"name_post": "姓名和职务", "division": "工作分工", "resume": "简历", "photo": "照片"}
_NAME_POST = re.compile(f"{POST}|姓[ 　]*名|职[ 　]*务")
_DIVISION = re.compile("分管|分工|主持|协助|负责|联系(单位|部门|乡镇)|协管")
_RESUME = re.compile(
    "简[ 　]*历|履[ 　]*历|(工作|任职)经历|"
    "出生|\\d{4}年\\d{1,2}月[生—\\-至]|学历|毕业|参加工作|籍贯|"
    "\\d{4}[.．]\\d{2}\\s*[-—–]"
)
_DEEDS = re.compile(
    "调研(?!员)|会议(?!中心)|召开|检查(?!组|站|室|院|大队)|慰问|走访|讲话|致辞|出席|督导|会见|批示|带队|强调|看望|座谈"
)


@check(title="领导信息", basis=ACT, items=LEADER)
def leadership(site: Site, ask: Ask, *, share: float = _SHARE) -> Finding:
    """在领导信息栏目的页面中核对姓名和职务、工作分工、简历。每位领导一页的逐页核对，
    写明的占 share（默认八成）以上的为符合（分工、简历常分在两页），
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
        outcomes[key] = _by_share(len(bare), len(pages), share)
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


def _by_share(bare: int, pages: int, share: float) -> Outcome:
    """Some pages may lack an element: it often stands on the person's other page."""
    if pages - bare >= share * pages:
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
