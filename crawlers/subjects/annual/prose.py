"""Figures that the words of a report state and its tables hold too: 收到申请12件, 结转2件 …

Only what is surely meant: a share, one channel, offices below, other years, round figures and the
case load of an organ that decides disputes are left alone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crawlers.subjects.annual.model import Passage
from crawlers.subjects.annual.numerals import NUMBER, whole_number
from crawlers.subjects.annual.titles import area_of


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure in words. `measure` is a key of `measures.NAMES`."""

    measure: str
    count: int
    quote: str
    page: int | None = None


_NARROW = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)}  # places stay the same
STOPS = "。！？!?"  # end a sentence
_LEAD = r"(?P<about>约|近|超过?|逾)?"
COUNTED = rf"{_LEAD}(?P<n>{NUMBER})(?P<vague>余|多|来)?[件宗份起例条个项次]"
JOINED = r"(?:共计?|总计|合计|数量|总数|总量|为|有|是|:|\(){0,3}"
_APP = (
    r"(?:(?:政府|政务)?信息(?:依申请)?公开的?申请(?:公开)?|"
    r"依申请公开(?:政府信息|政务信息|信息)?(?:办理)?的?(?:申请|请求)?|依申请信息|"
    r"政府信息依?申请公开|(?:申请)?公开政府信息的?申请|申请公开(?:政府)?信息|信息公开依申请)"
    r"(?:办理)?(?:案件|事项|件(?!数))?"
)
_FROM = (
    r"(?:了|的|各类|有效|公民|法人|和|或|及|与|、|者|其[他它]组织|社会公众|群众|提出|提交|共){0,8}"
)
_RECEIVED = r"(?P<verb>新收到?|新增|收到|接收到?|接到|受理|收办|收)"
_THIS_YEAR = r"(?:本年度?|今年)?"
_LAST = r"上一?年度?(?:未办结)?的?(?:结转|转结|遗留)"
_NEXT = r"(?:结转|转结|顺延|转)(?:至|到|入)?(?:下一?年度?|次年|明年)度?"
_GOING_ON = rf"(?:继续)?(?:办理|答复|处理)?的?(?:{_APP}|申请)?"

_APPLICATIONS = (
    rf"{_RECEIVED}{_FROM}{_APP}{JOINED}{COUNTED}",
    rf"{_RECEIVED}了?{COUNTED}(?:的|有效)?{_APP}",
    rf"{_APP}共?{_RECEIVED}了?{COUNTED}",
    rf"(?P<verb>共有|共计){_APP}{COUNTED}",
)
_NONE_RECEIVED = (
    rf"(?:未|没有|无)(?:再)?(?:收到|接到|受理|接收)(?:过|到|任何|有关|相关)?{_FROM}{_APP}"
    rf"(?!.{{0,10}}(?:复议|诉讼|举报|投诉|收费))|(?<!有)无{_APP}(?=[,。;]|$)"
)
_DONE = (
    rf"(?:办结|答复){_GOING_ON}{JOINED}{COUNTED}",
    rf"(?:办理|处理|回复)(?:完毕|完成)?了?{_APP}{JOINED}{COUNTED}",
)
_CARRIED = (
    rf"{_LAST}(?:至|到|下来)?{_THIS_YEAR}{_GOING_ON}{JOINED}{COUNTED}",
    rf"{COUNTED}(?:{_APP}|申请)?(?:为|系|是|属于?){_LAST}",
)
_NONE_CARRIED = rf"(?:无|没有){_LAST}"
_LEFT = (
    rf"{_NEXT}{_GOING_ON}{JOINED}{COUNTED}",
    rf"{COUNTED}(?:{_APP}|申请|案件)?[^,、;。\d]{{0,10}}?{_NEXT}(?!{_GOING_ON}{JOINED}{NUMBER})",
)
_NONE_LEFT = rf"(?:无|没有)(?:申请)?(?:{_NEXT}|下一?年度?(?:结转|转结))"

# Results of handling by the words that name them.
_RESULTS = {
    "given_partly": r"予以公开[及和、或与](?:予以)?部分公开",
    "given": r"(?<!不)(?:予以|同意)公开",
    "partly": r"(?<!予以公开[及和、或与])(?<!公开[及和、或与]予以)部分公开",
    "denied": r"不予公开",
    "unable": r"无法提供",
    "ignored": r"不予处理",
    "otherwise": r"其[他它]处理",
    "secret": r"属于?国家秘密",
    "third_party": r"保护第三方合法权益",
    "internal": r"三类内部事务信息",
    "process": r"四类过程性信息",
    "case_file": r"行政执法案卷",
    "enquiry": r"行政查询事项",
    "not_held": r"不掌握(?:相关)?(?:政府)?信息",
    "not_made": r"没有现成信息(?:需要)?(?:另行制作)?",
    "unclear": r"补正后(?:申请内容)?仍不明确",
    "petition": r"信访、?举报、?投诉类",
    "repeated": r"重复申请",
    "abusive": r"大量反复申请",
    "no_correction": r"逾期[不未]补正",
}
_RESULT_OF = r"(?:类|的|情形|情况|答复|决定|政府信息|申请|信息|\"|”){0,4}(?:\([^)]{0,20}\))?"
_PEOPLE = {
    "person": r"自然人",
    "organisations": r"法人(?:[和或及、]者?)?(?:其[他它]组织)",
    "company": r"商业企业",
    "research": r"科研机构",
    "charity": r"社会公益组织",
    "legal": r"法律服务机构",
}
_APPLIED = r"(?:提出|提交|申请|的|人){0,3}"
_DOCUMENT = r"(?P<what>规章|(?:行政)?规范性文件)"
_DOCUMENTS = {
    "made": rf"(?:制发|制定(?:发布|印发|出台)?|出台|印发){_DOCUMENT}{JOINED}{COUNTED}",
    "repealed": rf"废止{_DOCUMENT}{JOINED}{COUNTED}",
    "valid": rf"现行有效的?{_DOCUMENT}{JOINED}{COUNTED}",
}

_MENTIONED = re.compile(rf"{_APP}|申请")
_ANSWERED = re.compile(r"申请|答复|办结|^[,:]?其中")
_RESULT = re.compile("|".join(_RESULTS.values()))
# One channel, one office, a part of the year: not what the tables count.
_SUBSET = re.compile(
    r"其中|网络|网上|网站|信函|邮寄|当面|现场|传真|邮箱|平台(?:收到|受理)|在线|部门|乡镇|县区|各区|各县|"
    r"下级|所属|下属|本级|上一?年|去年|同期|上半年|下半年|季度|\d月份|以来|历年"
)
_OTHER_MATTER = re.compile(
    r"建议|提案|留言|信访(?!、?举报)|来信|咨询|热线|信件|诉求|工单|网民|许可|审批"
)
_AREA = re.compile(r"[全本]([省市县区州盟旗镇乡])")


def statements(passages: Iterable[Passage], organ: str = "") -> Iterator[Statement]:
    """Every figure stated in words, in the order of the text; one passage may state several.

    `organ`: who reports. A government's figures are those of its whole area (全市), those of a
    department are not.
    """
    own = area_of(organ)
    for passage in passages:
        text = narrow(passage.text)
        mentioned = False  # the passage has spoken of applications
        for start, sentence in pieces(text, STOPS):
            mentioned = mentioned or _MENTIONED.search(sentence) is not None
            about = mentioned and _on_handling(sentence)
            for offset, clause in pieces(sentence, ";"):
                for measure, match, count in _in_clause(clause, about, own):
                    page = passage.page_at(start + offset + match.start())
                    yield Statement(measure, count, match[0], page)


def _on_handling(sentence: str) -> bool:
    """It tells how applications were handled: says so, or lists results one behind the other."""
    return _ANSWERED.search(sentence) is not None or len(_RESULT.findall(sentence)) > 1


def narrow(text: str) -> str:
    """The text with full-width digits and punctuation made ASCII, character by character."""
    return text.translate(_NARROW)


def pieces(text: str, marks: str) -> Iterator[tuple[int, str]]:
    """What stands between any of the marks, with its place; no sentence is longer than _LONGEST."""
    for match in re.finditer(rf"[^{marks}]{{1,{_LONGEST}}}", text):
        yield match.start(), match[0]


_LONGEST = 4000  # characters; every figure in a sentence is held against all words before it
_Found = tuple[str, re.Match[str], int]


def _in_clause(sentence: str, about: bool, area: str) -> Iterator[_Found]:
    yield from _applications(sentence, area)
    if about and not _OTHER_MATTER.search(sentence):
        yield from _handled(sentence, area)
    for column, pattern in _DOCUMENTS.items():
        for match in exact(pattern, sentence):
            row = "regulation" if match["what"] == "规章" else "document"
            yield f"{row}:{column}", match, number_of(match)


def _applications(sentence: str, area: str) -> Iterator[_Found]:
    for pattern in _APPLICATIONS:
        for match in exact(pattern, sentence):
            if _whole(sentence, match, area):
                yield (
                    "new" if match["verb"].startswith("新") else "received",
                    match,
                    number_of(match),
                )
    for match in re.finditer(_NONE_RECEIVED, sentence):
        if _whole(sentence, match, area):
            yield "received", match, 0
    for measure, pattern in (("carried", _NONE_CARRIED), ("left", _NONE_LEFT)):
        for match in re.finditer(pattern, sentence):
            if in_area(sentence[: match.end()], area):
                yield measure, match, 0
    for measure, patterns in (("carried", _CARRIED), ("left", _LEFT)):
        for pattern in patterns:
            for match in exact(pattern, sentence):
                if in_area(sentence[: match.end()], area):
                    yield measure, match, number_of(match)


def _handled(sentence: str, area: str) -> Iterator[_Found]:
    for pattern in _DONE:
        for match in exact(pattern, sentence):
            if _whole(sentence, match, area):
                yield "done", match, number_of(match)
    for measure, words in _RESULTS.items():
        for match in exact(rf"{words}{_RESULT_OF}{JOINED}{COUNTED}", sentence):
            if in_area(sentence[: match.end()], area):
                yield measure, match, number_of(match)
    if re.search(_RECEIVED, sentence):
        for who, words in _PEOPLE.items():
            for match in exact(rf"{words}{_APPLIED}{JOINED}{COUNTED}", sentence):
                if in_area(sentence[: match.end()], area):
                    yield f"by:{who}", match, number_of(match)


def exact(pattern: str, sentence: str) -> Iterator[re.Match[str]]:
    """Matches whose figure is exact."""
    for match in re.finditer(pattern, sentence):
        if not match["about"] and not match["vague"] and whole_number(match["n"]) is not None:
            yield match


def number_of(match: re.Match[str]) -> int:
    number = whole_number(match["n"])
    assert number is not None  # as `exact` saw to
    return number


def _whole(sentence: str, match: re.Match[str], area: str) -> bool:
    """The clause up to the figure limits it to nothing less, or more, than the report covers."""
    start = max(sentence.rfind(mark, 0, match.start()) for mark in ",(") + 1
    clause = sentence[start : match.end()]
    return not _SUBSET.search(clause) and in_area(sentence[: match.end()], area)


def in_area(words: str, area: str) -> bool:
    """No area is named in the words of a sentence so far, or the one that the report is about."""
    return {found[1] for found in _AREA.finditer(words)} <= {area}
