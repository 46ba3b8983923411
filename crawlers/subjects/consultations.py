"""Consultations of the public: which entries they are, what each says, what answers it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crawlers.reading.dates import dates_in
from crawlers.registry import Ask
from crawlers.site import Item, Site
from crawlers.subjects.contents import Reading, my_items, read_item, readable
from data.types import Outcome

_ASKED = re.compile(
    r"(?:征求|征集|征询).{0,80}(?:意见|建议)|(?:意见|建议).{0,4}(?:征求|征集)|征求意见稿|意见征求稿"
)
_ANSWER = re.compile(
    r"采纳|(?:征求|征集).{0,60}(?:结果|反馈|汇总|情况(?:的)?(?:说明|公告|通告|公示|报告|反馈)?$)|"
    r"(?:结果|意见)反馈|反馈(?:情况|结果|公告)|意见.{0,6}(?:处理|汇总)"
)
_SUBJECT = re.compile(
    r"草案|征求意见稿|意见稿|[《〈<].{2,}[》〉>]|办法|规定|方案|规划|条例|细则|"
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
_CLAUSE = re.compile(r"第[一二三]条|(?m:^\s*[一二三]、)")
_SHORTENED = re.compile(r"缩短[^。]{0,20}(?:期限|时间|征求)|(?:情况|时间)(?:紧急|紧迫)|期限缩短")
_NAME = re.compile(r"[《〈<]+(.+?)[》〉>]+")
_DECOR = re.compile(
    r"[（(][^（）()]*(?:征求意见稿|意见稿|草案|送审稿|修订)[^（）()]*[)）]|[（()）《》〈〉<>“”\s]"
    r"|征求意见稿|草案|"
    r"^(?:关于|公开|征求|征集|对|就|向社会)+|(?:公开)?(?:征求|征集)?(?:社会|公众)"
    r"?意见(?:建议)?(?:的)?(?:采纳|反馈|征集)?(?:结果|情况)*(?:的)?"
    r"(?:反馈|公告|通告|通知|公示|说明)*$|采纳情况.*$|(?:征集|征求).{0,6}结果.*$"
)

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
            return self.item.on + timedelta(days=30 + grace_days)
        return date.max


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
    blind = bool(reading.gaps) or len(reading.text.strip()) < 30
    return Outcome.UNKNOWN if blind else Outcome.MISSING


# --- the period -----------------------------------------------------------------------------------

_PERIOD_WORDS = re.compile(
    r"(?:征求|征集|公示|反馈|公开|意见|提交|提出|收集)[^。；\n]{0,16}(?:时间|"
    r"期限|日期|期)|截止|截至|止|为期|期间|之日起|之前|日前|前(?:将|通过|反馈|"
    r"以|提)"
)
_SPAN = re.compile(
    r"(?:期限|时间|公示期|期|为期|之日起|起)[^。；\n\d]{0,8}(\d{1,3})\s*(?:个)"
    r"?(工作日|自然日|日|天)(?!前|\d)"
)
_SHORT_DAY = re.compile(r"(?:至|到|[-—–~～])\s*(?:(\d{1,2})\s*月)?\s*(\d{1,2})\s*日")


def period(text: str, published: date | None) -> tuple[date | None, int | None, str]:
    """(last day, days with both ends, words) of a notice's period; no words: it gives none."""
    flat = re.sub(r"[ \u3000\xa0]", "", text)
    for sentence in re.split(r"[。；;\n]", flat):
        if not _PERIOD_WORDS.search(sentence):
            continue
        days = [day for _, day in dates_in(sentence)]
        start, end = _ends(sentence, days, published)
        if end and start and end >= start:
            return end, (end - start).days + 1, sentence[:80]
        if end:
            return end, None, sentence[:80]
        if match := _SPAN.search(sentence):
            count = int(match.group(1))
            if match.group(2) == "工作日":
                count = count * 7 // 5
            first = days[0] if days else published
            last = first + timedelta(days=count - 1) if first else None
            return last, count, sentence[:80]
    return None, None, ""


def _ends(
    sentence: str, days: Sequence[date], published: date | None
) -> tuple[date | None, date | None]:
    if len(days) >= 2:
        return days[0], days[-1]
    if len(days) == 1:
        first = days[0]
        spot = re.search(r"\d+年\d+月\d+日|\d{4}[-./]\d+[-./]\d+", sentence)
        if spot and (short := _SHORT_DAY.match(sentence[spot.end() :])):
            month = int(short.group(1) or first.month)
            try:
                return first, date(first.year, month, int(short.group(2)))
            except ValueError:
                return None, None
        if re.search(r"截止|截至|前|止|之前|到期", sentence):
            return published, first
    return None, None


# --- answers --------------------------------------------------------------------------------------


def answers(site: Site, ask: Ask) -> tuple[Item, ...]:
    return tuple(
        item for item in my_items(site, ask) if is_answer(item.title) and readable(site, item)
    )


def answered_by(site: Site, asked: Consultation, candidates: Sequence[Item]) -> Item | None:
    """The entry that tells what became of the opinions: linked, of the same name, or the page."""
    for answer in candidates:
        if _linked(site, asked.item, answer) or _same_name(asked.item.title, answer.title):
            return answer
    page = asked.item.page
    if page and re.search(
        r"(?:共|未)?收到[^。；]{0,20}意见[^。]{0,60}(?:采纳|吸收)|采纳情况[:：]|"
        r"未收到[^。；]{0,12}意见",
        page.text,
    ):
        return asked.item
    return None


def _linked(site: Site, a: Item, b: Item) -> bool:
    return any(
        site.final(link.url) == other.url
        for here, other in ((a, b), (b, a))
        if here.page
        for link in here.page.links
        if link.place.value == "content"
    )


def _same_name(a: str, b: str) -> bool:
    one, two = _core(a), _core(b)
    if not one or not two:
        return False
    if one in two or two in one:
        return min(len(one), len(two)) >= 4
    pairs = [{name[n : n + 2] for n in range(len(name) - 1)} for name in (one, two)]
    return len(pairs[0] & pairs[1]) >= 0.7 * min(len(pairs[0]), len(pairs[1]))


def _core(title: str) -> str:
    """The name of the draft that a title speaks of."""
    names = _NAME.findall(title)
    name = max(names, key=len) if names else title
    while (shorter := _DECOR.sub("", name)) != name:
        name = shorter
    return name
