"""Closed lists as people read them, in Chinese. Outcomes are shown by word, never by colour."""

from data.facts import SiteStatus
from data.indicators import Method
from data.types import Cause, Outcome

OUTCOME = {
    Outcome.MET: "符合",
    Outcome.PARTIAL: "部分符合",
    Outcome.MISSING: "不符合",
    Outcome.NOT_APPLICABLE: "不涉及",
    Outcome.UNKNOWN: "待核查",
}

# What an outcome means, and what it costs.
OUTCOME_MEANING = {
    Outcome.MET: ("看到了应公开的内容", "得该项分值"),
    Outcome.PARTIAL: ("看到了，但有缺项或差错", "按要素、处数或比例计"),
    Outcome.MISSING: ("应当载有它的栏目都读到了，确实没有，或不合要求", "不得分"),
    Outcome.NOT_APPLICABLE: ("单位没有这项职责或任务", "按该指标写明的办法，一般不计入满分"),
    Outcome.UNKNOWN: ("没能看清，或要由人判断", "不得分，也不扣分，只降低覆盖率"),
}

# An element of a finding: what a budget has or lacks.
ITEM = OUTCOME | {Outcome.UNKNOWN: "没有看清"}

CAUSE = {
    Cause.SITE_DOWN: "网站打不开",
    Cause.BLOCKED: "网站拦截采集",
    Cause.NOT_READ: "有页面没有读到",
    Cause.ELSEWHERE: "在其他网站公开，待人工核对",
    Cause.OUT_OF_BUDGET: "未采集完",
    Cause.NEEDS_BROWSER: "需要浏览器",
    Cause.NOT_IN_COPY: "副本中没有",
    Cause.NO_BASIS: "缺少判断依据",
    Cause.NOTHING_TO_JUDGE: "没有可评判的内容",
    Cause.SUSPECTED: "疑似，待人工确认",
    Cause.SUGGESTED: "建议未公开，待人工确认",
    Cause.NEEDS_PERSON: "待人工评审",
    Cause.NEEDS_METRIC: "待导入数据",
    Cause.CHECK_FAILED: "核查程序出错",
    Cause.NOT_COLLECTED: "尚未采集",
}

# Open points by who can close them, most urgent first: title and what happens next.
SUSPECTED, BY_SITE, BY_PERSON, BY_DATA, BY_BASIS = (
    "疑似问题，待人工确认",
    "网站原因",
    "待人工评审",
    "待导入数据",
    "依据不足或没有看清",
)
WAITING_FOR = {
    SUSPECTED: "程序只提示疑点。评审人员看过证据、认定之前不扣分。",
    BY_SITE: "网站打不开、拦截采集，或有页面没有读到。网站恢复后再采集一次"
    "（`gkc collect 轮次 --unit 单位`）即可核查。",
    BY_PERSON: "网页上看不出来，由评审人员按评分规则评定；评审意见导入（`gkc judge`）后重新计分。",
    BY_DATA: "由 12345、政务服务、好差评等业务系统的数据计分，数据导入后自动计算。",
    BY_BASIS: "没有可评判的内容、缺少日期等判断依据，或有要素没有看清。",
}
CLOSED_BY = {
    Cause.SUSPECTED: SUSPECTED,
    Cause.SUGGESTED: SUSPECTED,
    Cause.SITE_DOWN: BY_SITE,
    Cause.BLOCKED: BY_SITE,
    Cause.NOT_READ: BY_SITE,
    Cause.OUT_OF_BUDGET: BY_SITE,
    Cause.NEEDS_BROWSER: BY_SITE,
    Cause.NOT_COLLECTED: BY_SITE,
    Cause.NEEDS_PERSON: BY_PERSON,
    Cause.ELSEWHERE: BY_PERSON,
    Cause.NEEDS_METRIC: BY_DATA,
    Cause.NOT_IN_COPY: BY_BASIS,
    Cause.NO_BASIS: BY_BASIS,
    Cause.NOTHING_TO_JUDGE: BY_BASIS,
    Cause.CHECK_FAILED: BY_BASIS,
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

# Of a site that was asked, and nothing came home.
NOTHING_READ = "读到 0 页"

COLUMN_STATE = {
    "items": "有内容",
    "empty": "空白",
    "parent": "仅有下级栏目",
    "statement": "仅有情况说明",
    "external": "链接到外部网站",
    "unread": "脚本生成，未读到",
}
