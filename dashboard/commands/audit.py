"""Commands about the trail of what people did. The evidence has its own: `gkc archive`."""

from collections.abc import Sequence
from typing import Annotated

import typer

from dashboard.commands.options import CommandError, FormatOption, open_store
from dashboard.wording.printing import Format, china_time, emit, inert, say
from data.trail import Anchor

app = typer.Typer()
audit_app = typer.Typer(
    help="操作日志：谁在什么时候做了什么，逐条以摘要值相连。", no_args_is_help=True
)
app.add_typer(audit_app, name="audit")


@audit_app.command("list")
def audit_list(
    round_id: Annotated[str, typer.Option("--round", help="只看这一轮次", metavar="轮次")] = "",
    unit: Annotated[str, typer.Option("--unit", help="只看这个单位（编号）", metavar="单位")] = "",
    by: Annotated[str, typer.Option("--by", help="只看这个账号做的", metavar="账号")] = "",
    last: Annotated[int, typer.Option("--last", min=1, help="最近多少条", metavar="条数")] = 100,
    fmt: FormatOption = Format.TABLE,
) -> None:
    """列出操作日志，旧的在前：序号、时间（北京时间）、账号、操作、轮次、单位、说明、摘要值。

    \b
    示例：
        gkc audit list --round 2023-q4 --last 20
    """
    with open_store() as store:
        found = store.trail(round_id=round_id, unit_id=unit, by=by, last=last)
    columns = {
        "number": "序号",
        "at": "时间",
        "by": "账号",
        "action": "操作",
        "round": "轮次",
        "unit": "单位",
        "what": "说明",
        "hash": "摘要值",
    }
    rows = (
        {
            "number": each.number,
            "at": china_time(each.at),
            "by": each.by,
            "action": each.action,
            "round": each.round_id,
            "unit": each.unit_id,
            "what": inert(each.what),
            "hash": each.hash[:12] if fmt is Format.TABLE else each.hash,
        }
        for each in found
    )
    emit(rows, columns, fmt, "操作日志", none="没有这样的操作记录")


@audit_app.command("verify")
def audit_verify(
    anchor: Annotated[
        list[str] | None,
        typer.Option(
            "--anchor",
            help="以前记下的校验点（证书、备份和本命令都会给出），可多次给出；末尾被截掉只有靠它查出",
            metavar="序号:摘要值",
        ),
    ] = None,
) -> None:
    """核验操作日志：逐条重算摘要值，指出第一条对不上的。有问题时退出码为 1。

    末尾被整段删去，只有靠另处保存的校验点才查得出来。

    \b
    示例：
        gkc audit verify
    """
    anchors = _anchors(anchor or ())
    with open_store() as store:
        found = store.verify_trail(anchors)
    if found.fault:
        say(f"错误：操作日志{found.fault}；请与备份对照，查明何时何人改动", style="red")
        raise typer.Exit(1)
    say(f"操作日志 {found.end.number} 条，逐条相符。校验点（请另处保存）：")
    typer.echo(str(found.end))


def _anchors(texts: Sequence[str]) -> list[Anchor]:
    """
    Raises:
        CommandError: one of them is none.
    """
    try:
        return [Anchor.parse(text) for text in texts]
    except ValueError as error:
        raise CommandError(
            f"校验点“{error}”不对，请照 gkc audit verify 的输出填写，如 57:后接 64 位摘要值"
        ) from error
