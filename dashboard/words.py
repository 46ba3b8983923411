"""Closed lists as people read them, in Chinese. Outcomes are always shown by word, never by colour."""

from data.facts import SiteStatus
from data.indicators import Method
from data.types import Cause, Outcome

OUTCOME = {
    Outcome.MET: "符合",
    Outcome.PARTIAL: "部分符合",
    Outcome.MISSING: "未公开",
    Outcome.NOT_APPLICABLE: "不涉及",
    Outcome.UNKNOWN: "待核查",
}

CAUSE = {
    Cause.SITE_DOWN: "网站打不开",
    Cause.BLOCKED: "网站拦截采集",
    Cause.NOT_READ: "有页面没有读到",
    Cause.OUT_OF_BUDGET: "未采集完",
    Cause.NEEDS_BROWSER: "需要浏览器",
    Cause.NOT_IN_COPY: "副本中没有",
    Cause.NO_BASIS: "缺少判断依据",
    Cause.NOTHING_TO_JUDGE: "没有可评判的内容",
    Cause.SUSPECTED: "疑似，待人工确认",
    Cause.NEEDS_PERSON: "待人工评审",
    Cause.NEEDS_METRIC: "待导入数据",
    Cause.CHECK_FAILED: "核查程序出错",
    Cause.NOT_COLLECTED: "尚未采集",
}

METHOD = {
    Method.AUTO: "自动",
    Method.SEMI: "机评待人工确认",
    Method.MANUAL: "人工评审",
    Method.METRIC: "数据填报",
}

SITE_STATUS = {
    SiteStatus.WAITING: "待采集",
    SiteStatus.RUNNING: "采集中",
    SiteStatus.DONE: "已采集",
    SiteStatus.FAILED: "采集出错",
}

COLUMN_STATE = {
    "items": "有内容",
    "empty": "空白",
    "parent": "仅有下级栏目",
    "statement": "仅有情况说明",
    "external": "链接到外部网站",
    "unread": "脚本生成，未读到",
}
