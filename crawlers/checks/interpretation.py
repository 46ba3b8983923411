"""Checks of interpretations: does every document have one, in time, linked both ways."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import SequenceMatcher

from crawlers.checks.policy import normative
from crawlers.findings import absent, blind_spot, met, partial, unknown
from crawlers.looking import day_of_look, in_every_list, in_time, listed
from crawlers.registry import Ask, check
from crawlers.site import Item, Site
from data.calendar import CalendarError, workdays_between
from data.types import Cause, Finding, Link, Page, Place, Unit

BASIS = "国办发〔2016〕80号《〈关于全面推进政务公开工作的意见〉实施细则》；国办发〔2017〕47号"

_NAMED = re.compile("[《〈]([^《》〈〉]{4,})[》〉]")
_FORM = re.compile(
    "政策|解读|图解|一图(读懂|看懂|了解)|读懂|看懂|问答|答记者问|起草说明|视频|动画|漫画|文字|图文|"
    "负责人|专家|关于|印发|发布|公布|的?通知|的?公告|[〔\\[（(].{0,12}[〕\\]）)]|[^\u4e00-\u9fa50-9]"
)
_GENRE = re.compile(
    "人民政府|政府|办公室|办公厅|(管理|暂行|试行|实施|工作|若干|指导)*(办法|规定|细则|意见|方案|措施|规则)"
)
_COMMON = 4  # Han characters in a row that two titles must share where only a link joins them
_WAYSIDE = re.compile(r"^[\[【]?(上|下)一?[篇条]")
_WAYSIDE_BEFORE = re.compile(
    r"((上|下)一?[篇条]|相关(链接|阅读|新闻|推荐)|(延伸|推荐|猜你).{0,4})[\]】]?[：:\s]*$"
)
_NEAR = 16  # characters before a link that may say what it is
_ALIKE = 0.8  # of the characters of the shorter title, in order
_SHORTEST = 6  # characters of a title that can be compared
_GRACE = timedelta(days=7)  # a document this young may still be waiting for its interpretation


@dataclass(frozen=True, slots=True)
class Pair:
    document: Item
    interpretation: Item
    mutual: bool  # each page links to the other


@check(
    title="政策解读覆盖率",
    basis=BASIS,
    counts={"required": "应解读文件", "interpreted": "有解读的文件"},
)
def interpretation_coverage(site: Site, ask: Ask) -> Finding:
    """应解读的文件为评估年度内、截止日前发布的本单位规范性文件（认定方法同“规范性文件要素”）；
    截止日前七天内发布的，解读可能尚在期限内，不计入。

    文件页与解读页的正文区域之间有链接且标题有共同的主题词，解读标题中书名号里的文件名与文件标题相
    符，或者两者标题除去“关于印发”“解读”等字样后基本相同的，认定为有解读。菜单、“相关链接”“上一篇”
    “下一篇”和各页都有的链接不能作为认定的依据。列表中看到而没有打开的解读也算。部分文件有解读的为
    不完整，都没有的为缺。对上级文件的解读不能代替本单位文件的解读。解读栏目没有读全而有文件未配上
    解读的，不作结论。
    """
    settled = day_of_look(site, ask) - _GRACE
    due = [i for i in documents_of_year(site, ask) if i.on and i.on <= settled]
    if not due:
        return _nothing(site, ask)
    pairs = {pair.document.url: pair for pair in pairs_of(site, ask, due)}
    counts = {"required": len(due), "interpreted": len(pairs)}
    bare = [item for item in due if item.url not in pairs]
    evidence = [
        site.evidence(p.document.url, f"《{p.document.title}》：《{p.interpretation.title}》")
        for p in pairs.values()
    ]
    if not bare:
        return met(f"应解读文件 {len(due)} 件，均有解读", evidence, counts=counts)
    if spot := blind_spot(site, ["interpretation"]):
        reason = (
            f"{listed((i.title for i in bare), '件', 3)}未见解读，但{spot[1]}，不能认定为没有解读"
        )
        return unknown(spot[0], reason, evidence)
    names = listed((i.title for i in bare), "件", 3)
    said = f"应解读文件 {len(due)} 件，未见解读 {len(bare)} 件：{names}"
    if not pairs:
        finding = absent(site, ["interpretation"], "文件解读", ["解读", "图解", "读懂", "问答"])
        return replace(finding, reason=said, counts=counts)
    lost = [site.evidence(item.url, f"《{item.title}》未见解读") for item in bare]
    return partial(said, [*lost, *evidence], counts=counts)


@check(
    title="解读时效与双向关联",
    basis=BASIS,
    counts={"pairs": "文件与解读", "linked": "互相链接", "on_time": "按时解读"},
)
def interpretation_pairs(site: Site, ask: Ask, *, within_workdays: int = 3) -> Finding:
    """对评估年度内本单位规范性文件与其解读的每一对，核对两点：文件页链接到解读页、解读页也链接到文
    件页的为互相链接；解读与文件同日或者提前发布，或者在文件发布后规定的工作日 within_workdays（默
    认 3 个，按国务院办公厅放假安排计算）内发布的为按时解读。一个文件有多份解读的，取最好的一份。
    有一对没有互相链接或没有按时解读的为不完整。

    链接到栏目页而不是具体页面的不算。文件或者解读没有读到、没有注明日期的，不列入。
    没有成对的文件和解读时不作结论。
    """
    documents = documents_of_year(site, ask)
    pairs = [
        p
        for p in pairs_of(site, ask, documents)
        if p.document.on and p.interpretation.on and p.interpretation.page
    ]
    if not pairs:
        return _nothing(site, ask)
    try:
        late = [_days_late(p) for p in pairs]
    except CalendarError as error:
        return unknown(Cause.NO_BASIS, f"工作日无法计算：{error}")
    linked = [p for p in pairs if p.mutual]
    on_time = [days for days in late if days <= within_workdays]
    counts = {"pairs": len(pairs), "linked": len(linked), "on_time": len(on_time)}
    faults = [
        site.evidence(p.interpretation.url, f"《{p.interpretation.title}》{fault}")
        for p, days in zip(pairs, late, strict=True)
        if (fault := _fault(p, days, within_workdays))
    ]
    reason = (
        f"文件与解读 {len(pairs)} 对，互相链接 {len(linked)} 对，"
        f"{within_workdays} 个工作日内解读 {len(on_time)} 对"
    )
    if not faults:
        shown = [site.evidence(p.interpretation.url, p.interpretation.title) for p in pairs]
        return met(reason, shown, counts=counts)
    return partial(reason, faults, counts=counts)


def documents_of_year(site: Site, ask: Ask) -> list[Item]:
    """The unit's own normative documents published in the assessment year."""
    found = normative(site, ask, date(ask.year, 1, 1))
    return [item for item in found if item.on and item.on.year == ask.year]


def _nothing(site: Site, ask: Ask) -> Finding:
    if spot := blind_spot(site, ["policy_document", "interpretation"]):
        return unknown(spot[0], f"没有读到{ask.year}年本单位文件及其解读：{spot[1]}")
    reason = f"没有读到{ask.year}年本单位制发的规范性文件及其解读，是否应有需人工核对"
    return unknown(Cause.NOTHING_TO_JUDGE, reason)


def pairs_of(site: Site, ask: Ask, documents: Sequence[Item]) -> list[Pair]:
    """Every document with the best interpretation found for it, if any."""
    known = {item.url: item for item in in_time(site.items, ask) if item.topic == "interpretation"}
    frame = in_every_list(site)
    pairs = []
    for document in documents:
        matches = [
            Pair(document, item, _links(site, document, item) and _links(site, item, document))
            for item in known.values()
            if item.url != document.url and _explains(site, item, document, frame)
        ]
        if matches:
            pairs.append(min(matches, key=_merit))
    return pairs


def _merit(pair: Pair) -> tuple[bool, bool, date, str]:
    """Sorts the best first: linked both ways, read, early."""
    item = pair.interpretation
    return not pair.mutual, item.page is None, item.on or date.max, item.url


def _explains(site: Site, item: Item, document: Item, frame: frozenset[str]) -> bool:
    names = _NAMED.findall(item.title)
    if names:  # it says what it explains; a link to another document is then only a reference
        titles = [document.title, *_NAMED.findall(document.title)]
        return any(_alike(name, title) for name in names for title in titles)
    if _alike(item.title, document.title):
        return True
    points = _points(site, document, item, frame) or _points(site, item, document, frame)
    return points and _share_words(site.unit, item.title, document.title)


def _points(site: Site, here: Item, there: Item, frame: frozenset[str]) -> bool:
    """The content of one page leads to the other; menus and neighbours in the list do not count."""
    if here.page is None or there.url in frame:
        return False
    target = site.final(there.url)
    return any(
        link.place is Place.CONTENT
        and site.final(link.url) == target
        and not _beside_the_way(here.page, link)
        for link in here.page.links
    )


def _beside_the_way(page: Page, link: Link) -> bool:
    """The link stands behind 相关链接, 上一篇 or 下一篇."""
    if _WAYSIDE.match(link.text):
        return True
    head, found, _ = page.whole_text.partition(link.text)
    return bool(link.text and found and _WAYSIDE_BEFORE.search(head[-_NEAR:]))


def _share_words(unit: Unit, interpretation: str, document: str) -> bool:
    """The titles have four Han characters in a row in common besides names and words of form.

    An interpretation called no more than 政策解读 is taken at its link's word.
    """
    names = "|".join(re.escape(n) for n in sorted({unit.name, *unit.aliases}, key=len)[::-1])
    a, b = (
        _GENRE.sub("", _FORM.sub("", re.sub(names, "", title)))
        for title in (interpretation, document)
    )
    wanted = min(_COMMON, len(b))
    if len(a) < 2 or not wanted:
        return True
    run = SequenceMatcher(None, a, b, autojunk=False).find_longest_match()
    return run.size >= wanted


def _links(site: Site, here: Item, there: Item) -> bool:
    target = site.final(there.url)
    return here.page is not None and any(site.final(link.url) == target for link in here.page.links)


def _alike(one: str, other: str) -> bool:
    """Nearly the same once the words of form are gone; one may leave out the place at its head."""
    a, b = (_FORM.sub("", title) for title in (one, other))
    short, long = sorted((a, b), key=len)
    if len(short) < _SHORTEST:
        return short == long
    if short in long:
        return True
    blocks = SequenceMatcher(None, short, long, autojunk=False).get_matching_blocks()
    common = sum(block.size for block in blocks)
    return common >= _ALIKE * len(long) and _figures(short) == _figures(long)


def _figures(title: str) -> list[str]:
    return re.findall(r"\d+", title)


def _days_late(pair: Pair) -> int:
    document, interpretation = pair.document.on, pair.interpretation.on
    if document is None or interpretation is None or interpretation <= document:
        return 0
    return workdays_between(document, interpretation)


def _fault(pair: Pair, late: int, within: int) -> str:
    faults = []
    if not pair.mutual:
        faults.append("与文件没有互相链接")
    if late > within:
        faults.append(f"在文件发布后第 {late} 个工作日发布")
    return "，".join(faults)
