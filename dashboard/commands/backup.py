"""Commands that keep everything safe: a backup, and putting it back."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard.commands.options import CommandError, open_store
from dashboard.wording.printing import say
from data.var import VAR

app = typer.Typer()

SHOWN = 20  # problems named


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(metavar="文件.zip", help="备份文件，不能已经存在")],
) -> None:
    """备份数据库和存证到一个 ZIP 文件，写完读回核对。

    采集和评审不用停；备份里附有每个文件的摘要值。

    \b
    示例：
        gkc backup /backup/gkc-20231215.zip
    """
    from crawlers.clock import now
    from data.storage.backup import back_up
    from data.storage.database import database_url

    if not target.parent.is_dir():
        raise CommandError(f"文件夹 {target.parent} 不存在；请先建立，或换一个位置")
    open_store().close()  # brings an earlier version to this one
    made = back_up(database_url(), VAR, target, now())
    size = target.stat().st_size / 1024**2
    say(
        f"已备份到 {target}：{size:.1f} MB，数据库 {sum(made.tables.values())} 行"
        f"（版本 {made.version}），文件 {len(made.files) - len(made.tables)} 个，已读回核对"
    )
    say("备份的摘要值和操作日志的校验点（请另处保存）：")
    typer.echo(made.digest)
    typer.echo(made.trail)


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(metavar="文件.zip", help="gkc backup 做的备份")],
    into: Annotated[
        Path | None,
        typer.Option(
            "--into", help="恢复到这个空文件夹（数据库为其中的 gkc.db）", metavar="文件夹"
        ),
    ] = None,
) -> None:
    """从备份恢复数据库和存证，恢复后核验。

    已有数据的不覆盖；中断后再次运行即可。核验有问题时退出码为 1。

    不写 --into 时，恢复到 GKC_DATABASE_URL 的数据库和 GKC_VAR 的文件夹，两者都应是空的；
    SQLite 的备份可以恢复到 PostgreSQL，反过来也可以。

    \b
    示例：
        gkc restore /backup/gkc-20231215.zip --into /srv/gkc
    """
    from data.storage.database import database_url
    from data.storage.restore import restore as put_back

    var = VAR if into is None else into
    if into is not None and into.exists() and not into.is_dir():
        raise CommandError(f"{into} 不是文件夹")
    url = database_url() if into is None else f"sqlite:///{(into / 'gkc.db').as_posix()}"
    done = put_back(source, url, var)
    made = done.manifest
    say(
        f"已恢复到 {var}：数据库 {sum(made.tables.values())} 行（版本 {done.now}），"
        f"文件 {len(made.files) - len(made.tables)} 个"
    )
    if into is not None:
        say(f"使用它：GKC_VAR={into}")
    for problem in done.problems[:SHOWN]:
        say(f"错误：{problem}", style="red")
    if done.problems:
        say(f"核验有 {len(done.problems)} 处问题；备份时就已如此，请查明原因", style="red")
        raise typer.Exit(1)
    say("存证和操作日志核验无误")
