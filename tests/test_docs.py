from collections.abc import Callable
from pathlib import Path

from dashboard.wording.language import ENGLISH, spoken
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


IN_ENGLISH = """\
# Command line `gkc`

Results go to standard output, progress and hints to standard error. Exit codes: 0 done; 1 not
done, or stopped with Ctrl+C, with a sentence; 2 wrong usage; 143 ended by SIGTERM, what was read is
saved. The environment variable `GKC_DATABASE_URL` names the database, by default `var/gkc.db`
(SQLite) in the current folder; PostgreSQL is written `postgresql://user:password@host:5432/name`.
Identity and phone numbers in addresses are printed with stars; to follow the real link, use the
evidence in the dashboard.

The program itself speaks Chinese: words in “ ” are typed as they stand, and examples keep the
names of the demo: 市财政局 is a unit (the finance bureau), 年报 annual report, 清单 list.

This page is made from the `-h` of the commands through the catalogue in `dashboard/locale/en`; do
not edit it. After a change of a help text run `make texts`, translate, then `make golden`. The same
in Chinese: [cli.md](cli.md).
"""


def test_the_command_reference_is_the_real_help(
    golden: Callable[[str, str], None], tmp_path: Path
) -> None:
    golden("../../docs/cli.md", INTRO + reference(tmp_path))


def test_the_english_reference_is_the_same_help_in_english(
    golden: Callable[[str, str], None], tmp_path: Path
) -> None:
    with spoken(ENGLISH):
        golden("../../docs/cli.en.md", IN_ENGLISH + reference(tmp_path))


def reference(folder: Path) -> str:
    """The help of every command and group."""
    parts = []
    for path in command_paths():
        shown = gkc(folder, *path, "-h").out.rstrip()
        parts.append(f"\n## {' '.join(('gkc', *path))}\n\n```text\n{shown}\n```\n")
    return "".join(parts)
