"""Appeals of a round: list, add, show with what was there at the cut-off, decide."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from crawlers.clock import now
from crawlers.settings import Settings
from dashboard.casework.appealing import (
    Plea,
    Shown,
    decide_appeal,
    find_appeal,
    leaf_named,
    proofs_of,
    raise_appeal,
    shown_of,
)
from dashboard.commands.options import (
    AllowOption,
    CommandError,
    ContactOption,
    FormatOption,
    RoundId,
    open_store,
    parse_hosts,
)
from dashboard.terminal.acting import AsOption, acting
from dashboard.wording.printing import Format, china_time, emit, say
from data.cases import Subject
from data.judgements import VERDICTS
from data.people import Action, demand
from data.uploads import MOST_BYTES
from data.var import VAR
from scoring.appeals import (
    DECISION_NAMES,
    GROUND_NAMES,
    STANDING_NAMES,
    Decision,
    Ground,
    Ruling,
    appeals,
)

app = typer.Typer()
appeal_app = typer.Typer(help="申诉：提出、取证、裁定。", no_args_is_help=True)
app.add_typer(appeal_app, name="appeal")

NumberArgument = Annotated[int, typer.Argument(metavar="编号", min=1, help="编号，见 list")]


@appeal_app.command("add")
def appeal_add(
    round_id: RoundId,
    indicator: Annotated[str, typer.Option("--indicator", help="指标编号", metavar="指标")],
    ground: Annotated[
        str, typer.Option("--ground", help=f"理由类别：{'、'.join(GROUND_NAMES.values())}")
    ],
    text: Annotated[str, typer.Option("--text", help="申诉理由")],
    link: Annotated[str, typer.Option("--link", help="网页链接", metavar="网址")] = "",
    file: Annotated[Path | None, typer.Option("--file", help="佐证文件", metavar="文件")] = None,
    person: AsOption = "",
    allow: AllowOption = None,
    contact: ContactOption = "",
) -> None:
    """被评估单位提出申诉：须附网页链接或文件，链接当即采集存证。

    链接没有打开的照实记录，不作为对单位不利的依据。

    \b
    示例：
        gkc appeal add 2023-q4 --indicator budget --ground 已公开 --text 1月已发布 \\
            --link http://www.example.gov.cn/a.html --as czj
    """
    with open_store() as store:
        number, kept = raise_appeal(
            store,
            acting(person, store),
            round_id,
            leaf_named(store, round_id, indicator),
            Plea(
                Ground(_named(ground, GROUND_NAMES, "理由类别")),
                text,
                link,
                _read(file) if file else None,
            ),
            var=VAR,
            settings=Settings(allow=parse_hosts(allow), contact=contact),
        )
    say(f"已收到第 {number} 号申诉")
    if kept:
        said = "已存证" if kept.sha256 else "没有取到内容，不影响申诉，可另附文件"
        say(f"{kept.url}：{kept.said}，{said}")


@appeal_app.command("list")
def appeal_list(
    round_id: RoundId,
    waiting: Annotated[bool, typer.Option("--open", help="只列没有裁定的")] = False,
    fmt: FormatOption = Format.TABLE,
) -> None:
    """列出一轮的申诉。

    \b
    示例：
        gkc appeal list 2023-q4 --open
    """
    columns = {
        "number": "编号", "unit": "单位", "indicator": "指标", "ground": "理由类别",
        "text": "理由", "at": "提出", "decision": "裁定", "reason": "裁定理由",
    }  # fmt: skip
    with open_store() as store:
        store.round(round_id)
        names = {unit.id: unit.name for unit in store.round_units(round_id)}
        found = appeals(store.events(Subject.APPEAL, round_id)).values()
    emit(
        (
            {
                "number": a.number,
                "unit": names[a.unit_id],
                "indicator": a.indicator_id,
                "ground": GROUND_NAMES[a.ground],
                "text": a.text,
                "at": china_time(a.at),
                "decision": DECISION_NAMES[a.decision] if a.decision else "待裁定",
                "reason": a.reason,
                "link": a.link,
                "file": a.file,
                "cites": a.cites,
            }
            for a in found
            if a.open or not waiting
        ),
        columns,
        fmt,
        none="没有申诉",
    )


@appeal_app.command("show")
def appeal_show(
    round_id: RoundId, number: NumberArgument, fmt: FormatOption = Format.TABLE
) -> None:
    """截止日时网上有没有：标注日期、首次采集时间、该网址和原证据网址的历次采集。

    \b
    示例：
        gkc appeal show 2023-q4 3
    """
    columns = {
        "url": "网址", "first_at": "首次采集", "sha256": "SHA-256", "shown_on": "标注日期",
        "said": "本次取证", "standing": "截止日时",
    }  # fmt: skip
    with open_store() as store:
        store.round(round_id)
        appeal = find_appeal(store, round_id, number)
        say(f"第 {number} 号：{GROUND_NAMES[appeal.ground]}。{appeal.text}")
        emit((row for one in shown_of(store, round_id, appeal) for row in _rows(one)), columns, fmt)
        say(f"裁定可引用：{'、'.join(sorted(proofs_of(store, round_id, appeal))) or '无'}")


def _rows(one: Shown) -> list[dict[str, object]]:
    common: dict[str, object] = {
        "url": one.url,
        "title": one.title,
        "shown_on": one.shown_on.isoformat() if one.shown_on else None,
        "said": f"{china_time(one.now.at)} {one.now.said}" if one.now else "",
        "standing": STANDING_NAMES[one.standing],
    }
    return [
        {**common, "first_at": china_time(c.first_at), "sha256": c.sha256} for c in one.seen
    ] or [{**common, "first_at": None, "sha256": ""}]


@appeal_app.command("decide")
def appeal_decide(
    round_id: RoundId,
    number: NumberArgument,
    decision: Annotated[
        str, typer.Option("--decision", help=f"裁定：{'、'.join(DECISION_NAMES.values())}")
    ],
    reason: Annotated[str, typer.Option("--reason", help="裁定理由")],
    cite: Annotated[str, typer.Option("--cite", help="所引存证或文件的 SHA-256", metavar="摘要值")],
    outcome: Annotated[
        str, typer.Option("--outcome", help=f"改为什么结论：{'、'.join(VERDICTS)}；默认按理由类别")
    ] = "",
    item: Annotated[
        list[str] | None, typer.Option("--item", help="要素的结论，写成 名称:结论，可多次给出")
    ] = None,
    person: AsOption = "",
) -> None:
    """裁定申诉：成立、不成立或部分成立，须引用存证；成立的当即成为评审意见，由另一人裁定。

    \b
    示例：
        gkc appeal decide 2023-q4 3 --decision 成立 --reason 截止日前已公开 --cite 9f86… --as fhy
    """
    with open_store() as store:
        who = acting(person, store)
        appeal = find_appeal(store, round_id, number)
        demand(who, Action.DECIDE_APPEAL, appeal.unit_id)
        ruling = Ruling(
            Decision(_named(decision, DECISION_NAMES, "裁定")),
            reason,
            _whole(cite.lower(), proofs_of(store, round_id, appeal)),
            frozenset({who.id, who.name}),
            VERDICTS[_verdict(outcome)] if outcome else None,
            {name: VERDICTS[_verdict(said)] for name, said in map(_pair, item or ())},
        )
        decide_appeal(store, who, round_id, number, ruling, at=now())
    again = "" if ruling.decision is Decision.REFUSED else f"；请再运行 gkc score {round_id}"
    say(f"第 {number} 号申诉：{DECISION_NAMES[ruling.decision]}{again}")


def _read(path: Path) -> tuple[str, bytes]:
    """Name and content; of what is too large no more than shows that it is."""
    try:
        with path.open("rb") as file:
            return path.name, file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"读不了文件 {path}；请检查路径和权限") from error


def _whole(cite: str, proofs: set[str]) -> str:
    """A digest of which the first 8 signs or more were given."""
    found = [each for each in proofs if len(cite) >= 8 and each.startswith(cite)]
    return found[0] if len(found) == 1 else cite


def _named(text: str, names: Mapping[Any, str], what: str) -> str:
    for key, name in names.items():
        if text in {name, str(key)}:
            return str(key)
    raise CommandError(f"{what}“{text}”无效；可写：{'、'.join(names.values())}")


def _verdict(text: str) -> str:
    if text not in VERDICTS:
        raise CommandError(f"结论“{text}”无效；可写：{'、'.join(VERDICTS)}")
    return text


def _pair(text: str) -> tuple[str, str]:
    name, found, said = text.replace("：", ":").partition(":")
    if not found:
        raise CommandError(f"--item 的“{text}”应写成 名称:结论")
    return name.strip(), said.strip()
