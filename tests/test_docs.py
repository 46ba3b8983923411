from collections.abc import Callable
from pathlib import Path

from tests.commands import command_paths, gkc

INTRO = """\
# 命令行 `gkc`

结果输出到标准输出，进度和提示输出到标准错误。退出码：0 完成；1 未完成或按 Ctrl+C 中断，附一句说明；
2 用法错误；143 收到终止信号（SIGTERM），已读到的存好后结束。
数据库由环境变量 `GKC_DATABASE_URL` 指定，默认是当前目录下的 `var/gkc.db`（SQLite）；PostgreSQL 写成
`postgresql://用户:密码@主机:5432/库名`。输出的网址里有身份证号、手机号的，号码中间打星号；
要点开原网址，用看板里的证据链接。

本页由各命令的 `-h` 生成，不要手工修改；改了帮助之后运行 `make golden`。
"""


def test_the_command_reference_is_the_real_help(
    golden: Callable[[str, str], None], tmp_path: Path
) -> None:
    parts = [INTRO]
    for path in command_paths():
        shown = gkc(tmp_path, *path, "-h").out.rstrip()
        parts.append(f"\n## {' '.join(('gkc', *path))}\n\n```text\n{shown}\n```\n")
    golden("../../docs/cli.md", "".join(parts))
