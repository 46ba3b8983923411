"""Which entries are the unit's own normative documents (行政规范性文件).

国办发〔2018〕37号《关于加强行政规范性文件制定和监督管理工作的通知》.
"""

import re
from datetime import date

from crawlers.looking import filled, in_time
from crawlers.registry import Ask
from crawlers.site import Item, Site
from crawlers.subjects.authorship import own_document

_NORMATIVE = re.compile(
    "(办法|规定|细则|规则|规程|意见|方案|措施|规范|标准)(（[^）]*）|\\([^)]*\\))*[》”]?"
    "(等.{0,12})?(的?(通知|公告|通告|决定|令))?(（[^）]*）|\\([^)]*\\))*$"
)
_LIBRARY = re.compile("规范性文件")
# Titles of the same make that set no rules for the public, or are no documents at all.
_NOT_RULES = re.compile(
    "转发|转载|征求|征集|意见稿|草案|解读|图解|反馈|采纳|备案|清理|失效|废止|目录|放假|值班|召开|会议|表彰|任免|"
    "(领导|工作)小组|评选|通报|请示|批复|复函|招[聘考生]|考试|起草说明|听证|公示|审计|检查的?通知|"
    "培训|演练|预案|答复|审查意见|处理意见|处置意见|采购|招标|中标|处罚"
)


def normative(site: Site, ask: Ask, since: date) -> list[Item]:
    """The unit's own normative documents of the disclosure period, newest first.

    A document counts when its page was read, its title ends like a rule (办法, 细则, 意见 …) or it
    stands in the library of normative documents, it carries a 文号 or stands in that library, and
    the unit itself made it.
    """
    found = []
    for item in in_time(site.items, ask):
        page = item.page
        if page is None or not filled(page) or item.on is None or item.on < since:
            continue
        library = any(_LIBRARY.search(name) for name in (item.column, *page.columns))
        looks = _NORMATIVE.search(item.title) is not None
        if item.topic not in {"policy_document", "planning", "notice"} and not library:
            continue
        if _NOT_RULES.search(item.title) or not (looks and (library or page.doc_no)):
            continue
        if own_document(site.unit, item):
            found.append(item)
    return sorted(found, key=lambda i: (i.on or date.min, i.url), reverse=True)


def years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=min(day.day, 28))


# How a page says whether a document is in force.
VALIDITY = re.compile(
    "(有\\s*效\\s*性|效力|时\\s*效\\s*性?|信息时效|文件状态|文件时效|是否有效|有效期限?|信息状态)"
    "[ 　】\\]]*(状态)?[\\s：:]+\\S"
)
