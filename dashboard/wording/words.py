"""Closed lists as people read them, in Chinese. Outcomes are shown by word, never by colour."""

from dashboard.wording.language import N_
from data.facts import SiteStatus
from data.indicators import Method
from data.types import Cause, Outcome

OUTCOME = {
    Outcome.MET: N_("符合"),
    Outcome.PARTIAL: N_("部分符合"),
    Outcome.MISSING: N_("不符合"),
    Outcome.NOT_APPLICABLE: N_("不涉及"),
    Outcome.UNKNOWN: N_("待核查"),
}

# What an outcome means, and what it costs.
OUTCOME_MEANING = {
    Outcome.MET: (N_("看到了应公开的内容"), N_("得该项分值")),
    Outcome.PARTIAL: (N_("看到了，但有缺项或差错"), N_("按要素、处数或比例计")),
    Outcome.MISSING: (N_("应当载有它的栏目都读到了，确实没有，或不合要求"), N_("不得分")),
    Outcome.NOT_APPLICABLE: (
        N_("单位没有这项职责或任务"),
        N_("按该指标写明的办法，一般不计入满分"),
    ),
    Outcome.UNKNOWN: (N_("没能看清，或要由人判断"), N_("不得分，也不扣分，只降低覆盖率")),
}

# An element of a finding: what a budget has or lacks.
ITEM = OUTCOME | {Outcome.UNKNOWN: N_("没有看清")}

CAUSE = {
    Cause.SITE_DOWN: N_("网站打不开"),
    Cause.BLOCKED: N_("网站拦截采集"),
    Cause.NOT_READ: N_("有页面没有读到"),
    Cause.ELSEWHERE: N_("在其他网站公开，待人工核对"),
    Cause.OUT_OF_BUDGET: N_("未采集完"),
    Cause.NEEDS_BROWSER: N_("需要浏览器"),
    Cause.NOT_IN_COPY: N_("副本中没有"),
    Cause.NO_BASIS: N_("缺少判断依据"),
    Cause.NOTHING_TO_JUDGE: N_("没有可评判的内容"),
    Cause.SUSPECTED: N_("疑似，待人工确认"),
    Cause.SUGGESTED: N_("建议未公开，待人工确认"),
    Cause.NEEDS_PERSON: N_("待人工评审"),
    Cause.NEEDS_METRIC: N_("待导入数据"),
    Cause.CHECK_FAILED: N_("核查程序出错"),
    Cause.NOT_COLLECTED: N_("尚未采集"),
}

# Bonus points earned before that repairs bring past their gate: what it is called, what to do.
GATE_OPENED = (
    N_("加分达到门槛"),
    N_("上面各项改好后，已经取得的加分计入得分，不必另外整改"),
)

# Open points by who can close them, most urgent first: title and what happens next.
SUSPECTED, BY_SITE, BY_PERSON, BY_DATA, BY_BASIS = (
    N_("疑似问题，待人工确认"),
    N_("网站原因"),
    N_("待人工评审"),
    N_("待导入数据"),
    N_("依据不足或没有看清"),
)
WAITING_FOR = {
    SUSPECTED: N_("程序只提示疑点。评审人员看过证据、认定之前不扣分。"),
    BY_SITE: N_(
        "网站打不开、拦截采集，或有页面没有读到。网站恢复后再采集一次（`gkc colle"
        "ct 轮次 --unit 单位`）即可核查。"
    ),
    BY_PERSON: N_(
        "网页上看不出来，由评审人员按评分规则评定；评审意见导入（`gkc judge`）后重新计分。"
    ),
    BY_DATA: N_("由 12345、政务服务、好差评等业务系统的数据计分，数据导入后自动计算。"),
    BY_BASIS: N_("没有可评判的内容、缺少日期等判断依据，或有要素没有看清。"),
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


def outcome_in_words(outcome: Outcome, cause: Cause | None) -> str:
    """An outcome in Chinese; where it is unknown, the cause says more."""
    return CAUSE[cause] if cause else OUTCOME[outcome]


METHOD = {
    Method.AUTO: N_("自动"),
    Method.SEMI: N_("机评待人工确认"),
    Method.MANUAL: N_("人工评审"),
    Method.METRIC: N_("数据填报"),
}

SITE_STATUS = {
    SiteStatus.WAITING: N_("待采集"),
    SiteStatus.RUNNING: N_("采集中"),
    SiteStatus.DONE: N_("已采集"),
    SiteStatus.FAILED: N_("采集出错"),
}

# Of a site that was asked, and nothing came home.
NOTHING_READ = N_("读到 0 页")

COLUMN_STATE = {
    "items": N_("有内容"),
    "empty": N_("空白"),
    "parent": N_("仅有下级栏目"),
    "statement": N_("仅有情况说明"),
    "external": N_("链接到外部网站"),
    "unread": N_("脚本生成，未读到"),
}
