"""总报告: the report of a round in chapters, as third parties hand it to who ordered it."""

from collections.abc import Iterator
from fractions import Fraction

from dashboard.reports.book import Book
from dashboard.reports.circular import demands, overall, problems, ranking
from dashboard.reports.faults import Fault
from dashboard.reports.kind import Kind, Reader, Scope
from dashboard.reports.laid import laid
from dashboard.reports.paper import (
    Bar,
    Bars,
    Block,
    Break,
    Grid,
    Heading,
    Layout,
    Paper,
    Text,
    chinese_day,
)
from dashboard.reports.phrases import assessment, names, nth, share, short
from dashboard.reports.sums import bands, mean, part, standings, won
from dashboard.wording.printing import percent, points
from dashboard.wording.words import METHOD
from data.indicators import Leaf, Node, leaves_of
from data.types import Points
from scoring.rectification import STATUS_NAMES
from scoring.stages import Act

_COMMON = 15  # faults listed
_EXAMPLES = 3
_HUNDRED = Fraction(100)


def general_report(book: Book, unit_id: str = "") -> Paper:
    """The report of a round; names and values of units as far as the scheme publishes them."""
    this = book.result.round
    return Paper(
        layout=Layout.REPORT,
        title=f"{assessment(this.name)}总报告",
        subtitle=f"公开内容统计截至{chinese_day(this.as_of)}",
        organisation=book.organisation,
        day=book.day,
        number=book.number,
        blocks=tuple(_chapters(book)),
        annexes=tuple(_annexes(book)),
        contents=True,
    )


def _chapters(book: Book) -> Iterator[Block]:
    yield Heading("一、评估概况")
    yield from _about(book)
    yield Heading("二、总体结果")
    yield from _results(book)
    yield Heading("三、分项结果")
    for number, node in enumerate(book.scheme.nodes, 1):
        yield Heading(f"（{nth(number)}）{node.name}", 2)
        yield from _part(book, node)
    yield Heading("四、突出问题")
    yield from problems(book)
    yield _common(book)
    yield Heading("五、工作建议")
    yield from _advice(book)
    yield from demands(book)


def _about(book: Book) -> Iterator[Block]:
    this, scheme = book.result.round, book.scheme
    groups = "、".join(f"{g.name}{len(g.placed) + g.others}个" for g in standings(book))
    yield Heading("（一）评估对象", 2)
    yield Text(f"本轮评估{len(book.result.units)}个单位，分组为{groups}。各组分别排名，不混排。")
    yield Heading("（二）评估依据和指标", 2)
    leaves = scheme.leaves()
    tops = "、".join(f"{node.name}（{points(node.points)}分）" for node in scheme.nodes)
    yield Text(
        f"依据《中华人民共和国政府信息公开条例》等规定和《{scheme.title}》，设一级指标"
        f"{len(scheme.nodes)}个：{tops}；末级指标{len(leaves)}个，满分{points(scheme.total)}分。"
    )
    yield Heading("（三）评估方法", 2)
    ways = [
        f"{name}{count}项"
        for method, name in METHOD.items()
        if (count := sum(leaf.method is method for leaf in leaves))
    ]
    yield Text(
        f"按判定方式分，{'、'.join(ways)}。程序采集网站、保全证据并逐项核查；单项否决、个人隐私等"
        "重大事项由人工认定。没有能够看到的内容列为“待核查”，既不得分也不扣分。"
        f"核查覆盖率低于{percent(scheme.coverage_floor)}的单位不列名次。"
    )
    yield Heading("（四）时间", 2)
    window = scheme.dates.capture
    seen = f"，采集时间为{chinese_day(window[0])}至{chinese_day(window[1])}" if window else ""
    yield Text(f"{chinese_day(this.as_of)}以后发布的内容不计{seen}。")


def _results(book: Book) -> Iterator[Block]:
    yield from overall(book)
    every = standings(book)
    if book.full:
        means = [g for g in every if g.mean is not None]
        bars = tuple(Bar(g.name, g.mean, points(g.mean)) for g in means)
        if len(means) > 1:
            yield Bars("各组平均分", "组平均分", bars, book.scheme.total)
    if book.scheme.publish.mode.value != "ends":
        grades = tuple((g.name, *(str(n) for _, n in bands(book, g)), str(g.others)) for g in every)
        heads = ("组别", *(band.name for band in book.scheme.grades), "未列名次")
        widths = (30, *(12 for _ in heads[1:]))
        yield Grid(heads, grades, widths, frozenset(range(1, len(heads))), "各组等次分布（个）")
    yield ranking(book)


def _part(book: Book, node: Node | Leaf) -> Iterator[Block]:
    """Now, what is good, what is not, examples: of one part of the scheme."""
    ids = [line.unit_id for line in book.result.ranked if line.place is not None]
    every = [got for id_ in ids if (got := part(book, id_, node)) is not None]
    shares = [value for got in every if (value := won(got)) is not None]
    seen = sum((got.known for got in every), Fraction(0))
    full = sum((got.full for got in every), Fraction(0))
    if not shares:
        yield Text("没有单位的这一部分得到核查。", lead="总体看，")
        return
    yield Text(
        f"列名次的单位平均得分率{share(mean(shares))}，"
        f"这一部分的分值已核查{share(seen / full if full else None)}。",
        lead="总体看，",
    )
    rates = _rates(book, node, ids)
    if good := [leaf for leaf, rate in rates if rate >= Fraction(9, 10)][-3:]:
        yield Text(
            f"{'、'.join(leaf.name for leaf in reversed(good))}得分率在90%以上。", lead="亮点："
        )
    mine = {leaf.id for leaf in leaves_of((node,))}
    worst = [fault for fault in book.faults if fault.leaf.id in mine][:_EXAMPLES]
    if worst:
        said = "；".join(
            f"{fault.leaf.name}有{len(fault.units)}个单位失分（占{share(fault.share)}）"
            for fault in worst
        )
        yield Text(f"{said}。", lead="问题：")
        if book.full:
            yield Text(_example(book, worst[0]), lead="典型情况：")
    low = [(leaf, rate) for leaf, rate in rates if rate < 1][:8]
    bars = tuple(Bar(leaf.name, rate * _HUNDRED, share(rate)) for leaf, rate in low)
    if len(bars) > 1:
        yield Bars(f"{node.name}：得分率较低的指标（%）", "平均得分率", bars, _HUNDRED)


def _rates(book: Book, node: Node | Leaf, ids: list[str]) -> list[tuple[Leaf, Fraction]]:
    """Mean share won of every indicator of a part that anybody could judge, lowest first."""
    found = []
    for leaf in leaves_of((node,)):
        points_: list[Points] = [
            book.result.scores[id_].leaves[leaf.id]
            for id_ in ids
            if leaf.id in book.result.scores[id_].leaves
        ]
        rate = mean(value for each in points_ if (value := won(each)) is not None)
        if rate is not None:
            found.append((leaf, rate))
    return sorted(found, key=lambda pair: pair[1])


def _example(book: Book, fault: Fault) -> str:
    unit = fault.units[0]
    finding = book.result.findings[unit.id].get(fault.leaf.id)
    reason = short(finding.reason, 100).rstrip("。") if finding else "失分"
    return f"{unit.name}的{fault.leaf.name}：{reason}。"


def _common(book: Book) -> Grid:
    rows = tuple(
        (
            str(number),
            f"{fault.leaf.code} {fault.leaf.name}",
            str(len(fault.units)),
            share(fault.share),
            points(fault.lost),
            names([unit.name for unit in fault.units], 3) if book.full else "—",
        )
        for number, fault in enumerate(book.faults[:_COMMON], 1)
    )
    heads = ("序号", "指标", "失分单位数", "占已核查单位", "失分合计", "涉及单位")
    return Grid(heads, rows, (6, 28, 10, 12, 10, 34), frozenset({2, 3, 4}), "失分最多的指标")


def _advice(book: Book) -> Iterator[Block]:
    said = list(dict.fromkeys(f.leaf.remedy for f in book.faults if f.leaf.remedy))[:5]
    for number, remedy in enumerate(said, 1):
        yield Text(remedy, lead=f"{number}. ")


def _annexes(book: Book) -> Iterator[Block]:
    yield Heading("附件1　指标体系")
    rows: list[tuple[str | None, ...]] = []
    top = ""
    for leaf in book.scheme.leaves():
        first = leaf.path[0] if leaf.path else leaf.name
        rows.append(
            (None if first == top else first, leaf.code, leaf.name, points(leaf.points),
             METHOD[leaf.method])
        )  # fmt: skip
        top = first
    heads = ("一级指标", "编号", "指标", "分值", "判定方式")
    yield Grid(heads, tuple(rows), (24, 10, 40, 10, 18), frozenset({3}), "指标体系")
    yield Break()
    yield Heading("附件2　逐单位失分情况")
    if book.full:
        yield _by_unit(book)
    else:
        yield Text("本轮按指标体系的公布方式不公开单位得分，各单位失分情况另行反馈。")
    yield Heading("附件3　整改台账")
    yield from _ledger(book)


def _by_unit(book: Book) -> Grid:
    rows = []
    for line in book.result.ranked:
        lost = book.lost(line.unit_id)
        total = sum((gap.lost for gap in lost), Fraction(0))
        main = "；".join(f"{gap.name}（{points(gap.lost)}）" for gap in lost[:_EXAMPLES])
        unit = book.result.units[line.unit_id]
        rows.append((unit.name, str(len(lost)), points(total), main or line.why_not or "没有失分"))
    heads = ("单位", "失分项数", "失分合计", "失分较多的指标")
    return Grid(heads, tuple(rows), (24, 10, 12, 56), frozenset({1, 2}), "逐单位失分情况")


def _ledger(book: Book) -> Iterator[Block]:
    if not book.fixes:
        yield Text("本轮还没有反馈问题清单。")
        return
    by_unit = {book.result.units[id_].name: fixes for id_, fixes in book.fixes.items()}
    every = [fix for fixes in book.fixes.values() for fix in fixes]
    rows = []
    for name, fixes in (*(by_unit.items() if book.full else ()), ("合计", every)):
        counts = [sum(fix.status is status for fix in fixes) for status in STATUS_NAMES]
        late = sum(fix.overdue(book.day) for fix in fixes)
        rows.append((name, str(len(fixes)), *(str(n) for n in counts), str(late)))
    heads = ("单位", "问题数", *STATUS_NAMES.values(), "逾期")
    widths = (26, *(11 for _ in heads[1:]))
    yield Grid(heads, tuple(rows), widths, frozenset(range(1, len(heads))), "整改进展（项）")
    yield Text("逐项整改台账见 Excel 文件。", small=True)


KIND = Kind(
    "general",
    "总报告",
    "一轮评估的总报告：概况、总体结果、分项、突出问题、建议，附指标体系和台账",
    Scope.ROUND,
    Reader.RANKS,
    laid(general_report),
    issuing=Act.ANNOUNCE,
)
