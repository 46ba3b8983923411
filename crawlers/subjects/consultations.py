"""Consultations of the public: which entries they are, and what each says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from crawlers.registry import Ask
from crawlers.site import Item, Site, once_a_site
from crawlers.subjects.contents import Reading, my_items, read_item, readable
from crawlers.subjects.titles import draft_name
from data.calendar import CalendarError, add_workdays
from data.types import Outcome

_ASKED = re.compile(
    r"(?:征求|征集|征询).{0,80}(?:意见|建议)|(?:意见|建议).{0,4}(?:征求|征集)|征求意见稿|意见征求稿"
)
_ANSWER = re.compile(
    r"采纳|(?:征求|征集).{0,60}(?:结果|反馈|汇总|情况(?:的)?(?:说明|公告|通告|公示|报告|反馈)?$)|"
    r"(?:结果|意见)反馈|反馈(?:情况|结果|公告)|意见.{0,6}(?:处理|汇总)"
)
_SUBJECT = re.compile(
    r"草案|征求意见稿|意见稿|[《〈<].{2,200}?[》〉>]|办法|规定|方案|规划|条例|细则|"
    r"标准|措施|规则|意见的?(?:通知|公告)?$"
)
_OTHER = re.compile(
    r"问卷|线索|解读|听证会|设计方案征集|作品|标识|LOGO|选题|课题|食品安全标准|"
    r"国家标准|行业标准|的函$"
)
_PUBLIC = re.compile(r"社会|公众|公开征|群众|市民|居民|公民|广大|各界")
_EXPLAINED = re.compile(
    r"起草说明|编制说明|制定说明|修订说明|起草(?:的)?(?:背景|依据|过程)|(?:制定|"
    r"修订|编制)(?:的)?(?:背景|依据|必要性|过程)|"
    r"必要性|政策背景|的说明|起草情况"
)
_CHANNEL = re.compile(
    r"@|邮箱|电子邮件|电\s*话|传\s*真|信函|来信|邮寄|寄送|通讯地址|通信地址|地\s*址|"
    r"在线(?:提交|留言|填写)|我要(?:提|建言|留言)|留言"
)
_DRAFT_LINK = re.compile(r"征求意见稿|草案|意见稿|附件")
_CLAUSE = re.compile(r"第[一二三]条|(?m:^[^\S\n]*[一二三]、)")
_SHORTENED = re.compile(r"缩短[^。]{0,20}(?:期限|时间|征求)|(?:情况|时间)(?:紧急|紧迫)|期限缩短")

_USUAL = 30  # days, for a notice that says no end: 《重大行政决策程序暂行条例》第十五条
_A_SENTENCE = 30  # characters; a page with fewer says nothing

ELEMENTS = ("draft", "explanation", "period", "channel")


@dataclass(frozen=True, slots=True)
class Consultation:
    item: Item
    elements: Mapping[str, Outcome]
    days: int | None  # first and last day included; None when the notice does not say
    end: date | None
    excused: bool  # the notice says why the period is shorter
    quote: str  # the words about the period

    def answer_due(self, grace_days: int) -> date:
        """When an answer can be expected; far in the future when no date is known at all."""
        if self.end:
            return self.end + timedelta(days=grace_days)
        if self.item.on:
            return self.item.on + timedelta(days=_USUAL + grace_days)
        return date.max


@once_a_site
def in_year(site: Site, ask: Ask) -> tuple[Consultation, ...]:
    """The unit's consultations of the assessment year whose page was read, oldest first."""
    items = [
        item
        for item in my_items(site, ask)
        if is_consultation(item.title)
        and item.on is not None
        and item.on.year == ask.year
        and readable(site, item)
    ]
    found = [_read(site, item) for item in sorted(items, key=lambda i: i.on or date.min)]
    return tuple(c for c in found if c is not None)


def is_consultation(title: str) -> bool:
    return bool(
        _ASKED.search(title)
        and _SUBJECT.search(title)
        and not is_answer(title)
        and not _OTHER.search(title)
    )


def is_answer(title: str) -> bool:
    return _ANSWER.search(title) is not None


def _read(site: Site, item: Item) -> Consultation | None:
    reading = read_item(site, item)
    links = " ".join(link.text for link in item.page.links) if item.page else ""
    words = reading.everything
    if not _PUBLIC.search(item.title + words):
        return None  # asked of other offices, not of the public
    notice = (item.page.text if item.page else "") or words
    end, days, quote = period(notice, item.on)
    if not quote:
        end, days, quote = period(words, item.on)
    names = " ".join(reading.names)
    seen = {
        "draft": bool(_DRAFT_LINK.search(names + links) or len(_CLAUSE.findall(words)) >= 2)
        or (bool(reading.names) and not _EXPLAINED.fullmatch(names)),
        "explanation": bool(_EXPLAINED.search(words + links)),
        "period": bool(quote),
        "channel": bool(_CHANNEL.search(words)),
    }
    return Consultation(
        item,
        {key: _outcome(seen[key], reading) for key in ELEMENTS},
        days,
        end,
        _SHORTENED.search(words) is not None,
        quote,
    )


def _outcome(seen: bool, reading: Reading) -> Outcome:
    if seen:
        return Outcome.MET
    # A page without words, or a file that could not be read, may say it.
    blind = bool(reading.gaps) or len(reading.text.strip()) < _A_SENTENCE
    return Outcome.UNKNOWN if blind else Outcome.MISSING


# --- the period -----------------------------------------------------------------------------------

_ABOUT_PERIOD = re.compile(
    r"征求|征集|公示|反馈|意见|建议|公开|提交|提出|收集|截止|截至|为期|之日起|起止|期限|时间|日前"
)
_CLAUSE_LINE = re.compile(r"^第[一二三四五六七八九十百\d]+[章节条款]")  # the draft, not the notice
_LABEL_BREAK = re.compile(r"((?:时间|期限|日期)[:：]?)[\n\t]+(?=\d)")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_TIME = r"(?:[（(][^（）()]{0,8}[)）])?(?:[上下]午)?(?:\d{1,2}[:：时点](?:\d{1,2}分?)?)?"
_JOINT = rf"{_TIME}起?[,，]?(?:至|到|[-—–~～－]+)"
_FULL = r"(?<!\d)(?P<y{n}>20\d\d)[年./-](?P<m{n}>\d{{1,2}})[月./-](?P<d{n}>\d{{1,2}})(?!\d)日?"
_PART = r"(?<![\d年])(?P<mm{n}>\d{{1,2}})月(?P<dd{n}>\d{{1,2}})日"
_BARE = r"(?:(?P<bm>\d{1,2})[月./-])?(?P<bd>\d{1,2})(?!\d)日?"
_DAY = f"(?:{_FULL}|{_PART})"
_PAIR = re.compile(f"{_DAY.format(n=1)}{_JOINT}(?:{_DAY.format(n=2)}|{_BARE})")
_SINGLE = re.compile(_DAY.format(n=1))
_LEADS_IN = re.compile(r"(?:期限|时间|日期|起止|期间|期|自|从|于|在|为)[^。；]{0,12}$")
_UNTIL_BEFORE = re.compile(r"(?:截止|截至|至|到)(?:日期|时间|日)?(?:为|是|到|至|于)?[:：]?$")
_UNTIL_AFTER = re.compile(rf"{_TIME}(?:之前|以前|前|为?止|截止|结束)")
_AHEAD = 24  # characters before a day that any of the words ending in `$` can take up
# Days of other things: when a law came into force, when the draft will.
_OTHER_DAY_BEFORE = re.compile(
    r"(?:(?:施行|实施|印发|发布|修订|通过|有效|规划)(?:时间|日期|期限|期间|期)?|令)[（(]?[:：为于自从]{0,2}$"
)
_OTHER_DAY_AFTER = re.compile(
    rf"{_TIME}(?:之日)?[起后前止]?[^，,。；、）)]{{0,6}}?(?:施行|实施|印发|修订|执行|生效|废止|令第|国务院令)"
)
_SPAN = re.compile(
    r"(?:(?:公告|公布|发布|公示|公开|刊登|登载|通告|即)之?日起|"
    r"(?:征求|征集|公示|反馈|公开|意见|提交|收集)[^。；\n\d]{0,12}?(?:期限|时间|日期|期)|"
    r"^期限|^时间|为期|(?<=日)起)"
    r"[^。；\n\d]{0,8}(\d{1,3})\s*个?(工作日|自然日|日|天)(?!前|\d)"
)
_LONGEST = 90  # days; whatever is longer was read from dates of something else


def period(text: str, published: date | None) -> tuple[date | None, int | None, str]:
    """(last day, days with both ends, words) of a notice's period; no words: it gives none.

    No days where the words leave them open: a first day before the day of publication, a period
    beyond 90 days, working days of a year whose plan is not known.
    """
    flat = re.sub(r"(?<!\d)[ \u3000\xa0]+|[ \u3000\xa0]+(?!\d)", "", text.translate(_WIDE))
    for line in _LABEL_BREAK.sub(r"\1", flat).splitlines():
        if _CLAUSE_LINE.match(line):
            continue
        for sentence in re.split(r"[。；;]", line):
            if not _ABOUT_PERIOD.search(sentence):
                continue
            found = (
                _from_to(sentence, published)
                or _until(sentence, published)
                or _span(sentence, published)
            )
            if found:
                end, days = found
                known = days if days is not None and 0 < days <= _LONGEST else None
                return end, known, sentence[:80]
    return None, None, ""


def _from_to(sentence: str, published: date | None) -> tuple[date | None, int | None] | None:
    """A pair of days joined by 至 that the sentence calls a period."""
    for match in _PAIR.finditer(sentence):
        if _of_other_things(sentence, match) or not _before(_LEADS_IN, sentence, match):
            continue
        start = _day(match, 1, published)
        end = start and (_day(match, 2, start) or _bare_day(match, start))
        if not start or not end or end < start or (published and end < published):
            continue
        # Published after the first day: nobody can tell how long people really had.
        early = published is not None and start < published
        return end, None if early else (end - start).days + 1
    return None


def _until(sentence: str, published: date | None) -> tuple[date | None, int | None] | None:
    """A last day alone: 6月10日前, 截止6月10日."""
    for match in _SINGLE.finditer(sentence):
        if _of_other_things(sentence, match):
            continue
        if not (
            _before(_UNTIL_BEFORE, sentence, match) or _UNTIL_AFTER.match(sentence, match.end())
        ):
            continue
        end = _day(match, 1, published)
        if end and (published is None or end >= published):
            return end, (end - published).days + 1 if published else None
    return None


def _span(sentence: str, published: date | None) -> tuple[date | None, int | None] | None:
    """A number of days, from the day that the sentence names or else from the publication."""
    match = _SPAN.search(sentence)
    if not match:
        return None
    count = int(match.group(1))
    named = [
        day
        for found in _SINGLE.finditer(sentence, 0, match.end())
        if not _of_other_things(sentence, found) and (day := _day(found, 1, published))
    ]
    first = next((day for day in named if published is None or day >= published), published)
    if match.group(2) != "工作日":
        return (first + timedelta(days=count - 1) if first else None), count
    if first is None or not 0 < count <= _LONGEST:
        return None, None
    try:
        last = add_workdays(first, count)
    except CalendarError:
        return None, None
    return last, (last - first).days + 1


def _of_other_things(sentence: str, match: re.Match[str]) -> bool:
    return bool(
        _before(_OTHER_DAY_BEFORE, sentence, match) or _OTHER_DAY_AFTER.match(sentence, match.end())
    )


def _before(words: re.Pattern[str], sentence: str, match: re.Match[str]) -> bool:
    """`words`, which end in `$`, stand right before the day. Only the last few characters are
    looked at: a sentence may be as long as a page and have a day in every line of it.
    """
    start = match.start()
    return words.search(sentence, max(0, start - _AHEAD), start) is not None


def _day(match: re.Match[str], n: int, near: date | None) -> date | None:
    """The n-th day of a match; a year left out is that of `near`, or the next after its end."""
    if match.group(f"y{n}"):
        return _date(*(int(match.group(f"{part}{n}")) for part in "ymd"))
    if not match.group(f"mm{n}") or near is None:
        return None
    return _after(near, int(match.group(f"mm{n}")), int(match.group(f"dd{n}")))


def _bare_day(match: re.Match[str], start: date) -> date | None:
    return _after(start, int(match.group("bm") or start.month), int(match.group("bd")))


def _after(near: date, month: int, day: int) -> date | None:
    found = _date(near.year, month, day)
    if found and (near - found).days > 180:
        return _date(near.year + 1, month, day)
    return found


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# --- which drafts must have thirty days -----------------------------------------------------------

_RULE_DRAFT = re.compile(
    r"(?:办法|规定|细则|(?<!征求)(?<!征集)(?<!反馈)(?<![》〉>])意见|方案|规划|条例|规则|决定|措施|规程)"
    r"(?:[》〉>（(【]|征求意见稿|意见稿|草案|送审稿|修订稿)|"
    r"(?:办法|规定|细则|方案|规划|条例|规则|规程)(?:的?意见)"
)
_BUSINESS = re.compile(r"企业|市场主体|经营者|经营主体|营商")


def bound(asked: Consultation, catalogue: str) -> bool:
    """The legal period binds this draft: rules, plans, business matters, catalogued decisions.

    Args:
        catalogue: text of the year's catalogue of major decisions, blanks removed.
    """
    title = re.sub(r"\s", "", asked.item.title)
    if _RULE_DRAFT.search(title) or _BUSINESS.search(title):
        return True
    name = draft_name(title)
    return len(name) >= 4 and name in catalogue
