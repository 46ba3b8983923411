"""Commands about the evidence: is it whole, what was seen at an address, the indexes beside it."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from crawlers.guard import normalise_url
from dashboard.casework import captures
from dashboard.casework.capture import case_evidence, damaged
from dashboard.casework.evidence import title_and_text
from dashboard.commands.options import (
    CommandError,
    FormatOption,
    RoundId,
    UnitOption,
    chosen_units,
    open_store,
)
from dashboard.wording.printing import Format, china_time, emit, inert, say
from data.archive import Archive, evidence_of
from data.audit import Audit, audit
from data.evidence_file import account
from data.faults import explained
from data.problems import EXAMPLES, Problem, missing, sentences
from data.storage.afresh import evidence_files, first_seen_files
from data.storage.database import Database
from data.var import VAR
from data.writer import ArchiveError

app = typer.Typer()
archive_app = typer.Typer(help="存证：核验、查看、重建索引。", no_args_is_help=True)
app.add_typer(archive_app, name="archive")

LINES, LINE = 6, 200  # of an archived text, and characters of each


@archive_app.command("verify")
def archive_verify(
    round_id: Annotated[
        str | None, typer.Argument(metavar="[轮次]", help="评估轮次编号；默认全部轮次")
    ] = None,
    unit: UnitOption = None,
    fmt: FormatOption = Format.TABLE,
) -> None:
    """核验存证：逐条读回并核对 SHA-256，查出缺失、改动和来历不明的记录。有问题时退出码为 1。

    “另存首见”是重新采集（--afresh）以前首次看到的内容，存证留在原来的文件里，也逐条读回；它们
    证明某项内容最晚何时已经公开，缺失后重新采集补不回来，只能从备份恢复。

    \b
    示例：
        gkc archive verify 2023-q4 --unit 市财政局
    """
    rows: list[dict[str, object]] = []
    hints: list[str] = []
    wrong: list[str] = []
    with open_store() as store:
        for name in [round_id] if round_id else [each.id for each in store.rounds()]:
            archive, used = evidence_of(VAR, name), set[str]()
            problems: list[Problem] = []
            for one in chosen_units(store, name, unit if round_id else None):
                if not round_id and unit and unit not in {one.id, one.name, *one.aliases}:
                    continue
                found = audit(archive, store.fetches(name, one.id), store.first_seen(name, one.id))
                used |= set(found.files)
                problems += (replace(p, place=f"{one.name} {p.place}") for p in found.problems)
                rows.append({"round": name, "unit": one.name, **_counts(found)})
            wrong += (f"{name}：{sentence}" for sentence in sentences(problems))
            if not unit:
                with closing(Database(store.url)) as database:  # of looks that gave way to others
                    used |= first_seen_files(database, name)
                cases = case_evidence(store, name)  # of appeals and re-checks: no look's own
                used |= {each.warc for each in cases}
                wrong += (f"{name}：{said}" for said in damaged(archive, cases))
                hints += _strays(archive, name, [f for f in archive.files() if f not in used])
    if unit and not rows:
        raise CommandError(f"没有哪个轮次有叫“{unit}”的单位；请用 gkc units list 核对")
    columns = {
        "round": "轮次",
        "unit": "单位",
        "files": "文件",
        "rows": "采集记录",
        "first": "另存首见",
        "sound": "完好",
        "bad": "有问题",
        "requests": "请求",
        "notes": "元数据",
        "known": "答复",
        "earlier": "旧答复",
        "beside": "附带答复",
        "unknown": "来历不明",
    }
    emit(rows, columns, fmt, "存证核验")
    for hint in hints:
        say(f"提示：{hint}")
    for sentence in wrong:
        say(f"错误：{sentence}", style="red")
    if wrong:
        raise typer.Exit(1)


def _counts(found: Audit) -> dict[str, object]:
    return {
        "files": len(found.files),
        "rows": found.rows,
        "first": found.first,
        "sound": found.sound,
        "bad": found.rows + found.first - found.sound,
        "requests": sum(each.requests for each in found.accounts),
        "notes": sum(each.notes for each in found.accounts),
        "known": sum(each.known for each in found.accounts),
        "earlier": sum(each.earlier for each in found.accounts),
        "beside": sum(each.beside for each in found.accounts),
        "unknown": sum(len(each.unknown) for each in found.accounts),
    }


def _strays(archive: Archive, round_id: str, files: Sequence[str]) -> Iterator[str]:
    """One sentence about files that no row points into.

    One without answers is that of a site that nobody could reach.
    """
    held = (account(archive, file, ()) for file in files)
    names = [file for file, each in zip(files, held, strict=True) if each.unknown or each.fault]
    if names:
        more = f" 等 {len(names)} 个" if len(names) > EXAMPLES else ""
        said = f"{'、'.join(names[:EXAMPLES])}{more}"
        yield f"{round_id} 的采集记录没有用到证据文件 {said}，采集若已完成可将它移走"


@archive_app.command("show")
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

    首次看到时的存证读不出的，改列同一内容再次看到时的存证并说明，退出码为 1。

    \b
    示例：
        gkc archive show http://www.example.gov.cn/zwgk/1.html --save 1.html
    """
    address = normalise_url(url)
    if address is None:
        raise CommandError(f"“{url}”不是网址，请写成 http://www.example.gov.cn/zwgk/ 这样的形式")
    rows, texts, last = [], [], None
    hints: list[str] = []
    wrong: list[str] = []
    with open_store() as store:
        found = list(captures.seen_at(store, address, round_id))
        if not found:
            raise CommandError(captures.why_nothing(store, address, round_id))
        for given in found:
            seen, status, size, title = given, None, None, ""
            first = captures.first_place(store, address, given)
            if first != given:
                place = f"轮次 {first.round_id} 的 {first.warc} @ {first.offset}"
                hints.append(f"{china_time(first.first_at)} 首次看到时的存证在{place}，未列出")
            try:
                seen, last, why = captures.read(store, address, given)
                if why:
                    at = f"轮次 {seen.round_id} 的 {seen.warc} @ {seen.offset}"
                    wrong.append(f"{why}。下面列的是同一内容再次看到时的存证：{at}")
                status, size = last.status, len(last.payload)
                title, text = title_and_text(last)
                texts.append((seen.sha256, text))
            except captures.EvidenceLost as error:
                wrong.append(str(error))
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
    for hint in hints:
        say(f"提示：{hint}")
    for sentence in wrong:
        say(f"错误：{sentence}", style="red")
    if wrong:
        raise typer.Exit(1)


@archive_app.command("index")
def archive_index(round_id: RoundId) -> None:
    """由证据文件重建该轮次的 CDXJ 索引，供其他网页存档工具使用。

    \b
    示例：
        gkc archive index 2023-q4
    """
    with open_store() as store, closing(Database(store.url)) as database:
        store.round(round_id)
        names = {unit.id: unit.name for unit in store.round_units(round_id)}
        known = evidence_files(database, round_id)
    archive, files, lines = evidence_of(VAR, round_id), 0, 0
    here = archive.files()
    wrong = sentences(
        missing(name, f"{names[unit_id]} {name}")
        for unit_id, mine in known.items()
        for name in mine
        if name not in here
    )
    for name in here:
        try:
            lines += archive.index(name)
            files += 1
        except ArchiveError as error:  # the other files still get theirs
            wrong.append(str(error))
    for sentence in wrong:
        say(f"错误：{sentence}", style="red")
    if here:
        say(f"已为 {files} 个证据文件建立索引，共 {lines} 条")
    else:
        say(f"轮次 {round_id} 还没有证据文件；请先运行 gkc collect {round_id}")
    if wrong:
        raise typer.Exit(1)


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
        raise CommandError(f"写不了文件：{explained(error)}") from error
    say(f"已另存为 {path}（{len(payload)} 字节）")
