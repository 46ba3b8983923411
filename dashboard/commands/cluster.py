"""Many machines: the worker."""

from pathlib import Path
from typing import Annotated

import typer

from crawlers.network.turns import shared_paces
from crawlers.settings import HEARTBEAT_S, HOSTS_AT_ONCE, STALLED_S
from crawlers.watch import watch_due
from dashboard.commands.monitor import open_monitors
from dashboard.commands.options import CommandError
from dashboard.wording.printing import say
from data.archive import Archive
from data.storage.database import database_url
from data.var import VAR

app = typer.Typer()

VarOption = Annotated[
    Path,
    typer.Option(
        "--var",
        envvar="GKC_VAR",
        help="运行数据（存证）文件夹；各台机器须是同一个共享文件夹",
        metavar="文件夹",
    ),
]


@app.command()
def worker(
    concurrency: Annotated[
        int, typer.Option(min=1, max=1000, help="同时采集的网站数")
    ] = HOSTS_AT_ONCE,
    heartbeat: Annotated[
        float, typer.Option(min=0.1, help="每隔几秒报告一次自己还在运行")
    ] = HEARTBEAT_S,
    stalled_after: Annotated[
        float, typer.Option(min=0.3, help="几秒没有报告即视为中断，网站交给其他进程接着采")
    ] = STALLED_S,
    var: VarOption = VAR,
) -> None:
    """领取并采集 gkc collect --cluster 排队的网站，按 Ctrl+C 结束。

    每台机器可以运行多个，建议每个处理器核一个。需要 PostgreSQL 和共享的存证文件夹。
    停下（Ctrl+C 或 SIGTERM）时正在采的网站交还队列，由其他进程接着采，退出码 0。

    \b
    示例：
        gkc worker --var /共享/var
    """
    if stalled_after < 3 * heartbeat:
        raise CommandError(
            "--stalled-after 至少应是 --heartbeat 的 3 倍，否则会把正常的进程当作中断"
        )
    from crawlers.cluster import run_worker  # its libraries take half a second to load

    Archive(var / "evidence").make_ready()
    paces = shared_paces(var)
    with open_monitors() as monitors:

        async def watch() -> None:
            await watch_due(monitors, paces=paces)

        run_worker(
            database_url(),
            var,
            paces,
            concurrency=concurrency,
            heartbeat_s=heartbeat,
            stalled_s=stalled_after,
            watch=watch,
            tell=say,
        )
    say("已结束；没有采完的网站已交还队列")
