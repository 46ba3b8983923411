"""Commands about the evidence: is it whole, what was seen at an address, the indexes beside it."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from crawlers.answers import same_site
from crawlers.guard import normalise_url
from crawlers.outcomes import describe
from dashboard.commands.options import (
    CommandError,
    FormatOption,
    RoundId,
    UnitOption,
    open_store,
)
from dashboard.commands.rounds import chosen_units
from dashboard.evidence import title_and_text
from dashboard.printing import Format, china_time, emit, inert, say
from data.archive import Record, evidence_of
from data.audit import account, audit
from data.database import VAR
from data.store import Store
from data.types import Fetch, Unit
from data.writer import ArchiveError, where

app = typer.Typer(help="存证：核验、查看、重建索引。", no_args_is_help=True)

LINES, LINE = 6, 200  # of an archived text, and characters of each


@app.command("verify")
def archive_verify(
    round_id: Annotated[
        str | None, typer.Argument(metavar="[轮次]", help="评估轮次编号；默认全部轮次")
    ] = None,
    unit: UnitOption = None,
    fmt: FormatOption = Format.TABLE,
) -> None:
    """核验存证：逐条读回并核对 SHA-256，查出缺失、改动和来历不明的记录。有问题时退出码为 1。

    \b
    示例：
        gkc archive verify 2023-q4 --unit 市财政局
    """
    rows: list[dict[str, object]] = []
    problems: list[str] = []
    with open_store() as store:
        names = [round_id] if round_id else [each.id for each in store.rounds()]
        for name in names:
            archive, used = evidence_of(VAR, name), set[str]()
            for one in chosen_units(store, name, unit if round_id else None):
                if not round_id and unit and unit not in {one.id, one.name, *one.aliases}:
                    continue
                found = audit(archive, store.fetches(name, one.id))
                used |= set(found.files)
                problems += (f"{name} {one.name}：{problem}" for problem in found.problems)
                rows.append(
                    {
                        "round": name,
                        "unit": one.name,
                        "files": len(found.files),
                        "rows": found.rows,
                        "sound": found.sound,
                        "bad": found.rows - found.sound,
                        "requests": sum(each.requests for each in found.accounts),
                        "notes": sum(each.notes for each in found.accounts),
                        "known": sum(each.known for each in found.accounts),
                        "earlier": sum(each.earlier for each in found.accounts),
                        "unknown": sum(len(each.unknown) for each in found.accounts),
                    }
                )
            strays = [file for file in archive.files() if file not in used] if not unit else []
            for file in strays:  # one without answers is that of a site that nobody could reach
                held = account(archive, file, ())
                if held.unknown or held.fault:
                    say(f"提示：{name} 的采集记录没有用到证据文件 {file}，采集若已完成可将它移走")
    if unit and not rows:
        raise CommandError(f"没有哪个轮次有叫“{unit}”的单位；请用 gkc units list 核对")
    columns = {
        "round": "轮次",
        "unit": "单位",
        "files": "文件",
        "rows": "采集记录",
        "sound": "完好",
        "bad": "有问题",
        "requests": "请求",
        "notes": "元数据",
        "known": "答复",
        "earlier": "旧答复",
        "unknown": "来历不明",
    }
    emit(rows, columns, fmt, "存证核验")
    for problem in problems:
        say(f"错误：{problem}", style="red")
    if problems:
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _Seen:
    """One content at an address, and what is archived of it."""

    round_id: str
    unit_id: str
    first_at: datetime
    sha256: str
    warc: str
    offset: int

    def read(self) -> Record:
        """
        Raises:
            ArchiveError: the evidence is gone or its bytes changed.
        """
        return evidence_of(VAR, self.round_id).record(self.warc, self.offset, self.sha256)


@app.command("show")
def archive_show(
    url: Annotated[str, typer.Argument(metavar="网址", help="网页或附件的网址")],
    round_id: Annotated[
        str | None, typer.Option("--round", help="只看这一轮次见到的", metavar="轮次")
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option("--save", help="把最近一份内容另存为文件", metavar="文件"),
    ] = None,
    fmt: FormatOption = Format.TABLE,
) -> None:
    """列出一个网址上见过的每一份内容：首次看到的时间、轮次、单位、SHA-256、存证位置和正文摘要。

    \b
    示例：
        gkc archive show http://www.example.gov.cn/zwgk/1.html --save 1.html
    """
    address = normalise_url(url)
    if address is None:
        raise CommandError(f"“{url}”不是网址，请写成 http://www.example.gov.cn/zwgk/ 这样的形式")
    with open_store() as store:
        found = list(_seen(store, address, round_id))
        if not found:
            raise CommandError(_never_read(store, address, round_id))
    rows, texts, last = [], [], None
    for seen in found:
        status, size, title = None, None, ""
        try:
            last = record = seen.read()
            status, size = record.status, len(record.payload)
            title, text = title_and_text(record)
            texts.append((seen.sha256, text))
        except ArchiveError as error:
            say(f"错误：{error}", style="red")
        rows.append(
            {
                "first_at": china_time(seen.first_at),
                "round": seen.round_id,
                "unit": seen.unit_id,
                "status": status,
                "size": size,
                "title": inert(title),
                "sha256": seen.sha256,
                "place": f"{seen.warc} @ {seen.offset}",
            }
        )
    columns = {
        "first_at": "首次看到",
        "round": "轮次",
        "unit": "单位",
        "status": "状态码",
        "size": "字节",
        "title": "标题",
        "sha256": "SHA-256",
        "place": "存证位置",
    }
    emit(rows, columns, fmt, address)
    if fmt is Format.TABLE:
        sys.stdout.writelines(_excerpt(digest, text) for digest, text in texts)
    if save and last:
        _save(save, last.payload)
    if len(texts) < len(found):
        raise typer.Exit(1)


@app.command("index")
def archive_index(round_id: RoundId) -> None:
    """由证据文件重建该轮次的 CDXJ 索引，供其他网页存档工具使用。

    \b
    示例：
        gkc archive index 2023-q4
    """
    with open_store() as store:
        store.round(round_id)
    archive, failed, files, lines = evidence_of(VAR, round_id), False, 0, 0
    for name in archive.files():
        try:
            lines += archive.index(name)
            files += 1
        except ArchiveError as error:  # the other files still get theirs
            say(f"错误：{error}", style="red")
            failed = True
    say(f"已为 {files} 个证据文件建立索引，共 {lines} 条")
    if failed:
        raise typer.Exit(1)


def _seen(store: Store, address: str, round_id: str | None) -> Iterator[_Seen]:
    """Every content at an address, oldest first; those of one round as that round saw them."""
    captures = store.captures(address)
    if round_id is None:
        for c in captures:
            yield _Seen(c.round_id, c.unit_id, c.first_at, c.sha256, c.warc, c.offset)
        return
    first = {c.sha256: c.first_at for c in captures}
    for unit, f in _asked_for(store, round_id, address):
        if f.warc:
            at = first.get(f.sha256, f.fetched_at)
            yield _Seen(round_id, unit.id, at, f.sha256, f.warc, f.offset)


def _asked_for(store: Store, round_id: str, address: str) -> Iterator[tuple[Unit, Fetch]]:
    """Requests of a round for an address, or that were led there."""
    store.round(round_id)
    units = store.round_units(round_id)
    own = [u for u in units if any(same_site(place, address) for place in (u.portal, *u.columns))]
    for unit in own or units:
        for fetch in store.fetches(round_id, unit.id):
            if address in {fetch.url, where(fetch)}:
                yield unit, fetch


def _never_read(store: Store, address: str, round_id: str | None) -> str:
    """Why there is nothing to show, as far as any round knows."""
    for name in [round_id] if round_id else [each.id for each in store.rounds()]:
        for unit, fetch in islice(_asked_for(store, name, address), 1):
            when, whither = china_time(fetch.fetched_at), where(fetch)
            led = f"，转到 {whither}，请改查那个网址" if whither != address else ""
            said = f"轮次 {name} 采集{unit.name}时（{when}）访问过 {address}"
            return f"{said}：{describe(fetch)}{led}"
    looked = f"轮次 {round_id} 没有" if round_id else "各轮次都没有"
    return f"{looked}采集过 {address}；请核对网址，协议、主机和路径都要与采集时一致"


def _excerpt(digest: str, text: str) -> str:
    lines = (inert(line).strip() for line in text.splitlines())
    shown = [f"  {line[:LINE]}" for line in islice(filter(None, lines), LINES)]
    return "\n".join([f"\n{digest[:12]} 正文：", *(shown or ["  （没有可读的文字）"])]) + "\n"


def _save(path: Path, payload: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(payload)
    except FileExistsError as error:
        raise CommandError(f"文件 {path} 已存在；请换一个文件名") from error
    except OSError as error:
        raise CommandError(f"写不了文件 {path}；请检查路径和权限") from error
    say(f"已另存为 {path}（{len(payload)} 字节）")
