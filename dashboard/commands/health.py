"""The command that looks whether everything is in order."""

from datetime import datetime

import typer

from dashboard.commands.options import FormatOption
from dashboard.wording.printing import Format, emit
from data.calendar import CHINA
from data.var import VAR

app = typer.Typer()


@app.command()
def health(fmt: FormatOption = Format.TABLE) -> None:
    """检查运行状况：磁盘、浏览器、工作日历、数据库、存证、操作日志、采集进程。有问题时退出码为 1。

    \b
    示例：
        gkc health --format json
    """
    from dashboard.health import health as looked_at
    from data.storage.database import database_url

    found = list(looked_at(database_url(), VAR, datetime.now(CHINA).date()))
    columns = {"what": "项目", "state": "状况", "said": "说明"}
    rows = (
        {
            "what": each.what,
            "state": "正常" if each.fine else "有问题",
            "said": each.said,
            "fine": each.fine,
        }
        for each in found
    )
    emit(rows, columns, fmt, "运行状况")
    if not all(each.fine for each in found):
        raise typer.Exit(1)
