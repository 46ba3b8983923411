"""Commands about rounds: create, list, show, seal."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from crawlers.network.outcomes import SAID
from dashboard.commands.chosen import load_scheme
from dashboard.commands.options import (
    AsOfOption,
    CommandError,
    FormatOption,
    RoundId,
    SchemeOption,
    YearOption,
    kind_word,
    open_store,
    parse_day,
    parse_kind,
)
from dashboard.rounds.creating import ONE_SHOT, create_round, strange_duties
from dashboard.terminal.acting import doer, owner
from dashboard.wording.collected import why_nothing
from dashboard.wording.printing import Format, emit, say
from dashboard.wording.words import NOTHING_READ, OUTCOME, SITE_STATUS
from data.calendar import CHINA
from data.certificate import CertificateError
from data.facts import SiteStatus
from data.storage.progress import asked
from data.storage.seals import Seal
from data.store import Store
from data.types import Unit
from data.var import VAR

app = typer.Typer()
rounds_app = typer.Typer(help="评估轮次。", no_args_is_help=True)
app.add_typer(rounds_app, name="rounds")


@rounds_app.command("create")
def rounds_create(
    round_id: RoundId,
    scheme: SchemeOption,
    as_of: AsOfOption = None,
    year: YearOption = None,
    name: Annotated[str, typer.Option("--name", help="轮次名称；默认同编号")] = "",
    kind: Annotated[
        str | None, typer.Option("--kind", help="只纳入这一类型的单位；默认按指标体系适用类型")
    ] = None,
    unit: Annotated[
        list[str] | None, typer.Option("--unit", help="只纳入这些单位（编号或名称），可多次给出")
    ] = None,
    web_only: Annotated[
        bool, typer.Option("--web-only", help="只评网站能看到的指标，人工和填报指标不在范围内")
    ] = False,
) -> None:
    """建立评估轮次：用哪个指标体系、评哪些单位、截止到哪一天。

    不写 --as-of、--year 的，取指标体系写明的截止日和年度；指标体系也没有写的，取今天和截止日
    所在年。

    \b
    示例：
        gkc rounds create 2023-q4 --scheme department-2023 --as-of 2023-12-15
    """
    loaded, text = load_scheme(scheme)
    day = (loaded.dates.cut_off if as_of is None else None) or parse_day(as_of)
    wanted = loaded.kind if kind is None else parse_kind(kind)
    with open_store() as store:
        chosen = _chosen(store, wanted, unit or ())
        create_round(
            store,
            round_id,
            loaded,
            text,
            chosen,
            as_of=day,
            year=year or loaded.year,
            name=name,
            web_only=web_only,
            doer=doer(),
        )
    proposed = "（取自指标体系）" if as_of is None and loaded.dates.cut_off else ""
    say(f"已建立轮次 {round_id}：{len(chosen)} 个单位，截止 {day}{proposed}")
    if strange := strange_duties(loaded, chosen):
        say(
            f"提示：名册里的职责 {'、'.join(strange)} 不在指标体系的职责"
            f"（{'、'.join(loaded.duties)}）之列，不起作用；如是笔误，请改正名册、重新导入，另建轮次",
            style="yellow",
        )


def _chosen(store: Store, kind: str, names: Sequence[str]) -> list[Unit]:
    """The units of a kind in the register, or those of them that are meant by id, name or alias.

    Raises:
        CommandError: there are none of the kind, or one of the names is of none of them.
    """
    units = store.units()
    if not units:
        raise CommandError("名册还是空的；请先用 gkc units import 名册.csv 导入单位")
    fitting = [u for u in units if u.kind == kind]
    open_to_all = [u for u in fitting if u.group != ONE_SHOT]
    if not open_to_all and not names:
        kinds = Counter(u.kind for u in units if u.group != ONE_SHOT)
        there = "、".join(f"{each}（{kind_word(each)}）{n} 个" for each, n in kinds.items())
        raise CommandError(
            f"名册里没有类型为 {kind}（{kind_word(kind)}）的单位，现有的是：{there or '无'}；"
            "请导入含这类单位的名册，或换用相应的 --scheme 和 --kind"
        )
    if not names:
        return open_to_all
    meant = [u for u in fitting if {u.id, u.name, *u.aliases} & set(names)]
    known = {name for u in meant for name in (u.id, u.name, *u.aliases)}
    if lacking := [name for name in dict.fromkeys(names) if name not in known]:
        raise CommandError(
            f"名册里类型为 {kind}（{kind_word(kind)}）的单位没有“{'”“'.join(lacking)}”；"
            "请用 gkc units list 核对"
        )
    return meant


@rounds_app.command("list")
def rounds_list(fmt: FormatOption = Format.TABLE) -> None:
    """列出全部轮次。

    \b
    示例：
        gkc rounds list
    """
    columns = {
        "id": "编号",
        "name": "名称",
        "scheme": "指标体系",
        "as_of": "截止日",
        "year": "年度",
        "units": "单位数",
        "sealed": "封存",
    }
    with open_store() as store:
        emit(
            (
                {
                    "id": r.id,
                    "name": r.name,
                    "scheme": r.scheme_id,
                    "as_of": r.as_of.isoformat(),
                    "year": r.year,
                    "units": len(r.unit_ids),
                    "sealed": _sealed(store.seal(r.id)),
                }
                for r in store.rounds()
            ),
            columns,
            fmt,
        )


def _sealed(seal: Seal | None) -> str:
    """The day, in China; empty while the round is open."""
    return seal.at.astimezone(CHINA).date().isoformat() if seal else ""


@rounds_app.command("seal")
def rounds_seal(
    round_id: RoundId,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="证书写到哪里；默认 轮次编号.zip", metavar="文件"),
    ] = None,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="把存证文件也放进证书；网页原文没有遮盖个人信息")
    ] = False,
) -> None:
    """封存一轮：写出评估证书（一个 zip），以后这一轮不能再采集、核查、评审和计分。

    证书里有指标体系、名册、核查结果、评审意见、填报数据、证据清单、得分和名次，别人用 gkc verify
    就能重算。写好并重算一致以后才封存。封存不能撤销；已封存的再运行一次，写出同样的证书。

    \b
    示例：
        gkc rounds seal 2023-q4 -o 2023-q4.zip
    """
    from dashboard.certificates.sealing import seal_round  # loads the scoring engine

    path = out or Path(f"{round_id}.zip")
    with open_store() as store:
        try:
            done = seal_round(store, round_id, path, VAR, evidence=evidence, by=owner())
        except CertificateError as error:
            raise CommandError("；".join(error.sentences)) from error
    typer.echo(done.digest)
    how = "已封存过，写出了同样的证书" if done.again else "已封存，证书"
    say(f"轮次 {round_id} {how} {path}（{done.size} 字节）；上面是结果摘要值")
    say(f"证书编号 {done.certificate}；核验请运行 gkc verify {path}")


@rounds_app.command("show")
def rounds_show(round_id: RoundId, fmt: FormatOption = Format.TABLE) -> None:
    """一个轮次里每个单位的采集和核查情况：请求数、读到数、各类失败、核查结果数。

    \b
    示例：
        gkc rounds show 2023-q4
    """
    columns = {
        "unit": "单位",
        "status": "采集",
        "asked": "请求",
        "read": "读到",
        "failed": "未读到",
        "findings": "核查结果",
    }
    with open_store() as store:
        store.round(round_id)
        tally = store.fetch_tally(round_id)
        states = store.site_states(round_id)
        old = set(store.behind(round_id).unchecked)
        found = store.findings(round_id)
        rows = []
        for unit in store.round_units(round_id):
            ended = tally.get(unit.id, {})
            failed = {o: n for o, n in ended.items() if not o.read}
            outcomes = Counter(f.outcome for f in found.get(unit.id, {}).values())
            read = sum(n for o, n in ended.items() if o.read)
            status = SITE_STATUS[states[unit.id].status]
            if states[unit.id].status is SiteStatus.DONE and not read:
                status = f"{status}，{NOTHING_READ}：{why_nothing(store, round_id, unit)}"
            if unit.id in old:
                status += "，尚未重新核查" if found.get(unit.id) else "，尚未核查"
            rows.append(
                {
                    "unit": unit.name,
                    "status": status,
                    "asked": asked(ended),
                    "read": read,
                    "failed": "、".join(f"{SAID[o]} {n}" for o, n in sorted(failed.items())),
                    "findings": "、".join(f"{OUTCOME[o]} {n}" for o, n in sorted(outcomes.items())),
                }
            )
        if seal := store.seal(round_id):
            say(f"已于 {_sealed(seal)} 封存，证书编号 {seal.certificate}；不能再改动")
    emit(rows, columns, fmt)
