"""The six parts of the annual report: their headings, and the passages below each.

Source: 《政府信息公开条例》第五十条; 国办公开办函〔2021〕30号, 一、报告内容.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crawlers.subjects.annual.material import Numbered
from crawlers.subjects.annual.model import Part, Passage

PARTS: Mapping[str, str] = {
    "总体情况": r"总体情况|基本情况|概述",
    "主动公开政府信息情况": r"主动公开",
    "收到和处理政府信息公开申请情况": r"申请",
    "行政复议、行政诉讼情况": r"行政复议|行政诉讼|复议",
    "存在的主要问题及改进情况": r"问题",
    "其他需要报告的事项": r"其[他它].{0,6}(报告|事项)",
}
NAMES = tuple(PARTS)
# Besides its own name, what a part without any heading would speak of.
_MENTIONED: Mapping[str, str] = {
    "存在的主要问题及改进情况": r"问题|不足|改进",
    "其他需要报告的事项": r"其[他它].{0,6}(报告|事项)|信息处理费",
}
_NUMERALS = "一二三四五六七八九"
_NUMBERED = re.compile(r"(第?[一二三四五六七八九十]部分|[一二三四五六七八九](\s*[、.．]|\s+))")
_NUMBER = re.compile(r"^(第?[一二三四五六七八九十\d]{1,2}(部分)?[、.．:：]?)?")
_HEADS = re.compile(r"(情况|事项|概述|概况|问题|改进|措施)[:：]?$")
_ROW = re.compile(r"\t\s*[\d/]|本年新收|上年结转|结转下年度|本年度办理结果")  # of a table
_LONGEST = 30  # characters of a heading that no number marks as one,
_LONGEST_HEADING = 60  # and of a line that is nothing but a heading
_OF_DISCLOSURE = re.compile(r"信息公开|公开信息|依申请公开")
_PAGE_NUMBER = re.compile(r"[-—–\s]*\d{1,3}[-—–\s]*")
_OPEN_LINE = 15  # characters: a shorter line ends its paragraph
_ENDS = re.compile(r"[。；：:;！!？?]$")


@dataclass(frozen=True, slots=True)
class _Heading:
    line: int
    words: str  # without white space
    number: int | None  # that is printed in front


def parts_of(lines: Sequence[Numbered], *, framed: bool = False) -> tuple[Part, ...]:
    """The parts that have a heading of their own, in the order of the form.

    A numbered line is a heading wherever it stands, a short line without a number only where no
    menus are about (`framed`): those use the same words.
    """
    chosen = _chosen(list(_headings(lines, framed)))
    starts = sorted(heading.line for heading in chosen.values())
    found = []
    for number, heading in sorted(chosen.items()):
        behind = bisect_right(starts, heading.line)
        end = starts[behind] if behind < len(starts) else len(lines)
        line, page = lines[heading.line]
        # The part may begin in the line of its heading.
        first = heading.line + (len(line) <= _LONGEST_HEADING)
        body = "\n".join(line for line, _ in lines[first:end])
        found.append(Part(number, heading.words, body, page))
    return tuple(found)


def mentioned(text: str) -> tuple[str, ...]:
    """Names of the parts whose words the text uses anywhere."""
    words = re.sub(r"\s", "", text)
    return tuple(name for name, w in PARTS.items() if re.search(_MENTIONED.get(name, w), words))


def _chosen(headings: Sequence[_Heading]) -> Mapping[int, _Heading]:
    """A heading for each part: the one with its number, else the first between its neighbours."""
    chosen: dict[int, _Heading] = {}
    for number, words in enumerate(PARTS.values(), start=1):
        own = [h for h in headings if h.number == number and re.search(words, h.words)]
        if own:
            chosen[number] = own[0]
    for number, words in enumerate(PARTS.values(), start=1):
        if number in chosen:
            continue
        taken = {heading.line for heading in chosen.values()}
        low = max((h.line for n, h in chosen.items() if n < number), default=-1)
        high = min((h.line for n, h in chosen.items() if n > number), default=10**9)
        fit = [h for h in headings if h.line not in taken and re.search(words, h.words)]
        between = [h for h in fit if low < h.line < high]
        if between or fit:
            chosen[number] = (between or fit)[0]
    return chosen


def _headings(lines: Sequence[Numbered], framed: bool) -> Iterator[_Heading]:
    for n, (line, _) in enumerate(lines):
        if words := numbered(line):
            match = re.match(rf"第?([{_NUMERALS}])", words)
            yield _Heading(n, words, _NUMERALS.index(match[1]) + 1 if match else None)
        elif not framed and (words := bare(line)):
            yield _Heading(n, words, None)


def numbered(line: str) -> str:
    """The words of a line with a Chinese number in front; of a long one those before the stop."""
    line = line.strip()
    if not _NUMBERED.match(line) or _ROW.search(line):
        return ""
    return re.sub(
        r"\s",
        "",
        line if len(line) <= _LONGEST_HEADING else re.split(r"[。:：]", line)[0][:_LONGEST],
    )


def bare(line: str) -> str:
    """A short line that reads like a heading, whatever number it has or has not."""
    words = re.sub(r"\s", "", line)
    if len(words) > _LONGEST or "\t" in line.strip() or re.search(r"[。；;，,（(]", words):
        return ""
    words = _NUMBER.sub("", words)
    return words if _HEADS.search(words) and not _ROW.search(line) else ""


# --- passages -----------------------------------------------------------------------------------


def passages_of(lines: Sequence[Numbered], *, framed: bool = False) -> tuple[Passage, ...]:
    """Paragraphs: lines that a page layout broke in mid-sentence are joined, headings stay alone.

    `part` is the part a paragraph belongs to; part 4 only where its heading is one of disclosure,
    as a report may have a chapter on disputes of every kind.
    """
    chosen = _chosen(list(_headings(lines, framed)))
    starts = sorted((heading.line, number, heading.words) for number, heading in chosen.items())
    found: list[Passage] = []
    open_line = False
    for n, (line, page) in enumerate(lines):
        words = re.sub(r"\s", "", line)
        if not words or (page is not None and _PAGE_NUMBER.fullmatch(line)):
            continue
        alone = bool(numbered(line) or bare(line))
        last = found[-1] if found and open_line and not alone else None
        if last:
            found[-1] = Passage(
                last.text + words, last.part, (*last.starts, (len(last.text), page))
            )
        else:
            found.append(Passage(words, _part_at(starts, n), ((0, page),)))
        open_line = not alone and len(line.strip()) >= _OPEN_LINE and not _ENDS.search(line.strip())
    return tuple(found)


def _part_at(starts: Iterable[tuple[int, int, str]], line: int) -> int:
    part, words = 0, ""
    for start, number, heading in starts:
        if start <= line:
            part, words = number, heading
    if part == 4 and not _opens_disputes(words):
        return 0
    return part


def _opens_disputes(heading: str) -> bool:
    """The heading of part four; another part may have one on disputes of every kind."""
    if not ("复议" in heading and "诉讼" in heading):
        return False
    fourth = re.match(r"第?四", heading) or not _NUMBERED.match(heading)
    return bool(fourth or _OF_DISCLOSURE.search(heading))
