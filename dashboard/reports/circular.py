"""排名通报: one to three pages in the layout of a 公文, the ranking as the scheme publishes it."""

from collections.abc import Iterator

from dashboard.reports.book import Book
from dashboard.reports.faults import Fault
from dashboard.reports.kind import Kind, Reader, Scope
from dashboard.reports.laid import laid
from dashboard.reports.paper import Block, Grid, Heading, Layout, Paper, Text, chinese_day
from dashboard.reports.phrases import assessment, change, names, nth, share, short
from dashboard.reports.sums import (
    Standing,
    again,
    bands,
    moves,
    standings,
    under_pass,
)
from dashboard.rounds.published import counts_tell_one
from dashboard.wording.printing import points
from data.indicators import Publishing
from data.types import Ranked
from scoring.stages import Act

_PARTS = 4  # kinds of faults named
_EACH = 2  # faults of a kind
_WIDTHS = {"组别": 22, "名次": 10, "单位": 40, "得分": 14, "等级": 14, "单位数": 14, "榜": 16}


def circular(book: Book, unit_id: str = "") -> Paper:
    """The circular of a round."""
    book = book.for_public()
    this = book.result.round
    return Paper(
        layout=Layout.OFFICIAL,
        title=f"关于{assessment(this.name)}结果的通报",
        organisation=book.organisation,
        day=book.day,
        number=book.number,
        to="各被评估单位",
        blocks=tuple(_blocks(book)),
        notes=(f"{assessment(this.name)}结果",),
        annexes=(Heading("附件"), ranking(book)),
    )


def _blocks(book: Book) -> Iterator[Block]:
    this, count = book.result.round, len(book.result.units)
    yield Text(
        f"根据《中华人民共和国政府信息公开条例》和《{book.scheme.title}》，"
        f"{book.organisation}组织对{count}个单位的政务公开情况进行了评估，"
        f"公开内容统计截至{chinese_day(this.as_of)}。现将有关情况通报如下。"
    )
    yield Heading("一、总体情况")
    yield from overall(book)
    yield Heading("二、存在的主要问题")
    yield from problems(book)
    yield Heading("三、下一步工作要求")
    yield from demands(book)


def overall(book: Book) -> Iterator[Block]:
    """Group by group: how many, mean, movement, ends, under 60."""
    for number, group in enumerate(standings(book), 1):
        yield Heading(f"（{nth(number)}）{group.name}", 2)
        yield Text(_group(book, group))
        if book.full and (moved := _moved(book, group)):
            yield Text(moved)


def _group(book: Book, group: Standing) -> str:
    total = len(group.placed) + group.others
    said = [f"共评估{total}个单位"]
    if group.others:
        said.append(f"其中{group.others}个因核查覆盖率不足等原因未列名次")
    if not group.placed or group.mean is None:
        return "，".join(said) + "。"
    if book.full:
        moved = change(group.change)
        said.append(
            f"平均{points(group.mean)}分" + (f"，两轮均列名次的单位平均{moved}" if moved else "")
        )
        said.append(_ends(book, group))
    grades = [f"{name}{count}个" for name, count in bands(book, group) if count]
    text = "，".join(said) + "。"
    if grades and _bands_told(book, group):
        text += f"按等次分，{'、'.join(grades)}。"
    if book.full and (low := under_pass(book, group)):
        listed = names([book.result.units[line.unit_id].name for line in low], 6)
        text += f"{points(book.scheme.total * 3 / 5)}分以下的{len(low)}个：{listed}。"
    return text


def _bands_told(book: Book, group: Standing) -> bool:
    """How many have which grade is said beside what is published of the group."""
    match book.scheme.publish.mode:
        case Publishing.ENDS:
            return False
        case Publishing.COUNTS:
            inside = [line for line in book.result.ranked if line.group == group.name]
            return not counts_tell_one(inside)
    return True


def _ends(book: Book, group: Standing) -> str:
    first, last = group.placed[0], group.placed[-1]
    best = f"最高的是{_tied(book, group, first)}"
    if first.value == last.value:
        return best
    return f"{best}，最低的是{_tied(book, group, last)}"


def _tied(book: Book, group: Standing, one: Ranked) -> str:
    """Every unit with the value of this one: none of equals is singled out."""
    level = [line.unit_id for line in group.placed if line.value == one.value]
    listed = names([book.result.units[id_].name for id_ in level])
    return f"{listed}（{'均' if len(level) > 1 else ''}{points(one.value)}分）"


def _moved(book: Book, group: Standing) -> str:
    if book.before is None:
        return ""
    every = moves(book, group)
    up = [move for move in every if move.places > 0][:3]
    down = [move for move in reversed(every) if move.places < 0][:3]
    said = []
    for word, some in (("上升较多", up), ("下降较多", down)):
        if some:
            listed = "、".join(
                f"{book.result.units[move.line.unit_id].name}（{abs(move.places)}位）"
                for move in some
            )
            said.append(f"名次{word}的有{listed}")
    if not said:
        return ""
    hint = "" if book.before.same_scheme else "两轮指标体系不同，升降仅供参考。"
    return f"与{book.before.name}相比，{'；'.join(said)}。{hint}"


def problems(book: Book) -> Iterator[Block]:
    """What units fail at, by part of the scheme; what was told before and is not mended first."""
    number = 0
    if repeated := again(book):
        number += 1
        told = book.full and book.before is not None  # else an earlier round is not to be told
        listed = f"，如{names([unit.name for unit, _ in repeated])}" if told else ""
        yield Heading(f"（{nth(number)}）反馈问题整改不彻底", 2)
        yield Text(f"有{len(repeated)}个单位往轮已经指出的问题再次失分{listed}。")
    by_part: dict[str, list[Fault]] = {}
    for fault in book.faults:
        top = fault.leaf.path[0] if fault.leaf.path else fault.leaf.name
        by_part.setdefault(top, []).append(fault)
    worst = sorted(by_part.items(), key=lambda pair: -sum(fault.lost for fault in pair[1]))
    for top, some in worst[:_PARTS]:
        number += 1
        yield Heading(f"（{nth(number)}）{top}方面", 2)
        yield Text("；".join(_fault(book, fault) for fault in some[:_EACH]) + "。")
    if not number:
        yield Text("已核查的指标没有失分。")


def _fault(book: Book, fault: Fault) -> str:
    said = f"{fault.leaf.name}有{len(fault.units)}个单位失分，占已核查单位的{share(fault.share)}"
    if not book.full:
        return said
    # In the words of what was found: what is typical of others accuses nobody.
    first = fault.units[0]
    reason = short(book.result.findings[first.id][fault.leaf.id].reason, 50).rstrip("。")
    if len(fault.units) == 1:
        return f"{said}，是{first.name}（{reason}）"
    return f"{said}，如{names([unit.name for unit in fault.units], 3)}（{first.name}：{reason}）"


def demands(book: Book) -> Iterator[Block]:
    """Until when, and what follows."""
    due = sorted({fix.due for every in book.fixes.values() for fix in every})
    if due:
        until = f"于{chinese_day(due[-1])}前完成整改"
    else:
        until = f"在收到问题清单之日起{book.terms.rectify_days}个工作日内完成整改"
    yield Text(
        f"各单位要对照问题清单逐项整改，{until}，并在平台上逐项填报整改结果、"
        "附整改后的网页链接；确实不能整改的，说明情况。",
        lead="一是限期整改。",
    )
    yield Text(
        "对共性问题，各单位要全面自查，不能只改被点到的页面；对屡次失分的指标，要查明原因，"
        "明确责任人。",
        lead="二是举一反三。",
    )
    counts = "复查通过的按本轮约定恢复得分；" if book.terms.fix_counts else ""
    yield Text(
        f"{book.organisation}将在期限届满后逐项复查，{counts}"
        "逾期未整改或者复查未通过的，列入整改台账继续跟踪，并计入下一轮评估。",
        lead="三是跟踪复查。",
    )


def ranking(book: Book) -> Grid:
    """The ranking as the scheme publishes it."""
    heads, rows = book.announced()
    cells: list[tuple[str | None, ...]] = []
    before: object = None
    for row in rows:
        same = row["group"] == before
        before = row["group"]
        cells.append((None if same else str(row["group"]), *(str(row[k]) for k in list(heads)[1:])))
    numbers = frozenset(at for at, key in enumerate(heads) if key in {"place", "value", "units"})
    widths = tuple(_WIDTHS[name] for name in heads.values())
    return Grid(
        tuple(heads.values()),
        tuple(cells),
        widths,
        numbers,
        f"{assessment(book.result.round.name)}结果",
    )


KIND = Kind(
    "circular",
    "排名通报",
    "总体情况、主要问题、下一步要求，附按公布方式列出的结果",
    Scope.ROUND,
    Reader.RANKS,
    laid(circular),
    issuing=Act.ANNOUNCE,
    announced=True,
)
