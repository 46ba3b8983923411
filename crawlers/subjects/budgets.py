"""What the text of a budget or of final accounts says: tables, notes, day of approval.

预算法 第十四条, 财预〔2016〕143号. Table names vary from province to province: they are found by
aliases, and a set under other names counts as undecided, not as absent.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from crawlers.reading.dates import dates_in
from data.budget_lists import required_tables


def _patterns(sort: str) -> Mapping[str, str]:
    return {table.name: table.match for table in required_tables(sort)}


DEPARTMENT_BUDGET = _patterns("department_budget")
DEPARTMENT_ACCOUNTS = _patterns("department_accounts")
# A government's set is judged by group: local sets split and merge the single tables.
GOVERNMENT_TABLES = _patterns("government_budget")
# A table that a unit says it has no figures for is explained, which the rule accepts.
GROUP_EXPLAINED: Mapping[str, str] = {
    "国有资本经营预算表": (
        r"(?:无|没有|未编制|不编制)[^。；]{0,12}国有资本经营|国有资本经营[^。；]{0,16}(?:无|"
        r"没有|未编制|不编制|未安排)"
    ),
    "社会保险基金预算表": (
        r"(?:社会保险|社保)基金[^。；]{0,24}(?:统筹|统一编制|未编制|不编制|无收支|"
        r"由.{1,4}级)"
    ),
    "政府性基金预算表": (
        r"(?:无|没有|未安排)[^。；]{0,8}政府性基金|政府性基金[^。；]{0,16}(?:无|没有|"
        r"未安排)"
    ),
}
DEPARTMENT_NOTES: Mapping[str, str] = {
    "机关运行经费": r"机关运行经费|公用经费|运行经费",
    "政府采购": r"政府采购",
    "预算绩效": r"绩效(?!工资)",
}
GOVERNMENT_NOTES: Mapping[str, str] = {
    "转移支付": r"转移支付|税收返还",
    "举借债务": r"债务|债券",
    "预算绩效": r"绩效(?!工资)",
}
NOTE_SINCE: Mapping[str, int] = {"预算绩效": 2020}  # asked of everybody only since then
_TABLE_LINE = re.compile(
    r"^(?:[一二三四五六七八九十\d]{1,3}[、.．])?([\u4e00-\u9fa5()（）]{4,36}表)(?:\d*|说明)$"
)
_MONEY_WORDS = re.compile(r"收入|支出|收支|预算|决算|经费|拨款")


def plain(text: str) -> str:
    """Without spaces, quotation marks and guillemets; line breaks and tabs stay."""
    return re.sub(r"[ \u3000\xa0“”\"'‘’《》〈〉]", "", text)


def named(patterns: Mapping[str, str], text: str) -> tuple[str, ...]:
    """Names whose pattern the text shows, line breaks inside a name allowed."""
    joined = re.sub(r"\s", "", plain(text))
    flat = plain(text)
    return tuple(name for name, p in patterns.items() if re.search(p, flat) or re.search(p, joined))


def headed(patterns: Mapping[str, str], text: str) -> tuple[str, ...]:
    """Names that head a table or stand as a heading of their own, not only in a list of contents.

    A list of contents is what stands under 目录, a line that ends in a page number, and three or
    more names of tables on end; the last of them, said before, may head the table that follows.
    """
    lines = plain(text).splitlines()
    headings = list(_headings(patterns, lines))
    contents = _under_contents(lines)
    free: set[str] = set()
    run: list[_Heading] = []
    for n, heading in enumerate(headings, 1):
        run.append(heading)
        if n < len(headings) and headings[n].first == heading.last + 1:
            continue
        again = any(heading.names & earlier.names for earlier in run[:-1])
        table = any(_CELLS.search(line) for line in lines[heading.last + 1 : heading.last + 4])
        alone = run if len(run) < 3 else run[-1:] if again and table else []
        free |= {n for h in alone if h.first not in contents and not h.paged for n in h.names}
        run = []
    return tuple(name for name in patterns if name in free)


@dataclass(frozen=True, slots=True)
class _Heading:
    """A short line, perhaps broken in two, that names a table, one that is asked for or another."""

    names: frozenset[str]
    first: int
    last: int
    paged: bool


_LONGEST = 50  # characters of a heading
_PAGED = re.compile(r"(?:[.…·⋯]{2,}|\t)\d{1,3}$")
_CELLS = re.compile(r"\t|\d\.\d|单位[:：]|科目|^项目|公开\d+表")
_EXPLAINS = re.compile(r"(?:的|情况|编制)*说明")


def _headings(patterns: Mapping[str, str], lines: list[str]) -> Iterator[_Heading]:
    whole = [_named_in(patterns, line) for line in lines]
    broken_above = False
    for at, line in enumerate(lines):
        if broken_above:
            broken_above = False
            continue
        if whole[at] or (len(line) <= _LONGEST and _TABLE_LINE.match(line)):
            yield _Heading(whole[at], at, at, _PAGED.search(line) is not None)
        elif at + 1 < len(lines) and lines[at + 1].endswith("表") and not whole[at + 1]:
            joined = line + lines[at + 1]
            if names := _named_in(patterns, joined):
                yield _Heading(names, at, at + 1, False)
                broken_above = True


def _named_in(patterns: Mapping[str, str], line: str) -> frozenset[str]:
    """Names that the line gives as a heading; a sentence or a row of cells gives none."""
    if re.search(r"[。；;，,]|(?:\t+[^\t]+){4}", line):
        return frozenset()
    line = line.replace("\t", "")
    if len(line) > _LONGEST:
        return frozenset()
    return frozenset(
        name
        for name, pattern in patterns.items()
        if any(not _EXPLAINS.match(line, m.end()) for m in re.finditer(pattern, line))
    )


def _under_contents(lines: list[str]) -> frozenset[int]:
    """Numbers of the lines under 目录, up to the first that is prose, figures or said again."""
    found: set[int] = set()
    seen: set[str] | None = None
    for at, line in enumerate(lines):
        if re.fullmatch(r"目[录次]", line):
            seen = set()
        elif seen is not None and line:
            said = re.sub(r"^[一二三四五六七八九十\d]+[、.．]|[.…·⋯\t]*\d*$", "", line)
            prose = len(line) > 60 or (len(line) > 20 and "。" in line)
            if prose or re.search(r"\d\.\d", line) or (len(said) > 3 and said in seen):
                seen = None
            else:
                seen.add(said)
                found.add(at)
    return frozenset(found)


def other_tables(patterns: Mapping[str, str], text: str) -> tuple[str, ...]:
    """Headings of money tables that none of the aliases knows."""
    lines = {m.group(1) for line in plain(text).splitlines() if (m := _TABLE_LINE.match(line))}
    return tuple(
        line
        for line in sorted(lines)
        if _MONEY_WORDS.search(line) and not any(re.search(p, line) for p in patterns.values())
    )


# --- year and approval --------------------------------------------------------------------------


def years_of(title: str, word: str) -> frozenset[int]:
    """Years that a title joins with 预算 or 决算: the last one said before each of the words."""
    found: set[int] = set()
    for match in re.finditer(word, title):
        if before := re.findall(r"20\d\d(?=\s*年)", title[: match.start()]):
            found.add(int(before[-1]))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Approval:
    on: date
    quote: str


def approval(text: str, *, government: bool, accounts: bool, year: int) -> Approval | None:
    """When the document was approved (by the congress) or replied to (by the finance office).

    The latest day said of this year's document; None when the text gives none.
    """
    verbs = r"批准|审议通过|审查通过|表决通过|通过了" if government else r"批复"
    subject = r"决算" if accounts else r"预算"
    first, last = (date(year + 1, 1, 1), date(year + 2, 6, 30)) if accounts else (
        date(year - 1, 9, 1), date(year, 12, 31))  # fmt: skip
    found: list[Approval] = []
    for sentence in re.split(r"[。；;\n]", text):
        if not re.search(verbs, sentence):
            continue
        label = re.search(rf"(?:{verbs})(?:日期|时间)", sentence)
        if not label and not re.search(subject, sentence):
            continue
        for at, day in dates_in(sentence):
            verb = re.search(verbs, sentence[at:])
            near = label or (verb and verb.start() <= 60)
            if near and first <= day <= last:
                found.append(Approval(day, " ".join(sentence.split())[:80]))
    return max(found, key=lambda a: a.on, default=None)
