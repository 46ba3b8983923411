"""A site looked at for its own unit."""

from fractions import Fraction
from typing import Annotated

import typer

from crawlers.frontier import Budget
from crawlers.settings import Settings
from dashboard.commands.chosen import load_scheme
from dashboard.commands.options import (
    AllowOption,
    AsOfOption,
    CommandError,
    ContactOption,
    FormatOption,
    YearOption,
    kind_word,
    open_store,
    parse_day,
    parse_hosts,
    parse_kind,
)
from dashboard.commands.targets import ready
from dashboard.selfchecks.selfchecking import Yardstick, keep_self_check, self_check
from dashboard.selfchecks.selfrunning import turn
from dashboard.terminal.acting import AsOption, acting
from dashboard.terminal.live import watched
from dashboard.wording.printing import Format, emit, percent, points, say
from data.people import Action, demand
from data.selfchecks import SelfCheck
from data.var import VAR

app = typer.Typer()

NEWEST = {"county": "county-2023-v2", "department": "department-2023-v2"}
_COLUMNS = {
    "code": "序号", "name": "指标", "points": "分值", "lost": "失分", "open": "待核查",
    "outcome": "结果", "reason": "原因", "url": "证据网址", "remedy": "怎么改",
}  # fmt: skip


@app.command("selfcheck")
def selfcheck_command(
    target: Annotated[str, typer.Argument(metavar="网址或文件夹", help="要自查的网站")] = "",
    kind: Annotated[str, typer.Option("--kind", help="单位类型：county、department 等")] = "",
    scheme: Annotated[
        str,
        typer.Option(
            "--scheme", help="指标体系编号（见 gkc schemes list）或 YAML 文件；默认按单位类型"
        ),
    ] = "",
    as_of: AsOfOption = None,
    year: YearOption = None,
    top: Annotated[int, typer.Option("--top", min=0, help="最多列几条；0 为全部")] = 0,
    pages: Annotated[int, typer.Option(help="最多采集的页数")] = Budget().pages,
    round_id: Annotated[
        str,
        typer.Option("--round", help="按这一轮的指标体系查本单位，结果只有本单位看得到"),
    ] = "",
    person: AsOption = "",
    allow: AllowOption = None,
    contact: ContactOption = "",
    fmt: FormatOption = Format.TABLE,
) -> None:
    """自查：用评估所用的同一程序和指标体系看一个网站，列出得分区间、失分点和改进办法。

    只查网站上看得到的内容，不建立轮次，查完不留存证。任何人都可以查；被评估单位写 --round 和 --as，
    按该轮的指标体系查本单位，结果存下来，提交之前只有本单位看得到。

    \b
    示例：
        gkc selfcheck https://www.example.gov.cn/ --kind department
        gkc selfcheck --round 2023-q4 --as czj
    """
    hosts = parse_hosts(allow)
    if round_id:
        if target or kind or scheme or as_of or year:
            raise CommandError("--round 按该轮的网址和指标体系查，不能再写网址、--kind 等")
        found = _of_round(round_id, person, Settings(Budget(pages=pages), hosts, contact))
    else:
        if not target or not kind:
            raise CommandError("请写明网址和 --kind（county、department 等）；查本轮的写 --round")
        wanted = parse_kind(kind)
        loaded, text = load_scheme(scheme or _newest(wanted))
        if loaded.kind != wanted:
            raise CommandError(
                f"指标体系 {loaded.id} 适用于 {loaded.kind}，不能用于 {wanted}；"
                "请换 --scheme 或 --kind"
            )
        day = parse_day(as_of)
        by = Yardstick(loaded.id, text, day, year or day.year)
        with ready([target], wanted, hosts, contact) as ([site], reachable):
            settings = Settings(Budget(pages=pages), reachable, contact)
            found = self_check(
                site.unit, by, settings, watched, var=VAR, copy=site.folder is not None
            )
            say(f"{site.unit.name}（{kind_word(wanted)}），{loaded.title}")
    _print(found, fmt, top)


def _newest(kind: str) -> str:
    if kind not in NEWEST:
        raise CommandError(f"类型 {kind} 没有默认的指标体系；请用 --scheme 写明")
    return NEWEST[kind]


def _of_round(round_id: str, person: str, settings: Settings) -> SelfCheck:
    with open_store() as store:
        who = acting(person, store)
        demand(who, Action.SELF_CHECK)
        if not who.unit_id:
            raise CommandError(f"账号“{who.id}”不属于被评估单位；--round 供单位自查")
        with turn(VAR, who.unit_id):
            return keep_self_check(store, round_id, who.unit_id, who.id, settings, watched, var=VAR)


def _print(found: SelfCheck, fmt: Format, top: int) -> None:
    emit(
        (
            {
                "code": line.code,
                "name": line.name,
                "points": points(Fraction(line.points)),
                "lost": points(Fraction(line.lost)),
                "open": points(Fraction(line.open)),
                "outcome": line.outcome,
                "reason": line.reason,
                "url": line.url,
                "remedy": line.remedy,
            }
            for line in found.lines[: top or None]
        ),
        _COLUMNS,
        fmt,
    )
    for name in found.doubts:
        say(f"疑似触及单项否决“{name}”，正式评估中须经人工确认")
    if found.fault:
        say(f"没有读到网站内容：{found.fault}；不作不利判断", style="red")
    value = f"，按查清的部分为 {points(Fraction(found.value))} 分" if found.value else ""
    say(
        f"读到 {found.pages} 页；得分区间 {points(Fraction(found.low))}–"
        f"{points(Fraction(found.high))}（满分 {points(Fraction(found.total))}）{value}；"
        f"核查覆盖率 {percent(Fraction(found.coverage))}"
    )
    say("只含网站上看得到的指标；待核查的不计失分")
