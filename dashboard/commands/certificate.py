"""Verifying the certificate of a round, on any machine."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard.commands.options import CommandError
from dashboard.wording.printing import say
from data.certificate import CertificateError
from data.faults import explained

app = typer.Typer()

_MOST = 20  # faults listed


@app.command("verify")
def verify_command(
    file: Annotated[Path, typer.Argument(metavar="证书.zip", help="gkc rounds seal 写出的证书")],
) -> None:
    """核验评估证书：核对每个文件，重算每一项得分和名次，输出与封存时相同的摘要值。

    不用数据库，不用联网。有改动的，指出在哪个文件、哪个单位、哪个指标，退出码为 1。证书里有存证文件
    的，逐条读回并核对 SHA-256。

    \b
    示例：
        gkc verify 2023-q4.zip
    """
    from dashboard.certificates.verifying import verify  # loads the scoring engine

    try:
        done = verify(file)
    except CertificateError as error:
        for sentence in error.sentences[1 : _MOST + 1]:
            say(f"还有：{sentence}", style="red")
        raise CommandError(f"证书没有通过核验：{error}") from error
    except OSError as error:
        raise CommandError(f"读不了证书 {file}：{explained(error)}") from error
    typer.echo(done.manifest["digest"])
    head = done.manifest["round"]
    read_back = f"，读回存证 {done.payloads} 条" if done.payloads else ""
    say(
        f"证书通过核验：{head['name']}（{head['id']}），{done.units} 个单位、{done.findings} 条核查"
        f"结果的得分和名次重算一致{read_back}；上面是结果摘要值"
    )
    say(f"证书编号 {done.manifest['id']}；请与封存单位公布的结果摘要值和证书编号对照")
