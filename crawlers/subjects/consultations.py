"""Consultations of the public: which entries they are, and what each says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from crawlers.registry import Ask
from crawlers.site import Item, Site, once_a_site
from crawlers.subjects.consultation_period import period
from crawlers.subjects.contents import Reading, my_items, read_item, readable
from crawlers.subjects.titles import draft_name
from data.check_limits import days
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
_EXPLANATION = re.compile(r"(?:起草|编制|制定|修订)(?:的)?(?:情况)?(?:的)?说明|起草情况")
_DRAFT_MARK = re.compile(r"征求意见稿|意见征求稿")
_CHANNEL = re.compile(
    r"@|邮箱|电子邮件|电\s*话|传\s*真|信函|来信|邮寄|寄送|通讯地址|通信地址|地\s*址|"
    r"在线(?:提交|留言|填写)|我要(?:提|建言|留言)|留言"
)
_DRAFT_LINK = re.compile(r"征求意见稿|草案|意见稿|附件")
_CLAUSE = re.compile(r"第[一二三]条|(?m:^[^\S\n]*[一二三]、)")
_SHORTENED = re.compile(r"缩短[^。]{0,20}(?:期限|时间|征求)|(?:情况|时间)(?:紧急|紧迫)|期限缩短")

_USUAL = days("consultation_days")  # for a notice that says no end
_A_NAME = 4  # characters; shorter ones are in any title
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
    entries = (item for item in my_items(site, ask) if _EXPLAINED.search(item.title))
    beside = {item.url: draft_name(item.title) for item in entries}
    found = [_read(site, item, beside) for item in sorted(items, key=lambda i: i.on or date.min)]
    return tuple(c for c in found if c is not None)


def is_consultation(title: str) -> bool:
    """The title asks for opinions on a draft. The explanation of a draft, whose name says that it
    is one for opinions, asks for nothing.
    """
    if _EXPLANATION.search(title) and not _ASKED.search(_DRAFT_MARK.sub("", title)):
        return False
    return bool(
        _ASKED.search(title)
        and _SUBJECT.search(title)
        and not is_answer(title)
        and not _OTHER.search(title)
    )


def is_answer(title: str) -> bool:
    return _ANSWER.search(title) is not None


def _read(site: Site, item: Item, beside: Mapping[str, str]) -> Consultation | None:
    """What the notice says.

    Args:
        beside: names of drafts that entries by their title explain, by address of the entry.
    """
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
        "explanation": bool(_EXPLAINED.search(words + links) or _explained(item, beside)),
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


def _explained(item: Item, beside: Mapping[str, str]) -> bool:
    """An entry of its own explains the draft: 关于《…》的起草说明 stands beside the notice."""
    name = draft_name(item.title)
    return len(name) >= _A_NAME and any(
        name in other for url, other in beside.items() if url != item.url
    )


def _outcome(seen: bool, reading: Reading) -> Outcome:
    if seen:
        return Outcome.MET
    # A page without words, or a file that could not be read, may say it.
    blind = bool(reading.gaps) or len(reading.text.strip()) < _A_SENTENCE
    return Outcome.UNKNOWN if blind else Outcome.MISSING


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
    return len(name) >= _A_NAME and name in catalogue
