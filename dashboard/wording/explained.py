"""The facts of a page in words, each with the rule that gave it and the words it was read from."""

from collections.abc import Mapping
from enum import StrEnum

from crawlers.pages import facts
from crawlers.personal import masked
from data.topics import known_topics
from data.types import Origin, Page, PageKind, PageState, Validity

COLUMNS = {"fact": "要素", "value": "读取结果", "rule": "依据的规则", "words": "依据的文字"}
_FACTS = {
    "kind": "页面类型",
    "state": "页面状态",
    "title": "标题",
    "columns": "所在栏目",
    "topic": "公开事项",
    "subject_year": "内容年份",
    "published_on": "发布日期",
    "written_on": "成文日期",
    "doc_no": "文号",
    "index_no": "索引号",
    "issuer": "来源",
    "origin": "原创或转载",
    "author": "出自",
    "validity": "效力",
    "attachments": "附件",
}
_SAID: Mapping[StrEnum, str] = {
    PageKind.HOME: "首页",
    PageKind.LIST: "列表",
    PageKind.ARTICLE: "文章",
    PageKind.PLATFORM: "信息公开平台",
    PageKind.SEARCH: "表单",
    PageKind.OTHER: "其他",
    PageState.OK: "正常",
    PageState.ERROR: "出错页面",
    PageState.CHALLENGE: "访问验证",
    PageState.JS_SHELL: "内容由脚本生成",
    PageState.TEMPLATE: "未填写的模板",
    PageState.SPAM: "垃圾信息",
    PageState.EMPTY: "空白栏目",
    Validity.VALID: "有效",
    Validity.AMENDED: "已修改",
    Validity.REPEALED: "失效或废止",
    Origin.ORIGINAL: "原创",
    Origin.REPOST: "转载",
}
_LONGEST = 120  # characters of the words shown


def explained(page: Page) -> list[dict[str, object]]:
    """One row a fact that was found, in the order of `_FACTS`. Long numbers are starred."""
    plain = facts(page)
    rows: list[dict[str, object]] = []
    for fact, name in _FACTS.items():
        if fact in page.trace:
            rule, words = page.trace[fact]
            value = _in_words(page, fact) or str(plain[fact])
            shown = masked(" ".join(words.split()))[:_LONGEST]
            rows.append({"fact": name, "value": masked(value), "rule": rule, "words": shown})
    return rows


def _in_words(page: Page, fact: str) -> str:
    value = getattr(page, fact)
    if fact == "topic":
        return known_topics().by_id[page.topic].name
    if fact == "columns":
        return " > ".join(page.columns)
    if fact == "attachments":
        names = [f"{file.name}（网址已丢失）" if file.dead else file.name for file in value]
        return f"{len(names)} 个：{'、'.join(names)}"
    return in_chinese(value) if isinstance(value, StrEnum) else ""


def in_chinese(value: StrEnum) -> str:
    """A kind, state, validity or origin of a page as people call it."""
    return _SAID[value]
