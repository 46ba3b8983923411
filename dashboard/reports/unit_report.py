"""一单位一报告: what a leader of a unit reads on one page, and the lists for who mends it."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from dashboard.reports.book import Book
from dashboard.reports.gap_rows import lost_table
from dashboard.reports.kind import Kind, Reader, Scope
from dashboard.reports.laid import laid
from dashboard.reports.paper import (
    Bar,
    Bars,
    Block,
    Figures,
    Grid,
    Heading,
    Image,
    Layout,
    Paper,
    Text,
    chinese_day,
)
from dashboard.reports.phrases import assessment, change, earned, nth, place, share, short, unseen
from dashboard.reports.sums import Share, Standing, part, shares, standings, won
from dashboard.rounds.published import FEW
from dashboard.wording.printing import percent, points
from data.indicators import Node
from data.types import Outcome
from scoring.gaps import Gap
from scoring.planner import gains
from scoring.rectification import STATUS_NAMES
from scoring.stages import Act

_WAYS = 10  # remedies written out
_GOOD = 6
_PICTURES = 6


def unit_report(book: Book, unit_id: str) -> Paper:
    """The report of one unit; of others it says no more than the scheme publishes."""
    unit, this = book.unit(unit_id), book.result.round
    return Paper(
        layout=Layout.REPORT,
        title=f"{unit.name}政务公开评估报告",
        subtitle=f"{assessment(this.name)}　　公开内容统计截至{chinese_day(this.as_of)}",
        organisation=book.organisation,
        day=book.day,
        number=book.number,
        blocks=tuple(_blocks(book, unit_id)),
    )


def _blocks(book: Book, unit_id: str) -> Iterator[Block]:
    line, found = book.places[unit_id], book.gaps(unit_id)
    lost = [gap for gap in found if gap.lost]
    open_ = [gap for gap in found if gap.open]
    group = next(each for each in standings(book) if each.name == line.group)
    yield _figures(book, unit_id, lost, open_)
    chapters = (
        ("总体情况", _summary(book, unit_id, group, lost)),
        ("各部分得分情况", _parts(book, unit_id)),
        ("失分清单", _lost(lost)),
        ("怎样整改", _ways(lost, gains(book.scheme, book.result.scores[unit_id]))),
        ("整改期限和进展", _fixes(book, unit_id)),
        ("与上一轮比较", _moved(book, unit_id)),
        ("做得好的方面", _good(book, unit_id)),
        ("待核查事项", _open(open_)),
        ("证据图片", _pictures(book, lost)),
    )
    number = 0
    for title, blocks in chapters:
        if made := list(blocks):
            number += 1
            yield Heading(f"{nth(number)}、{title}")
            yield from made


def _figures(book: Book, unit_id: str, lost: list[Gap], open_: list[Gap]) -> Figures:
    score, line = book.result.scores[unit_id], book.places[unit_id]
    rank = ("名次", _rank(book, unit_id), line.group)
    if not book.names_places:
        rank = ("组别", line.group, "名次按公布方式不列" if book.published else "通报前不列名次")
    total = sum((gap.lost for gap in lost), Fraction(0))
    unseen = sum((gap.open for gap in open_), Fraction(0))
    return Figures(
        (
            ("得分", points(score.value), score.grade or "未定等次"),
            rank,
            ("失分", points(total), f"{len(lost)}项"),
            ("待核查", points(unseen), "不计失分"),
            ("核查覆盖率", percent(score.coverage), f"{points(score.low)}–{points(score.high)}分"),
        )
    )


def _rank(book: Book, unit_id: str) -> str:
    line = book.places[unit_id]
    return f"第{line.place}名" if line.place is not None else "未列名次"


def _summary(book: Book, unit_id: str, group: Standing, lost: list[Gap]) -> Iterator[Block]:
    unit, this = book.result.units[unit_id], book.result.round
    score, line = book.result.scores[unit_id], book.places[unit_id]
    if score.value is None:
        why = line.why_not or "没有指标得到核查"
        yield Text(
            f"在{assessment(this.name)}中，{unit.name}没有得分：{why}。没有看到不等于没有公开，不扣分。"
        )
        return
    said = [f"在{assessment(this.name)}中，{unit.name}得{points(score.value)}分"]
    said.append(f"等次为{score.grade}" if score.grade else "未定等次")
    if book.names_places and line.place is not None:
        said.append(f"在{line.group}{len(group.placed)}个列名次的单位中列第{line.place}位")
    if tells_mean(book, unit_id, group) and group.mean is not None and line.place is not None:
        above = score.value - group.mean
        word = "与组平均分相同" if not above else f"{'高' if above > 0 else '低'}于组平均分"
        said.append(word + (f"{points(abs(above))}分" if above else ""))
    yield Text("，".join(said) + "。")
    if line.place is None and line.why_not:
        yield Text(f"未列入排名：{line.why_not}。")
    for veto in book.scheme.vetoes:
        if veto.id in score.vetoes:
            yield Text(f"触及单项否决事项：{veto.name}。")
    was = book.before.scores.get(unit_id) if book.before else None
    if book.before and was and was.value is not None:
        hint = "" if book.before.same_scheme else "（两轮指标体系不同，升降仅供参考）"
        yield Text(
            f"上一轮（{book.before.name}）得{points(was.value)}分，"
            f"本轮{change(score.value - was.value)}{hint}。"
        )
    if lost:
        total = sum((gap.lost for gap in lost), Fraction(0))
        top = lost[:3]
        words = "、".join(f"{gap.name}（{points(gap.lost)}分）" for gap in top)
        held = sum((gap.lost for gap in top), Fraction(0)) / total
        tail = f"，合计占全部失分的{share(held)}" if len(lost) > len(top) else ""
        yield Text(f"共有{len(lost)}项失分，主要是{words}{tail}。")
    else:
        yield Text("已核查的指标没有失分。")


def tells_mean(book: Book, unit_id: str, group: Standing) -> bool:
    """Whether a unit may read the mean: once public, and never so that it gives another away."""
    others = sum(line.unit_id != unit_id for line in group.placed)
    return book.names_places or (book.published and others >= FEW)


def tells_part(book: Book, each: Share) -> bool:
    """The same of a part of the scheme. What others have in a part is public in no mode."""
    return book.published and each.others >= FEW


def _parts(book: Book, unit_id: str) -> Iterator[Block]:
    parts, hundred = shares(book, unit_id), Fraction(100)
    told = {each.node.id for each in parts if tells_part(book, each)}
    best = told if book.names_places else set()

    def bar(each: Share) -> Bar:
        return Bar(
            each.node.name,
            None if each.own is None else each.own * hundred,
            share(each.own),
            each.mean * hundred if each.node.id in told and each.mean is not None else None,
            each.best * hundred if each.node.id in best and each.best is not None else None,
        )

    yield Bars("各一级指标得分率（%）", "本单位", tuple(map(bar, parts)), hundred)
    heads: tuple[str, ...] = ("一级指标", "分值", "得分", "失分", "待核查", "得分率")
    if told:
        heads = (*heads, "组平均")
    if best:
        heads = (*heads, "组内最高")
    rows = []
    for each in parts:
        got = each.points
        row = [each.node.name, *(
            ("不涉及", "—", "—", "—") if got is None
            else (points(got.full), earned(got), points(got.lost), points(got.open))
        ), share(each.own)]  # fmt: skip
        row += [share(each.mean if each.node.id in told else None)] if told else []
        row += [share(each.best if each.node.id in best else None)] if best else []
        rows.append(tuple(row))
    widths = (26, *(9 for _ in heads[1:]))
    numbers = frozenset(range(1, len(heads)))
    yield Grid(heads, tuple(rows), widths, numbers, "各一级指标得分表")
    hint = f"除本单位外不足{FEW}个单位有得分率的部分，不列组内比较。" if book.published else ""
    yield Text(
        f"得分率＝得分÷已核查的分值；待核查的分值不计失分，也不计入得分率。{hint}", small=True
    )


def _lost(lost: list[Gap]) -> Iterator[Block]:
    if not lost:
        yield Text("没有失分项。")
        return
    yield lost_table(lost, "失分清单")


def _ways(lost: list[Gap], worth: Mapping[str, Fraction]) -> Iterator[Block]:
    ways = [gap for gap in lost[:_WAYS] if gap.remedy]
    for number, gap in enumerate(ways, 1):
        lead = f"{number}. {gap.name}（改好可得{points(worth[gap.indicator_id])}分）："
        yield Text(f"{gap.remedy}", lead=lead)
    if any(worth[gap.indicator_id] != gap.lost for gap in ways):
        yield Text(
            "改好可得，是改好以后总分增加的分：待核查和不涉及的分值不计入满分，"
            "失分按已核查的分值折算成总分。",
            small=True,
        )
    if len(lost) > _WAYS:
        yield Text(f"其余{len(lost) - _WAYS}项的整改办法见问题清单。", small=True)


def _fixes(book: Book, unit_id: str) -> Iterator[Block]:
    fixes = book.fixes.get(unit_id, ())
    if not fixes:
        return
    rows = tuple(
        (
            str(number),
            fix.line.name,
            chinese_day(fix.due),
            STATUS_NAMES[fix.status] + ("（逾期）" if fix.overdue(book.day) else ""),
            short(fix.finding or fix.note or ("屡次失分" if fix.again else "—")),
        )
        for number, fix in enumerate(fixes, 1)
    )
    heads = ("序号", "指标", "整改期限", "状态", "说明")
    yield Grid(heads, rows, (6, 26, 18, 16, 34), frozenset(), "整改情况表")


def _moved(book: Book, unit_id: str) -> Iterator[Block]:
    was = book.before
    if was is None or not was.same_scheme or unit_id not in was.scores:
        return
    old = was.scores[unit_id]
    rows = []
    for node in book.scheme.nodes:
        before = won((old.nodes if isinstance(node, Node) else old.leaves).get(node.id))
        now = won(part(book, unit_id, node))
        moved = None if before is None or now is None else (now - before) * 100
        rows.append((node.name, share(before), share(now), change(moved, "个百分点") or "—"))
    yield Grid(
        ("一级指标", "上一轮得分率", "本轮得分率", "变化"),
        tuple(rows), (34, 20, 20, 26), frozenset({1, 2}), f"与{was.name}比较",
    )  # fmt: skip


def _good(book: Book, unit_id: str) -> Iterator[Block]:
    """Indicators fully met, those worth most first."""
    score, found = book.result.scores[unit_id], book.result.findings[unit_id]
    full = [
        leaf
        for leaf in book.scheme.leaves()
        if leaf.id in score.leaves
        and score.leaves[leaf.id].full == score.leaves[leaf.id].got
        and leaf.id in found
        and found[leaf.id].outcome is Outcome.MET
    ]
    best = sorted(full, key=lambda leaf: -score.leaves[leaf.id].full)[:_GOOD]
    if best:
        words = "；".join(f"{leaf.name}：{short(found[leaf.id].reason, 60)}" for leaf in best)
        yield Text(f"共有{len(full)}项指标得满分。其中，{words.rstrip('。')}。")


def _open(open_: list[Gap]) -> Iterator[Block]:
    if not open_:
        return
    rows = tuple(
        (gap.code, place(gap.path, gap.name), points(gap.open), unseen(gap), short(gap.reason))
        for gap in open_
    )
    heads = ("编号", "指标", "分值", "情况", "说明")
    yield Grid(heads, rows, (8, 28, 8, 18, 38), frozenset({2}), "待核查事项表")
    yield Text("待核查事项既不得分也不扣分，只降低核查覆盖率；查清后重新计分。", small=True)


def _pictures(book: Book, lost: list[Gap]) -> Iterator[Block]:
    """Screenshots that reviewers brought, of what cost points most first."""
    kept = [(gap, each) for gap in lost for each in book.pictures.get(gap.indicator_id, ())]
    shown = [(gap, each) for gap, each in kept if each.jpeg][:_PICTURES]
    for gap, each in shown:
        yield Image(each.jpeg, f"{gap.code} {gap.name}：{each.name}（SHA-256 {each.sha256[:16]}…）")
    if left := len(kept) - len(shown):
        more = "另有" if shown else "有"
        yield Text(f"{more}{left}幅图片未列入，见迎检资料包或评审台。", small=True)


KIND = Kind(
    "unit",
    "一单位一报告",
    "一个单位的得分、各部分情况、失分清单、整改办法和期限",
    Scope.UNIT,
    Reader.OWN,
    laid(unit_report),
    issuing=Act.NOTIFY,
    pictures=True,
)
