"""A small round with literal findings, for the screens: what each unit shows is worked out here."""

from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

from dashboard.rounds.steps import score_round
from data.archive import Archive
from data.card import TiedCard
from data.facts import ColumnFacts
from data.store import Store
from data.types import (
    Cause,
    Evidence,
    Fetch,
    FetchOutcome,
    Finding,
    Looked,
    Outcome,
    Round,
    Unit,
)

AT = datetime(2023, 12, 15, 8, 30, tzinfo=UTC)
MET, PARTIAL, MISSING, UNKNOWN = Outcome.MET, Outcome.PARTIAL, Outcome.MISSING, Outcome.UNKNOWN

SCHEME = """\
scheme:
  id: small-1
  title: 小体系
  kind: department
  total: 100
  grades: [{name: 优秀, min: 90}, {name: 合格, min: 60}, {name: 不合格, min: 0}]
sources:
  law: 《条例》
indicators:
  - id: open
    name: 公开内容
    points: 70
    children:
      - {id: report, name: 年度报告, points: 40, method: auto, na: none, check: annual_report,
         rule: 四项各 10 分。, basis: [law 第五十条], remedy: 按格式补齐年报。,
         scoring: {rule: checklist, items: {on_time: 10, structure: 10, identities: 10, text: 10}}}
      - {id: budget, name: 部门预算, points: 20, method: auto, na: none, check: department_budget,
         rule: 公开得 20 分。, basis: [law 第二十条], remedy: 补发部门预算。,
         scoring: {rule: presence, partial: 0.5}}
      - {id: fresh, name: 栏目更新, points: 10, method: auto, na: none, check: columns_fresh,
         rule: 每个停更栏目扣 1 分。, basis: [law], remedy: 更新栏目。,
         scoring: {rule: deduct, each: {stale_dynamic: 1}}}
  - id: rest
    name: 其他
    points: 30
    children:
      - {id: privacy, name: 个人隐私, points: 10, method: semi, na: none, check: privacy_leaks,
         rule: 没有泄露。, basis: [law], remedy: 遮挡号码。, scoring: {rule: presence}}
      - {id: quality, name: 解读质量, points: 10, method: manual, na: none,
         rule: 由专家评定。, basis: [law], remedy: 改进解读。, scoring: {rule: presence}}
      - {id: answers, name: 按时答复, points: 10, method: metric, na: none,
         rule: 按数据计分。, basis: [law], remedy: 按时答复。, scoring: {rule: presence}}
"""

# The same with what is judged beside the tree.
HEAVY_SCHEME = SCHEME.replace("id: small-1", "id: heavy-1").replace(
    "sources:",
    """\
  vetoes:
    - {id: veto_i_forged, name: 伪造发稿日期, effect: cap_at, value: 59, watch: [report]}
    - {id: veto_i_secret, name: 泄露国家秘密, effect: cap_grade, grade: 合格}
  bonus:
    cap: 5
    gate: 80
    items:
      - {id: bonus_i_pilot, name: 承担上级试点, points: 2, evidence: 试点文件和验收文件}
  penalties:
    - {id: penalty_i_false, name: 材料不实, points: 3, evidence: 核实记录,
       scoring: {rule: presence}}
sources:""",
)

GOOD = Unit("good", "甲局", "department", "市直部门", "http://good.localhost/")
POOR = Unit("poor", "乙局", "department", "市直部门", "http://poor.localhost/")
DOWN = Unit("down", "丙局", "department", "市直部门", "http://down.localhost/")
ROUND = Round(
    "r1", "2023年小评估", "small-1", date(2023, 12, 15), 2023, ("good", "poor", "down"), AT
)
WAITING = {
    "quality": Finding(UNKNOWN, "需要人工评审，尚无评审意见", Cause.NEEDS_PERSON),
    "answers": Finding(UNKNOWN, "数据尚未导入", Cause.NEEDS_METRIC),
}
REPORT = {"on_time": MET, "structure": MET, "identities": MET, "text": MET}
NO_LEAK = Finding(UNKNOWN, "网站未采集完", Cause.OUT_OF_BUDGET)

# 100 × 70 ÷ 70 = 100.00, from 70.00 to 100.00, coverage 70 %
GOOD_FINDINGS = WAITING | {
    "report": Finding(MET, "年报齐全", items=REPORT),
    "budget": Finding(MET, "已公开"),
    "fresh": Finding(MET, "按时更新", counts={"stale_dynamic": 0}),
    "privacy": NO_LEAK,
}
DOWN_FINDINGS = WAITING | {
    id_: Finding(UNKNOWN, "首页没有读到：连接超时", Cause.SITE_DOWN)
    for id_ in ("report", "budget", "fresh", "privacy")
}


LATE = Evidence("http://poor.localhost/report.html", "发布日期 2023-03-02", AT, "ab" * 32)


def poor_findings(page):
    """30 of 40, 0 of 20, 9 of 10: 100 × 39 ÷ 70 = 55.71, from 39.00 to 69.00."""
    stale = Evidence("http://poor.localhost/news/", "最新一条 2023-01-01")
    leak = Evidence("http://poor.localhost/list.xls", "名单.xls：身份证号1个，如 430**********12")
    return WAITING | {
        "report": Finding(
            PARTIAL, "年报迟于 1 月 31 日", items=REPORT | {"on_time": MISSING}, evidence=(page,)
        ),
        "budget": Finding(
            MISSING,
            "没有找到2023年部门预算",
            looked=Looked(("财政预决算", "通知公告"), 41, ("部门预算",)),
        ),
        "fresh": Finding(PARTIAL, "1 个栏目停更", evidence=(stale,), counts={"stale_dynamic": 1}),
        "privacy": Finding(UNKNOWN, "1个附件疑似含身份证号", Cause.SUSPECTED, evidence=(leak,)),
    }


def create(store, units=(GOOD, POOR, DOWN), new=ROUND):
    """The round, looked at by nobody."""
    store.put_units(units)
    store.put_scheme("small-1", SCHEME)
    store.create_round(new)


def archived_page(var):
    """Evidence kept in the round's archive: a page with a whole identity number in it."""
    body = (
        "<html><title>年报</title><body><p>迟到的年报 430102199003071234</p></body></html>".encode()
    )
    url, kind = "http://poor.localhost/report.html", [("Content-Type", "text/html; charset=utf-8")]
    digest = sha256(body).hexdigest()
    answer = Fetch(url, FetchOutcome.OK, AT, 200, sha256=digest)
    with Archive(var / "evidence" / "r1").write("poor") as writer:
        name, offset, _ = writer.append(answer, kind, body)
    return Evidence(url, "发布日期 2023-03-02", AT, digest, name, offset)


def fill_heavy(url, page=LATE, poor=POOR, found=None):
    """The round with vetoes, bonus and penalty, checked; its card vouches for the budgets."""
    with Store(url) as store:
        store.put_units((GOOD, poor, DOWN))
        store.put_scheme("heavy-1", HEAVY_SCHEME)
        store.create_round(replace(ROUND, scheme_id="heavy-1"))
        for unit, each in (
            (GOOD, GOOD_FINDINGS), (poor, found or poor_findings(page)), (DOWN, DOWN_FINDINGS),
        ):  # fmt: skip
            store.put_reading("r1", unit.id, [], [], each)
        store.set_card("r1", TiedCard("0" * 12, frozenset({"department_budget"})), AT)


def fill(url, page=LATE, poor=POOR, found=None):
    """The round looked at, checked and scored."""
    with Store(url) as store:
        create(store, (GOOD, poor, DOWN))
        for unit, outcomes in (
            (GOOD, [FetchOutcome.OK] * 3),
            (poor, [FetchOutcome.OK, FetchOutcome.NOT_FOUND]),
            (DOWN, [FetchOutcome.TIMEOUT_CONNECT]),
        ):
            store.start_site("r1", unit.id, AT)
            store.add_fetches(
                "r1",
                unit.id,
                [Fetch(f"{unit.portal}{n}", how, AT) for n, how in enumerate(outcomes)],
            )
            store.finish_site("r1", unit.id, AT, exhausted=True)
        columns = [
            ColumnFacts("要闻", ("新闻", "要闻"), "http://poor.localhost/news/", "items", 3,
                        date(2023, 1, 1), frozenset()),
            ColumnFacts("招考", ("公开", "招考"), "http://poor.localhost/exam/", "empty", 0,
                        None, frozenset()),
            ColumnFacts("通知", ("通知",), "http://poor.localhost/notes/", "items", 9,
                        date(2023, 12, 10), frozenset()),
        ]  # fmt: skip
        store.put_reading("r1", "good", [], [], GOOD_FINDINGS)
        store.put_reading("r1", "poor", [], columns, found or poor_findings(page))
        store.put_reading("r1", "down", [], [], DOWN_FINDINGS)
        score_round(store, "r1")
