"""Units get their lists of lost points, and what they were told is kept."""

import re
from pathlib import Path
from typing import Annotated

import typer

from crawlers.clock import now
from dashboard.casework.telling import round_names, tell_units, workbook
from dashboard.commands.options import RoundId, UnitOption, chosen_units, open_store
from dashboard.terminal.acting import AsOption, acting
from dashboard.wording.printing import say

app = typer.Typer()

_NO_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@app.command("feedback")
def feedback_command(
    round_id: RoundId,
    out: Annotated[Path, typer.Option("-o", "--out", help="存放清单的文件夹", metavar="文件夹")],
    unit: UnitOption = None,
    person: AsOption = "",
) -> None:
    """向各单位反馈问题清单：扣分原因、证据、怎样整改、分值和期限，每个单位一份 Excel。

    反馈了什么、什么时候反馈的存入数据库，附内容摘要值；内容没有变的再次运行只重写文件，期限不变。
    期限按工作日计算，天数见 gkc stage。

    \b
    示例：
        gkc feedback 2023-q4 -o 清单 --as office
    """
    with open_store() as store:
        units = chosen_units(store, round_id, unit)
        who = acting(person, store)
        lists = tell_units(store, who, round_id, units, at=now())
        name, names = store.round(round_id).name, round_names(store)
        found = store.findings(round_id)
    out.mkdir(parents=True, exist_ok=True)
    for each, told in zip(units, lists, strict=True):
        # The id keeps apart what two names may have become, and no id has a slash.
        path = out / _NO_NAME.sub("_", f"{each.id} {each.name}.xlsx")
        path.write_bytes(workbook(name, each, told, names, found.get(each.id)))
    lost = sum(len(told.lines) for told in lists)
    say(f"已反馈 {len(lists)} 个单位，共 {lost} 项；清单存于 {out}")
