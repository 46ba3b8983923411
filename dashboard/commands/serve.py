"""Opening the dashboard."""

import os
import subprocess
import sys
from importlib.util import find_spec
from typing import Annotated

import typer

from dashboard.commands.options import AllowOption, CommandError, parse_hosts

app = typer.Typer()

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="端口")] = 8501,
    address: Annotated[str, typer.Option(help="监听地址；0.0.0.0 对外开放")] = "127.0.0.1",
    open_: Annotated[
        bool, typer.Option("--open", help="不用登录就能看全部结果、不能改动；只限本机")
    ] = False,
    allow_host: AllowOption = None,
) -> None:
    """打开看板（Streamlit）。

    没有登录的人只能看已经通报的结果。第一个管理员用 gkc people add 建立。

    \b
    示例：
        gkc serve --port 8501
        gkc serve $(cat var/demo/allow-hosts)    # 在看板上采集演示网站
    """
    if not 1 <= port <= 65535:
        raise CommandError(f"端口 {port} 无效，请写 1 到 65535 之间的整数")
    if open_ and address not in LOOPBACK:
        raise CommandError("--open 只能在本机用：去掉 --address，或去掉 --open 并建立账号")
    parse_hosts(allow_host or [])  # refused here, not when somebody begins to collect
    # The jobs that are begun on screen read it there.
    asked = {**os.environ, "GKC_ALLOW_HOST": " ".join(allow_host or [])}
    raise typer.Exit(subprocess.call(dashboard_command(port, address, open_=open_), env=asked))


def dashboard_command(port: int, address: str, *, open_: bool = False) -> list[str]:
    """The command line that serves the dashboard.

    Args:
        open_: whoever looks from this machine need not sign in.

    Raises:
        CommandError: the installation lacks its entry file.
    """
    spec = find_spec("streamlit_app")
    if spec is None or spec.origin is None:
        raise CommandError("找不到看板入口 streamlit_app.py，请重新安装")
    words = [sys.executable, "-m", "dashboard.entry.server", str(port), address]
    return [*words, "--open"] if open_ else words
