"""Opening the dashboard."""

import subprocess
import sys
from importlib.util import find_spec
from typing import Annotated

import typer

from dashboard.commands.options import CommandError

app = typer.Typer()


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="端口")] = 8501,
    address: Annotated[str, typer.Option(help="监听地址；0.0.0.0 对外开放")] = "127.0.0.1",
) -> None:
    """打开看板（Streamlit）。

    \b
    示例：
        gkc serve --port 8501
    """
    raise typer.Exit(subprocess.call(dashboard_command(port, address)))


def dashboard_command(port: int, address: str) -> list[str]:
    """The command line that serves the dashboard.

    Raises:
        CommandError: the installation lacks its entry file.
    """
    spec = find_spec("streamlit_app")
    if spec is None or spec.origin is None:
        raise CommandError("找不到看板入口 streamlit_app.py，请重新安装")
    # An installed program has no .streamlit/config.toml beside it: what matters is said here too.
    options = {
        "server.port": port,
        "server.address": address,
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "runner.postScriptGC": "false",
        "browser.gatherUsageStats": "false",
        "client.showErrorDetails": "none",
    }
    flags = [f"--{key}={value}" for key, value in options.items()]
    return [sys.executable, "-m", "streamlit", "run", spec.origin, *flags]
