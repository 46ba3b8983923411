"""The words of the annual report: its six parts, and figures that the text states as tables do."""

import re
from collections.abc import Iterator, Mapping, Sequence

from crawlers.subjects.annual import Form, Tally

_DISPUTES = "行政复议、行政诉讼情况"
PARTS: Mapping[str, str] = {
    "总体情况": r"总体情况|基本情况|概述",
    "主动公开政府信息情况": r"主动公开",
    "收到和处理政府信息公开申请情况": r"申请",
    _DISPUTES: r"行政复议|行政诉讼|复议",
    "存在的主要问题及改进情况": r"问题",
    "其他需要报告的事项": r"其他.{0,6}(报告|事项)",
}
# Besides its own name, what a part without any heading would speak of.
_MENTIONED: Mapping[str, str] = {
    "存在的主要问题及改进情况": r"问题|不足|改进",
    "其他需要报告的事项": r"其他.{0,6}(报告|事项)|信息处理费",
}

_NUMBERED = re.compile(r"(第?[一二三四五六七八九十]部分|[一二三四五六七八九](\s*[、.．]|\s+))")
_NUMBER = re.compile(r"^(第?[一二三四五六七八九十\d]{1,2}(部分)?[、.．:：]?)?")
_HEADS = re.compile(r"(情况|事项|概述|概况|问题|改进|措施)[:：]?$")
_ROW = re.compile(r"\t\s*[\d/]|本年新收|上年结转|结转下年度|本年度办理结果")  # of a table
_LONGEST = 30  # characters of a heading that no number marks as one


# --- parts --------------------------------------------------------------------------------------


def parts_found(text: str, main: str | None = None) -> tuple[str, ...]:
    """Names of the six parts that have a heading of their own, in the order of the form.

    A numbered line is a heading wherever it stands on the page, a short line without a number only
    in the main content (`main`; not given: the text): menus use the same words.
    """
    headings = [h for line in text.splitlines() if (h := _numbered(line))]
    lines = (text if main is None else main).splitlines()
    headings += [h for line in lines if (h := _bare(line))]
    return tuple(
        name for name, words in PARTS.items() if any(re.search(words, h) for h in headings)
    )


def parts_mentioned(text: str) -> tuple[str, ...]:
    """Names of the parts whose words the text uses anywhere."""
    flat = re.sub(r"\s", "", text)
    return tuple(name for name, w in PARTS.items() if re.search(_MENTIONED.get(name, w), flat))


def _numbered(line: str) -> str:
    """The words of a line with a Chinese number in front; of a long one those before the stop."""
    line = line.strip()
    if not _NUMBERED.match(line) or _ROW.search(line):
        return ""
    return re.sub(r"\s", "", line if len(line) < 60 else re.split(r"[。:：]", line)[0][:_LONGEST])


def _bare(line: str) -> str:
    """A short line that reads like a heading, whatever number it has or has not."""
    flat = re.sub(r"\s", "", line)
    if len(flat) > _LONGEST or "\t" in line.strip() or re.search(r"[。；;，,（(]", flat):
        return ""
    words = _NUMBER.sub("", flat)
    return words if _HEADS.search(words) and not _ROW.search(line) else ""


# --- text against tables ------------------------------------------------------------------------

# A sentence about one channel or about offices below counts something else.
_PART_ONLY = re.compile(
    r"其中|网络|信函|邮寄|当面|传真|平台收到|在线|部门|乡镇|县区|下级|全市|全县|全区|全省|上年|去年"
)
_N = r"(?P<n>\d+)[件宗份]"
_APPLICATIONS = (
    r"(?:各类|有效|的)*(?:政府|政务)?(?:信息公开|公开信息|依申请公开)(?:的)?申请(?:数量)"
    r"?(?:共|共计|总计)?"
)
# An organ that decides disputes or pleads for others counts those of everybody.
_CASE_LOAD = re.compile(r"办理|审理|审结|受理|承办|代理|应诉|收到|收案")
_DISPUTED = frozenset({"行政复议", "行政诉讼"})
_OF_DISCLOSURE = re.compile(r"信息公开|公开信息|依申请公开")


def statements(text: str, form: Form) -> Tally:
    """I6: figures that the text states and the tables state too."""
    held, failed = 0, []
    clauses = tuple(_clauses(text))
    for said, pattern, allowed in _stated(form):
        for clause, compared in clauses:
            match = re.search(pattern, clause)
            if not match or _PART_ONLY.search(clause[: match.end()]):
                continue
            if said in _DISPUTED and not compared:
                continue
            stated = int(match.group("n"))
            if stated in allowed:
                held += 1
            else:
                failed.append(f"正文称{said}{stated}件，表中为{allowed[0]}件")
            break
    return Tally(held, tuple(failed), 0)


def _clauses(text: str) -> Iterator[tuple[str, bool]]:
    """Clauses without white space; True: disputes counted in it are those over disclosure.

    That is so in part four, and where the same sentence speaks of disclosure; not where the clause
    counts the cases of an organ that decides or pleads them, nor where a share is named behind it.
    """
    in_part = False
    for line in _unwrapped(text).splitlines():
        if not re.match(r"\s*\d", line) and (heading := _numbered(line) or _bare(line)):
            in_part = _opens_disputes(heading)
        for sentence in re.split(r"[。;；]", re.sub(r"\s", "", line)):
            about = in_part or _OF_DISCLOSURE.search(sentence) is not None
            share = re.search(r"其中|涉及|属于", sentence)
            for clause in re.split(r"[，,]", sentence):
                own = _OF_DISCLOSURE.search(clause) or not (share or _CASE_LOAD.search(clause))
                yield clause, about and bool(own)


def _opens_disputes(heading: str) -> bool:
    """The heading of part four; another part may have one on disputes of every kind."""
    if not ("复议" in heading and "诉讼" in heading):
        return False
    fourth = re.match(r"第?四", heading) or not _NUMBERED.match(heading)
    return bool(fourth or _OF_DISCLOSURE.search(heading))


def _unwrapped(text: str) -> str:
    """Lines that a page layout broke in mid-sentence, joined again; headings stay alone."""
    return re.sub(
        r"(?m)^([^\t\n]{15,}[^\t\n。；：:！])\n(?=[^\t\n]{2,}$)",
        lambda match: match[0] if _HEADS.search(match[1].rstrip()) else match[1],
        text,
    )


def _stated(form: Form) -> Sequence[tuple[str, str, tuple[int, ...]]]:
    found: list[tuple[str, str, tuple[int, ...]]] = []
    if form.new is not None:
        # 收到 and 受理 may include what was carried over, so both readings are right.
        both = (form.new, form.new + form.carried) if form.carried is not None else (form.new,)
        found.append(("收到申请", rf"(?:新?收到?|受理|接收)(?:了)?{_APPLICATIONS}{_N}", both))
    if form.left is not None:
        found.append(
            ("结转下年度", rf"结转(?:至|到)?下(?:一)?年度?(?:继续)?(?:办理)?{_N}", (form.left,))
        )
    if form.reviews is not None:
        found.append(("行政复议", rf"行政复议(?:案件)?(?:共)?{_N}", (form.reviews,)))
    if form.suits is not None:
        found.append(("行政诉讼", rf"行政诉讼(?:案件)?(?:共)?{_N}", (form.suits,)))
    return found
