"""Planted faults: changes to a faultless content, and what each must make the checks say."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from data.demo.content.decision import CONSULTED_TO, consultation_period
from data.demo.content.model import (
    Article,
    Block,
    Cell,
    Column,
    Content,
    File,
    Table,
    change_article,
    change_column,
    drop_article,
)
from data.demo.content.money import BUDGET_REPLY, spell
from data.demo.fault import Expected, Fault
from data.demo.neglect import NEGLECTED
from data.types import Cause, Outcome

# Fictional: 439999 is no county, yet the check digit is right.
ID_NUMBER = "439999197503124218"


def _same(content: Content) -> Content:
    return content


def _no_tags(unit: str) -> Fault:
    """The table family carries none of the national tags."""
    keys = ("site_tags", "column_tags", "article_tags")
    expected = Expected("meta_tags", Outcome.MISSING, dict.fromkeys(keys, Outcome.MISSING))
    return Fault(unit, "网页没有规定的标签", "home", (expected,), _same)


def _lines(article: Article, keep: Callable[[str], bool]) -> tuple[Block, ...]:
    return tuple(b for b in article.blocks if not isinstance(b, str) or keep(b))


def _without_budget(content: Content) -> Content:
    return change_column(
        drop_article(content, "budget"),
        "bmys",
        lambda c: replace(c, articles=(replace(_old_budget(content), key="budget-older"),)),
    )


def _old_budget(content: Content) -> Article:
    """Last year's budget, so that the column is not empty."""
    budget = content.article("budget")
    return replace(
        budget,
        title=budget.title.replace("2023", "2022"),
        on=date(2022, 2, 15),
        blocks=tuple(_earlier(b) for b in budget.blocks),
        files=tuple(
            replace(
                f,
                name=f.name.replace("2023", "2022"),
                paragraphs=tuple(p.replace("2023", "2022") for p in f.paragraphs),
            )
            for f in budget.files
        ),
    )


def _earlier(block: Block) -> Block:
    return block.replace("2023", "2022") if isinstance(block, str) else block


def _late_budget(content: Content) -> Content:
    late = BUDGET_REPLY + timedelta(days=51)
    return change_article(content, "budget", lambda a: replace(a, on=late))


def _budget_unexplained(content: Content) -> Content:
    """The figures stay; how they changed, and why, goes."""

    def keep(line: str) -> bool:
        return "主要原因是厉行节约" not in line

    def edit(article: Article) -> Article:
        def file(f: File) -> File:
            return replace(f, paragraphs=tuple(p for p in f.paragraphs if keep(p)))

        return replace(article, blocks=_lines(article, keep), files=tuple(map(file, article.files)))

    return change_article(content, "budget", edit)


def _wrong_total(content: Content) -> Content:
    """Adds three to the last cell of （七）总计 in table 3 of the report."""

    def edit(block: Block) -> Block:
        if isinstance(block, str):
            return block
        return replace(block, rows=tuple(map(_raise_total, block.rows)))

    return change_article(
        content, "report-2022", lambda a: replace(a, blocks=tuple(map(edit, a.blocks)))
    )


def _raise_total(row: tuple[str | Cell, ...]) -> tuple[str | Cell, ...]:
    first, last = row[0], row[-1]
    if isinstance(first, Cell) and first.text == "（七）总计" and isinstance(last, str):
        return (*row[:-1], str(int(last) + 3))
    return row


def _empty_column(content: Content) -> Content:
    empty = Column("zkly", "招考录用", "人事信息")
    return change_column(content, "fdzdgknr", lambda c: replace(c, columns=(*c.columns, empty)))


def _stale_news(content: Content) -> Content:
    last = date(2023, 10, 11)
    return change_column(
        content,
        "gzdt",
        lambda c: replace(
            c,
            articles=tuple(
                replace(a, on=last - timedelta(days=12 * n)) for n, a in enumerate(c.articles)
            ),
        ),
    )


def _short_consultation(content: Content) -> Content:
    last = date(2023, 7, 25)
    whole = consultation_period(CONSULTED_TO)
    short = consultation_period(last)

    def edit(block: Block) -> Block:
        return short if block == whole else block

    def answered(block: Block) -> Block:
        return block.replace(spell(CONSULTED_TO), spell(last)) if isinstance(block, str) else block

    content = change_article(
        content, "consultation", lambda a: replace(a, blocks=tuple(map(edit, a.blocks)))
    )
    return change_article(
        content, "feedback", lambda a: replace(a, blocks=tuple(map(answered, a.blocks)))
    )


def _no_validity(content: Content) -> Content:
    def edit(article: Article) -> Article:
        fields = {k: v for k, v in article.fields.items() if k != "有效性"}
        return replace(article, fields=fields)

    return change_article(content, "policy-2", edit)


def _unlinked(content: Content) -> Content:
    """The document does not lead to its interpretation, nor back."""
    for key in ("policy-2", "interpretation-2"):
        content = change_article(content, key, lambda a: replace(a, related=()))
    return content


def _late_catalogue(content: Content) -> Content:
    return change_article(content, "decision-catalogue", lambda a: replace(a, on=date(2023, 8, 25)))


def _dead_links(content: Content) -> Content:
    content = replace(content, home_dead=("校园安全专题",))
    content = change_article(content, "news-2", lambda a: replace(a, dead=("专项督导方案",)))
    return change_article(content, "notice-2", lambda a: replace(a, dead=("自查表下载说明",)))


def _leak(content: Content) -> Content:
    table = Table(
        "学生资助发放名单",
        (
            ("序号", "姓名", "身份证号", "金额（元）"),
            ("1", "温若川", ID_NUMBER, "1000"),
            ("2", "蒋思齐", "439999********4437", "1000"),
        ),
    )
    listed = File("2023年学生资助发放名单", "xlsx", (), (table,))
    return change_article(content, "domain", lambda a: replace(a, files=(*a.files, listed)))


def _published(key: str, on: date) -> Callable[[Content], Content]:
    return lambda content: change_article(content, key, lambda a: replace(a, on=on))


def _aimless(content: Content) -> Content:
    """An interpretation no longer says what the document is for."""

    def keep(line: str) -> bool:
        return "目的" not in line

    return change_article(content, "interpretation-2", lambda a: replace(a, blocks=_lines(a, keep)))


_P, _M = Outcome.PARTIAL, Outcome.MISSING
_BUDGET_ITEMS = ("published", "within_20d", "tables", "sangong", "notes", "consistency")

_SINGLE: tuple[Fault, ...] = (
    _no_tags("yunxiu"),
    _no_tags("minzheng"),
    Fault(
        "yunxiu", "第37次常务会议没有公开议定事项", "column:zfhy",
        (
            Expected("meetings", _P, counts={"missing_part": 1}),
            Expected("meeting_record", _P, {"decisions": _P}),
        ),
        lambda c: drop_article(c, "meeting-37-decisions"),
    ),
    Fault(
        "yunxiu", "一件意见征集只有6天", "article:consultation",
        (
            Expected("consultation", _P, counts={"short_period": 1}),
            Expected("decision_chain", _P, {"period": _M}, {"steps_due": 5, "steps_seen": 4}),
        ),
        _short_consultation,
    ),
    Fault(
        "wangshu", "一件规范性文件未标注有效性", "article:policy-2",
        (Expected("document_fields", _P, counts={"missing_validity": 1}),),
        _no_validity,
    ),
    Fault(
        "wangshu", "一个部门的2022年决算未在统一平台公开", "column:bmyjs",
        (Expected("budget_roster", _P, counts={"published_units": 3}),),
        lambda c: drop_article(c, "roster-accounts-3"),
    ),
    Fault(
        "wangshu", "11月的行政处罚决定作出后第10个工作日才公开", "article:penalty-11",
        (Expected("decisions_in_time", _P, counts={"decisions": 4, "late": 1}),),
        _published("penalty-11", date(2023, 12, 13)),
    ),
    Fault(
        "wangshu", "采购结果成交后第5个工作日才公告", "article:procurement-result",
        (Expected("procurement_in_time", _P, counts={"late": 1}),),
        _published("procurement-result", date(2023, 11, 27)),
    ),
    Fault(
        "songyi", "“招考录用”栏目空白", "column:zkly",
        (Expected("columns_filled", _P, counts={"empty_column": 1}),),
        _empty_column,
    ),
    Fault(
        "songyi", "重大行政决策事项目录8月才公布", "article:decision-catalogue",
        (Expected("decision_catalogue", _P, {"by_due": _M}),),
        _late_catalogue,
    ),
    Fault(
        "jiaoyu", "首页1个、其他页面2个链接打不开", "home",
        (Expected("links_alive", _P, counts={"dead_home": 1, "dead_other": 2}),),
        _dead_links,
    ),
    Fault(
        "jiaoyu", "资助名单附件含一个未打码的身份证号（虚构）", "article:domain",
        (Expected("privacy_leaks", Outcome.UNKNOWN, cause=Cause.SUSPECTED),),
        _leak,
    ),
    Fault(
        "zhujian", "部门预算在批复51天后公开", "article:budget",
        (Expected("department_budget", _P, {"within_20d": _M}),),
        _late_budget,
    ),
    Fault(
        "zhujian", "“工作动态”栏目两个月未更新", "column:gzdt",
        (Expected("columns_fresh", _P, counts={"stale_dynamic": 1}),),
        _stale_news,
    ),
    Fault(
        "zhujian", "一件文件与其解读没有互相链接", "article:interpretation-2",
        (Expected("interpretation_pairs", _P, counts={"pairs": 2, "linked": 1}),),
        _unlinked,
    ),
    Fault(
        "yingji", "没有公开2023年部门预算", "column:bmys",
        (Expected("department_budget", _M, dict.fromkeys(_BUDGET_ITEMS, _M)),),
        _without_budget,
    ),
    Fault(
        "shichang", "部门预算没有说明“三公”经费的增减变化", "article:budget",
        (Expected("department_budget", _P, {"sangong": _P}),),
        _budget_unexplained,
    ),
    Fault(
        "shichang", "一件解读没有写明目的意义", "article:interpretation-2",
        (Expected("interpretation_elements", _P, {"aim": _P}, {"missing_element": 1}),),
        _aimless,
    ),
    Fault(
        "shichang", "2022年年度报告表三总计与各项之和不等", "article:report-2022",
        (Expected("annual_report", _P, {"identities": _M, "text": _M}),),  # the text has it right
        _wrong_total,
    ),
)  # fmt: skip

FAULTS = (*_SINGLE, *NEGLECTED)

# Sites that answer nobody: unit -> behaviour of the server, cause that every check must give.
UNREADABLE: Mapping[str, tuple[str, Cause]] = {
    "lanting": ("challenge", Cause.BLOCKED),
    "jiaotong": ("down", Cause.SITE_DOWN),
}
