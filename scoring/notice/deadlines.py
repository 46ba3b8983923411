"""By when a task is due, and how often: 年底前, 6月底前, 第三季度, 每季度, 长期坚持. Pure."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scoring.notice.text import Quoted, Text

_YEAR = r"(?:(?P<year>\d{4})年|(?P<named>[今本当明后])年)"
_NAMED = {"明": 1, "后": 2}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_TENTHS = {"上旬": 10, "中旬": 20}
_PLANS = {"十三五": 2020, "十四五": 2025, "十五五": 2030}
_TO = "(?:-+|—+|–|~|～|至|到)"
_DAY = r"(?:\d{1,2}月)?\d{1,2}[日号]"
_BEGINS = r"(?P<begins>开始|起(?!草)|以来)?"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One time that a task names; exactly one of the last four fields is set."""

    said: Quoted
    due: date | None = None  # last day
    begins: date | None = None  # first day
    every: str = ""  # "年", "半年", "季度", "两个月", "月", "半月", "旬",
    # "两周", "周", "工作日", "日", "学期"
    standing: bool = False  # 长期坚持: it never ends


_Reader = Callable[[re.Match[str], int], tuple[date | None, date | None, str]]
# Where the words speak of nothing but the time: a slot in a bracket, a line or a column.
_SLOT = re.compile(
    r"(?:[(〔【](?:完成|办结|整改|工作|落实)?(?:时限|时间|期限|节点)(?:要求|节点)?[)〕】]:?"
    r"|(?:完成|办结|整改|工作|落实)?(?:时限|时间|期限|节点)(?:要求|节点)?:)(?P<said>[^;。)\n〕】]{1,40})"
    r"|(?<=阶段)\((?P<stage>[^()]{2,24})\)"
    r"|(?<!》)\((?P<alone>(?:20\d\d年)?\d{1,2}月(?:份|底|末|[上中下]旬)?)\)(?=[。:\n])"
)
# "总结(2026年10月至12月)": a day in it that names no year is of that year.
_STAGE_YEAR = re.compile(r"[^。\n]{0,16}\((\d{4})年\d{1,2}月[^()]{0,12}\)")
# "2026年6月底前试点,9月底前推开": in the order of time.
_DATED = re.compile(
    r"(?P<in_year>\d{4})年(?P<in_month>\d{1,2})月(?:份|底|末|[上中下]旬|\d{1,2}[日号])?前(?!.*\d{4}年)",
    re.S,
)
_STANDING = re.compile(
    r"长期(?:坚持|推进|开展|执行|落实|任务|有效)?|(?:持续|常态化|经常性)(?:推进|开展|坚持|实施|落实|进行|更新|公开)?"
    r"|(?:全年|常年|贯穿全年)(?:推进|坚持|开展)?|常态化|随时更新|动态更新"
)
_STANDS_ALONE = re.compile(rf"(?<=[。;,((〔【])(?:{_STANDING.pattern})(?=$|[。;)〕】\n])")
_AT_ONCE = re.compile(
    "即日起|即刻起|自(?:发文|印发|发布)之日起(?!\\d|[一二三四五六七八九十]|.{0,3}[日天月年]内)"
)


def deadlines(
    text: Text, start: int, end: int, year: int | None, written: date | None = None
) -> Iterator[Deadline]:
    """The times named between two places of a text, in their order.

    Args:
        year: the year that the notice plans; without it a time that names no year has no day and
            is left out.
        written: the day of the notice: 即日起 counts from it, and is left out without it.
    """
    found = _Found(text, year)
    found.read(_PATTERNS, start, end)
    for slot in _SLOT.finditer(text.even, start, end):
        _slot(found, *slot.span(slot.lastgroup or "said"))
    for said in _STANDS_ALONE.finditer(text.even, start, end):
        found.add(said.start(), said.end(), standing=True)
    for said in _AT_ONCE.finditer(text.even, start, end):
        if written:
            found.add(said.start(), said.end(), begins=written)
    yield from found.in_order()


def time_of(text: Text, year: int | None) -> tuple[Deadline, ...]:
    """The times in a text that says nothing else, such as the cell of a column 完成时限."""
    found = _Found(text, year)
    found.read(_PATTERNS, 0, len(text.even))
    _slot(found, 0, len(text.even))
    return tuple(found.in_order())


def _slot(found: "_Found", start: int, end: int) -> None:
    """In a slot a month, a day or a year alone is a time too, and 持续推进 is one."""
    found.read(_BARE_PATTERNS, start, end)
    for said in _STANDING.finditer(found.text.even, start, end):
        found.add(said.start(), said.end(), standing=True)


class _Found:
    """Times read so far: what an earlier pattern has read, a later one does not read again."""

    def __init__(self, text: Text, year: int | None) -> None:
        self.text, self._year = text, year
        self._found: list[tuple[int, int, Deadline]] = []

    def read(
        self, patterns: Sequence[tuple[re.Pattern[str], _Reader]], start: int, end: int
    ) -> None:
        for pattern, reader in patterns:
            for match in pattern.finditer(self.text.even, start, end):
                of = self._year_of(match, start)
                if of is None and reader is not _every:
                    continue
                try:
                    due, begins, every = reader(match, of or 0)
                except ValueError:  # 13月, 2月30日
                    continue
                self.add(match.start(), match.end(), due, begins, every)

    def _year_of(self, match: re.Match[str], start: int) -> int | None:
        """The year that it names, else that of the stage or the sentence it stands in, else the
        planned one."""
        groups = match.groupdict()
        if not (groups.get("year") or groups.get("named") or groups.get("plan")):
            before = self.text.even[start : match.start()]
            stage = _STAGE_YEAR.match(before)
            if stage:
                return int(stage[1])
            dated = _DATED.search(before.rpartition("。")[2])
            if dated and "month" in groups and int(match["month"]) >= int(dated["in_month"]):
                return int(dated["in_year"])
        return _year(match, self._year)

    def add(
        self,
        start: int,
        end: int,
        due: date | None = None,
        begins: date | None = None,
        every: str = "",
        *,
        standing: bool = False,
    ) -> None:
        if any(start < stop and begin < end for begin, stop, _ in self._found):
            return
        said = self.text.quoted(start, end)
        self._found.append((start, end, Deadline(said, due, begins, every, standing)))

    def in_order(self) -> Iterator[Deadline]:
        yield from (time for _, _, time in sorted(self._found, key=lambda each: each[:2]))


def _year(match: re.Match[str], planned: int | None) -> int | None:
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    if groups.get("plan"):
        return _PLANS[groups["plan"]]
    return planned + _NAMED.get(groups.get("named") or "", 0) if planned else None


def _day(match: re.Match[str], year: int) -> tuple[date, None, str]:
    return date(year, int(match["month"]), int(match["day"])), None, ""


def _since(match: re.Match[str], year: int) -> tuple[None, date, str]:
    return None, date(year, int(match["month"]), int(match["day"])), ""


def _since_first(match: re.Match[str], year: int) -> tuple[None, date, str]:
    """From the first day of a month, or of the year, on."""
    return None, date(year, int(match.groupdict().get("month") or 1), 1), ""


def _in_month(match: re.Match[str], year: int) -> tuple[date, None, str]:
    """The last day of a month that something is to happen in."""
    month = int(match["month"])
    return date(year, month, monthrange(year, month)[1]), None, ""


def _month(match: re.Match[str], year: int) -> tuple[date, None, str]:
    """The end of the month or of its part; 6月前, without 底, ends with May."""
    month = int(match["month"])
    if not match["part"]:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    last = monthrange(year, month)[1]
    return date(year, month, _TENTHS.get(match["part"] or "", last)), None, ""


def _quarter(match: re.Match[str], year: int) -> tuple[date | None, date | None, str]:
    last = 3 * _QUARTERS[match["quarter"]]
    return _period(year, last - 2, last, begins=bool(match["begins"]))


def _half(match: re.Match[str], year: int) -> tuple[date | None, date | None, str]:
    last = 6 if match["half"] == "上" else 12
    return _period(year, last - 5, last, begins=bool(match["begins"]))


def _period(
    year: int, first: int, last: int, *, begins: bool
) -> tuple[date | None, date | None, str]:
    if begins:
        return None, date(year, first, 1), ""
    return date(year, last, monthrange(year, last)[1]), None, ""


def _end(match: re.Match[str], year: int) -> tuple[date, None, str]:
    return date(year, 12, 31), None, ""


def _every(match: re.Match[str], year: int) -> tuple[None, None, str]:
    said = match["every"]
    return None, None, _SHORT.get(said, said)


_SHORT = {"2个月": "两个月", "2周": "两周", "季": "季度", "年度": "年", "月度": "月"}
_SHORT |= {"半个月": "半月", "天": "日"}
_PERIOD = "半年|学期|两个月|2个月|两周|2周|工作日|季度|季|年度|年|半个月|半月|月|周|旬|日|天"
# In this order: what an earlier pattern has read, a later one does not read again.
_PATTERNS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (
            rf"自?{_YEAR}?度?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})[日号]起(?!草)(?:施行|执行|实施)?",
            _since,
        ),
        (
            rf"(?<!每年)[自从]{_YEAR}?(?P<month>\d{{1,2}})月(?:份|初)?(?:起(?!草)|开始)",
            _since_first,
        ),
        (r"自?(?P<year>\d{4})年度?起(?!草)", _since_first),
        (
            rf"(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}[日号]?{_TO}"
            r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]",
            _day,
        ),
        (
            rf"(?:\d{{4}}年)?\d{{1,2}}月(?:份)?{_TO}"
            r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?:份)?(?!\d)[底末]?",
            _in_month,
        ),
        (
            rf"(?<!每年){_YEAR}?度?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})[日号]"
            rf"(?:(?:之|以)?前|止|(?=(?:之内)?(?:完成|截止))|(?=(?:[、和及]{_DAY})+(?:之|以)?前))",
            _day,
        ),
        (
            rf"{_YEAR}?\d{{1,2}}月\d{{1,2}}[日号]?{_TO}(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})[日号]",
            _day,
        ),
        (
            rf"{_YEAR}?\d{{1,2}}月?(?:份|底|末|初|[上中下]旬)?{_TO}(?P<month>\d{{1,2}})月(?:份)?(?!\d)(?:[底末])?",
            _in_month,
        ),
        (
            rf"(?<!每年){_YEAR}?(?P<month>\d{{1,2}})月(?:份)?(?:(?P<part>底|末|[上中下]旬)(?:(?:之|以)?前)?|(?:之|以)?前)",
            _month,
        ),
        (
            rf"{_YEAR}?第?(?P<quarter>[一二三四1-4])季度(?:末|底|内)?(?:(?:之|以)?前)?{_BEGINS}",
            _quarter,
        ),
        (rf"{_YEAR}?(?P<half>上)(?=[、和]下半年)(?P<begins>(?!))?", _half),
        (rf"{_YEAR}?(?P<half>[上下])半年(?:内|底)?(?:(?:之|以)?前)?{_BEGINS}", _half),
        (rf"“?(?P<plan>{'|'.join(_PLANS)})”?(?:时期|期)?末(?:前)?", _end),
        (
            rf"(?:{_YEAR}年?|(?<![\d今本当明后])年)度?(?:[底末内终](?:(?:之|以)?前)?|(?:之|以)?前)",
            _end,
        ),
        (
            rf"{_YEAR}?(?P<month>\d{{1,2}})月(?:份)?(?=(?:完成|建成|上线|组织|开展|举办|公布|公开|报送)(?!了))",
            _in_month,
        ),
        # "将于7月、12月开展检查": each month of a row.
        (
            r"(?:(?<=[于在])|(?<=[于在]\d月[、和])|(?<=[于在]\d\d月[、和]))"
            r"(?P<month>\d{1,2})月(?:份)?(?!\d|印发|出台|下发|发布|以来|起|底|末|初|前|[上中下]旬)",
            _in_month,
        ),
        (
            rf"(?:每个?|[按逐])(?P<every>{_PERIOD})"
            r"(?:(?:的)?\d{1,2}月(?:\d{1,2}[日号]|份|底|末|初|[上中下]旬)?(?:(?:之|以)?前)?|[末首]?月?(?:的)?\d{1,2}[日号](?:(?:之|以)?前)?|(?:第\d|首)?个?工作日(?:(?:之|以)?前)?|[末底初](?:(?:之|以)?前)?)?",
            _every,
        ),
        (
            r"(?<![年个第\d一二三四五六七八九十两数近])(?P<every>[年季月周日])"
            r"(?=调度|通报|督查|监测|报告|检查|抽查|总结|评估|会商|更新|报送)",
            _every,
        ),
    )
)
_BARE_PATTERNS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (rf"{_YEAR}?(?P<month>\d{{1,2}})月(?:份|初)?(?:起(?!草)|启动|开始)", _since_first),
        (rf"{_YEAR}?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})[日号]", _day),
        (r"(?P<year>20\d\d)[.\-/](?P<month>\d{1,2})[.\-/](?P<day>\d{1,2})(?!\d)", _day),
        (r"(?P<year>20\d\d)[.\-/](?P<month>\d{1,2})(?!\d)", _in_month),
        (rf"{_YEAR}?(?P<month>\d{{1,2}})月(?:份)?", _in_month),
        (rf"{_YEAR}度?(?!\d)", _end),
        (r"全年(?!推进|坚持|开展)", _end),
        (r"(?P<every>季度|年度|月度|(?<!上)(?<!下)半年|周)(?:更新|公开|报送)?", _every),
    )
)
