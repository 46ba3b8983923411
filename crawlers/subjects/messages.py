"""Messages of the public that a site shows, and when they were answered. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from crawlers.looking import my_pages
from crawlers.reading.dates import dates_in
from crawlers.registry import Ask
from crawlers.site import Site
from data.check_limits import days
from data.types import Page

_RECENT = days("recent_days")

_ASKED_ON = re.compile(
    r"(?:来信|留言|提交|咨询|写信|信件|提问|投诉|反映|发信|提出)(?:的)?(?:时间|日期)[:：\]】\s]*"
)
_ANSWERED_ON = re.compile(r"(?:答复|回复|办结|回信|反馈|回应|解答)(?:的)?(?:时间|日期)[:：\]】\s]*")
_ASKED = re.compile(r"(?:来信|留言|咨询|信件|问题|提问|反映|投诉)(?:的)?(?:内容|正文|主题|标题)")
_ANSWERED = re.compile(
    r"(?:答复|回复|处理|办理|反馈|解答)(?:的)?(?:内容|单位|部门|意见|结果|情况|"
    r"人)|[答回]\s*[:：]|您好|已(?:答复|回复|办结)"
)
_OPEN = re.compile(
    r"未(?:答复|回复|办理|受理)|待(?:答复|回复|办理|受理|处理)|(?:受理|办理|处理)"
    r"中(?!心)|暂无(?:答复|回复)"
)


@dataclass(frozen=True, slots=True)
class Message:
    title: str
    url: str
    asked: date
    answered: date | None
    open: bool  # the page says, or shows, that nobody answered


def published_messages(site: Site, ask: Ask, days: int = _RECENT) -> list[Message]:
    """Messages whose page shows when they were asked: in the last `days` days to the cut-off.

    Whatever kind of page the reader took it for: a short letter looks like a form or a list.
    """
    since = ask.as_of - timedelta(days=days)
    return [
        message
        for page in my_pages(site)
        if (page.published_on is None or page.published_on <= ask.as_of)
        and (message := _message(page))
        and since <= message.asked <= ask.as_of
    ]


def _message(page: Page) -> Message | None:
    """One message and its answer; a page that holds several, or a form, gives None."""
    text = page.whole_text
    times = list(_ASKED_ON.finditer(text))
    if len(times) != 1 or not _ASKED.search(text):
        return None
    asked = _day_behind(text, times[0].end())
    if asked is None:
        return None
    replies = [day for m in _ANSWERED_ON.finditer(text) if (day := _day_behind(text, m.end()))]
    answered = max(replies, default=None)
    if answered and answered < asked:
        return None
    silent = answered is None and (
        _OPEN.search(text) is not None or not _ANSWERED.search(text[times[0].end() :])
    )
    return Message(page.title, page.url, asked, answered, silent)


def _day_behind(text: str, at: int) -> date | None:
    return next((day for place, day in dates_in(text[at : at + 24]) if place < 8), None)
