"""Units that leave out a lot: columns that are not there or stand empty, and what follows of it.

They make the demo's grades differ: one unit each that is 良好, 一般 and 较差.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from data.demo.content.model import Content, change_column, drop_columns
from data.demo.fault import Expected, Fault
from data.types import Cause, Outcome

_P, _M, _U = Outcome.PARTIAL, Outcome.MISSING, Outcome.UNKNOWN


def _gone(check: str, *items: str, counts: Mapping[str, int] | None = None) -> Expected:
    """Nothing of it is left."""
    return Expected(check, _M, dict.fromkeys(items, _M), counts or {})


def _less(check: str, *items: str, counts: Mapping[str, int] | None = None) -> Expected:
    """Of its items, these are missing."""
    return Expected(check, _P, dict.fromkeys(items, _M), counts or {})


def _nothing(*checks: str) -> tuple[Expected, ...]:
    """These checks find nothing that they could judge."""
    return tuple(Expected(check, _U, cause=Cause.NOTHING_TO_JUDGE) for check in checks)


def _unsure(check: str, *unknown: str, missing: tuple[str, ...] = ()) -> Expected:
    """Some items may be in order elsewhere, so that nothing is said of the whole."""
    items = {**dict.fromkeys(unknown, _U), **dict.fromkeys(missing, _M)}
    return Expected(check, _U, items, cause=Cause.NO_BASIS)


def _without(*keys: str) -> Callable[[Content], Content]:
    return lambda content: drop_columns(content, keys)


def _emptied(key: str) -> Callable[[Content], Content]:
    return lambda content: change_column(content, key, lambda c: replace(c, articles=()))


def _absent(unit: str, what: str, keys: tuple[str, ...], *expected: Expected) -> Fault:
    return Fault(unit, what, "home", expected, _without(*keys))


def _empty(unit: str, what: str, key: str, *expected: Expected) -> Fault:
    return Fault(unit, what, f"column:{key}", expected, _emptied(key))


_BOOK = ("published", "within_20d", "tables", "sangong", "notes", "consistency")
# What follows for a county without lists of services and without 一件事.
_NO_SERVICES = (
    _gone("one_things", counts={"scenarios": 10, "linked": 0}),
    _gone("commitment_lists", "licence_commitment", "proof_commitment"),
    _gone("tolerant_list", "list", "materials", "updated"),
    _gone("no_application_benefits", "list", "conditions"),
    _less("service_texts", "matters_list", "implementation", "one_window", "manual", "samples"),
    _gone("service_lists", "high_frequency", "city_wide"),
    _gone("service_statistics", "ratings", "volumes"),
    _gone("local_standards", counts={"standards": 2, "published": 0}),
    _unsure("intermediary_services", "spot_check", "bulletin", "appraisal", missing=("list",)),
    _unsure("publicity", "cases", "publicity"),
    *_nothing("guide_figures"),
)
_SERVICES, _TALK = ("qdml", "yjs"), ("zxft", "znwd", "rx", "xmt")
_NO_TALK = (
    _gone("hotline", "entry", "results"),
    _unsure("policy_consultation", "smart", missing=("knowledge",)),
    _unsure("new_media", "listing", "names"),
)
_NO_CATALOGUE = (
    _gone("grassroots_fields", counts={"fields_due": 30, "fields_found": 0}),
    *_nothing("grassroots_columns"),
)
_NO_INTERPRETATION = (
    _gone("interpretation_coverage", counts={"required": 2, "interpreted": 0}),
    *_nothing(
        *("interpretation_pairs", "interpretation_elements", "interpretation_forms"),
        *("interpretation_by_head", "interpretation_copied"),
    ),
)
_FEW_SECTORS = Expected("enterprise_sectors", _P, counts={"sectors": 7, "live": 1})

NEGLECTED: tuple[Fault, ...] = (
    # 良好
    _absent("yunxiu", "没有政务服务清单和“一件事”专区", _SERVICES, *_NO_SERVICES),
    _absent(
        "yunxiu", "没有在线访谈、智能问答、热线和新媒体栏目", _TALK,
        _less("interaction_columns", "interviews"), *_NO_TALK,
    ),
    _absent(
        "yunxiu", "没有民生实事和公共企事业单位信息公开栏目", ("mssx", "gyqsy"),
        _gone("livelihood_projects", "list", "progress"),
        _gone("public_enterprises", "entrance", "catalogue", "guides"),
        _FEW_SECTORS,
        _less("local_matters", "municipal", "public_service"),
    ),
    _absent("yunxiu", "没有基层政务公开标准目录", ("bzml",), *_NO_CATALOGUE),
    # 较差
    _absent(
        "songyi", "没有公开财政预决算", ("czyjs",),
        _gone("government_budget", *_BOOK), _gone("government_accounts", *_BOOK),
        _unsure("budget_roster"),
    ),
    _absent(
        "songyi", "没有统计信息", ("tjxx",),
        _gone("statistics", "bulletin", "series", "analysis", counts={"missing_period": 4}),
    ),
    _absent("songyi", "没有政策解读", ("zcjd",), *_NO_INTERPRETATION),
    _absent(
        "songyi", "没有意见征集和结果反馈", ("yjzj", "jgfk"),
        _less("decision_chain", "draft", counts={"steps_due": 2, "steps_seen": 1}),
        *_nothing("consultation", "consultation_feedback"),
    ),
    _absent("songyi", "没有公开政府会议", ("zfhy",), _gone("meetings"),
            *_nothing("meeting_record", "meeting_chain")),
    _absent(
        "songyi", "没有公开年度报告", ("gknb",),
        _gone("annual_report", "on_time", "structure", "identities", "text"),
        _less("platform_parts", "reports"),
        _unsure("documents_counted"),
    ),
    _absent(
        "songyi", "没有规划计划和领导信息", ("ghjh", "ldxx"),
        _gone("plans", "outline", "territorial", "special"), _gone("leadership"),
    ),
    _absent(
        "songyi", "没有收费、采购、重大项目和助企纾困栏目", ("sfml", "zfcg", "zdxm", "zqjk"),
        _less("fees_procurement_projects", "fee_list", "projects"),
        _gone("fee_catalogue"),
        _unsure(
            *("clearing_lists", "guidance", "payment", "confirmation", "service_fees"),
            missing=("state_fees",),
        ),
        *_nothing("procurement_in_time"),
        Expected(
            "project_stages", _P,
            {
                **dict.fromkeys(("service", "approval", "building", "quality"), _M),
                **dict.fromkeys(("change", "completion"), _U),  # need not exist
            },
        ),
        _gone("enterprise_relief", "column_fresh", "fee_list_current"),
        Expected("key_domains", _P, counts={"domains": 15, "live": 13}),
    ),
    _absent(
        "songyi", "没有“六仗”、民生实事、公共企事业单位和审计公开栏目",
        ("fzlz", "mssx", "gyqsy", "sjgz"),
        _less("battles", "growth", "business", "risk"),
        _gone("livelihood_projects", "list", "progress"),
        _less("public_enterprises", "entrance", "catalogue"),
        _FEW_SECTORS,
        _less("local_matters", "municipal", "public_service"),
        _unsure("audit_report", "rectification", missing=("report",)),
    ),
    _absent("songyi", "没有建议提案办理信息", ("jyta",),
            _gone("proposals", "npc", "cppcc", "overview")),
    _absent("songyi", "没有随机抽查清单和计划", ("ssj",),
            _less("random_inspection", "list", "plan")),
    _absent("songyi", "没有政务服务清单和“一件事”专区", _SERVICES, *_NO_SERVICES),
    _absent(
        "songyi", "没有在线访谈、智能问答、热线和新媒体栏目", _TALK,
        _less("interaction_columns", "interviews", "surveys"), *_NO_TALK,
    ),
    _absent("songyi", "没有基层政务公开标准目录", ("bzml",), *_NO_CATALOGUE),
    # 一般
    _empty("yingji", "“部门决算”栏目空白", "bmjs", _gone("department_accounts", *_BOOK)),
    _empty("yingji", "“政策解读”栏目空白", "zcjd", *_NO_INTERPRETATION),
    _empty("yingji", "“建议提案办理”栏目空白", "jyta",
           _gone("proposals", "npc", "cppcc", "overview")),
    _empty(
        "yingji", "“安全生产”栏目空白，空白栏目共四个", "zdly-1",
        _gone("key_domains", counts={"domains": 2, "live": 0}),
        Expected("columns_filled", _P, counts={"empty_column": 4}),
    ),
)  # fmt: skip
