"""Documents of a round: made as drafts, issued under a number, fetched again, or all at once."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from crawlers.clock import now
from dashboard.commands.options import (
    CommandError,
    FormatOption,
    RoundId,
    UnitOption,
    chosen_units,
    open_store,
    parse_day,
)
from dashboard.reports.book import Book, read_book
from dashboard.reports.issuing import issue, issued_bytes
from dashboard.reports.kind import Kind, Scope
from dashboard.reports.permitted import demand_make, may_read_issued
from dashboard.reports.registry import KINDS, file_name, kind_of, made
from dashboard.reports.writing import Task, write_all, write_whole
from dashboard.rounds.permitted import is_published
from dashboard.terminal.acting import acting
from dashboard.terminal.live import bar
from dashboard.wording.printing import Format, china_time, emit, say
from data.calendar import CHINA
from data.people import NotAllowed, Person
from data.store import Store
from data.var import VAR

app = typer.Typer()
report_app = typer.Typer(
    help="报告：一单位一报告、总报告、排名通报、整改通知书、各类台账，编号制发后不再变。",
    no_args_is_help=True,
)
app.add_typer(report_app, name="report")

OrganisationOption = Annotated[
    str,
    typer.Option(
        "--org",
        envvar="GKC_ORGANISATION",
        help="制发单位全称，如 青川市政务公开办公室",
        metavar="单位",
    ),
]
PersonOption = Annotated[
    str,
    typer.Option("--as", help="以哪个账号操作，按其权限；不写则按本机管理者", metavar="账号"),
]
DayOption = Annotated[
    str | None, typer.Option("--day", help="成文日期 YYYY-MM-DD；默认今天", metavar="日期")
]
KindArgument = Annotated[str, typer.Argument(metavar="报告", help="见 gkc report list-kinds")]
_SCOPES = {Scope.UNIT: "一个单位", Scope.ROUND: "全轮", Scope.EITHER: "全轮或一个单位"}


@report_app.command("list-kinds")
def list_kinds(fmt: FormatOption = Format.TABLE) -> None:
    """列出可以出的报告。

    \b
    示例：
        gkc report list-kinds
    """
    columns = {
        "id": "编号", "title": "名称", "about": "内容", "scope": "范围", "formats": "格式",
        "official": "编号制发",
    }  # fmt: skip
    rows = (
        {
            "id": kind.id,
            "title": kind.title,
            "about": kind.about,
            "scope": _SCOPES[kind.scope],
            "formats": "、".join(kind.formats),
            "official": "可以" if kind.official else "",
        }
        for kind in KINDS.values()
    )
    emit(rows, columns, fmt)


def _command(kind: Kind) -> Callable[..., None]:
    unit_help = "单位编号或名称" + ("，必写" if kind.scope is Scope.UNIT else "")

    def command(
        round_id: RoundId,
        unit: Annotated[str | None, typer.Option("--unit", help=unit_help, metavar="单位")] = None,
        ending: Annotated[
            str,
            typer.Option("--format", help="格式", metavar="|".join(kind.formats)),
        ] = next(iter(kind.formats)),
        out: Annotated[
            Path | None,
            typer.Option("-o", "--out", help="文件或文件夹；默认当前文件夹", metavar="路径"),
        ] = None,
        organisation: OrganisationOption = "",
        day: DayOption = None,
        person: PersonOption = "",
    ) -> None:
        with open_store() as store:
            unit_id = chosen_units(store, round_id, unit)[0].id if unit else ""
            book = read_book(store, round_id, _day(day), organisation)
            if person:
                demand_make(kind, acting(person, store), book, unit_id)
        body = made(kind, kind.ready(book, VAR, unit_id), unit_id, ending)
        path = _place(out, file_name(kind, book, unit_id, ending))
        write_whole(path, body)
        hint = "；这是草稿，编号制发用 gkc report issue" if kind.official else ""
        say(f"已写出：{path}{hint}")

    scope = " --unit 市财政局" if kind.scope is Scope.UNIT else ""
    command.__doc__ = (
        f"{kind.title}：{kind.about}。\n\n\b\n示例：\n    gkc report {kind.id} 2023-q4{scope}\n"
    )
    return command


for _kind in KINDS.values():
    report_app.command(_kind.id)(_command(_kind))


@report_app.command("all")
def report_all(
    round_id: RoundId,
    out: Annotated[Path, typer.Option("-o", "--out", help="存放的文件夹", metavar="文件夹")],
    organisation: OrganisationOption = "",
    day: DayOption = None,
    processes: Annotated[
        int, typer.Option("--processes", min=1, max=16, help="同时用几个进程")
    ] = 2,
    person: PersonOption = "",
) -> None:
    """一次写出一轮的全部报告：全轮的，和每个单位一个文件夹；最后写目录和每个文件的摘要值。

    写出的是草稿。一个文件要么完整，要么没有；中断后再次运行会重写。

    \b
    示例：
        gkc report all 2023-q4 -o 报告
    """
    on = _day(day)
    with open_store() as store:
        book = read_book(store, round_id, on, organisation)
        if person:
            who = acting(person, store)
            for kind in KINDS.values():
                demand_make(kind, who, book, "" if kind.scope is not Scope.UNIT else _first(book))
        url = store.url
    task = Task(url, round_id, on, organisation, out, VAR)
    written, lacking = 0, set[str]()
    with bar("出报告", len(book.result.ranked) + 1) as advance:
        for name, files in write_all(task, book, processes):
            advance(1, name)
            written += sum(not file.why_not for file in files)
            lacking |= {file.why_not for file in files if file.why_not}
    for why in sorted(lacking)[:3]:
        say(f"没有写出：{why}", style="yellow")
    say(f"已写出 {written} 个文件，存于 {out}；目录和摘要值见 {out / '目录.csv'}")


@report_app.command("issue")
def report_issue(
    name: KindArgument,
    round_id: RoundId,
    mark: Annotated[
        str,
        typer.Option(
            "--mark", envvar="GKC_MARK", help="发文机关代字，如 青政公开办", metavar="代字"
        ),
    ] = "",
    organisation: OrganisationOption = "",
    unit: UnitOption = None,
    again: Annotated[
        bool, typer.Option("--again", help="已经制发过的，另编一个号重新制发")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="同时写出到这个文件夹", metavar="文件夹")
    ] = None,
    person: PersonOption = "",
) -> None:
    """编号制发：取下一个文号，内容从此不变，以后取到的是同样的字节。

    文号按代字和年度连续编，写成 青政公开办〔2026〕3号。没有制发的报告是草稿，没有文号。

    \b
    示例：
        gkc report issue circular 2023-q4 --mark 青政公开办 --org 青川市政务公开办公室 --as office
    """
    kind = kind_of(name)
    needed = {
        "--org 写明制发单位全称": organisation,
        "--mark 写明发文机关代字": mark,
        "--as 写明以哪个账号操作": person,
    }
    if lacking := [what for what, given in needed.items() if not given.strip()]:
        raise CommandError(f"请用 {'，用 '.join(lacking)}")
    with open_store() as store:
        who = acting(person, store)
        unit_id = chosen_units(store, round_id, unit)[0].id if unit else ""
        at = now()
        book = read_book(store, round_id, at.astimezone(CHINA).date(), organisation)
        issued = issue(
            store, who, book, kind, unit_id, mark=mark, at=at, var=VAR, again=again
        )  # fmt: skip
    for file in issued.files:
        if out is not None:
            write_whole(out / file.name, issued_bytes(VAR, file))
        say(f"{file.format}  {file.sha256}  {file.name}")
    typer.echo(issued.text)


@report_app.command("issued")
def report_issued(
    round_id: RoundId, person: PersonOption = "", fmt: FormatOption = Format.TABLE
) -> None:
    """列出一轮已经制发的报告：文号、单位、日期、摘要值。

    \b
    示例：
        gkc report issued 2023-q4
    """
    columns = {
        "number": "文号", "kind": "报告", "unit": "单位", "at": "制发时间", "by": "制发人",
        "format": "格式", "sha256": "SHA-256",
    }  # fmt: skip
    with open_store() as store:
        names = {unit.id: unit.name for unit in chosen_units(store, round_id, None)}
        who = acting(person, store) if person else None
        found = [
            each
            for each in store.issues(round_id)
            if not person or _may_read(store, who, round_id, each.kind, each.unit_id)
        ]
    rows = (
        {
            "number": each.text,
            "kind": KINDS[each.kind].title if each.kind in KINDS else each.kind,
            "unit": names.get(each.unit_id, ""),
            "at": china_time(each.at),
            "by": each.by,
            "format": file.format,
            "sha256": file.sha256,
        }
        for each in found
        for file in each.files
    )
    emit(rows, columns, fmt)


@report_app.command("fetch")
def report_fetch(
    round_id: RoundId,
    number: Annotated[str, typer.Argument(metavar="文号", help="如 青政公开办〔2026〕3号")],
    out: Annotated[
        Path, typer.Option("-o", "--out", help="写到这个文件夹", metavar="文件夹")
    ] = Path(),
    person: PersonOption = "",
) -> None:
    """取一份已经制发的报告，与制发时的字节相同。

    \b
    示例：
        gkc report fetch 2023-q4 青政公开办〔2026〕3号
    """
    with open_store() as store:
        store.round(round_id)
        found = [each for each in store.issues(round_id) if each.text == number]
        if not found:
            raise CommandError(
                f"轮次 {round_id} 没有文号“{number}”；请用 gkc report issued {round_id} 核对"
            )
        if person:
            who = acting(person, store)
            if not _may_read(store, who, round_id, found[0].kind, found[0].unit_id):
                raise NotAllowed(f"{who.name}没有这项权限：取得{number}")
    for file in found[0].files:
        write_whole(out / file.name, issued_bytes(VAR, file))
        say(f"已写出：{out / file.name}")


def _may_read(store: Store, person: Person | None, round_id: str, kind: str, unit_id: str) -> bool:
    published = is_published(store, round_id)
    return kind in KINDS and may_read_issued(KINDS[kind], person, unit_id, published=published)


def _day(text: str | None) -> date:
    return parse_day(text) if text else now().astimezone(CHINA).date()


def _first(book: Book) -> str:
    return next(iter(book.result.units))


def _place(out: Path | None, name: str) -> Path:
    """Where a document goes; a path without an ending is a folder, there already or not."""
    if out is None:
        return Path(name)
    folder = out.is_dir() or (not out.suffix and not out.is_file())
    return out / name if folder else out
