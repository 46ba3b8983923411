"""Checks of what interpretations say and in what form; whose they are is told elsewhere."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawlers.findings import absent, blind_spot, met, partial, proof, unknown
from crawlers.registry import Ask, check
from crawlers.site import Item, Site, once_a_site
from crawlers.subjects.authorship import belongs, of_others
from crawlers.subjects.contents import my_items, read_item, readable, shown
from crawlers.subjects.elements import by_elements, shown_in
from crawlers.subjects.interpretations import BASIS, Pair, pairs_of_year
from data.check_limits import share as limit_share
from data.matters import elements, names
from data.types import Cause, Evidence, Finding, Outcome

_ELEMENTS = elements("interpretation")
_FORMS = elements("form")
_HEAD = elements("head")["title"]
_SHORTEST = 200  # characters; a shorter interpretation is a picture, a video or a link


_COPIED = limit_share("copied_share")


@check(
    title="解读内容要素",
    basis=BASIS,
    items=names(_ELEMENTS),
    counts={
        "interpretations": "核对的解读数",
        "incomplete": "要素不全的解读数",
        "missing_element": "缺少的要素数",
    },
)
def interpretation_elements(
    site: Site, ask: Ask, *, need: Sequence[str] = ("background", "basis", "aim", "content")
) -> Finding:
    """核对评估年度内本单位文件的文字解读是否写明应有的要素（need，默认制定背景、依据、目的意义、
    主要内容；适用范围、执行标准、期限、术语、新旧政策差异、惠民利企举措、咨询方式可在指标体系中加
    列）。

    只核对与本单位规范性文件配上对的解读（认定方法同“政策解读覆盖率”），正文和附件文字不少于200字
    的；一个文件有多份解读的合并看。要素按小标题和常见说法识别，说法相近的从宽认定。某要素每件都有
    为具备，部分有为不完整，都没有为缺。

    不判定：图解、视频等没有文字的；附件没有读到的；没有配对的解读的。是否实质性解读由人工核对。
    """
    wanted = {id_: _ELEMENTS[id_] for id_ in need}
    judged = []
    for first, *others in _explained(site, ask):
        readings = [read_item(site, item) for item in (first, *others)]
        text = "\n".join(reading.everything for reading in readings)
        lost = set(wanted) - shown_in(text, wanted)
        if len(text) >= _SHORTEST and not (lost and any(r.gaps for r in readings)):
            judged.append((first, lost))
    if not judged:
        return _nothing(site, f"{ask.year}年与本单位文件配上对的文字解读")
    keys = ("interpretations", "incomplete", "missing_element")
    return by_elements(
        site, judged, wanted, what="文件的解读", keys=keys, topics=("interpretation",)
    )


def _explained(site: Site, ask: Ask) -> Iterator[list[Item]]:
    """Of every document its interpretation, then others that bear the same name."""
    own: dict[str, list[tuple[int, Item]]] = {}
    for place, item in enumerate(_own(site, ask)):
        for name in _names_in(item):
            own.setdefault(name, []).append((place, item))
    for pair in _pairs(site, ask):
        first = pair.interpretation
        same = dict(one for name in _names_in(first) for one in own.get(name, ()))
        others = (same[place] for place in sorted(same) if same[place].url != first.url)
        yield [first, *(item for item in others if readable(site, item))]


def _names_in(item: Item) -> set[str]:
    return set(re.findall(r"《([^《》]{4,})》", item.title))


def _pairs(site: Site, ask: Ask) -> list[Pair]:
    return [p for p in pairs_of_year(site, ask) if p.interpretation.page is not None]


_SPEAKER = re.compile(
    r"([\u4e00-\u9fa5]{2,16}?(?:部|委员会|委|总局|局|厅|司|署|院))"
    r"(?:[\u4e00-\u9fa5]{0,10}[司处室])?(?:有关|主要|相关)?(?:负责人|负责同志|发言人|专家)"
)
# Whoever speaks for the State Council or an organ below it: 国家发展改革委副主任, 教育部有关负责人.
_NATION_SPEAKS = re.compile(
    r"(国务院[\u4e00-\u9fa5]{0,16}?|国家[\u4e00-\u9fa5]{2,14}?(?:委员会|委|总局|局|署)"
    r"|(?:教育|财政|公安|民政|司法|商务|水利|外交|科学技术|科技|人力资源和?社会保障|自然资源"
    r"|生态环境|住房和?城乡建设|交通运输|农业农村|文化和旅游|应急管理|工业和信息化|退役军人事务)部(?!门))"
    r"(?:[\u4e00-\u9fa5]{0,12}[司处室])?(?:有关|主要|相关)?(?:党组书记、?|党组成员、?)?"
    r"(?:负责人|负责同志|发言人|专家|副?(?:部|局|司|署)长|副?主任)"
)
_OPENING = 120  # characters of a text in which it says who speaks


@once_a_site
def _own(site: Site, ask: Ask) -> tuple[Item, ...]:
    """The unit's interpretations of the assessment year."""
    items = my_items(site, ask, "interpretation")
    return tuple(item for item in items if _mine(site, ask, item))


def _mine(site: Site, ask: Ask, item: Item) -> bool:
    """Of the year, and neither headed nor spoken by another organ, as title and opening say."""
    if item.on is None or item.on.year != ask.year or of_others(site.unit, item.title):
        return False
    if speaker := _SPEAKER.search(item.title):
        return belongs(site.unit, speaker.group(1))
    # In a text other words run into a name, so there only an organ of the nation is surely another.
    nation = _NATION_SPEAKS.search(item.page.text[:_OPENING]) if item.page else None
    return nation is None or belongs(site.unit, nation.group(1))


def _nothing(site: Site, what: str) -> Finding:
    if spot := blind_spot(site, ("interpretation", "policy_document")):
        return unknown(spot[0], f"没有读到{what}：{spot[1]}")
    return unknown(Cause.NOTHING_TO_JUDGE, f"未见{what}")


# --- forms ----------------------------------------------------------------------------------------


@check(
    title="解读形式多样",
    basis=BASIS,
    items=names(_FORMS),
    counts={"interpretations": "评估年度的解读数", "forms": "见到的形式数"},
)
def interpretation_forms(site: Site, ask: Ask, *, least: int = 2) -> Finding:
    """核对评估年度内本单位解读用了几种形式：文字、图文图解、视频音频动画、新闻发布会、在线访谈、
    简明问答、现场宣讲，不少于 least 种为符合，不足的为不完整。

    形式按标题、栏目和正文开头的说法识别；页面正文不足200字而有图片的，算图文。标题或正文开头写明由
    其他机关解读的，不算本单位解读。

    不判定：没有解读的；解读栏目没有读全而形式不足的。单独一种形式没有见到，只说明没有见到，不作缺
    项。
    """
    own = [item for item in _own(site, ask) if readable(site, item)]
    if not own:
        return _nothing(site, f"{ask.year}年本单位的解读")
    seen: dict[str, Evidence] = {}
    for item in own:
        for id_ in _forms_of(item):
            seen.setdefault(id_, site.evidence(item.url, f"{item.title}（{_FORMS[id_].name}）"))
    counts = {"interpretations": len(own), "forms": len(seen)}
    outcomes = {id_: Outcome.MET if id_ in seen else Outcome.UNKNOWN for id_ in _FORMS}
    said = "、".join(_FORMS[id_].name for id_ in _FORMS if id_ in seen) or "没有识别出形式"
    reason = f"{ask.year}年本单位解读{len(own)}件，形式{len(seen)}种：{said}"
    evidence = list(seen.values()) or shown(site, own)
    if len(seen) >= least:
        return met(reason, evidence, items=outcomes, counts=counts)
    if spot := blind_spot(site, ("interpretation",)):
        return unknown(spot[0], f"{reason}；{spot[1]}", evidence)
    finding = partial(f"{reason}，不足{least}种", evidence, items=outcomes, counts=counts)
    return replace(finding, looked=proof(site, ("interpretation",), tuple(names(_FORMS).values())))


def _forms_of(item: Item) -> Iterator[str]:
    page = item.page
    columns = page.columns if page else ()
    words = " ".join((item.title, item.column, *columns))
    head = page.text[:300] if page else ""
    for id_, form in _FORMS.items():
        if id_ == "text":
            if page and len(page.text) >= _SHORTEST:
                yield id_
        elif form.match.search(words) or (id_ == "questions" and form.match.search(head)):
            yield id_
    if (
        page
        and page.images
        and len(page.text) < _SHORTEST
        and not _FORMS["picture"].match.search(words)
    ):
        yield "picture"


@check(
    title="负责人解读",
    basis="国办发〔2016〕80号（主要负责人是“第一解读人和责任人”）",
    counts={"interpretations": "评估年度的解读数", "by_head": "负责人解读数"},
)
def interpretation_by_head(site: Site, ask: Ask, *, least: int = 1) -> Finding:
    """核对评估年度内有没有单位负责人的解读，不少于 least 件。

    标题写明负责人、局长、主任、县长等解读、答记者问、访谈的本单位条目，或者解读页面的正文开头写明
    由负责人解读的，算负责人解读。访谈、答记者问不论在哪个栏目都算。标题或正文开头写明由其他机关解读
    的，不算本单位解读。少于 least 件的为不完整，一件也没有的为缺。

    不判定：评估年度内没有解读的；解读、访谈栏目没有读全而未见的。
    """
    own = _own(site, ask)
    interpretations = {item.url for item in own}
    talks = [
        item
        for item in my_items(site, ask)
        if _mine(site, ask, item)
        and readable(site, item)
        and (_HEAD.match.search(item.title) or (item.url in interpretations and _by_head(item)))
    ]
    counts = {"interpretations": len(own), "by_head": len(talks)}
    if len(talks) >= least:
        reason = f"{ask.year}年负责人解读{len(talks)}件"
        return met(reason, shown(site, talks, 10), counts=counts)
    if not own and not talks:
        return _nothing(site, f"{ask.year}年本单位的解读")
    topics = ("interpretation", "interaction")
    finding = absent(
        site, topics, f"{ask.year}年负责人解读", ("负责人", "解读", "访谈", "答记者问")
    )
    if finding.outcome is Outcome.UNKNOWN:
        return finding
    outcome = Outcome.PARTIAL if talks else Outcome.MISSING
    return replace(finding, outcome=outcome, counts=counts)


def _by_head(item: Item) -> bool:
    return item.page is not None and _HEAD.match.search(item.page.text[:200]) is not None


# --- copied ---------------------------------------------------------------------------------------

_HAN = re.compile(r"[^\u4e00-\u9fa5]")  # figures and punctuation differ in any copy


@check(
    title="解读照搬文件原文",
    basis=BASIS,
    counts={"compared": "对照的文件与解读", "copied": "疑似照搬的解读"},
)
def interpretation_copied(
    site: Site, ask: Ask, *, share: float = _COPIED, shingle: int = 8, least: int = 200
) -> Finding:
    """把评估年度内本单位文件与配上对的解读逐字对照，查找只是照搬文件原文的解读。

    两者的正文（含附件）去掉数字和标点，每 shingle 个字为一段；解读的段有 share（比例）以上在文件中
    也有的，记为疑似，由人工复核后认定。任一方不足 least 段的不对照。

    没有疑似、且至少对照过一对的为符合。不判定：没有可以对照的文件和解读的；附件没有读到的。
    """
    compared = 0
    found: list[tuple[Item, int]] = []
    pairs = _pairs(site, ask)
    for pair in pairs:
        document, explained = read_item(site, pair.document), read_item(site, pair.interpretation)
        own, theirs = _shingles(explained.text, shingle), _shingles(document.text, shingle)
        if min(len(own), len(theirs)) < least:
            continue
        compared += 1
        if len(own & theirs) >= share * len(own):
            found.append((pair.interpretation, round(100 * len(own & theirs) / len(own))))
    if not compared:
        return _nothing(site, f"{ask.year}年可以对照的文件和文字解读")
    counts = {"compared": compared, "copied": len(found)}
    if found:
        evidence = [
            site.evidence(item.url, f"{item.title}：{percent}%的文字与文件相同")
            for item, percent in found
        ]
        reason = f"对照文件与解读{compared}对，{len(found)}份解读疑似照搬原文，需人工复核"
        return replace(unknown(Cause.SUSPECTED, reason, evidence), counts=counts)
    evidence = shown(site, [pair.interpretation for pair in pairs], 10)
    return met(f"对照文件与解读{compared}对，未见照搬原文", evidence, counts=counts)


def _shingles(text: str, size: int) -> frozenset[str]:
    words = _HAN.sub("", text)
    return frozenset(words[n : n + size] for n in range(len(words) - size + 1))
