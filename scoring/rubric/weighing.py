"""Points of every row of somebody else's table: printed, as nested percentages, or from what
faults cost inside a section whose worth is printed.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from data.marked import number_text
from data.scheme_sheets.foreign_rows import ForeignRow, ForeignTable, Group
from scoring.rubric.compiling import RubricError
from scoring.rubric.sentence import Sentence
from scoring.rubric.worth import loss, section_points

HUNDRED = Fraction(100)
ZERO = Fraction(0)


def leaf_points(
    table: ForeignTable, sentences: Sequence[Sentence], total: Fraction | None = None
) -> tuple[Fraction, ...]:
    """The points of every row, in the table's order.

    Args:
        sentences: what the rule of each row says, in the same order.
        total: what the whole table is worth where it prints percentages only; 100 by default.

    Raises:
        RubricError: a row without points, groups or percentages that do not add up, a total that
            is not the sum; the sentence names the rows and the remedy.
    """
    rows = table.rows
    printed = [row for row in rows if row.worth is not None]
    if not printed:
        points = _from_losses(table, sentences, total or HUNDRED)
    elif len(printed) < len(rows):
        missing = next(row for row in rows if row.worth is None)
        raise RubricError(
            f"{missing.where}：“{missing.name}”没有分值，其他指标都有；请填写，或合并到所属的一格。"
        )
    elif _nested(rows):
        points = _from_percentages(rows, total or HUNDRED)
    else:
        points = tuple(row.worth or ZERO for row in rows)
    for row, each in zip(rows, points, strict=True):
        if each <= 0:
            raise RubricError(
                f"{row.where}：“{row.name}”的分值是 0，请填写大于 0 的分值，或删去该行。"
            )
    if not _nested(rows) or not printed:
        _check_groups(rows, points)
    found = sum(points, ZERO)
    if table.total is not None and table.total not in {found, Fraction(1)}:
        raise RubricError(
            f"{table.total_where}：合计写作 {number_text(table.total)}，各指标分值相加是 "
            f"{number_text(found)}；请核对各行分值后改成一致。"
        )
    return points


def _nested(rows: Iterable[ForeignRow]) -> bool:
    """Whether worths are percentages of the level above: marked with %, or adding up like them."""
    listed = list(rows)
    if any(row.share for row in listed) or any(
        group.share for row in listed for group in row.groups if row.worth is not None
    ):
        return True
    above = _children(listed)
    tops = above.get((), {})
    if len(tops) < 2 or None in tops.values():
        return False
    # Excel keeps 40% as 0.4. Groups of points are worth their children, shares are not.
    printed = [each for below in above.values() for each in below.values() if each is not None]
    shares = all(
        sum((each or ZERO for each in below.values()), ZERO) == 1
        for path, below in above.items()
        if path
    )
    if max(printed) <= 1 and shares and set(tops.values()) != {Fraction(1)}:
        return True
    worth = sum((each for each in tops.values() if each is not None), ZERO)
    if worth == 1:
        return True
    inner = [
        sum((each or ZERO for each in children.values()), ZERO)
        for path, children in above.items()
        if path
    ]
    return worth == HUNDRED and bool(inner) and all(each == HUNDRED for each in inner)


def _children(
    rows: Sequence[ForeignRow],
) -> dict[tuple[str, ...], dict[tuple[str, str], Fraction | None]]:
    """Every group by its names -> what stands below it, with its worth."""
    children: dict[tuple[str, ...], dict[tuple[str, str], Fraction | None]] = {}
    for row in rows:
        for n, group in enumerate(row.groups):
            below = children.setdefault(row.path[:n], {})
            if below.get((group.name, "")) is None:
                below[group.name, ""] = group.worth
        children.setdefault(row.path, {})[row.name, row.where] = row.worth
    return children


def _from_percentages(rows: Sequence[ForeignRow], total: Fraction) -> tuple[Fraction, ...]:
    """A leaf is worth the product of the percentages down to it; brothers add up to 100 %."""
    children = _children(rows)
    scale = HUNDRED if any((row.worth or ZERO) > 1 for row in rows) else Fraction(1)
    for path, below in children.items():
        if any(worth is None for worth in below.values()):
            if all(worth is None for worth in below.values()):
                continue
            name = next(name for (name, _), worth in below.items() if worth is None)
            raise RubricError(f"{_where(rows, path)}：“{name}”没有权重，同级其他指标都有；请填写。")
        found = sum((worth for worth in below.values() if worth is not None), ZERO) / scale
        if found != 1:
            named = f"“{path[-1]}”的下级" if path else "一级指标的"
            raise RubricError(
                f"{_where(rows, path)}：{named}权重合计 {number_text(found * 100)}%，应为 100%；"
                f"请核对{'、'.join(name for name, _ in below)}的权重。"
            )
    points = []
    for row in rows:
        product = total
        for n in range(len(row.groups)):
            worth = children[row.path[:n]][row.path[n], ""]
            product *= worth / scale if worth is not None else Fraction(1)
        points.append(product * (row.worth or ZERO) / scale)
    return tuple(points)


def _from_losses(
    table: ForeignTable, sentences: Sequence[Sentence], total: Fraction
) -> tuple[Fraction, ...]:
    """The deepest groups whose worth is printed are sections; else elements must say all."""
    rows = table.rows
    if all(sentence.elements for sentence in sentences):
        return tuple(sum((e.points for e in s.elements), ZERO) for s in sentences)
    sections: dict[tuple[str, ...], list[int]] = {}
    worths: dict[tuple[str, ...], Fraction] = {}
    for n, row in enumerate(rows):
        depth, group = _section(row)
        sections.setdefault(row.path[:depth], []).append(n)
        worth = group.worth or ZERO
        worths[row.path[:depth]] = worth * total if group.share else worth
    shares = {g.name: g.worth for row in rows for g in row.groups[:1] if g.share and g.worth}
    if shares and sum(shares.values()) != 1:
        raise RubricError(
            f"{table.file}：各部分比例合计 {number_text(sum(shares.values(), ZERO) * 100)}%，"
            f"应为 100%；请核对{'、'.join(shares)}的比例。"
        )
    points = [ZERO] * len(rows)
    for path, members in sections.items():
        shared = section_points(worths[path], [loss(sentences[n]) for n in members])
        for n, each in zip(members, shared, strict=True):
            points[n] = each
    return tuple(points)


def _section(row: ForeignRow) -> tuple[int, Group]:
    for depth in range(len(row.groups), 0, -1):
        if row.groups[depth - 1].worth:
            return depth, row.groups[depth - 1]
    raise RubricError(
        f"{row.where}：“{row.name}”没有分值，"
        f"所属的“{'、'.join(row.path) or row.name}”也没有写明分值或比例；"
        "请在“分值”列填写，或在上级名称后写上（40分）、（40%）。"
    )


def _check_groups(rows: Sequence[ForeignRow], points: Sequence[Fraction]) -> None:
    """The points that a group prints are the sum of its rows."""
    sums: dict[tuple[str, ...], Fraction] = {}
    for row, each in zip(rows, points, strict=True):
        for n in range(1, len(row.groups) + 1):
            sums[row.path[:n]] = sums.get(row.path[:n], ZERO) + each
    said: dict[tuple[str, ...], tuple[Fraction, str]] = {}
    for row in rows:
        for n, group in enumerate(row.groups, start=1):
            if group.worth is None or group.share:
                continue
            first = said.setdefault(row.path[:n], (group.worth, row.where))
            if first[0] != group.worth:
                raise RubricError(
                    f"{row.where}：“{group.name}”的分值写作 {number_text(group.worth)}，"
                    f"{first[1]}写作 {number_text(first[0])}；请改成一致。"
                )
    for path, (worth, where) in said.items():
        if sums[path] != worth:
            members = sum(1 for row in rows if row.path[: len(path)] == path)
            raise RubricError(
                f"{where}：“{path[-1]}”写作 {number_text(worth)} 分，下面 {members} 项相加是 "
                f"{number_text(sums[path])} 分；请核对后改成一致。"
            )


def _where(rows: Sequence[ForeignRow], path: tuple[str, ...]) -> str:
    return next((row.where for row in rows if row.path[: len(path)] == path), "")
