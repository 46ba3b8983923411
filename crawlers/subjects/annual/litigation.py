"""What the words of a report say of 行政复议 and 行政诉讼 over disclosure."""

import re
from collections.abc import Iterable, Iterator

from crawlers.subjects.annual.model import Passage
from crawlers.subjects.annual.numerals import NUMBER, whole_number
from crawlers.subjects.annual.prose import (
    COUNTED,
    JOINED,
    STOPS,
    Statement,
    in_area,
    narrow,
    pieces,
)
from crawlers.subjects.annual.titles import area_of

_SUBJECTS = {
    "direct": r"未经(?:行政)?复议直接起诉",
    "after": r"经?(?:行政)?复议后(?:再|又)?(?:起诉|提起(?:行政)?诉讼)",
    "review": r"行政复议",
    "suit": r"行政诉讼|(?<!行政)诉讼",
}
_RULINGS = {
    "upheld": r"(?:结果|予以|获)?维持(?:原[^\d,。;、]{0,10})?",
    "corrected": r"(?:结果|予以|被|获)?(?:纠正|纠错)",
    "otherwise": r"其[他它]结果",
    "pending": r"(?:尚未|未|待)审结|正在审理",
}
_CASES = rf"(?:案件|申请|事项|案|的){{0,2}}(?:发生)?{JOINED}{COUNTED}"
_WORD = re.compile(
    "|".join(rf"(?P<{key}>{words})" for key, words in (_SUBJECTS | _RULINGS).items())
)
_FIGURE = re.compile(_CASES)
# Both in one breath: a figure behind them is that of neither, unless it says 均 or 各.
_BOTH = re.compile(
    r"行政复议(?:案件|申请)?(?:、|和|及|与|或|以及)(?:被?提起)?(?:政府信息公开)?(?:行政)?诉讼(?:案件)?"
)
_EACH = re.compile(rf"(?:的)?(?:数量)?(?:均|各|都)(?:为|是|有)?(?P<n>{NUMBER})[件宗起例]")
_IN_TURN = re.compile(
    rf"(?:分别)(?:为|是|有)?(?P<n>{NUMBER})[件宗起例][、和及,](?P<m>{NUMBER})[件宗起例]"
)
_NO_CASES = re.compile(r"(?:为)?[0零]件")
_NONE = re.compile(
    r"(?:未(?:发生|收到|产生|出现|引发|有|接到|因)|没有|不存在|无(?!法|正当|故|关|误|需))"
    r"(?P<between>[^,。;\d]{0,30}?)(?P<what>"
    rf"{_BOTH.pattern}|行政复议|行政诉讼)(?!.{{0,8}}(?:纠正|纠错|败诉|撤销|违法|维持))"
)
# An organ that decides disputes or pleads for others counts those of everybody.
_CASE_LOAD = re.compile(r"办理|审理|审结|受理|承办|代理|应诉|收到|收案")
_SHARE = re.compile(r"其中[^,;]{0,12}信息公开|涉及|属于")
_OF_DISCLOSURE = re.compile(r"信息公开|公开信息|依申请公开")
_OTHER_YEAR = re.compile(r"(?:上一?年|去年|同期)(?!度?(?:结转|转结|未结))")
_DISPUTES = 4  # the part of the report


def cases(passages: Iterable[Passage], organ: str = "") -> Iterator[Statement]:
    """Cases over disclosure stated in words: those of part four, and of sentences that say so.

    Measures are `review:total`, `suit:upheld` …; `direct` and `after` are the two kinds of suits.
    """
    area = area_of(organ)
    for passage in passages:
        text = narrow(passage.text)
        subject = ""
        for start, sentence in pieces(text, STOPS):
            about = passage.part == _DISPUTES or _OF_DISCLOSURE.search(sentence) is not None
            for offset, clause in pieces(sentence, ";") if about else ():
                if not clause.startswith("其中"):
                    subject = ""
                for measure, place, quote, count in _stated(clause, subject):
                    words = sentence[: offset + place]
                    if _OTHER_YEAR.search(words) or not in_area(words, area):
                        continue
                    page = passage.page_at(start + offset + place)
                    yield Statement(measure, count, quote, page)
                subject = _last_subject(clause) or subject


def _stated(sentence: str, subject: str) -> Iterator[tuple[str, int, str, int]]:
    """Measure, place, words and figure of everything counted in a sentence."""
    for match in _NONE.finditer(sentence):
        if _own(sentence, match.start("what")):
            both = "诉讼" in match["what"] and "复议" in match["what"]
            only = "suit" if "诉讼" in match["what"] else "review"
            for kind in ("review", "suit") if both else (only,):
                yield f"{kind}:total", match.start(), match[0], 0
    rest = sentence
    for match in _BOTH.finditer(sentence):
        rest = rest[: match.start()] + "#" * len(match[0]) + rest[match.end() :]
        if _own(sentence, match.start()):
            yield from _together(sentence, match)
    for match in _WORD.finditer(rest):
        kind = str(match.lastgroup)
        figure = _FIGURE.match(rest, match.end())
        if kind in _SUBJECTS:
            subject = kind if _own(sentence, match.start()) else ""
        if not subject or not figure or figure["about"] or figure["vague"]:
            continue
        if (count := whole_number(figure["n"])) is not None:
            ruling = "total" if kind in _SUBJECTS else kind
            yield f"{subject}:{ruling}", match.start(), rest[match.start() : figure.end()], count


def _together(sentence: str, both: re.Match[str]) -> Iterator[tuple[str, int, str, int]]:
    """行政复议、行政诉讼均为0件; 分别为2件、1件."""
    place = both.start()
    numbers: list[int | None] = []
    if match := _EACH.match(sentence, both.end()):
        numbers = [whole_number(match["n"])] * 2
    elif match := _IN_TURN.match(sentence, both.end()):
        numbers = [whole_number(match["n"]), whole_number(match["m"])]
    elif match := _NO_CASES.match(sentence, both.end()):
        numbers = [0, 0]
    for kind, count in zip(("review", "suit"), numbers, strict=False):
        if match and count is not None:
            yield f"{kind}:total", place, sentence[place : match.end()], count


def _own(sentence: str, place: int) -> bool:
    """The clause counts disputes over disclosure, not those of the office or of everybody."""
    start = sentence.rfind(",", 0, place) + 1
    end = sentence.find(",", place)
    clause = sentence[start : end if end >= 0 else len(sentence)]
    if _OF_DISCLOSURE.search(clause):
        return True
    return not (_SHARE.search(sentence) or _CASE_LOAD.search(clause))


def _last_subject(sentence: str) -> str:
    found = [m.lastgroup for m in _WORD.finditer(sentence) if m.lastgroup in _SUBJECTS]
    return str(found[-1]) if found else ""
